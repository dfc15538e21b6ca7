//! Where an allow can be written: above a line, where the format reads a comment as one, and nothing else changes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::{Allow, scan};
use crate::client::source::{self as client_source, Kind};
use crate::finding::{Edit, Finding};
use crate::script;
use crate::source::{SourceFile, Span, TextRange};
use crate::syntax::tree::{ExprKind, Tree};
use crate::syntax::yaml;
use crate::terraform::file::ParsedFile;

/// The comment that allows a finding in a file: above the line where it is shown, else above the block around that or
/// another of its places; nothing where no comment can be.
pub fn edit(finding: &Finding, file: &ParsedFile, reason: &str) -> Option<Edit> {
    let source = &file.source;
    let spans = finding.labels.iter().filter_map(|label| label.place.span()).filter(|span| span.file == file.id);
    let lines = spans.map(|span| source.line_index(span.range.start) as u32);
    let mut lines = lines.flat_map(|line| std::iter::once(line).chain(headers(file, line)));
    lines.find_map(|line| above(&finding.rule, line, file, reason))
}

/// The comments that allow findings, each in the first of the files it speaks of that takes one, those for one line together.
pub fn edits<'a>(findings: impl Iterator<Item = &'a Finding>, files: &[Arc<ParsedFile>], reason: &str) -> Vec<Edit> {
    let mut edits: BTreeMap<Span, BTreeSet<String>> = BTreeMap::new();
    for finding in findings {
        let spans = finding.labels.iter().filter_map(|label| label.place.span());
        let mut around = spans.filter_map(|span| files.iter().find(|file| file.id == span.file));
        if let Some(edit) = around.find_map(|file| edit(finding, file, reason)) {
            edits.entry(edit.span).or_default().insert(edit.text);
        }
    }
    edits.into_iter().map(|(span, texts)| Edit { span, text: texts.into_iter().collect() }).collect()
}

/// The lines with the headers of the blocks around a line, from the inside out.
fn headers(file: &ParsedFile, line: u32) -> impl Iterator<Item = u32> {
    let is_around = move |header: &u32| file.block_at_line(*header).is_some_and(|block| block.contains(&line));
    (0..line).rev().filter(is_around)
}

/// A comment above a line that allows a rule there, if one can be.
fn above(rule: &str, line: u32, file: &ParsedFile, reason: &str) -> Option<Edit> {
    let source = &file.source;
    let text = std::str::from_utf8(&source.bytes).ok()?;
    let range = source.line_range(line as usize);
    let written = &text[range.start as usize..range.end as usize];
    let indent = &written[..written.len() - written.trim_start().len()];
    let indent = indent.trim_end_matches(['\r', '\n']);
    let end = if written.ends_with("\r\n") { "\r\n" } else { "\n" };
    let kind = client_source::kind(source.path.rsplit('/').next().unwrap_or_default());
    let is_terraform = !file.tree.is_empty();
    let sign = if is_terraform { "#" } else { kind.map_or("#", Kind::comment_sign) };
    let comment = format!("{sign} msk-lint: allow {rule} -- {reason}");
    let start = range.start as usize;
    let commented = format!("{}{indent}{comment}{end}{}", &text[..start], &text[start..]);
    let place = start + indent.len()..start + indent.len() + comment.len();
    let is_comment = match is_terraform {
        true => is_comment_of_terraform(file, &commented, &place),
        false => is_comment(kind, &source.path, text, &commented, &place),
    };
    let is_meant = |allow: &Allow| {
        let is_this = allow.range.start as usize == place.start && allow.fault.is_none() && allow.rules.len() == 1;
        is_this && allow.lines.iter().any(|lines| lines.contains(&(line + 1)))
    };
    let holds = is_comment && scan(&parsed(file, &commented, is_terraform)).iter().any(is_meant);
    let at = TextRange::new(range.start, range.start);
    holds.then(|| Edit { span: Span { file: file.id, range: at }, text: format!("{indent}{comment}{end}") })
}

/// A text in place of that of a file.
fn parsed(file: &ParsedFile, text: &str, is_terraform: bool) -> ParsedFile {
    let source = SourceFile::new(&*file.source.path, text.as_bytes());
    if is_terraform {
        return ParsedFile::parse(file.id, source.into());
    }
    let tree = Tree::empty(source.bytes.clone());
    ParsedFile::text(file.id, source.into(), tree)
}

/// Whether a comment in Terraform code is one: among the items of a body or a list, or in a heredoc of properties.
fn is_comment_of_terraform(file: &ParsedFile, commented: &str, place: &Range<usize>) -> bool {
    if file.json {
        return false;
    }
    let new = parsed(file, commented, true);
    if new.tree.errors().len() > file.tree.errors().len() {
        return false;
    }
    let is_here = |range: &TextRange| new.tree.in_file(*range).start as usize == place.start;
    let heredocs = new.tree.exprs().iter().filter(|expr| matches!(expr.kind, ExprKind::Heredoc(_)));
    let around = heredocs.map(|expr| new.tree.in_file(expr.range)).find(|range| range.touches(place.start as u32));
    match around.and_then(|range| commented.get(range.start as usize..range.end as usize)) {
        Some(heredoc) => {
            let lines: Vec<&str> = heredoc.lines().collect();
            let body = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
            body.iter().all(|line| is_property(line)) && !continues(&commented[..place.start])
        }
        None => new.tree.comments().iter().any(is_here),
    }
}

/// Whether a comment in another text is one, and leaves everything around it what it was.
fn is_comment(kind: Option<Kind>, path: &str, text: &str, commented: &str, place: &Range<usize>) -> bool {
    let before = &commented[..place.start];
    if continues(before) {
        return false;
    }
    match kind {
        Some(Kind::Json) => false,
        Some(Kind::Properties) => true,
        // A template of properties, as often as not.
        Some(Kind::Environment) | None => text.lines().all(is_property),
        Some(Kind::Hocon) => before.matches("\"\"\"").count().is_multiple_of(2),
        Some(kind @ (Kind::Shell | Kind::Makefile)) => script::says_the_same(kind, path, text, commented),
        Some(Kind::Yaml) => {
            let is_same = yaml::says_the_same(&yaml::documents(text), &yaml::documents(commented));
            let is_script = || script::is_inside(Kind::Yaml, path, commented, place.start);
            is_same || (is_script() && script::says_the_same(Kind::Yaml, path, text, commented))
        }
        Some(kind) => client_source::is_comment(kind, commented, place.clone()),
    }
}

/// Whether the line before goes on.
fn continues(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t']);
    let Some(line) = line.strip_suffix('\n') else { return false };
    let line = line.trim_end_matches('\r');
    (line.len() - line.trim_end_matches('\\').len()) % 2 == 1
}

/// Whether a line can be one of properties: nothing, a comment, `name=value`, or something that a template fills in.
fn is_property(line: &str) -> bool {
    let line = line.trim();
    let name = line.strip_prefix("export ").unwrap_or(line).split('=').next().unwrap_or_default().trim_end();
    let is_name = || name.len() < line.len() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    line.is_empty() || line.starts_with(['#', '!']) || line.starts_with("${") || line.starts_with("%{") || is_name()
}
