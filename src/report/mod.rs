//! Findings to text: for people, for machines, for code hosts. Nothing here decides anything.

mod checkstyle;
mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod names;
mod pretty;
mod rdjson;
pub mod sanitize;
mod sarif;
mod short;
mod statistics;
mod view;

pub use fingerprint::{Print, fingerprints, in_repository, prints};
pub use names::RootNames;
pub use short::headline;
pub use view::diff_line;
pub(crate) use view::{LineView, Position, near, position};

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::finding::{Finding, Level};
use crate::own::OwnRule;
use crate::rules::{self, Rule};
use crate::source::Sources;

/// What is reported.
pub struct Report<'a> {
    /// The findings, in order.
    pub findings: &'a [Finding],
    /// Those that an inline allow silenced.
    pub suppressed: &'a [Finding],
    /// Those that were there before: in the baseline, or in the revision that this one is compared with.
    pub known: &'a [Finding],
    /// The current folder as seen from the repository.
    pub folder: &'a Path,
    /// The files they speak of.
    pub sources: &'a Sources,
    /// What was counted.
    pub summary: Summary,
    /// The rules that ran.
    pub rules: &'a [&'static Rule],
    /// The rules of the project itself that ran.
    pub own: &'a [Arc<OwnRule>],
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings that an inline allow silenced.
    pub suppressed: usize,
    /// Findings that were there before.
    pub known: usize,
    /// Cluster instances.
    pub clusters: usize,
    /// Clients.
    pub clients: usize,
    /// Files scanned.
    pub files: usize,
    /// Module calls that were not followed.
    pub missing_modules: usize,
    /// How long it took.
    pub elapsed: Option<Duration>,
}

/// How to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, with excerpts.
    Pretty,
    /// One line each.
    Short,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// Test cases.
    Junit,
    /// The XML of Checkstyle.
    Checkstyle,
    /// The diagnostic format of reviewdog.
    Rdjson,
    /// JSON, a finding on each line.
    Jsonl,
    /// A table in Markdown.
    Markdown,
}

/// How text for people looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// Whether notes are shown in full.
    pub notes: bool,
    /// Whether the summary is left out.
    pub quiet: bool,
    /// Whether findings are counted by rule and not shown.
    pub statistics: bool,
}

impl Format {
    /// All formats by name.
    const ALL: [(&'static str, Self); 11] = [
        ("pretty", Self::Pretty),
        ("short", Self::Short),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("sarif", Self::Sarif),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
        ("junit", Self::Junit),
        ("checkstyle", Self::Checkstyle),
        ("rdjson", Self::Rdjson),
        ("markdown", Self::Markdown),
    ];

    /// The names of all formats.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(name, _)| *name)
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }
}

/// Writes a report.
///
/// # Errors
/// When `out` cannot be written to.
pub fn render(format: Format, report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty | Format::Short if style.statistics => statistics::render(report, style, out),
        Format::Pretty => pretty::render(report, style, out),
        Format::Short => short::render(report, style, out),
        Format::Json => json::render(report, out),
        Format::Jsonl => json::render_lines(report, out),
        Format::Sarif => sarif::render(report, out),
        Format::Github => github::render(report, style, out),
        Format::Gitlab => gitlab::render(report, out),
        Format::Junit => junit::render(report, out),
        Format::Checkstyle => checkstyle::render(report, out),
        Format::Rdjson => rdjson::render(report, out),
        Format::Markdown => markdown::render(report, style, out),
    }
}

impl<'a> Report<'a> {
    /// A report of some findings and nothing else.
    pub fn of(findings: &'a [Finding], sources: &'a Sources) -> Self {
        let (summary, folder) = (Summary::default(), Path::new(""));
        Self { findings, suppressed: &[], known: &[], folder, sources, summary, rules: &[], own: &[] }
    }

    /// The fingerprints of the findings, in their order.
    fn fingerprints(&self) -> Vec<String> {
        fingerprints(self.findings, self.sources, &|shown| in_repository(shown, self.folder))
    }
}

/// Whether text for people shows a finding in full.
fn is_shown(finding: &Finding, style: &Style) -> bool {
    finding.level > Level::Note || style.notes
}

/// Where the program lives on the web, if it says so.
fn homepage() -> Option<&'static str> {
    let homepage = env!("CARGO_PKG_HOMEPAGE");
    (!homepage.is_empty()).then_some(homepage)
}

/// The web page of a rule of the program, if it has a place on the web.
pub fn rule_url(rule: &str) -> Option<String> {
    rules::find(rule)?;
    homepage().map(|homepage| format!("{}/rules/{rule}", homepage.trim_end_matches('/')))
}

impl Summary {
    /// The line at the end of a report for people.
    pub fn line(&self, style: &Style) -> String {
        let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
        let mut levels = vec![count(self.errors, "error"), count(self.warnings, "warning"), count(self.notes, "note")];
        if self.suppressed > 0 {
            levels.push(format!("{} allowed", self.suppressed));
        }
        if self.known > 0 {
            levels.push(format!("{} known", self.known));
        }
        let mut subjects = count(self.clusters, "cluster");
        if self.clients > 0 {
            subjects = format!("{subjects} and {}", count(self.clients, "client"));
        }
        let mut details = vec![format!("{} read", count(self.files, "file"))];
        if self.missing_modules > 0 {
            details.push(format!("{} not read", count(self.missing_modules, "module")));
        }
        if let Some(elapsed) = self.elapsed {
            details.push(format!("{} ms", elapsed.as_millis()));
        }
        let mut line = format!("{} in {subjects} ({})", levels.join(", "), details.join(", "));
        let dot = if style.unicode { '\u{b7}' } else { '-' };
        if self.fixable > 0 {
            line += &format!(" {dot} {} fixable with --fix", self.fixable);
        }
        if self.notes > 0 && !style.notes {
            line += &format!(" {dot} -v shows the {}", if self.notes == 1 { "note" } else { "notes" });
        }
        line
    }
}
