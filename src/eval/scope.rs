//! What an expression needs from its surroundings: names, files, assumptions and fuel.

use std::rc::Rc;
use std::sync::Arc;

use super::trace::Trace;
use super::value::{Reason, ResourceAddress, Value};
use crate::source::Span;
use crate::terraform::file::{ExprRef, ParsedFile};

/// Most letters of a condition that are shown.
const MOST_SHOWN: usize = 60;
/// Most bytes of a condition that are looked at for them.
const MOST_READ: u32 = 400;
/// Longest literal that is shown, its quotes included.
const LONGEST_LITERAL: usize = 20;
/// Longest condition, in bytes, that is taken one way or the other.
const LONGEST_COMPARED: u32 = 2_000;

/// A condition that these files do not decide.
#[derive(Clone, Debug)]
pub struct OpenCondition {
    /// What is not decided.
    pub expr: ExprRef,
    /// Why.
    pub reason: Rc<Reason>,
}

impl OpenCondition {
    /// The condition, shortened, and why it is open.
    pub fn words(&self) -> String {
        let tree = &self.expr.file.tree;
        let range = tree.expr(self.expr.id).range;
        let (mut text, read) = shown(tree.beginning(range, MOST_READ));
        if read < range.len() as usize {
            text.push('…');
        }
        format!("{text}: {}", self.reason)
    }

    /// Whether another says the same. Blanks make no difference but inside of literals and comments.
    pub fn is_same(&self, other: &Self) -> bool {
        self.text().zip(other.text()).is_some_and(|(text, other)| {
            let is_exact = text.contains(['"', '#', '/', '<']);
            if is_exact { text == other } else { text.split_whitespace().eq(other.split_whitespace()) }
        })
    }

    /// As written; `None` for one that is too long to be told from others again and again.
    pub fn text(&self) -> Option<&str> {
        let tree = &self.expr.file.tree;
        let range = tree.expr(self.expr.id).range;
        (range.len() <= LONGEST_COMPARED).then(|| tree.text(range))
    }
}

/// The beginning of a condition, its blanks made one, and how many bytes it takes. A literal is shown whole or not at
/// all: part of a secret is one that nobody would know again. It ends before comments and heredocs.
fn shown(text: &str) -> (String, usize) {
    let (mut shown, mut letters, mut rest) = (String::new(), 0, text);
    loop {
        let word = rest.trim_start();
        let Some(first) = word.chars().next() else { return (shown, text.len()) };
        let is_apart = word.len() < rest.len();
        let (taken, piece) = match first {
            '"' => match length_of_literal(word) {
                Some(length) if length <= LONGEST_LITERAL => (length, &word[..length]),
                Some(length) => (length, "\"…\""),
                None => break,
            },
            _ if ["#", "//", "/*", "<<"].iter().any(|mark| word.starts_with(mark)) => break,
            _ => (first.len_utf8(), &word[..first.len_utf8()]),
        };
        letters += usize::from(is_apart) + piece.chars().count();
        if letters > MOST_SHOWN {
            break;
        }
        shown.extend(is_apart.then_some(' '));
        shown.push_str(piece);
        rest = &word[taken..];
    }
    (shown, text.len() - rest.len())
}

/// The length of the literal at the beginning of a text, if it ends there; what is in its templates belongs to it.
fn length_of_literal(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let is_quoted = open.last() == Some(&'"');
        let next = letters.peek().map(|(_, next)| *next);
        match letter {
            '"' if is_quoted => {
                open.pop();
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            '"' | '{' if !is_quoted => open.push(letter),
            '}' if !is_quoted => drop(open.pop()),
            '\\' if is_quoted => drop(letters.next()),
            '$' | '%' if is_quoted && next == Some('{') => {
                letters.next();
                open.push('{');
            }
            '$' | '%' if is_quoted && next == Some(letter) => drop(letters.next()),
            _ => {}
        }
    }
    None
}

/// The surroundings of an expression. Module instances, variable files and custom rules each have their own.
pub trait Scope {
    /// The value of a reference by its leading names (`["var", "brokers"]`) and how many of them it took.
    ///
    /// Names that nobody knows yield an unknown value.
    fn reference(&self, names: &[&str], at: Span) -> (Value, usize);

    /// An attribute of a resource, data source or module instance.
    fn attribute(&self, of: &Rc<ResourceAddress>, name: &str, trace: &Trace) -> Value;

    /// The value of a call of a function that only this place has; `None` for all others.
    fn function(&self, _name: &str, _arguments: &[Value], _at: Span) -> Option<Value> {
        None
    }

    /// Whether one side of `&&` and `||` is enough where it decides, as in Terraform from 1.12 on; the other is not
    /// looked at then.
    fn one_side_is_enough(&self) -> bool {
        false
    }

    /// Which way an unknown condition is to be taken for now; `None` to leave it open.
    fn assume(&self, condition: &OpenCondition) -> Option<bool>;

    /// Leaves all unknown conditions open from now on (or no longer); returns what it was.
    fn leave_open(&self, open: bool) -> bool;

    /// A file by a path relative to the root module.
    fn file(&self, path: &str) -> Result<Arc<ParsedFile>, Reason>;

    /// Whether there is a regular file at a path relative to the root module.
    fn exists(&self, path: &str) -> Result<bool, Reason>;

    /// Names of the files under a folder, for `fileset`; paths relative to it.
    fn list(&self, folder: &str) -> Result<Vec<String>, Reason>;

    /// Takes work, counted in evaluated expressions; fails when it is used up.
    fn spend(&self, work: u64) -> Result<(), Reason>;

    /// Takes the work of one expression and one level of depth; fails when either is used up.
    fn enter(&self) -> Result<(), Reason>;

    /// Gives back the level of depth.
    fn leave(&self);
}
