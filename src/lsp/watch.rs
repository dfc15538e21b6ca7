//! Which files the client is asked to watch.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::client::source as client_source;
use crate::discover;

/// Texts that code reads may be called anything; these are the usual names of them.
const TEXTS: &[&str] = &["*.cfg", "*.ini", "*.json5", "*.tftpl", "*.tmpl", "*.toml", "*.tpl", "*.txt", "*.xml"];

/// Patterns of the files that bear on what is found. Clients differ in what they understand: there are only names and
/// endings in braces.
fn patterns() -> Vec<String> {
    let known = discover::patterns().chain(client_source::patterns());
    let named = client_source::manifests().chain(TEXTS.iter().copied()).map(str::to_owned);
    let all: BTreeSet<String> = known.chain(named).collect();
    let is_plain = |text: &&str| !text.contains('*');
    let endings: Vec<&str> = all.iter().filter_map(|name| name.strip_prefix("*.")).filter(is_plain).collect();
    let names: Vec<&str> = all.iter().map(String::as_str).filter(is_plain).collect();
    let others = all.iter().filter(|name| name.trim_start_matches("*.").contains('*'));
    let grouped = [format!("**/*.{{{}}}", endings.join(",")), format!("**/{{{}}}", names.join(","))];
    grouped.into_iter().chain(others.map(|name| format!("**/{name}"))).collect()
}

/// The registrations for watching files, and for hearing of other settings.
pub(super) fn registrations(watches: bool, settings: bool, section: &str) -> Vec<Json> {
    let watchers: Vec<Json> = patterns().iter().map(|pattern| json!({"globPattern": pattern})).collect();
    let watching = json!({
        "id": "watch",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": {"watchers": watchers},
    });
    let hearing = json!({
        "id": "settings",
        "method": "workspace/didChangeConfiguration",
        "registerOptions": {"section": section},
    });
    watches.then_some(watching).into_iter().chain(settings.then_some(hearing)).collect()
}
