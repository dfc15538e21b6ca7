//! A client without a process: it opens, edits and asks, and keeps what the server tells.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request, Response};
use msk_lint::date::Date;
use msk_lint::lsp;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// Long enough for a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Editor {
    pub folder: PathBuf,
    connection: Connection,
    server: Option<JoinHandle<u8>>,
    /// The last diagnostics of each URI.
    pub shown: BTreeMap<String, Json>,
    /// Every notification and request of the server but diagnostics, by method.
    pub told: Vec<(String, Json)>,
    buffers: BTreeMap<String, i32>,
    next: i32,
    _kept: TempDir,
}

/// What a modern client can do.
pub fn modern() -> Json {
    json!({
        "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit"]}},
        },
        "workspace": {
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "workspaceEdit": {"documentChanges": true},
        },
        "window": {"workDoneProgress": true},
    })
}

impl Editor {
    /// Opens a folder with files. It is a repository of its own.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, modern(), Json::Null)
    }

    pub fn with(files: &[(&str, &str)], capabilities: Json, options: Json) -> Self {
        let kept = tempfile::tempdir().unwrap();
        let folder = kept.path().canonicalize().unwrap();
        std::fs::create_dir(folder.join(".git")).unwrap();
        let mut editor = Self::silent(folder, kept);
        for (name, text) in files {
            editor.write(name, text);
        }
        let folders = json!([{"uri": editor.uri(""), "name": "w"}]);
        let parameters = json!({
            "processId": null, "rootUri": editor.uri(""), "workspaceFolders": folders,
            "capabilities": capabilities, "initializationOptions": options,
        });
        editor.ask("initialize", parameters);
        editor.notify("initialized", json!({}));
        editor
    }

    /// A server that was told nothing yet.
    pub fn silent(folder: PathBuf, kept: TempDir) -> Self {
        let (near, far) = Connection::memory();
        let options = lsp::Options {
            today: Date::parse("2026-11-20"),
            debounce: Duration::from_millis(20),
            ..lsp::Options::default()
        };
        let server = std::thread::spawn(move || lsp::serve(&far, &options));
        Self {
            folder,
            connection: near,
            server: Some(server),
            shown: BTreeMap::new(),
            told: Vec::new(),
            buffers: BTreeMap::new(),
            next: 0,
            _kept: kept,
        }
    }

    pub fn uri(&self, name: &str) -> String {
        let path = self.folder.join(name);
        format!("file://{}", path.display()).trim_end_matches('/').to_owned()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.folder.join(name)).unwrap();
    }

    pub fn notify(&mut self, method: &str, parameters: Json) {
        let notification = Notification { method: method.to_owned(), params: parameters };
        self.connection.sender.send(notification.into()).unwrap();
    }

    /// Sends a request and gives its id.
    pub fn send(&mut self, method: &str, parameters: Json) -> i32 {
        self.next += 1;
        let request = Request { id: self.next.into(), method: method.to_owned(), params: parameters };
        self.connection.sender.send(request.into()).unwrap();
        self.next
    }

    /// Sends a request and waits for the answer.
    pub fn ask(&mut self, method: &str, parameters: Json) -> Json {
        let id = self.send(method, parameters);
        self.answer(id).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: i32) -> Result<Json, String> {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(response) = self.receive(end)
                && response.id == id.into()
            {
                return response.response_result.map_err(|error| format!("{} {}", error.code, error.message));
            }
        }
    }

    /// Takes in the next message; gives it when it is a response.
    fn receive(&mut self, end: Instant) -> Option<Response> {
        let message = self.connection.receiver.recv_deadline(end).expect("the server is silent");
        match message {
            Message::Response(response) => return Some(response),
            Message::Notification(Notification { method, params }) => {
                if method == "textDocument/publishDiagnostics" {
                    self.shown.insert(params["uri"].as_str().unwrap().to_owned(), params);
                } else {
                    self.told.push((method, params));
                }
            }
            Message::Request(Request { id, method, params }) => {
                self.told.push((method, params));
                let response = Response { id, response_result: Ok(Json::Null) };
                self.connection.sender.send(response.into()).unwrap();
            }
        }
        None
    }

    /// Takes in messages until something holds.
    pub fn wait(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < end, "{what} did not come: {:#?}", self.shown);
            self.receive(end);
        }
    }

    pub fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.open_uri(&uri, text);
    }

    pub fn open_uri(&mut self, uri: &str, text: &str) {
        self.open_as(uri, "", text);
    }

    /// Opens a buffer of a language.
    pub fn open_as(&mut self, uri: &str, language: &str, text: &str) {
        self.buffers.insert(uri.to_owned(), 1);
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Opens a file with what it has on disk.
    pub fn open_file(&mut self, name: &str) {
        let text = std::fs::read_to_string(self.folder.join(name)).unwrap();
        self.open(name, &text);
    }

    /// Replaces a range of a buffer: `[line, character, line, character]`.
    pub fn edit(&mut self, name: &str, [a, b, c, d]: [u32; 4], text: &str) {
        let range = json!({"start": {"line": a, "character": b}, "end": {"line": c, "character": d}});
        self.change(name, json!([{"range": range, "text": text}]));
    }

    pub fn replace(&mut self, name: &str, text: &str) {
        self.change(name, json!([{"text": text}]));
    }

    pub fn change(&mut self, name: &str, changes: Json) {
        let uri = self.uri(name);
        let version = self.buffers.get_mut(&uri).unwrap();
        *version += 1;
        let document = json!({"uri": uri, "version": *version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    pub fn save(&mut self, name: &str) {
        let uri = self.uri(name);
        self.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    }

    pub fn close(&mut self, name: &str) {
        let uri = self.uri(name);
        self.buffers.remove(&uri);
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Tells of files that changed on disk.
    pub fn watched(&mut self, names: &[(&str, i32)]) {
        let changes: Vec<Json> =
            names.iter().map(|(name, kind)| json!({"uri": self.uri(name), "type": kind})).collect();
        self.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    }

    /// Waits until everything that was told is looked at: requests are answered from nothing older.
    pub fn settle(&mut self) {
        let uri = self.uri("settle.tf");
        let nowhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
        self.ask(
            "textDocument/codeAction",
            json!({"textDocument": {"uri": uri}, "range": nowhere, "context": {"diagnostics": []}}),
        );
    }

    /// Asks about the place of a mark in a text, where the mark's first `|` is.
    pub fn ask_at(&mut self, method: &str, name: &str, text: &str, mark: &str) -> Json {
        let plain = mark.replacen('|', "", 1);
        let start = text.find(&plain).unwrap_or_else(|| panic!("no {plain} in {text}"));
        let before = &text[..start + mark.find('|').unwrap()];
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        let position = json!({"line": line, "character": character});
        self.ask(method, json!({"textDocument": {"uri": self.uri(name)}, "position": position, "context": {}}))
    }

    /// The diagnostics of a file.
    pub fn diagnostics(&self, name: &str) -> Vec<Json> {
        let shown = self.shown.get(&self.uri(name));
        shown.map(|shown| shown["diagnostics"].as_array().unwrap().clone()).unwrap_or_default()
    }

    /// The rules that are shown in a file, in order.
    pub fn rules(&self, name: &str) -> Vec<String> {
        self.diagnostics(name).iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    }

    /// The diagnostic of a rule in a file.
    pub fn diagnostic(&self, name: &str, rule: &str) -> Json {
        let found = self.diagnostics(name).into_iter().find(|one| one["code"] == rule);
        found.unwrap_or_else(|| panic!("no {rule} in {name}: {:#?}", self.shown))
    }

    /// Everything that is shown, without versions and what is empty.
    pub fn everything(&self) -> BTreeMap<String, Json> {
        let shown = self.shown.iter().map(|(uri, shown)| (uri.clone(), shown["diagnostics"].clone()));
        shown.filter(|(_, diagnostics)| diagnostics.as_array().is_some_and(|all| !all.is_empty())).collect()
    }

    /// Ends the server as the protocol has it, and gives its exit code.
    pub fn leave(&mut self) -> u8 {
        self.ask("shutdown", Json::Null);
        self.exit()
    }

    pub fn exit(&mut self) -> u8 {
        self.notify("exit", Json::Null);
        self.server.take().unwrap().join().unwrap()
    }
}
