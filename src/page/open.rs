//! What could not be checked, and why: open questions of rules, modules and files that were not read.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Page, and_more, named, safe};
use crate::inspect::describe;
use crate::root::Missing;

/// Rows of a table that are shown.
const MOST_ROWS: usize = 200;
/// Names in a row that are shown.
const MOST_NAMES: usize = 4;

/// Who asks a question about what.
#[derive(Default)]
struct Asked {
    rules: BTreeSet<String>,
    subjects: BTreeSet<String>,
}

pub(super) fn section(page: &Page<'_>) -> Markup {
    let mut questions: BTreeMap<(&str, &str), Asked> = BTreeMap::new();
    for open in &page.outcome.undecided {
        let asked = questions.entry((&open.fact, &open.reason)).or_default();
        asked.rules.insert(open.rule.to_string());
        asked.subjects.insert(format!("{} ({})", open.instance.address, open.instance.root));
    }
    let mut questions: Vec<_> = questions.into_iter().collect();
    questions.sort_by_key(|(_, asked)| std::cmp::Reverse(asked.rules.len()));
    let missing = missing(page);
    let is_empty = questions.is_empty() && missing.is_empty();
    html! {
        section #open {
            h2 { "What could not be checked" }
            @if is_empty { p.good { "Everything that the rules ask for is known." } }
            @if !questions.is_empty() {
                p.aside { "Unknown is never a finding: here is what these files leave open." }
                table.open {
                    thead { tr { th scope="col" { "unknown" } th scope="col" { "because" } th scope="col" { "rules" } th scope="col" { "about" } } }
                    tbody {
                        @for ((fact, reason), asked) in questions.iter().take(MOST_ROWS) {
                            tr {
                                th scope="row" { code { (named(fact)) } }
                                td { (safe(reason)) }
                                td { (names(&asked.rules)) }
                                td { (names(&asked.subjects)) }
                            }
                        }
                    }
                }
                (and_more(MOST_ROWS, questions.len(), "msk-lint -v"))
            }
            @if !missing.is_empty() {
                table.open {
                    thead { tr { th scope="col" { "not read" } th scope="col" { "because" } th scope="col" { "where" } } }
                    tbody {
                        @for (what, why, place) in missing.iter().take(MOST_ROWS) {
                            tr { th scope="row" { code { (safe(what)) } } td { (safe(why)) } td { code { (named(place)) } } }
                        }
                    }
                }
                (and_more(MOST_ROWS, missing.len(), ""))
            }
        }
    }
}

fn names(names: &BTreeSet<String>) -> Markup {
    html! {
        @for (index, name) in names.iter().take(MOST_NAMES).enumerate() {
            @if index > 0 { ", " }
            (named(name))
        }
        @if names.len() > MOST_NAMES { " and " (names.len() - MOST_NAMES) " more" }
    }
}

/// Modules and files that were not read: what, why, and where it is asked for.
fn missing(page: &Page<'_>) -> Vec<(String, String, String)> {
    let sources = &page.analysis.sources;
    let modules = page.analysis.models.iter().flat_map(|model| &model.missing_modules).map(|module| {
        let why = match module.why {
            Missing::NotOnDisk => "the module is not on disk, and not installed by terraform init",
            Missing::Cycle => "the module calls itself",
            Missing::TooMany => "there are too many modules, or too many inside each other",
        };
        (module.source.to_string(), why.to_owned(), describe(&module.place, sources).unwrap_or_default())
    });
    let files = page
        .analysis
        .unread
        .iter()
        .filter_map(|(file, reason)| Some((sources.get(*file)?.path.to_string(), reason.clone(), String::new())));
    let all: BTreeSet<_> = modules.chain(files).collect();
    all.into_iter().collect()
}
