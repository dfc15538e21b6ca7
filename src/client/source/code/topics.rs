//! Topics that a program makes: the calls of the admin clients, and Karafka's routes.

use std::ops::Range;

use tree_sitter::Node;

use super::program::{Call, Expr, Pair, Program, Settings, Step, Value};
use super::tree::{children, text_of};
use crate::client::source::made;
use crate::client::source::reader::File;
use crate::model::topic::Topic;

/// What makes a topic, its arguments being name, partitions and replicas.
const MAKERS: &[&str] = &[
    "confluent_kafka.admin.NewTopic",
    "kafka.NewTopic",
    "kafka.admin.NewTopic",
    "aiokafka.admin.NewTopic",
    "org.apache.kafka.clients.admin.NewTopic",
    "github.com/confluentinc/confluent-kafka-go/kafka.TopicSpecification",
    "github.com/confluentinc/confluent-kafka-go/v2/kafka.TopicSpecification",
    "github.com/segmentio/kafka-go.TopicConfig",
];

/// How the languages spell the number of replicas.
const FACTORS: &[&str] = &["replication_factor", "replicationFactor", "ReplicationFactor"];

/// The topics of a program for which it says how many replicas they get.
pub(super) fn topics(file: &File, program: &Program) -> Vec<Topic> {
    let called =
        program.calls().flat_map(|(call, step)| made(program, call, step).into_iter().map(move |one| (one, step)));
    let factors = called.filter_map(|(pairs, step)| {
        let mut found = Settings::default();
        program.add_pairs(file, &pairs, step, &mut found);
        let entry = found.entries.into_iter().find(|entry| FACTORS.contains(&&*entry.key))?;
        Some((entry.span, entry.literal, entry.value.known()?.parse().ok()?))
    });
    let built = program.built_factors.iter().filter_map(|range| {
        let span = file.span(range.start, range.end);
        Some((span, Some(span), file.whole()?.get(range.clone())?.parse().ok()?))
    });
    factors.chain(built).filter_map(|(span, literal, factor)| made::topic(file, span, literal, factor)).collect()
}

/// The arguments of each topic that a call makes.
fn made(program: &Program, call: &Call, step: &Step) -> Vec<Vec<Pair>> {
    if MAKERS.iter().any(|maker| program.means(&call.function, maker)) {
        let by_place = call.arguments.iter().zip(["name", "partitions", FACTORS[0]]);
        let by_place = by_place.map(|(value, key)| Pair {
            key: Some(key.to_owned()),
            range: value.range.clone(),
            value: value.clone(),
        });
        return vec![by_place.chain(call.named.iter().cloned()).collect()];
    }
    // Karafka: `topic :orders do config(partitions: 6, replication_factor: 3) end`
    if call.function == "config" && step.within.iter().any(|(block, _)| block.ends_with("topic")) {
        return vec![call.named.clone()];
    }
    // kafkajs: `admin.createTopics({ topics: [{ topic, replicationFactor: 3 }] })`
    let first = call.arguments.first().filter(|_| call.function.ends_with(".createTopics"));
    let lists = first.into_iter().flat_map(pairs).filter(|pair| pair.key.as_deref() == Some("topics"));
    let items = lists.flat_map(|pair| match &pair.value.value {
        Value::List(items) => items.as_slice(),
        _ => &[],
    });
    items.map(|item| pairs(item).to_vec()).collect()
}

fn pairs(expr: &Expr) -> &[Pair] {
    match &expr.value {
        Value::Map(pairs) => pairs,
        _ => &[],
    }
}

/// The number in `TopicBuilder.name(…).replicas(3)` of Spring.
pub(super) fn built_factor(node: Node<'_>, text: &str) -> Option<Range<usize>> {
    let name = node.child_by_field_name("name").filter(|_| node.kind() == "method_invocation")?;
    let object = node.child_by_field_name("object").filter(|_| text_of(name, text) == "replicas")?;
    let is_builder = text_of(object, text).trim_start().starts_with("TopicBuilder.name(");
    let arguments = children(node.child_by_field_name("arguments").filter(|_| is_builder)?);
    arguments.first().filter(|number| number.kind() == "decimal_integer_literal").map(Node::byte_range)
}
