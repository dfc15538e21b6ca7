// Asks the real client libraries of Node.js whether they start with some settings.
//
// Reads cases from standard input, one JSON object a line: {"library", "role", "settings"}. Writes one line for each: the
// error of the library, or an empty line where the client was made. No broker is needed: none is waited for.

const readline = require("node:readline");

const { Kafka, logLevel } = require("kafkajs");
const confluent = require("@confluentinc/kafka-javascript");

const quietly = { logLevel: logLevel.NOTHING };

// No answer from a broker, which is not there, is no refusal.
const UNREACHABLE = [
  confluent.CODES.ERRORS.ERR__TRANSPORT,
  confluent.CODES.ERRORS.ERR__TIMED_OUT,
  confluent.CODES.ERRORS.ERR__ALL_BROKERS_DOWN,
];

async function kafkajs(role, { kafka, client }) {
  new Kafka({ ...kafka, ...quietly })[role](client);
}

function librdkafka(role, settings) {
  const Client = role === "producer" ? confluent.Producer : confluent.KafkaConsumer;
  const client = new Client(settings);
  return new Promise((made, refused) => {
    client.connect({ timeout: 1 }, (error) => {
      if (error && !UNREACHABLE.includes(error.code)) refused(error);
      else made();
    });
  });
}

const LIBRARIES = { kafkajs, "kafka-javascript": librdkafka };

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { library, role, settings } = JSON.parse(line);
    let answer = "";
    try {
      await LIBRARIES[library](role, settings);
    } catch (error) {
      answer = `${error.name}: ${error.message}`.replaceAll("\n", " ");
    }
    await new Promise((written) => process.stdout.write(`${answer}\n`, written));
  }
  // Clients that were made wait for brokers when they are torn down.
  process.kill(process.pid, "SIGKILL");
}

main();
