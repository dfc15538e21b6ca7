//! A line that Java reads differently from how it was meant.

use crate::finding::{Applicability, Edit};
use crate::model::properties::SuspiciousLine;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};
use crate::source::{Span, TextRange};
use crate::syntax::properties::Suspicion;

pub(super) const RULE: Rule = Rule {
    name: "malformed-property-line",
    summary: "a line that is no property, or not the one that was meant",
    page: include_str!("malformed_property_line.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let Some(properties) = subject.properties() else { return };
    out.report_all(properties.suspicious.iter().map(draft));
}

fn draft(line: &SuspiciousLine) -> Draft {
    let (message, label, help) = words(&line.suspicion);
    let draft = Draft::new("server_properties", message).at_place(&line.place, label).help(help);
    match (&line.suspicion, line.comment, line.own_lines) {
        (Suspicion::TrailingComment { .. }, Some(comment), Some(own)) => {
            draft.edits("move the comment to a line of its own", Applicability::Safe, moved(line, comment, own))
        }
        _ => draft,
    }
}

/// The comment before the line, with the line's indentation, and nothing behind the value.
fn moved(line: &SuspiciousLine, comment: Span, own: Span) -> Option<Vec<Edit>> {
    let Suspicion::TrailingComment { range } = &line.suspicion else { return None };
    let behind = own.range.end.checked_sub(comment.range.end)?;
    let start = Span { range: TextRange::new(own.range.start, own.range.start), ..own };
    let (before, text) = line.text.split_at_checked(line.text.len().checked_sub(range.len())?)?;
    if before.ends_with(['=', ':']) {
        // Nothing would be left of the value.
        return None;
    }
    let line_break = if behind == 2 { "\r\n" } else { "\n" };
    Some(vec![
        Edit { span: start, text: format!("{}{}{line_break}", line.indent, text.trim()) },
        Edit { span: comment, text: String::new() },
    ])
}

/// Headline, label and help.
fn words(suspicion: &Suspicion) -> (&'static str, &'static str, &'static str) {
    match suspicion {
        Suspicion::Malformed => (
            "Java refuses these properties",
            "\\u without four hexadecimal digits",
            "write \\\\u for a backslash and a u, or the four digits",
        ),
        Suspicion::NoSeparator => {
            ("this line is no property", "no = between a name and a value", "write name=value, or # before a comment")
        }
        Suspicion::EmptyKey => ("this property has no name", "the separator comes first", "write name=value"),
        Suspicion::Export => (
            "export is read as the name of the property",
            "properties are not shell variables",
            "leave export out and write the broker property's name",
        ),
        Suspicion::Yaml => {
            ("this line is YAML, not a property", "Java's properties have no such syntax", "write name=value")
        }
        Suspicion::QuotedKey => ("the quote is part of the name", "a name with a quote in it", "leave the quotes out"),
        Suspicion::QuotedValue => {
            ("the quote is part of the value", "a value that starts or ends with a quote", "leave the quotes out")
        }
        Suspicion::DoubleSeparator => {
            ("the second separator is part of the value", "two separators", "write one = between name and value")
        }
        Suspicion::EscapedLineBreak => (
            "two properties on one line are read as one",
            "\\n here is two characters, and no line break",
            "write each property on a line of its own",
        ),
        Suspicion::TrailingComment { .. } => (
            "the comment is part of the value",
            "# opens a comment only at the start of a line",
            "move the comment to a line of its own",
        ),
    }
}
