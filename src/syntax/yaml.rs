//! YAML, and JSON as its subset, to nodes with their places.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, Span};

/// The entries of a map, in the order in which they are written.
pub type Entries = Vec<(Key, Rc<Node>)>;

/// Most nodes of a file, those that aliases repeat included.
const MOST_NODES: usize = 200_000;
/// How many bytes that an alias repeats weigh as much as a node: they may be read once more.
const BYTES: usize = 64;

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes; for a block of text those behind the mark, indentation included.
    pub range: Range<usize>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A scalar, with its text as YAML reads it.
    Scalar(Scalar),
    /// A list.
    List(Vec<Rc<Node>>),
    /// A map: keys that are scalars, in order, repeated ones included.
    Map(Entries),
}

/// A scalar.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: it may be a number, a boolean or null.
    Plain,
    /// In quotes.
    Quoted,
    /// A block that keeps its lines: `|`.
    Literal,
    /// A block whose lines are joined: `>`.
    Folded,
}

/// The key of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The text.
    pub text: String,
    /// Its bytes, quotes included.
    pub range: Range<usize>,
}

/// Whether documents say the same, wherever it stands.
pub fn says_the_same(some: &[Rc<Node>], others: &[Rc<Node>]) -> bool {
    let mut waiting = vec![(some, others)];
    let mut pairs: Vec<(&Node, &Node)> = Vec::new();
    while let Some((some, others)) = waiting.pop() {
        if some.len() != others.len() {
            return false;
        }
        pairs.extend(some.iter().map(|node| &**node).zip(others.iter().map(|node| &**node)));
        while let Some((one, other)) = pairs.pop() {
            match (&one.kind, &other.kind) {
                (NodeKind::Scalar(one), NodeKind::Scalar(other)) if one == other => {}
                (NodeKind::List(some), NodeKind::List(others)) => waiting.push((some, others)),
                (NodeKind::Map(some), NodeKind::Map(others)) => {
                    let keys = |entries: &Entries| entries.iter().map(|(key, _)| key.text.clone()).collect::<Vec<_>>();
                    if keys(some) != keys(others) {
                        return false;
                    }
                    pairs.extend(some.iter().map(|(_, node)| &**node).zip(others.iter().map(|(_, node)| &**node)));
                }
                _ => return false,
            }
        }
    }
    true
}

impl Node {
    /// How many nodes it consists of, as often as they are repeated.
    pub fn count(&self) -> usize {
        let inside = match &self.kind {
            NodeKind::Scalar(_) => 0,
            NodeKind::List(items) => items.iter().map(|item| item.count()).sum(),
            NodeKind::Map(entries) => entries.iter().map(|(_, value)| value.count()).sum(),
        };
        1 + inside
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn entries(&self) -> &[(Key, Rc<Self>)] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list.
    pub fn items(&self) -> &[Rc<Self>] {
        match &self.kind {
            NodeKind::List(items) => items,
            _ => &[],
        }
    }

    /// What a map holds under a key; the last entry counts.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().rev().find(|(known, _)| known.text == key).map(|(_, node)| &**node)
    }

    /// Whether it is a plain `null`, `~` or nothing.
    pub fn is_null(&self) -> bool {
        let NodeKind::Scalar(scalar) = &self.kind else { return false };
        scalar.style == Style::Plain && matches!(&*scalar.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// The characters of the text where they stand as such: without quotes, none for blocks and escapes.
    pub fn literal(&self, source: &str) -> Option<Range<usize>> {
        let NodeKind::Scalar(scalar) = &self.kind else { return None };
        let range = match scalar.style {
            Style::Plain => self.range.clone(),
            Style::Quoted => self.range.start + 1..self.range.end.checked_sub(1)?,
            Style::Literal | Style::Folded => return None,
        };
        (source.get(range.clone())? == scalar.text).then_some(range)
    }
}

/// The documents of a text, up to the first that cannot be read.
pub fn documents(text: &str) -> Vec<Rc<Node>> {
    let mut reader = Reader { parser: Parser::new_from_str(text), anchors: HashMap::new(), nodes: 0 };
    let mut documents = Vec::new();
    while let Some((event, span)) = reader.next() {
        match event {
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            Event::StreamEnd => break,
            event => match reader.node(event, span) {
                Some(node) => documents.push(node),
                None => break,
            },
        }
    }
    documents
}

struct Reader<'t> {
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    /// What aliases repeat, and what that weighs, in nodes.
    anchors: HashMap<usize, (Rc<Node>, usize)>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    /// The next event that is no comment; nothing after an error.
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        loop {
            match self.parser.next()?.ok()? {
                (Event::Comment(..), _) => {}
                found => return Some(found),
            }
        }
    }

