//! What we call refused against what the real libraries refuse: thousands of combinations of settings given to both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod ask;
mod cases;
mod connect;
mod fixes;
mod java;
mod node;
mod python;

#[path = "../support/unchecked.rs"]
mod unchecked;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use ask::Asked;
use cases::Case;
use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::finding::{Finding, Level};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;

/// Rules that say that a client does not start.
const REFUSING: &[&str] = &["client-refuses-to-start", "client-value-misread", "unknown-client-property"];

/// The numbers of the cases that we say do not start, with our words.
fn refused(cases: &[&Case], manifest: (&str, &str)) -> BTreeMap<usize, String> {
    let root = PathBuf::from("/project");
    let mut files = BTreeMap::new();
    for (number, case) in cases.iter().enumerate() {
        let (path, text) = case.file(number);
        files.insert(root.join(path), text.into_bytes());
        files.insert(root.join(case.library).join(manifest.0), manifest.1.as_bytes().to_vec());
    }
    let files = Memory::new(files);
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    let recognised: BTreeSet<usize> =
        analysis.clients.iter().filter_map(|client| number_of(&client.instance.root)).collect();
    let missed: Vec<String> = (0..cases.len())
        .filter(|number| !recognised.contains(number))
        .map(|number| cases[number].file(number).1)
        .collect();
    assert!(missed.is_empty(), "{} are not recognised as clients: {}", missed.len(), missed[0]);
    assert_eq!(analysis.clients.len(), cases.len(), "every case is one client");
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let wanted = |rule: &str| REFUSING.contains(&rule);
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: &wanted, today });
    let says_refused = |finding: &&Finding| finding.level == Level::Error && !finding.message.contains("reads this as");
    let mut said = BTreeMap::new();
    for finding in outcome.findings.iter().filter(says_refused) {
        let words = format!("{} ({})", finding.rule, finding.notes.join("; "));
        said.extend(finding.instances.iter().filter_map(|instance| Some((number_of(&instance.root)?, words.clone()))));
    }
    said
}

/// The number in `kafkajs/case12.js`.
fn number_of(path: &str) -> Option<usize> {
    path.split_once("/case")?.1.split_once('.')?.0.parse().ok()
}

/// Answers that are not about these settings alone.
fn is_about_more(answer: &str) -> bool {
    // Kerberos is librdkafka's default mechanism; whether it is there is a matter of how the library was built.
    answer.contains("No provider for SASL mechanism GSSAPI")
        // What is not in the settings may be in a file that a system property names.
        || answer.contains("Could not find a 'KafkaClient' entry in the JAAS configuration")
        // A file of settings often leaves the group to the program that reads it.
        || answer.contains("enable.auto.commit cannot be set to true when default group id (null) is used")
}

fn agree(asked: &Asked) -> usize {
    let all = cases::all();
    let cases: Vec<&Case> = all.iter().filter(|case| asked.libraries.contains(&case.library)).collect();
    let questions: Vec<String> = cases.iter().map(|case| case.question()).collect();
    let Some(answers) = asked.answers(&questions) else { return cases.len() };
    let refused = refused(&cases, asked.manifest);
    let mut differing = Vec::new();
    let mut accepted = 0;
    for (number, (case, answer)) in cases.iter().zip(&answers).enumerate() {
        let is_accepted = answer.is_empty();
        accepted += usize::from(is_accepted);
        let said = refused.get(&number);
        if is_accepted == said.is_some() && !is_about_more(answer) {
            differing.push(format!("{}\n  library: {answer}\n  we: {}", case.question(), said.map_or("", |said| said)));
        }
    }
    println!("{}: {} cases, {accepted} accepted, {} differ", asked.libraries.join(", "), cases.len(), differing.len());
    assert!(accepted > cases.len() / 10 && accepted < cases.len() * 9 / 10, "{accepted} accepted");
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing[..differing.len().min(100)].join("\n"));
    cases.len()
}

#[test]
fn agrees_with_the_libraries_of_python() {
    assert!(agree(&ask::ALL[0]) >= 2_000);
}

#[test]
fn agrees_with_the_libraries_of_node() {
    assert!(agree(&ask::ALL[1]) >= 500);
}

#[test]
fn agrees_with_the_client_of_kafka_3() {
    assert!(agree(&ask::ALL[2]) >= 500);
}

#[test]
fn agrees_with_the_client_of_kafka_4() {
    assert!(agree(&ask::ALL[3]) >= 500);
}
