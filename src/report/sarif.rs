//! `--format sarif`: SARIF 2.1.0 as GitHub code scanning takes it.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::view::position;
use super::{Report, fingerprints, homepage, in_repository, rule_url};
use crate::finding::{Finding, Fix, Label, Level};
use crate::own::{self, OwnRule};
use crate::policy::Policy;
use crate::rules::Rule;
use crate::source::{Place, Sources};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sources = report.sources;
    let mut results: Vec<Json> = report
        .findings
        .iter()
        .zip(report.fingerprints())
        .map(|(finding, print)| result(finding, &print, report))
        .collect();
    for (silenced, kind) in [(report.suppressed, "inSource"), (report.known, "external")] {
        let prints = fingerprints(silenced, sources, &|shown| in_repository(shown, report.folder));
        results.extend(silenced.iter().zip(prints).map(|(finding, print)| {
            let mut result = result(finding, &print, report);
            result["suppressions"] = json!([{ "kind": kind }]);
            result
        }));
    }
    let is_fault = |finding: &&Finding| matches!(&*finding.rule, "syntax-error" | "unreadable-file" | "internal-error");
    let notifications: Vec<Json> =
        report.findings.iter().filter(is_fault).map(|finding| notification(finding, sources)).collect();
    let succeeded = !report.findings.iter().any(|finding| finding.rule == "internal-error");
    let mut driver = json!({
        "name": "msk-lint",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "version": env!("CARGO_PKG_VERSION"),
        "rules": report.rules.iter().map(|rule| descriptor(rule)).chain(report.own.iter().map(|rule| own_descriptor(rule))).collect::<Vec<_>>(),
    });
    if let Some(homepage) = homepage() {
        driver["informationUri"] = homepage.into();
    }
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "automationDetails": { "id": "msk-lint/" },
            "invocations": [{
                "executionSuccessful": succeeded,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn descriptor(rule: &Rule) -> Json {
    let mut tags = vec!["kafka", "msk", "terraform"];
    tags.push(if rule.security { "security" } else { "reliability" });
    let mut descriptor = json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": sentence(rule.summary) },
        "help": { "text": format!("Run `msk-lint explain {}` for the reasons and examples.", rule.name), "markdown": rule.page },
        "properties": { "tags": tags, "precision": "high", "problem.severity": "recommendation" },
    });
    if let Some(default) = Policy::guide().check(rule.name).level().level() {
        descriptor["defaultConfiguration"] = json!({ "level": level(default) });
        let severity = if default == Level::Note { "recommendation" } else { default.as_str() };
        descriptor["properties"]["problem.severity"] = severity.into();
    } else {
        descriptor["defaultConfiguration"] = json!({ "enabled": false });
    }
    if rule.security {
        descriptor["properties"]["security-severity"] = "6.0".into();
    }
    if let Some(url) = rule_url(rule.name) {
        descriptor["helpUri"] = url.into();
    }
    descriptor
}

/// A rule that the project wrote.
fn own_descriptor(rule: &OwnRule) -> Json {
    let page = own::page(rule, "", "");
    json!({
        "id": &*rule.name,
        "name": pascal_case(&rule.name),
        "shortDescription": { "text": sentence(&rule.summary()) },
        "fullDescription": { "text": sentence(&rule.summary()) },
        "help": { "text": format!("Run `msk-lint explain {}` for what it demands.", rule.name), "markdown": page },
        "properties": { "tags": ["kafka", "msk", "own"], "precision": "high", "problem.severity": "recommendation" },
    })
}

fn pascal_case(name: &str) -> String {
    let capitalised = name.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    capitalised.collect()
}

fn sentence(text: &str) -> String {
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{}{rest}{end}", first.to_uppercase())
}

