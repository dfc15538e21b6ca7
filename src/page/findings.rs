//! Findings by file: where, why, and what to do.

use maud::{Markup, html};

use super::excerpt::excerpt;
use super::{Index, Page, and_more, badge, named, root, safe};
use crate::finding::{Finding, Level};
use crate::report::{position, rule_url};

/// Places of a finding that are shown.
const MOST_PLACES: usize = 6;
/// Instances of a finding that are named.
const MOST_INSTANCES: usize = 6;

pub(super) fn section(page: &Page<'_>, index: &Index<'_>) -> Markup {
    let findings = &page.outcome.findings;
    let mut files: Vec<(String, Vec<usize>)> = Vec::new();
    for finding in &index.shown {
        let path = path(page, &findings[*finding]);
        match files.last_mut() {
            Some((last, of)) if *last == path => of.push(*finding),
            _ => files.push((path, vec![*finding])),
        }
    }
    files.sort_by_key(|(_, of)| std::cmp::Reverse(of.iter().map(|finding| findings[*finding].level).max()));
    let has_notes = index.shown.iter().any(|finding| findings[*finding].level == Level::Note);
    html! {
        section #findings {
            h2 { "Findings by file" }
            @if findings.is_empty() { p.good { "Nothing was found." } }
            @if has_notes {
                label.toggle { input #notes type="checkbox" checked; " show notes" }
            }
            @for (path, of) in &files {
                @let is_advice = of.iter().all(|finding| findings[*finding].level == Level::Note);
                div.file.advice[is_advice] {
                    h3 { @if path.is_empty() { "No file" } @else { code { (named(path)) } } }
                    @for finding in of { (full(page, *finding)) }
                }
            }
            (and_more(index.shown.len(), findings.len(), "msk-lint --format pretty -v"))
        }
    }
}

/// The file in which a finding is to be fixed, for display.
fn path(page: &Page<'_>, finding: &Finding) -> String {
    let place = finding.primary().and_then(|label| position(label, &page.analysis.sources));
    place.map_or_else(String::new, |at| at.file.path.to_string())
}

fn full(page: &Page<'_>, index: usize) -> Markup {
    let finding = &page.outcome.findings[index];
    html! {
        article.finding.(finding.level.as_str()) id=(format!("f{index}")) {
            h4 { (badge(finding.level)) " " (safe(&finding.message)) " " (rule(&finding.rule)) }
            @for label in finding.labels.iter().take(MOST_PLACES) { (excerpt(label, &page.analysis.sources)) }
            (and_more(MOST_PLACES, finding.labels.len(), ""))
            dl {
                @for note in &finding.notes { dt { "why" } dd { (safe(note)) } }
                @if let Some(help) = &finding.help { dt { "do" } dd { (safe(help)) } }
                @if !finding.instances.is_empty() { dt { "in" } dd { (instances(finding)) } }
                @if !finding.policy.name.is_empty() { dt { "policy" } dd { (policy(finding)) } }
            }
        }
    }
}

/// The name of a rule, which leads to its page where there is one.
pub(super) fn rule(name: &str) -> Markup {
    html! {
        @if let Some(url) = rule_url(name) { a.rule href=(url) rel="noreferrer" { (named(name)) } }
        @else { span.rule { (named(name)) } }
    }
}

fn instances(finding: &Finding) -> Markup {
    let shown: Vec<_> = finding.instances.iter().take(MOST_INSTANCES).collect();
    html! {
        @for (index, instance) in shown.iter().enumerate() {
            @if index > 0 { ", " }
            code { (named(&instance.address)) } " (" (root(instance)) ")"
        }
        @if finding.instances.len() > shown.len() { " and " (finding.instances.len() - shown.len()) " more" }
    }
}

fn policy(finding: &Finding) -> String {
    let entry = &finding.policy;
    // A project's own file is named with its line: that is where its people would change it.
    let name = if entry.name == entry.path { format!("{}:{}", entry.path, entry.line) } else { entry.name.to_string() };
    let level = entry.softened.as_deref().unwrap_or(finding.level.as_str());
    let source = if entry.source.is_empty() { String::new() } else { format!(" · {}", entry.source) };
    safe(&format!("{name}, {level}{source}"))
}

/// A finding in a line, which leads to the whole where that is shown.
pub(super) fn brief(page: &Page<'_>, index: &Index<'_>, finding: usize) -> Markup {
    let found = &page.outcome.findings[finding];
    let detail = found.primary().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    html! {
        (badge(found.level)) " "
        @if index.is_shown(finding) { a href=(format!("#f{finding}")) { (safe(&found.message)) } }
        @else { (safe(&found.message)) " " (rule(&found.rule)) }
        @if let Some(detail) = detail { span.detail { ": " (safe(detail)) } }
    }
}
