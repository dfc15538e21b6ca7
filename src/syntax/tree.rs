//! The syntax tree of one file: compact, immutable, and free of meaning.

mod expr;

use std::sync::Arc;

pub use expr::*;

use crate::source::TextRange;

/// A run of nodes of one kind in its arena.
#[derive(Debug, PartialEq, Eq)]
pub struct List<T> {
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) of: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<T> {}

impl<T> List<T> {
    /// How many nodes.
    pub const fn len(self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    pub(super) const fn new(start: u32, len: u32) -> Self {
        Self { start, len, of: std::marker::PhantomData }
    }

    const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// A body (of a file or a block) of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyId(pub(super) u32);

/// What stands between braces, or the whole file.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// `name = value`, in order.
    pub attributes: List<Attribute>,
    /// Blocks, in order.
    pub blocks: List<Block>,
}

/// `name = value`.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// The name.
    pub name: TextRange,
    /// The value.
    pub value: ExprId,
}

/// `kind "label" { … }`.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The first word.
    pub kind: TextRange,
    /// Labels, quoted or bare.
    pub labels: List<Label>,
    /// What stands inside.
    pub body: BodyId,
    /// From the first word to the last label.
    pub header: TextRange,
    /// From the first word to the closing brace.
    pub range: TextRange,
    /// Whether a syntax error was found inside: what is missing may only have been lost.
    pub damaged: bool,
}

/// One label of a block.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// The text without quotes.
    pub text: TextRange,
    /// The text with its quotes, if it has any.
    pub range: TextRange,
}

/// Something the parser could not read, or that Terraform refuses in the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub range: TextRange,
    /// What is wrong, as a headline.
    pub message: String,
    /// What to do.
    pub help: Option<&'static str>,
}

/// A literal part, decoded: pieces of text with the bytes they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text as evaluation sees it.
    pub text: std::borrow::Cow<'a, str>,
    /// Where it stands in the tree's text.
    pub range: TextRange,
}

/// The tree of one file with its text, comments and errors.
///
/// Ranges inside the tree are ranges of [`Tree::text`]; [`Tree::in_file`] gives the bytes of the file.
/// The two differ only for JSON with escapes, whose text is the file with its escapes resolved.
#[derive(Debug)]
pub struct Tree {
    pub(super) text: Arc<[u8]>,
    pub(super) map: OffsetMap,
    pub(super) root: BodyId,
    pub(super) bodies: Vec<Body>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
    pub(super) labels: Vec<Label>,
    pub(super) exprs: Vec<Expr>,
    pub(super) expr_lists: Vec<ExprId>,
    pub(super) items: Vec<Item>,
    pub(super) fors: Vec<For>,
    pub(super) parts: Vec<Part>,
    pub(super) comments: Vec<TextRange>,
    pub(super) errors: Vec<SyntaxError>,
}

/// How offsets of a tree's text relate to offsets of the file.
#[derive(Debug, Default)]
pub struct OffsetMap {
    /// (offset in the text, offset in the file) where runs begin, ascending; empty when they are the same.
    pub(super) runs: Vec<(u32, u32)>,
}

impl Tree {
    /// Whether it holds nothing: no attribute, block, comment or error.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.blocks.is_empty() && self.comments.is_empty() && self.errors.is_empty()
    }

    /// A tree of a text that holds nothing.
    pub fn empty(text: Arc<[u8]>) -> Self {
        Self {
            text,
            map: OffsetMap::default(),
            root: BodyId(0),
            bodies: vec![Body { attributes: List::new(0, 0), blocks: List::new(0, 0) }],
            attributes: Vec::new(),
            blocks: Vec::new(),
            labels: Vec::new(),
            exprs: Vec::new(),
            expr_lists: Vec::new(),
            items: Vec::new(),
            fors: Vec::new(),
            parts: Vec::new(),
            comments: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// The body of the file.
    pub fn root(&self) -> &Body {
        self.body(self.root)
    }

    /// A body.
    pub fn body(&self, id: BodyId) -> &Body {
        &self.bodies[id.0 as usize]
    }

    /// Every expression, inner ones first.
    pub fn exprs(&self) -> &[Expr] {
        &self.exprs
    }

    /// An expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// The attributes of a body.
    pub fn attributes(&self, list: List<Attribute>) -> &[Attribute] {
        &self.attributes[list.range()]
    }

    /// The blocks of a body.
    pub fn blocks(&self, list: List<Block>) -> &[Block] {
        &self.blocks[list.range()]
    }

    /// The labels of a block.
    pub fn labels(&self, list: List<Label>) -> &[Label] {
        &self.labels[list.range()]
    }

    /// Arguments or elements.
    pub fn expr_list(&self, list: List<ExprId>) -> &[ExprId] {
        &self.expr_lists[list.range()]
    }

    /// The items of an object.
    pub fn items(&self, list: List<Item>) -> &[Item] {
        &self.items[list.range()]
    }

    /// A `for` expression.
    pub fn for_expr(&self, id: ForId) -> &For {
        &self.fors[id.0 as usize]
    }

    /// The parts of a template.
    pub fn parts(&self, list: List<Part>) -> &[Part] {
        &self.parts[list.range()]
    }

    /// Every comment, with its marks, in order.
    pub fn comments(&self) -> &[TextRange] {
        &self.comments
    }

    /// Every error, in order of place.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The text of a range of this tree; empty where it is not UTF-8.
    pub fn text(&self, range: TextRange) -> &str {
        self.text.get(range.as_usize()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The text of a range up to so many bytes, cut between letters.
    pub fn beginning(&self, range: TextRange, most: u32) -> &str {
        let range = TextRange::new(range.start, range.end.min(range.start.saturating_add(most)));
        let bytes = self.text.get(range.as_usize()).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        }
    }

    /// The bytes of the file that a range of this tree stands for.
    pub fn in_file(&self, range: TextRange) -> TextRange {
        self.map.in_file(range)
    }
}

impl OffsetMap {
    /// The bytes of the file that a range of the text stands for.
    pub fn in_file(&self, range: TextRange) -> TextRange {
        if self.runs.is_empty() {
            return range;
        }
        TextRange::new(self.offset(range.start), self.offset(range.end))
    }

    fn offset(&self, at: u32) -> u32 {
        match self.runs.partition_point(|(text, _)| *text <= at).checked_sub(1) {
            Some(run) => self.runs[run].1 + (at - self.runs[run].0),
            None => at,
        }
    }
}