    /// A node from its first event on. The parser bounds how deep nodes nest.
    fn node(&mut self, event: Event<'t>, span: Span) -> Option<Rc<Node>> {
        let before = self.nodes;
        self.take(1)?;
        let start = span.byte_range()?;
        let (anchor, kind, range) = match event {
            Event::Scalar(text, style, anchor, _) => (anchor, NodeKind::Scalar(scalar(text, style)), start),
            Event::SequenceStart(_, anchor, _) => {
                let (items, end) = self.items()?;
                (anchor, NodeKind::List(items), start.start..end)
            }
            Event::MappingStart(_, anchor, _) => {
                let (entries, end) = self.entries()?;
                (anchor, NodeKind::Map(entries), start.start..end)
            }
            Event::Alias(anchor) => {
                let (node, nodes) = self.anchors.get(&anchor).cloned()?;
                return self.take(nodes).map(|()| node);
            }
            _ => return None,
        };
        let weight = range.len() / BYTES + self.nodes - before;
        let node = Rc::new(Node { kind, range });
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), weight));
        }
        Some(node)
    }

    /// Counts nodes, as often as they are repeated; `None` where there are too many.
    fn take(&mut self, nodes: usize) -> Option<()> {
        self.nodes += nodes;
        (self.nodes <= MOST_NODES).then_some(())
    }

    fn items(&mut self) -> Option<(Vec<Rc<Node>>, usize)> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, span) => return Some((items, span.byte_range()?.end)),
                (event, span) => items.push(self.node(event, span)?),
            }
        }
    }

    fn entries(&mut self) -> Option<(Entries, usize)> {
        let mut entries = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, span) => return Some((entries, span.byte_range()?.end)),
                (event, span) => self.node(event, span)?,
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            let Some(text) = key.text().map(str::to_owned) else { continue };
            if text == "<<" {
                self.merge(&mut entries, &value)?;
            } else {
                entries.push((Key { text, range: key.range.clone() }, value));
            }
        }
    }

    /// Puts what `<<` names before the entries of the map itself, which are stronger.
    fn merge(&mut self, entries: &mut Entries, value: &Node) -> Option<()> {
        let merged: Entries = match &value.kind {
            NodeKind::Map(merged) => merged.clone(),
            NodeKind::List(maps) => maps.iter().rev().flat_map(|map| map.entries().to_vec()).collect(),
            NodeKind::Scalar(_) => Vec::new(),
        };
        self.take(merged.len())?;
        entries.splice(0..0, merged);
        Some(())
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Scalar {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
        _ => Style::Quoted,
    };
    Scalar { text: text.into_owned(), style }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bytes() {
        let text = "é: \"x y\"\nlist: [1, two]\nblock: |\n  a=1\n  b=2\n";
        let documents = documents(text);
        let root = &documents[0];
        let quoted = root.get("é").unwrap();
        assert_eq!((&text[quoted.range.clone()], &text[quoted.literal(text).unwrap()]), ("\"x y\"", "x y"));
        assert_eq!(root.get("list").unwrap().items()[1].text(), Some("two"));
        let block = root.get("block").unwrap();
        assert_eq!(block.text(), Some("a=1\nb=2\n"));
        assert!(text[block.range.clone()].trim_end().ends_with("b=2"));
    }

    #[test]
    fn json_aliases_merges_and_documents_are_read() {
        let json = documents("{\n\t\"name\": \"x\",\n\t\"config\": {\"a.b\": \"1\", \"n\": null}\n}");
        assert_eq!(json[0].get("config").unwrap().get("a.b").unwrap().text(), Some("1"));
        assert!(json[0].get("config").unwrap().get("n").unwrap().is_null());
        let yaml = documents("base: &b {x: 1, y: 2}\nuse:\n  y: 3\n  <<: *b\n---\nsecond: true\n");
        assert_eq!(yaml.len(), 2);
        let used = yaml[0].get("use").unwrap();
        assert_eq!((used.get("x").unwrap().text(), used.get("y").unwrap().text()), (Some("1"), Some("3")));
    }

    #[test]
    fn what_cannot_be_read_ends_it() {
        assert!(documents("a: [1, 2").is_empty());
        assert_eq!(documents("a: 1\n---\nb: [\n").len(), 1);
        let bomb = format!("a: &a [{}]\nb: &b [{}]\nc: [{}]", "x,".repeat(50), "*a,".repeat(50), "*b,".repeat(50));
        assert_eq!(documents(&bomb).len(), 1);
        assert!(documents(&"[".repeat(100_000)).is_empty());
    }

    #[test]
    fn what_aliases_repeat_is_counted() {
        let mut bomb = "a0: &a0 [x]\n".to_owned();
        for level in 1..30 {
            bomb += &format!("a{level}: &a{level} [{}]\n", format!("*a{},", level - 1).repeat(9));
        }
        assert!(documents(&bomb).is_empty());
        let merged = bomb.replace(" [", " {x: [").replace("]\n", "]}\n").replace("x: [*", "<<: [*");
        assert!(documents(&merged).is_empty());
        let long = format!("a: &a |\n  {}\n{}", "x".repeat(1_000_000), "b: *a\n".repeat(30));
        assert!(documents(&long).is_empty());
        let few = documents("a: &a {x: [1, 2]}\nb: *a\n");
        assert_eq!(few[0].count(), 9);
    }
}
