//! TypeScript: kafkajs and the clients on librdkafka.

use crate::{NOTHING, findings};

#[test]
#[cfg(feature = "typescript")]
fn typescript_with_kafkajs() {
    let service = "\
import { Kafka, Producer, type Consumer, KafkaConfig } from 'kafkajs';

const defaults: KafkaConfig = { clientId: 'orders', brokers: process.env.BROKERS!.split(',') };

@Injectable()
export class KafkaService {
  private readonly kafka: Kafka = new Kafka({ ...defaults, connectionTimeout: 500, retry: retries() } as KafkaConfig);
  private producer: Producer;

  constructor(private readonly config: ConfigService) {
    this.producer = this.kafka.producer({ idempotent: true, retry: <RetryOptions>{ retries: 1 } });
  }

  async consume(groupId: string): Promise<void> {
    const consumer = this.kafka.consumer({ groupId, sessionTimeout: 6_000 satisfies number });
    await this.producer.send({ topic: 't', acks: 1, messages: [] });
  }
}

function retries() {
  return { initialRetryTime: 50, retries: 0 };
}
";
    let found = findings(&[("src/kafka.service.ts", service)]);
    assert_eq!(
        found,
        [
            "connection-timeout-too-short src/kafka.service.ts:7:60 connectionTimeout: 500 [500 -> 1000]",
            "retries-too-few src/kafka.service.ts:11:84 retries: 1",
            "session-timeout-too-short src/kafka.service.ts:15:53 sessionTimeout: 6_000 satisfies number [6_000 -> 45000]",
            "acks-too-weak src/kafka.service.ts:16:44 acks: 1 [1 -> -1]",
            "backoff-too-aggressive src/kafka.service.ts:21:12 initialRetryTime: 50 [50 -> 200]",
        ]
    );
}

#[test]
#[cfg(feature = "typescript")]
fn typescript_with_librdkafka() {
    let kafka = "\
import { KafkaJS } from '@confluentinc/kafka-javascript';
const { Kafka } = KafkaJS;
const kafka = new Kafka({
  kafkaJS: { brokers: [process.env.A, process.env.B], retry: { retries: 1 }, requestTimeout: 9000, logger: log },
  'reconnect.backoff.ms': 5,
});
export const producer = kafka.producer({ kafkaJS: { acks: 1 }, 'message.timeout.ms': 1000 });
";
    assert_eq!(
        findings(&[("kafka.mts", kafka)]),
        [
            "retries-too-few kafka.mts:4:64 retries: 1",
            "connection-timeout-too-short kafka.mts:4:78 requestTimeout: 9000 [9000 -> 90000]",
            "backoff-too-aggressive kafka.mts:5:3 'reconnect.backoff.ms': 5 [5 -> 250]",
            "acks-too-weak kafka.mts:7:53 acks: 1 [1 -> -1]",
            "delivery-timeout-too-short kafka.mts:7:64 'message.timeout.ms': 1000 [1000 -> 60000]",
        ]
    );
    let rdkafka = "\
import * as Kafka from 'node-rdkafka';
const config = { 'metadata.broker.list': process.env.B, 'sasl.password': 'geheim' } as const;
const producer = new Kafka.HighLevelProducer({ ...config, 'acks': 0 }, {});
";
    assert_eq!(
        findings(&[("producer.tsx", rdkafka)]),
        [
            "secret-in-client producer.tsx:2:57 'sasl.password': 'geheim'",
            "acks-too-weak producer.tsx:3:59 'acks': 0 [0 -> \"all\"]",
        ]
    );
    let cjs = "const { Producer } = require('@confluentinc/kafka-javascript').RdKafka;\nnew Producer({ 'acks': 1 });\n";
    assert_eq!(findings(&[("p.cjs", cjs)]), ["acks-too-weak p.cjs:2:16 'acks': 1 [1 -> \"all\"]"]);
}

#[test]
#[cfg(feature = "typescript")]
fn what_typescript_does_not_know_is_silent() {
    let weak = "import { Kafka } from 'kafkajs';\nconst p = new Kafka({ brokers: b, connectionTimeout: 5 }).x;\n";
    for (name, text) in [
        ("kafka.d.ts", weak),
        ("kafka.test.ts", weak),
        ("__tests__/kafka.ts", weak),
        (
            "local.ts",
            "import { Kafka } from 'kafkajs';\nnew Kafka({ brokers: ['localhost:9092'], connectionTimeout: 5 });\n",
        ),
        ("other.ts", "import { Kafka } from './kafkajs';\nnew Kafka({ connectionTimeout: 5 });\n"),
        ("env.ts", "import { Kafka } from 'kafkajs';\nnew Kafka({ connectionTimeout: Number(process.env.T ?? 5) });\n"),
        (
            "parameter.ts",
            "import { Kafka } from 'kafkajs';\nconst connectionTimeout = 5;\nfunction make(connectionTimeout: number) {\n  \
             return new Kafka({ clientId: 'a', connectionTimeout });\n}\n",
        ),
        (
            "later.ts",
            "import { Kafka } from 'kafkajs';\nconst c = { connectionTimeout: 5 };\nif (prod) c.connectionTimeout = 3000;\n\
             new Kafka(c);\n",
        ),
    ] {
        assert_eq!(findings(&[(name, text)]), NOTHING, "{name}");
    }
}
