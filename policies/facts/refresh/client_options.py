"""client-options.toml against kafka-python and aiokafka (PyPI), by their own tables of defaults."""

import subprocess
import sys

from common import compared, installed, table, tell

CLASSES = {
    "kafka-python": {"producer": "kafka:KafkaProducer", "consumer": "kafka:KafkaConsumer"},
    "aiokafka": {"producer": "aiokafka:AIOKafkaProducer", "consumer": "aiokafka:AIOKafkaConsumer"},
}

LOOK = """
import importlib, inspect, sys
module, name = sys.argv[1].split(":")
found = getattr(importlib.import_module(module), name)
options = getattr(found, "DEFAULT_CONFIG", None) or inspect.signature(found.__init__).parameters
print("\\n".join(option for option in options if option not in ("self", "loop", "topics", "configs")))
"""

rows = table("client-options.toml")["client_option"]
lines = []
for library, classes in CLASSES.items():
    folder = installed(library)
    for role, name in classes.items():
        run = [sys.executable, "-c", LOOK, name]
        theirs = set(subprocess.run(run, check=True, capture_output=True, text=True, env={"PYTHONPATH": folder}).stdout.split())
        current = [row for row in rows if row["library"] == library and row["role"] == role and row.get("versions") != "old"]
        lines += [f"{library} {role} {line}" for line in compared({row["option"] for row in current}, theirs, library)]
tell("client-options", lines)
