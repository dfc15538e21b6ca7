//! One Terraform file, parsed.

use std::sync::Arc;

use crate::files::STDIN;
use crate::source::{FileId, SourceFile, Span, TextRange};
use crate::syntax::tree::{ExprId, Tree};
use crate::syntax::{self, JsonStrings};

/// A file with its tree. Depends on nothing but its own bytes.
#[derive(Debug)]
pub struct ParsedFile {
    /// Its id in the run.
    pub id: FileId,
    /// Path and bytes.
    pub source: Arc<SourceFile>,
    /// What the bytes say.
    pub tree: Tree,
    /// Whether it is written in JSON.
    pub json: bool,
    /// Where all of it is said to stand: text that no file of the user's holds.
    pub stands_at: Option<Span>,
}

/// An expression of a file.
#[derive(Clone, Debug)]
pub struct ExprRef {
    /// The file.
    pub file: Arc<ParsedFile>,
    /// The expression in its tree.
    pub id: ExprId,
}

impl ParsedFile {
    /// Parses Terraform code: JSON when the path says so, or for standard input its content.
    pub fn parse(id: FileId, source: Arc<SourceFile>) -> Self {
        Self::parse_with(id, source, JsonStrings::Templates)
    }

    /// Parses a file of variable values, in whose JSON form strings are not templates.
    pub fn parse_variables(id: FileId, source: Arc<SourceFile>) -> Self {
        Self::parse_with(id, source, JsonStrings::Literal)
    }

    /// Parses a plan in JSON, whatever its name.
    pub fn parse_plan(id: FileId, source: Arc<SourceFile>) -> Self {
        let tree = syntax::parse_json(source.bytes.clone(), JsonStrings::Literal);
        Self { id, source, tree, json: true, stands_at: None }
    }

    fn parse_with(id: FileId, source: Arc<SourceFile>, strings: JsonStrings) -> Self {
        // Standard input has no ending to tell; a file of Terraform's own language never begins with a brace.
        let json = match &*source.path {
            STDIN => source.bytes.trim_ascii_start().starts_with(b"{"),
            path => path.ends_with(".json"),
        };
        let bytes = source.bytes.clone();
        let tree = if json { syntax::parse_json(bytes, strings) } else { syntax::parse(bytes) };
        Self { id, source, tree, json, stands_at: None }
    }

    /// Parses Terraform code that is no file of the user's; all of it is said to stand at a place.
    pub fn restated(code: &str, at: Span) -> Self {
        let source = Arc::new(SourceFile::new("", code.as_bytes()));
        Self { stands_at: Some(at), ..Self::parse(at.file, source) }
    }

    /// A text with its tree.
    pub fn text(id: FileId, source: Arc<SourceFile>, tree: Tree) -> Self {
        Self { id, source, tree, json: false, stands_at: None }
    }

    /// The bytes that a range of the tree stands for.
    pub fn span(&self, range: TextRange) -> Span {
        self.stands_at.unwrap_or(Span { file: self.id, range: self.tree.in_file(range) })
    }

    /// Whether this is an override file: `override.tf`, `x_override.tf` and their JSON forms.
    pub fn is_override(&self) -> bool {
        let name = self.source.path.rsplit('/').next().unwrap_or_default();
        let stem = name.trim_end_matches(".json").trim_end_matches(".tofu").trim_end_matches(".tf");
        stem == "override" || stem.ends_with("_override")
    }
}

impl ExprRef {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.file.span(self.file.tree.expr(self.id).range)
    }

    /// Another expression of the same file.
    pub fn sibling(&self, id: ExprId) -> Self {
        Self { file: self.file.clone(), id }
    }
}
