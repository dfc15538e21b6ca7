//! YAML and JSON to entries, and the files inside of files.

use std::rc::Rc;

use super::entry::{Entry, Text};
use super::reader::File;
use crate::client;
use crate::source::TextRange;
use crate::syntax::yaml::{self, Node, NodeKind, Scalar, Style};

/// Most entries of a document: aliases can repeat a small text without end.
const MOST: usize = 20_000;

/// The documents of a part of a file with where it starts; none where a template engine fills in lines.
pub(super) fn documents(file: &File, range: TextRange) -> Vec<Rc<Node>> {
    let Some(text) = file.text(range) else { return Vec::new() };
    let is_control = |line: &str| ["{{", "{%"].iter().any(|mark| line.trim_start().starts_with(mark));
    if text.lines().any(is_control) {
        return Vec::new();
    }
    yaml::documents(text)
}

/// The entries of a node: keys of maps inside of maps joined with dots, lists of scalars joined with commas.
pub(super) fn entries(file: &File, start: u32, node: &Node) -> Vec<Entry> {
    // Once: to see that a file is UTF-8 takes as long as it is.
    let text = file.whole().unwrap_or_default();
    let mut reader = Reader { file, text, start, found: Vec::new() };
    reader.read("", node);
    reader.found
}

struct Reader<'f> {
    file: &'f File,
    text: &'f str,
    start: u32,
    found: Vec<Entry>,
}

impl Reader<'_> {
    fn read(&mut self, prefix: &str, node: &Node) {
        for (key, value) in node.entries() {
            if self.found.len() >= MOST {
                return;
            }
            let name = if prefix.is_empty() { key.text.clone() } else { format!("{prefix}.{}", key.text) };
            match &value.kind {
                NodeKind::Map(_) => self.read(&name, value),
                NodeKind::Scalar(_) if value.is_null() => {}
                NodeKind::Scalar(scalar) => {
                    let literal = self.literal(value);
                    self.add(name, Text::written(&plain(scalar)), key.range.start, value, literal);
                }
                NodeKind::List(items) => {
                    let texts: Option<Vec<&str>> = items.iter().map(|item| item.text()).collect();
                    if let Some(texts) = texts {
                        self.add(name, Text::written(&texts.join(",")), key.range.start, value, None);
                    }
                }
            }
        }
    }

    fn add(&mut self, key: String, value: Text, from: usize, node: &Node, literal: Option<TextRange>) {
        let start = self.start as usize;
        let end = start + node.range.end;
        // The range of a list or block goes on to the next line.
        let written = self.text.get(start + from..end).map_or(0, |text| text.trim_end().len());
        let span = self.file.span(start + from, start + from + written);
        let literal = literal.map(|range| self.file.span(range.start as usize, range.end as usize));
        self.found.push(Entry { key, value, span, literal, style: client::Style::Text });
    }

    fn literal(&self, node: &Node) -> Option<TextRange> {
        let range = node.literal(self.text.get(self.start as usize..)?)?;
        Some(TextRange::new(self.start + range.start as u32, self.start + range.end as u32))
    }
}

/// The text of a scalar as programs get it: `30_000` is a number for most of them, `yes` a boolean.
fn plain(scalar: &Scalar) -> String {
    if scalar.style != Style::Plain {
        return scalar.text.trim_end_matches('\n').to_owned();
    }
    let is_number = scalar.text.starts_with(|first: char| first.is_ascii_digit())
        && scalar.text.chars().all(|letter| letter.is_ascii_digit() || letter == '_');
    match &*scalar.text {
        text if is_number => text.replace('_', ""),
        "yes" | "on" | "Yes" | "On" => "true".to_owned(),
        "no" | "off" | "No" | "Off" => "false".to_owned(),
        text => text.to_owned(),
    }
}

/// The bytes of a file inside of a file: a block that keeps its lines, from the start of its first line on.
pub(super) fn inner_file(file: &File, start: u32, node: &Node) -> Option<TextRange> {
    let NodeKind::Scalar(Scalar { style: Style::Literal, .. }) = node.kind else { return None };
    let text = file.whole()?;
    let begin = start as usize + node.range.start;
    let line = text.get(..begin)?.rfind('\n').map_or(0, |at| at + 1);
    Some(TextRange::new(line as u32, start + node.range.end as u32))
}
