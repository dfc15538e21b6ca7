//! What we say of the settings of connectors against what Kafka Connect says of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::ask::answers_of_connect;
use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::finding::Level;
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

/// Settings that both kinds of connectors have, with values inside and outside of what Kafka Connect takes.
const COMMON: &[(&str, &[&str])] = &[
    ("tasks.max", &["1", "0", "-1", "many", "2147483648", " 3 "]),
    ("tasks.max.enforce", &["true", "FALSE", "yes"]),
    ("errors.tolerance", &["all", "none", "ALL", "some"]),
    ("errors.retry.timeout", &["0", "-1", "300000", "5m"]),
    ("errors.retry.delay.max.ms", &["60000", "1.5", "9223372036854775808"]),
    ("errors.log.enable", &["true", "false", "on", "True"]),
    ("errors.log.include.messages", &["true", "1"]),
    // Not RESTART: a file does not tell its version, and 2.1 took it.
    ("config.action.reload", &["none", "restart", "never"]),
    ("transforms", &[""]),
];
const OF_SOURCES: &[(&str, &[&str])] = &[
    ("exactly.once.support", &["requested", "required", "REQUIRED", "always"]),
    ("transaction.boundary", &["poll", "interval", "connector", "POLL", "task"]),
    ("transaction.boundary.interval.ms", &["1000", "0", "often"]),
    ("offsets.storage.topic", &["offsets"]),
];
const OF_SINKS: &[(&str, &[&str])] = &[
    ("topics", &["orders", "orders, lost", "lost"]),
    // Expressions are not read: whether Java can is not said.
    ("topics.regex", &["orders.*"]),
    ("errors.deadletterqueue.topic.name", &["lost", "dead"]),
    ("errors.deadletterqueue.topic.replication.factor", &["3", "0", "three", "40000"]),
    ("errors.deadletterqueue.context.headers.enable", &["true", "no"]),
];
const CASES: usize = 400;

/// A connector: whether it is a sink, and its settings.
type Case = (bool, BTreeMap<&'static str, &'static str>);

/// The same each time.
fn cases() -> Vec<Case> {
    let mut random = 0x5eed_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let mut case = |number: usize| {
        let is_sink = number.is_multiple_of(2);
        let class =
            if is_sink { "io.confluent.connect.s3.S3SinkConnector" } else { "com.example.OrdersSourceConnector" };
        let mut settings = BTreeMap::from([("name", "orders"), ("connector.class", class)]);
        for (name, values) in COMMON.iter().chain(if is_sink { OF_SINKS } else { OF_SOURCES }) {
            // About two settings of all; most sinks read from something.
            if next(7) < 1 || (*name == "topics" && next(3) > 0) {
                settings.insert(name, values[next(values.len())]);
            }
        }
        (is_sink, settings)
    };
    (0..CASES).map(&mut case).collect()
}

fn question((is_sink, settings): &Case) -> String {
    let pairs = settings.iter().map(|(name, value)| format!("\t{name}={value}"));
    (if *is_sink { "sink" } else { "source" }).to_owned() + &pairs.collect::<String>()
}

/// What we refuse, by the number of the case.
fn refused(cases: &[Case]) -> BTreeMap<usize, String> {
    let root = PathBuf::from("/project");
    let file = |(number, (_, settings)): (usize, &Case)| {
        let text = serde_json::json!({ "name": "orders", "config": settings }).to_string();
        (root.join(format!("case{number}.json")), text.into_bytes())
    };
    let files = Memory::new(cases.iter().enumerate().map(file));
    let request = Request {
        paths: vec![root.clone()],
        current_folder: root.clone(),
        boundary: root.clone(),
        ..Request::default()
    };
    let analysis = analysis::analyse(&request, &files);
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let wanted = |rule: &str| rule == "connector-property";
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: &wanted, today });
    let errors = outcome.findings.iter().filter(|finding| finding.level == Level::Error);
    let of_case = |finding: &msk_lint::finding::Finding| {
        let span = finding.primary()?.place.span()?;
        let at = analysis.sources.describe(span).to_string();
        let number = at.split_once("case")?.1.split_once('.')?.0.parse().ok()?;
        Some((number, finding.message.clone()))
    };
    errors.filter_map(of_case).collect()
}

fn agree(version: &str) {
    let cases = cases();
    let questions: Vec<String> = cases.iter().map(question).collect();
    let Some(answers) = answers_of_connect(version, &questions) else { return };
    let refused = refused(&cases);
    let differs = |(number, answer): (usize, &String)| {
        let said = refused.get(&number);
        let line = || format!("{}\n  Connect: {answer}\n  we: {}", questions[number], said.map_or("", |said| said));
        (answer.is_empty() == said.is_some()).then(line)
    };
    let differing: Vec<String> = answers.iter().enumerate().filter_map(differs).collect();
    let accepted = answers.iter().filter(|answer| answer.is_empty()).count();
    println!("Kafka Connect {version}: {CASES} cases, {accepted} accepted, {} differ", differing.len());
    assert!(accepted > CASES / 10 && accepted < CASES * 9 / 10, "{accepted} accepted");
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing[..differing.len().min(30)].join("\n"));
}

#[test]
fn agrees_with_kafka_connect_3() {
    agree("3.9.0");
}

#[test]
fn agrees_with_kafka_connect_4() {
    agree("4.3.0");
}
