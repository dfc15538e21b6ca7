//! Clients from outside: files in, findings out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;
use msk_lint::rules::{Check, Rule};

fn analyse(files: &[(&str, &str)]) -> Analysis {
    let path = |path: &str| PathBuf::from("/project").join(path);
    let files = Memory::new(files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())));
    let root = PathBuf::from("/project");
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    analysis::analyse(&request, &files)
}

/// `path:line:column rule`, in order, and the text under each primary label.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let analysis = analyse(files);
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let wanted = |rule: &Rule| matches!(rule.check, Check::Client(_) | Check::Run);
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: &wanted, today });
    let shown = |finding: &msk_lint::finding::Finding| {
        let span = finding.primary().and_then(|label| label.place.span());
        let at = span.map_or_else(String::new, |span| {
            let text = analysis.sources.get(span.file).unwrap().text(span.range).into_owned();
            format!("{} {text:?}", analysis.sources.describe(span))
        });
        format!("{} {at}", finding.rule)
    };
    outcome.findings.iter().map(shown).collect()
}

#[test]
fn a_place_reaches_from_key_to_value() {
    let text = "# comment\nkey.serializer=x\n  acks : 1  \nbootstrap.servers=kafka.example.com:9094\n";
    assert_eq!(findings(&[("producer.properties", text)]), ["acks-too-weak producer.properties:3:3 \"acks : 1\""]);
}

#[test]
fn the_last_of_several_values_counts() {
    let text = "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\nacks=all\n";
    assert_eq!(findings(&[("producer.properties", text)]), Vec::<String>::new());
}

#[test]
fn allows_are_honoured_in_files_of_clients() {
    let text = "key.serializer=x\n# msk-lint: allow acks-too-weak -- metrics\nacks=1\nbootstrap.servers=kafka.example.com:9094\n";
    assert_eq!(findings(&[("producer.properties", text)]), Vec::<String>::new());
    let unused = "key.serializer=x\n# msk-lint: allow acks-too-weak -- metrics\nacks=all\nbootstrap.servers=kafka.example.com:9094\n";
    let found = findings(&[("producer.properties", unused)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("unused-allow"), "{found:?}");
}

#[test]
fn what_is_no_client_of_msk_is_silent() {
    let client = "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\n";
    for (name, text) in [
        ("server.properties", "broker.id=1\nlog.dirs=/x\nacks=1\nretries=0\nlinger.ms=0\n"),
        ("src/test/resources/producer.properties", client),
        ("examples/producer.properties", client),
        ("messages.properties", "acks=Acknowledgements\nretries=Tries\n"),
        ("librdkafka.properties", "bootstrap.servers=x.y:9092\nsasl.username=u\nsasl.mechanisms=PLAIN\nacks=1\n"),
        ("local.properties", "key.serializer=x\nacks=1\nbootstrap.servers=localhost:9092\n"),
    ] {
        assert_eq!(findings(&[(name, text)]), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn spring_profiles_lie_over_what_holds_without_one() {
    let base = "spring.kafka.producer.acks=1\nspring.kafka.producer.retries=0\n";
    let profile = "spring.kafka.producer.acks=all\nspring.kafka.bootstrapServers=${B}\n";
    let found = findings(&[("application.properties", base), ("application-prod.properties", profile)]);
    assert_eq!(
        found,
        [
            "acks-too-weak application.properties:1:1 \"spring.kafka.producer.acks=1\"",
            "retries-too-few application.properties:2:1 \"spring.kafka.producer.retries=0\"",
        ]
    );
}

#[test]
fn workers_make_clients_of_their_own() {
    let worker = "bootstrap.servers=kafka.example.com:9098\nkey.converter=x\nproducer.acks=1\nconsumer.session.timeout.ms=6000\n";
    assert_eq!(
        findings(&[("connect.properties", worker)]),
        [
            "acks-too-weak connect.properties:3:1 \"producer.acks=1\"",
            "session-timeout-too-short connect.properties:4:1 \"consumer.session.timeout.ms=6000\"",
        ]
    );
}
