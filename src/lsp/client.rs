//! What the client can do and wants, and what is offered to it.

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CompletionOptions, DocumentLinkOptions, Save, SaveOptions,
    ServerCapabilities, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceOptions,
};
use serde_json::Value as Json;

use super::actions::FIX_ALL;
use super::position::Encoding;

/// What the client can do.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Client {
    /// What its positions count.
    pub(super) encoding: Encoding,
    /// Whether it shows other places of a diagnostic.
    pub(super) related: bool,
    /// Whether it can be told which files to watch.
    pub(super) watches: bool,
    /// Whether it can be asked for settings.
    pub(super) configuration: bool,
    /// Whether it can be told to send its settings when they change.
    pub(super) configuration_changes: bool,
    /// Whether it shows that work goes on.
    pub(super) progress: bool,
    /// Whether the edits of an action can be made when it is chosen.
    pub(super) lazy_edits: bool,
    /// Whether edits may name the version of the text they are for.
    pub(super) versioned_edits: bool,
    /// Whether it asks for hints again when it is told to.
    pub(super) hint_refresh: bool,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn new(parameters: &Json) -> Self {
        let can = |path: &str| parameters.pointer(&format!("/capabilities{path}")) == Some(&Json::Bool(true));
        let list = |path: &str| {
            let listed = parameters.pointer(&format!("/capabilities{path}")).and_then(Json::as_array);
            listed.into_iter().flatten().filter_map(Json::as_str).collect::<Vec<_>>()
        };
        Self {
            encoding: Encoding::negotiated(&list("/general/positionEncodings")),
            related: can("/textDocument/publishDiagnostics/relatedInformation"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            configuration: can("/workspace/configuration"),
            configuration_changes: can("/workspace/didChangeConfiguration/dynamicRegistration"),
            progress: can("/window/workDoneProgress"),
            lazy_edits: list("/textDocument/codeAction/resolveSupport/properties").contains(&"edit")
                && can("/textDocument/codeAction/dataSupport"),
            versioned_edits: can("/workspace/workspaceEdit/documentChanges"),
            hint_refresh: can("/workspace/inlayHint/refreshSupport"),
        }
    }

    /// What the server offers.
    pub(super) fn offer(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::Incremental),
                    save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
                    ..TextDocumentSyncOptions::default()
                }
                .into(),
            ),
            code_action_provider: Some(
                CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::Custom(FIX_ALL.into())]),
                    resolve_provider: Some(true),
                    ..CodeActionOptions::default()
                }
                .into(),
            ),
            hover_provider: Some(true.into()),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(["=", "\"", ".", ":"].map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            document_link_provider: Some(DocumentLinkOptions::default()),
            inlay_hint_provider: Some(true.into()),
            workspace: Some(WorkspaceOptions {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(ChangeNotifications::Bool(true)),
                }),
                ..WorkspaceOptions::default()
            }),
            ..ServerCapabilities::default()
        }
    }
}

/// The section of the client's settings.
pub(super) const SECTION: &str = "mskLint";

/// What the user set in the client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// A policy by name or file, as `--policy` takes it.
    pub(super) policy: Option<String>,
    /// A configuration file, as `--config` takes it.
    pub(super) config: Option<String>,
    /// The selected Terraform workspace, as `--workspace` takes it.
    pub(super) workspace: Option<String>,
    /// Whether values are shown in the text.
    pub(super) inlay_hints: bool,
}

impl Settings {
    /// These with what the client says, by itself or in the section, and what is wrong in that: a setting that is not
    /// understood is as if it were not there. Nothing where the client says nothing.
    pub(super) fn with(&self, said: &Json) -> Option<(Self, Vec<String>)> {
        let own = said.get(SECTION).unwrap_or(said);
        if own.is_null() {
            return None;
        }
        let Some(fields) = own.as_object() else {
            return Some((self.clone(), vec![format!("the setting {SECTION} is no object")]));
        };
        let mut settings = self.clone();
        let mut wrong = Vec::new();
        let texts = [
            ("policy", &mut settings.policy),
            ("config", &mut settings.config),
            ("workspace", &mut settings.workspace),
        ];
        for (name, setting) in texts {
            match fields.get(name) {
                None => {}
                Some(Json::Null) => *setting = None,
                Some(Json::String(text)) => *setting = Some(text.clone()).filter(|text| !text.is_empty()),
                Some(_) => wrong.push(format!("the setting {SECTION}.{name} is no text")),
            }
        }
        match fields.get("inlayHints") {
            None => {}
            Some(Json::Null) => settings.inlay_hints = false,
            Some(Json::Bool(value)) => settings.inlay_hints = *value,
            Some(_) => wrong.push(format!("the setting {SECTION}.inlayHints is neither true nor false")),
        }
        Some((settings, wrong))
    }
}
