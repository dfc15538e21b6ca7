//! What a client may ask about a text, and who answers.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value as Json;

use super::actions;
use super::view::View;
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
    Actions(actions::Request),
    /// The edits of an action that was offered.
    Resolve(Json),
}

/// The answer to a question.
pub(super) fn answer(question: &Question, view: &View<'_>, files: &dyn Files, today: Date) -> Json {
    let path = &question.path;
    match &question.about {
        About::Actions(request) => json(actions::actions(view, path, request, files, today)),
        About::Resolve(action) => actions::resolved(view, action, files, today),
    }
}

fn json(answer: impl Serialize) -> Json {
    serde_json::to_value(answer).unwrap_or(Json::Null)
}
