//! What a client may ask about a text, and who answers.

use std::path::PathBuf;

use gen_lsp_types::{Position, Range};
use serde::Serialize;
use serde_json::Value as Json;

use super::view::View;
use super::{actions, completion, hints, hover, links, navigation};
use crate::date::Date;
use crate::files::Files;

/// A question about a file.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) path: PathBuf,
    pub(super) about: About,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum About {
    Hover(Position),
    Completion(Position),
    Definition(Position),
    References(Position),
    Links,
    Hints(Range),
    Actions(actions::Request),
    /// The edits of an action that was offered.
    Resolve(Json),
}

impl Question {
    /// Whether it is about the text as it is now. What follows a word being typed can do with an older look.
    pub(super) fn needs_fresh_look(&self) -> bool {
        !matches!(self.about, About::Completion(_))
    }
}

/// The answer to a question.
pub(super) fn answer(question: &Question, view: &View<'_>, files: &dyn Files, today: Date) -> Json {
    let path = &question.path;
    match &question.about {
        About::Hover(at) => json(hover::hover(view, path, *at)),
        About::Completion(at) => json(completion::complete(view, path, *at)),
        About::Definition(at) => json(navigation::definition(view, path, *at)),
        About::References(at) => json(navigation::references(view, path, *at)),
        About::Links => json(links::links(view, path, files)),
        About::Hints(range) => json(hints::hints(view, path, *range)),
        About::Actions(request) => json(actions::actions(view, path, request, files, today)),
        About::Resolve(action) => actions::resolved(view, action, files, today),
    }
}

fn json(answer: impl Serialize) -> Json {
    serde_json::to_value(answer).unwrap_or(Json::Null)
}
