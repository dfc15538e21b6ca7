//! Parameters of the client's messages, as far as they are read. What is not read may be missing or wrong.

use serde::Deserialize;

use super::documents::Change;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Of {
    pub(super) text_document: Identifier,
}

#[derive(Deserialize)]
pub(super) struct Identifier {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) version: i32,
}

/// The diagnostics that clients send along are left alone: some leave out their ranges.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Acting {
    pub(super) text_document: Identifier,
    pub(super) range: gen_lsp_types::Range,
    #[serde(default)]
    pub(super) context: ActingContext,
}

#[derive(Default, Deserialize)]
pub(super) struct ActingContext {
    pub(super) only: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opened {
    pub(super) text_document: OpenedDocument,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenedDocument {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) language_id: String,
    #[serde(default)]
    pub(super) version: i32,
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Changed {
    pub(super) text_document: Identifier,
    pub(super) content_changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(super) struct Watched {
    pub(super) changes: Vec<Identifier>,
}

#[derive(Deserialize)]
pub(super) struct FoldersChanged {
    pub(super) event: FoldersEvent,
}

#[derive(Deserialize)]
pub(super) struct FoldersEvent {
    #[serde(default)]
    pub(super) added: Vec<Identifier>,
    #[serde(default)]
    pub(super) removed: Vec<Identifier>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct At {
    pub(super) text_document: Identifier,
    pub(super) position: gen_lsp_types::Position,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Within {
    pub(super) text_document: Identifier,
    pub(super) range: gen_lsp_types::Range,
}
