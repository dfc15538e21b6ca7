//! Text to trees: HCL, its JSON form, Java properties and YAML. Every input yields a tree and its errors; nothing fails.

mod body;
mod decode;
mod expression;
mod for_expression;
mod heredoc;
mod json;
mod parser;
pub mod properties;
mod recovery;
mod template;
mod term;
pub mod tree;
pub mod yaml;

use std::sync::Arc;

pub use decode::{Pieces, decode};
pub use json::{JsonStrings, parse_json};

use crate::source::TextRange;
use parser::Parser;
use tree::{ExprId, SyntaxError, Tree};

/// Reads a file of HCL: Terraform code, variables or Terragrunt.
pub fn parse(text: Arc<[u8]>) -> Tree {
    let strict = read(&text, false);
    if strict.errors().is_empty() {
        return strict;
    }
    let mut recovered = read(&text, true);
    if let Some(at) = memchr::memchr(0, &text) {
        // No text holds a zero byte: what else is wrong follows from that.
        recovered.errors = vec![SyntaxError {
            range: TextRange::new(at as u32, at as u32 + 1),
            message: "this file is no text".to_owned(),
            help: Some("save it as UTF-8, or give it another name if it is no Terraform code"),
        }];
    }
    // What recovery lets pass is broken all the same.
    if recovered.errors().is_empty() { Tree { errors: strict.errors, ..recovered } } else { recovered }
}

fn read(text: &Arc<[u8]>, recovering: bool) -> Tree {
    let mut parser = Parser::new(text, recovering);
    parser.file();
    parser.finish()
}

/// Reads one expression that is the whole text.
pub fn parse_expression(text: Arc<[u8]>) -> (Tree, ExprId) {
    let mut parser = Parser::new(&text, false);
    parser.newlines_are_blank = true;
    let id = parser.expression().unwrap_or_else(|_| parser.broken());
    parser.skip_blanks();
    if !parser.is_at_end() {
        parser.error_here("the expression must end here", None);
    }
    (parser.finish(), id)
}

/// Reads a whole text as a template, as `templatefile` does.
pub fn parse_template(text: Arc<[u8]>) -> (Tree, ExprId) {
    let mut parser = Parser::new(&text, false);
    let id = parser.bare_template().unwrap_or_else(|_| parser.broken());
    (parser.finish(), id)
}