fn result(finding: &Finding, print: &str, report: &Report<'_>) -> Json {
    let mut result = Map::new();
    result.insert("ruleId".into(), (*finding.rule).into());
    let own = report.own.iter().map(|rule| &*rule.name);
    if let Some(index) = report.rules.iter().map(|rule| rule.name).chain(own).position(|name| finding.rule == *name) {
        result.insert("ruleIndex".into(), index.into());
    }
    result.insert("level".into(), level(finding.level).into());
    result.insert("message".into(), json!({ "text": message(finding) }));
    let mut labels = finding.labels.iter().filter_map(|label| physical(label, report.sources).map(|at| (label, at)));
    let primary = labels.next().map(|(_, at)| json!({ "physicalLocation": at }));
    // Code scanning takes no result without a place: what has none is shown at the start of the tree.
    let primary = primary.unwrap_or_else(|| json!({ "physicalLocation": nowhere() }));
    result.insert("locations".into(), json!([primary]));
    let related: Vec<Json> = labels
        .enumerate()
        .map(|(id, (label, at))| {
            json!({ "id": id + 1, "physicalLocation": at, "message": { "text": escaped(&label.text) } })
        })
        .collect();
    if !related.is_empty() {
        result.insert("relatedLocations".into(), related.into());
    }
    let fixes: Vec<Json> = finding.fixes.iter().filter_map(|fix| fix_json(fix, report.sources)).collect();
    if !fixes.is_empty() {
        result.insert("fixes".into(), fixes.into());
    }
    result.insert("partialFingerprints".into(), json!({ "mskLint/v1": print }));
    Json::Object(result)
}

/// A fix as replacements in files; `None` when one of its edits has no place.
fn fix_json(fix: &Fix, sources: &Sources) -> Option<Json> {
    let changes = fix.edits.iter().map(|edit| {
        let label = Label::new(Place::Text(edit.span), "");
        let mut place = physical(&label, sources)?;
        let mut region = place["region"].take();
        if edit.span.range.is_empty() {
            region["endColumn"] = region["startColumn"].clone();
        }
        let replacement = json!({ "deletedRegion": region, "insertedContent": { "text": edit.text } });
        Some(json!({ "artifactLocation": place["artifactLocation"], "replacements": [replacement] }))
    });
    let changes = changes.collect::<Option<Vec<Json>>>()?;
    Some(json!({ "description": { "text": escaped(&fix.title) }, "artifactChanges": changes }))
}

fn notification(finding: &Finding, sources: &Sources) -> Json {
    let places = finding.labels.iter().filter_map(|label| physical(label, sources));
    let locations: Vec<Json> = places.take(1).map(|at| json!({ "physicalLocation": at })).collect();
    json!({
        "level": level(finding.level),
        "message": { "text": escaped(&finding.message) },
        "descriptor": { "id": &*finding.rule },
        "locations": locations,
    })
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// The first sentence is the title of an alert; the rest follows.
fn message(finding: &Finding) -> String {
    let label = finding.primary().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let details = label.into_iter().chain(finding.notes.iter().map(String::as_str)).chain(finding.help.as_deref());
    let mut text = sentence(&finding.message);
    for detail in details {
        text.push(' ');
        text.push_str(&sentence(detail));
    }
    escaped(&text)
}

/// Brackets and backslashes mean links in messages.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(if super::sanitize::is_unsafe(letter) { '\u{fffd}' } else { letter });
    }
    escaped
}

fn physical(label: &Label, sources: &Sources) -> Option<Json> {
    let at = position(label, sources)?;
    let end_column = if at.end == at.start { at.end.column + 1 } else { at.end.column };
    Some(json!({
        "artifactLocation": { "uri": uri(&at.file.path) },
        "region": {
            "startLine": at.start.line,
            "startColumn": at.start.column,
            "endLine": at.end.line,
            "endColumn": end_column,
        },
    }))
}

fn nowhere() -> Json {
    let region = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2 });
    json!({ "artifactLocation": { "uri": "." }, "region": region })
}

/// A relative reference: everything but unreserved characters and slashes is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
