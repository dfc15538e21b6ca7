//! hcl-edit as a second opinion: where the two parsers differ, one of them is wrong.

#![allow(clippy::incompatible_msrv, missing_docs)]

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{BlockLabel, Body, Structure};
use hcl_edit::visit::{Visit, visit_expr};
use msk_lint::source::TextRange;
use msk_lint::syntax::tree::{self, Tree};

/// What hcl-edit 0.10 lets pass and Terraform refuses, by our message.
const THEY_ARE_LENIENT: &[&str] = &[
    "this heredoc is not closed",
    "labels cannot hold templates",
    "this file is no text",
    "this argument is set twice",
    "two numbers cannot follow each other here",
    "a second splat cannot follow a first one with a dot",
    "a name must follow the dot",
    "this is no directive",
    "in must follow the names of a for",
    "this template sequence is not closed",
    "the for must end here",
    "this for has no endfor",
    "this if has no endif",
    "this directive closes nothing",
    "this is no number",
    "this escape does not exist",
    "this text is not UTF-8",
    "this does not belong to the value before it",
    "a function must be called with (…)",
    "the key for must be quoted",
];

/// What hcl-edit 0.10 refuses and Terraform reads, by its message.
const THEY_ARE_STRICT: &[&str] = &["invalid object item", "expected newline or eof"];

/// How the parsers differ on a text; `None` where they agree, or where hcl-edit is known to be wrong.
pub fn disagreement(text: &str) -> Option<String> {
    let ours = msk_lint::syntax::parse(text.as_bytes().into());
    match (hcl_edit::parser::parse_body(text), ours.errors().first()) {
        (Ok(theirs), None) => {
            let (mut our_ranges, mut their_ranges) = (Vec::new(), Vec::new());
            collect_ours(&ours, ours.root(), &mut our_ranges);
            collect_theirs(&theirs, &mut their_ranges);
            our_ranges.sort();
            their_ranges.sort();
            let differing = our_ranges.iter().zip(&their_ranges).find(|(ours, theirs)| ours != theirs);
            match differing {
                Some((ours, theirs)) => {
                    let shown = |ranges: &[TextRange; 2]| format!("{:?}", &text[ranges[1].as_usize()]);
                    Some(format!("an argument is {} for us, {} for hcl-edit", shown(ours), shown(theirs)))
                }
                None if our_ranges.len() == their_ranges.len() => None,
                None => Some(format!("{} arguments for us, {} for hcl-edit", our_ranges.len(), their_ranges.len())),
            }
        }
        (Err(_), Some(_)) => None,
        // A quote that nobody closed takes in the lines behind it.
        (Ok(theirs), Some(_)) if Lines::of(&theirs, text).are_quoted => None,
        (Ok(_), Some(error)) if has_lone_return(text) || goes_on_below(text, error.range) => None,
        // In hcl-edit the word of a heredoc closes it wherever it stands.
        (Ok(_), Some(_)) if text.contains("<<") => None,
        (Ok(_), Some(error)) if THEY_ARE_LENIENT.contains(&&*error.message) => None,
        (Ok(_), Some(error)) => {
            let start = text.floor_char_boundary(error.range.start as usize);
            let shown: String = text[start..].chars().take(30).collect();
            Some(format!("only hcl-edit accepts it: {} at {shown:?}", error.message))
        }
        (Err(error), None)
            if they_are_strict(text) || THEY_ARE_STRICT.iter().any(|known| error.to_string().contains(known)) =>
        {
            None
        }
        (Err(error), None) => match with_short_indices(text) {
            Some(shorter) => disagreement(&shorter),
            None => Some(format!("only we accept it: {error} {:?}", &text[..text.floor_char_boundary(200)])),
        },
    }
}

/// The text with at most nineteen digits behind each dot, where it has more anywhere: hcl-edit reads an index there as a number
/// of 64 bits, Terraform as one of any length.
fn with_short_indices(text: &str) -> Option<String> {
    const MOST: usize = 19;
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let mut parts = text.split('.');
    let mut shorter = parts.next()?.to_owned();
    for part in parts {
        let digits = digits(part);
        shorter.extend([".", &part[..digits.min(MOST)], &part[digits..]]);
    }
    (shorter != text).then_some(shorter)
}

/// hcl-edit takes a carriage return for a blank wherever it stands.
fn has_lone_return(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'))
}

/// hcl-edit goes on with a reference, or an operator, on the next line, where Terraform ends the argument.
fn goes_on_below(text: &str, at: TextRange) -> bool {
    let at = text.ceil_char_boundary(at.start as usize);
    let is_operator = |letter: char| "+-*/%&|=!<>?:.[".contains(letter);
    text[at..].starts_with(['\n', '\r', '#', '/'])
        || text.lines().any(|line| line.trim_start().starts_with(is_operator) || line.trim_end().ends_with(is_operator))
}

/// Looks for quoted strings that go over several lines.
struct Lines<'a> {
    text: &'a str,
    are_quoted: bool,
}

impl<'a> Lines<'a> {
    fn of(body: &Body, text: &'a str) -> Self {
        let mut lines = Self { text, are_quoted: false };
        lines.visit_body(body);
        lines
    }

    fn look(&mut self, span: Option<std::ops::Range<usize>>) {
        self.are_quoted |= span.is_some_and(|span| self.text[span].contains('\n'));
    }
}

impl Visit for Lines<'_> {
    fn visit_expr(&mut self, expr: &Expression) {
        if matches!(expr, Expression::String(_) | Expression::StringTemplate(_)) {
            self.look(expr.span());
        }
        visit_expr(self, expr);
    }

    fn visit_block_label(&mut self, label: &BlockLabel) {
        self.look(label.span());
    }
}

/// Whether the text holds what hcl-edit 0.10 does not read in all its forms: a byte order mark, carriage returns, comments
/// and new lines inside `for`, directives and behind unary operators, computed keys, deep nesting, heredocs.
fn they_are_strict(text: &str) -> bool {
    let is_deep = text.matches(['{', '[', '(']).count() > 60 || text.matches(['+', '*', '&', '|']).count() > 120;
    is_deep || ["\u{feff}", "\r", "for", "%{", "!", "-", "<<"].iter().any(|feature| text.contains(feature))
}

fn collect_ours(tree: &Tree, body: &tree::Body, found: &mut Vec<[TextRange; 2]>) {
    for attribute in tree.attributes(body.attributes) {
        found.push([attribute.name, tree.expr(attribute.value).range]);
    }
    for block in tree.blocks(body.blocks) {
        collect_ours(tree, tree.body(block.body), found);
    }
}

fn collect_theirs(body: &Body, found: &mut Vec<[TextRange; 2]>) {
    let range = |span: Option<std::ops::Range<usize>>| {
        let span = span.unwrap_or_default();
        TextRange::new(span.start as u32, span.end as u32)
    };
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                found.push([range(attribute.key.span()), range(attribute.value.span())]);
            }
            Structure::Block(block) => collect_theirs(&block.body, found),
        }
    }
}
