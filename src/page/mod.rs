//! `report --html`: a run as one page that needs nothing but itself. Shows what others found, and decides nothing.

mod clients;
mod clusters;
mod drawing;
mod excerpt;
mod facts;
mod findings;
mod open;
mod topics;

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::analysis::Analysis;
use crate::date::Date;
use crate::finding::{Instance, Level};
use crate::lint::Outcome;
use crate::report::Summary;
use crate::report::sanitize::sanitize;
use crate::secrets::mask;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Findings that are shown in full, the gravest first.
const MOST_FINDINGS: usize = 500;
/// Letters of a text from a file that are shown.
const MOST_LETTERS: usize = 1_000;

/// What the page is about.
pub struct Page<'a> {
    /// The paths as they were given.
    pub paths: &'a [String],
    /// Models, clients and files.
    pub analysis: &'a Analysis,
    /// Findings and open questions.
    pub outcome: &'a Outcome,
    /// What was counted.
    pub summary: Summary,
    /// The date of the run.
    pub today: Date,
}

/// Writes the page.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(document(page).into_string().as_bytes())
}

/// What links lead to: which findings are shown in full, and what concerns whom.
struct Index<'a> {
    /// The findings that are shown, in their order.
    shown: Vec<usize>,
    /// The findings of an instance.
    of: BTreeMap<&'a Instance, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(outcome: &'a Outcome) -> Self {
        let findings = &outcome.findings;
        let mut shown: Vec<usize> = (0..findings.len()).collect();
        shown.sort_by_key(|index| std::cmp::Reverse(findings[*index].level));
        shown.truncate(MOST_FINDINGS);
        shown.sort_unstable();
        let mut of: BTreeMap<&Instance, Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            finding.instances.iter().for_each(|instance| of.entry(instance).or_default().push(index));
        }
        Self { shown, of }
    }

    fn is_shown(&self, finding: usize) -> bool {
        self.shown.binary_search(&finding).is_ok()
    }

    /// The findings about any of some instances, each once, the gravest first.
    fn about<'b>(&self, instances: impl Iterator<Item = &'b Instance>, outcome: &Outcome) -> Vec<usize> {
        let mut found: Vec<usize> = instances.filter_map(|instance| self.of.get(instance)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.sort_by_key(|index| std::cmp::Reverse(outcome.findings[*index].level));
        found
    }
}

fn document(page: &Page<'_>) -> Markup {
    let index = Index::new(page.outcome);
    let clusters = clusters::in_order(page, &index);
    let paths = named(&page.paths.join(" "));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { "msk-lint: " (paths) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p.brand { "msk-lint" }
                    h1 { "Kafka on Amazon MSK in " code { (paths) } }
                    (summary(&page.summary))
                    nav aria-label="sections" {
                        a href="#clusters" { "Clusters" }
                        a href="#findings" { "Findings" }
                        a href="#clients" { "Clients" }
                        a href="#open" { "What could not be checked" }
                    }
                }
                main {
                    (clusters::section(page, &index, &clusters))
                    (findings::section(page, &index))
                    (clients::section(page, &index, &clusters))
                    (open::section(page))
                }
                footer {
                    "Written by msk-lint " (env!("CARGO_PKG_VERSION")) " for " (page.today) ". This page asks nobody for anything: \
                     it is complete by itself."
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Nothing may be loaded, and nothing runs but the one style and the one script of the page.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn summary(summary: &Summary) -> Markup {
    let tiles = [
        (summary.errors, "error", "error"),
        (summary.warnings, "warning", "warning"),
        (summary.notes, "note", "note"),
        (summary.clusters, "cluster", "plain"),
        (summary.clients, "client", "plain"),
        (summary.files, "file read", "plain"),
    ];
    let more = [
        (summary.suppressed, "allowed where they stand"),
        (summary.known, "known before"),
        (summary.fixable, "fixable with --fix"),
        (summary.missing_modules, "modules not read"),
    ];
    let more: Vec<String> =
        more.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
    html! {
        ul.tiles {
            @for (number, what, class) in tiles {
                li.tile.(class).none[number == 0] { b { (number) } " " (plural(number, what)) }
            }
        }
        @if !more.is_empty() { p.aside { (more.join(", ")) } }
    }
}

/// A noun for a number of things: `clusters`, `file read`, `files read`.
fn plural(number: usize, noun: &str) -> String {
    let (first, rest) = noun.split_once(' ').map_or((noun, ""), |(first, _)| (first, &noun[first.len()..]));
    if number == 1 { noun.to_owned() } else { format!("{first}s{rest}") }
}

/// Text from files as it may be shown: no secret, nothing invisible, not without end.
fn safe(text: &str) -> String {
    named(&mask(text))
}

/// The same of a path or an address, which is no secret however it looks.
fn named(text: &str) -> String {
    let safe = sanitize(text);
    match safe.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe.into_owned(),
    }
}

/// What is left out of a list.
fn and_more(shown: usize, all: usize, hint: &str) -> Markup {
    html! {
        @if all > shown {
            p.more { "and " (all - shown) " more" @if !hint.is_empty() { ": " code { (hint) } " tells them all" } }
        }
    }
}

/// The word for a level, in its colour.
fn badge(level: Level) -> Markup {
    html! { span.badge.(level.as_str()) { (level) } }
}

/// A root module with the variables files of an evaluation.
fn root(instance: &Instance) -> String {
    let files: String = instance.var_files.iter().map(|file| format!(", {file}")).collect();
    named(&format!("{}{files}", instance.root))
}
