"""Asks the real client libraries whether they start with some settings.

Reads cases from standard input, one JSON object a line: {"library", "role", "settings"}, or {"code"} for a program that
makes clients. Writes one line for each: the error of the library, or an empty line where the client was made. No broker
is needed: clients are made, not connected.
"""

import asyncio
import json
import logging
import os
import sys

import aiokafka
import confluent_kafka
import kafka
from kafka.errors import KafkaConnectionError, KafkaTimeoutError

logging.disable(logging.CRITICAL)


def confluent(role, settings):
    settings = {**settings, "logger": logging.getLogger("librdkafka")}
    if role == "producer":
        return confluent_kafka.Producer(settings)
    return confluent_kafka.Consumer(settings)


def kafka_python(role, settings):
    try:
        make = kafka.KafkaProducer if role == "producer" else kafka.KafkaConsumer
        make(**settings, api_version=(3, 9), bootstrap_timeout_ms=1).close()
    except (KafkaConnectionError, KafkaTimeoutError):
        pass


def aio(role, settings):
    async def make():
        kind = aiokafka.AIOKafkaProducer if role == "producer" else aiokafka.AIOKafkaConsumer
        kind(**settings)

    asyncio.run(make())


LIBRARIES = {"confluent-kafka": confluent, "kafka-python": kafka_python, "aiokafka": aio}


def run(code):
    """A program whose clients are made the same way."""
    namespace = {}
    for library, module, names in [
        ("confluent-kafka", confluent_kafka, {"producer": "Producer", "consumer": "Consumer"}),
        ("kafka-python", kafka, {"producer": "KafkaProducer", "consumer": "KafkaConsumer"}),
        ("aiokafka", aiokafka, {"producer": "AIOKafkaProducer", "consumer": "AIOKafkaConsumer"}),
    ]:
        for role, name in names.items():
            make = lambda role=role, make=LIBRARIES[library], **settings: make(role, settings)
            namespace[name] = (lambda settings, make=make: make(**settings)) if module is confluent_kafka else make
    # The imports of the program name the same clients.
    lines = [line for line in code.splitlines() if not line.startswith("from ")]
    exec("\n".join(lines), namespace)


def answer(case):
    try:
        if "code" in case:
            run(case["code"])
            return ""
        LIBRARIES[case["library"]](case["role"], case["settings"])
        return ""
    except (TimeoutError, OSError):
        return ""
    except BaseException as error:  # whatever it raises is the answer
        return f"{type(error).__name__}: {error}".replace("\n", " ")


for line in sys.stdin:
    print(answer(json.loads(line)), flush=True)
# Clients that were made wait for brokers when they are torn down.
sys.stdout.flush()
os._exit(0)
