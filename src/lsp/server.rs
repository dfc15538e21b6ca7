//! The main loop: everything that happens comes by here, in order, and only here is state changed.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, after, never, select, unbounded};
use gen_lsp_types::PublishDiagnosticsParams;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::Options;
use super::client::{Client, SECTION, Settings};
use super::diagnostics::Published;
use super::documents::Documents;
use super::folders::Folders;
use super::handshake::{initialize, workspace_folders};
use super::messages::{Acting, At, Changed, FoldersChanged, Of, Opened, Watched, Within};
use super::questions::{About, Question};
use super::worker::{Report, Task};
use super::{actions, watch};

/// How often one who types without a pause is shown something, in debounces.
const PATIENCE: u32 = 6;

/// What the client is asked, by the id of the request.
const SETTINGS_REQUEST: &str = "settings";
const REGISTER_REQUEST: &str = "register";
const PROGRESS_REQUEST: &str = "progress";
const PROGRESS_TOKEN: &str = "msk-lint";

/// Why the server ends, as an exit code.
type End = u8;

/// Serves a client until it leaves.
pub(super) fn serve(connection: &Connection, options: &Options) -> End {
    let Some((id, parameters)) = initialize(connection) else { return 1 };
    let client = Client::new(&parameters);
    let answer = json!({
        "capabilities": client.offer(),
        "serverInfo": {"name": "msk-lint", "version": env!("CARGO_PKG_VERSION")},
    });
    let (sender, reports) = unbounded();
    let said = parameters.get("initializationOptions").and_then(|said| Settings::default().with(said));
    let (settings, wrong) = said.unwrap_or_default();
    let mut server = Server {
        connection,
        debounce: options.debounce,
        folders: Folders::new(options, &client, settings.clone(), sender),
        settings,
        wrong_settings: Vec::new(),
        client,
        documents: Documents::default(),
        published: Published::default(),
        asked: HashMap::new(),
        on_disk: BTreeSet::new(),
        everything: false,
        first_change: None,
        due: None,
        is_initialized: false,
        is_shut_down: false,
        shows_progress: false,
    };
    server.answer(id, Ok(answer));
    server.tell_wrong(wrong);
    for folder in workspace_folders(&parameters) {
        server.folders.add(&folder);
    }
    server.run(&reports)
}

struct Server<'c> {
    connection: &'c Connection,
    debounce: Duration,
    client: Client,
    documents: Documents,
    folders: Folders,
    /// What the client set when it began; later it may say more.
    settings: Settings,
    /// What is wrong with its settings, and was told.
    wrong_settings: Vec<String>,
    published: Published,
    /// Requests of the client that are not answered yet, with their method.
    asked: HashMap<RequestId, String>,
    /// What changed and no worker was told of yet.
    on_disk: BTreeSet<PathBuf>,
    everything: bool,
    first_change: Option<Instant>,
    /// When the workers will be told.
    due: Option<Instant>,
    is_initialized: bool,
    is_shut_down: bool,
    shows_progress: bool,
}

impl Server<'_> {
    fn run(&mut self, reports: &Receiver<Report>) -> End {
        loop {
            let now = Instant::now();
            let timer = self.due.map_or_else(never, |due| after(due.saturating_duration_since(now)));
            select! {
                recv(self.connection.receiver) -> message => match message {
                    Ok(Message::Request(request)) => self.request(request),
                    Ok(Message::Notification(notification)) => {
                        if notification.method == "exit" {
                            return u8::from(!self.is_shut_down);
                        }
                        self.notification(notification);
                    }
                    Ok(Message::Response(response)) => self.response(response),
                    Err(_) => return u8::from(!self.is_shut_down),
                },
                recv(reports) -> report => if let Ok(report) = report {
                    self.report(report);
                },
                recv(timer) -> _ => self.tell_workers(),
            }
        }
    }

    fn send(&self, message: impl Into<Message>) {
        // A client that is gone is noticed by the loop.
        let _ = self.connection.sender.send(message.into());
    }

    fn notify(&self, method: &str, parameters: Json) {
        self.send(Notification { method: method.to_owned(), params: parameters });
    }

    fn ask(&self, id: &str, method: &str, parameters: Json) {
        self.send(Request { id: id.to_owned().into(), method: method.to_owned(), params: parameters });
    }

    fn answer(&self, id: RequestId, result: Result<Json, (ErrorCode, String)>) {
        self.send(match result {
            Ok(json) => Response { id, response_result: Ok(json) },
            Err((code, message)) => Response::new_err(id, code as i32, message),
        });
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if self.is_shut_down {
            return self.answer(id, Err((ErrorCode::InvalidRequest, "the server is shut down".to_owned())));
        }
        match &*method {
            "shutdown" => {
                self.is_shut_down = true;
                self.answer(id, Ok(Json::Null));
            }
            "initialize" => {
                self.answer(id, Err((ErrorCode::InvalidRequest, "initialize comes once".to_owned())));
            }
            _ => match self.question(&method, params) {
                Some(Ok(question)) => self.hand_on(id, method, question),
                Some(Err(error)) => self.answer(id, Err((ErrorCode::InvalidParams, error.to_string()))),
                None => self.answer(id, Err((ErrorCode::MethodNotFound, format!("there is no method {method}")))),
            },
        }
    }

    /// The question that a request asks; nothing for methods that there are not.
    fn question(&self, method: &str, parameters: Json) -> Option<serde_json::Result<Option<Question>>> {
        let at = |about: fn(gen_lsp_types::Position) -> About| {
            self.about::<At>(parameters.clone(), |at| (at.text_document.uri.clone(), about(at.position)))
        };
        Some(match method {
            "textDocument/hover" => at(About::Hover),
            "textDocument/completion" => at(About::Completion),
            "textDocument/definition" => at(About::Definition),
            "textDocument/references" => at(About::References),
            "textDocument/documentLink" => {
                self.about::<Of>(parameters, |of| (of.text_document.uri.clone(), About::Links))
            }
            "textDocument/inlayHint" => {
                self.about::<Within>(parameters, |of| (of.text_document.uri.clone(), About::Hints(of.range)))
            }
            "textDocument/codeAction" => self.about::<Acting>(parameters, |of| {
                let request = actions::Request { range: of.range, only: of.context.only.clone() };
                (of.text_document.uri.clone(), About::Actions(request))
            }),
            "codeAction/resolve" => {
                let uri = parameters.pointer("/data/uri").and_then(Json::as_str).unwrap_or_default().to_owned();
                Ok(self.documents.path(&uri).map(|path| Question { path, about: About::Resolve(parameters) }))
            }
            _ => return None,
        })
    }

    fn about<P: DeserializeOwned>(
        &self,
        parameters: Json,
        ask: impl FnOnce(&P) -> (String, About),
    ) -> serde_json::Result<Option<Question>> {
        let (uri, about) = ask(&serde_json::from_value(parameters)?);
        Ok(self.documents.path(&uri).map(|path| Question { path, about }))
    }

    fn hand_on(&mut self, id: RequestId, method: String, question: Option<Question>) {
        let worker = question.as_ref().is_some_and(|question| self.folders.worker(&question.path).is_some());
        let Some(question) = question.filter(|_| worker) else { return self.answer(id, Ok(Json::Null)) };
        if question.needs_fresh_look() && self.due.is_some() {
            self.tell_workers();
        }
        if let Some(worker) = self.folders.worker(&question.path) {
            self.asked.insert(id.clone(), method);
            worker.tell(Task::Answer(id, question));
        }
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let result = match &*method {
            "initialized" => {
                self.initialized();
                Ok(())
            }
            "textDocument/didOpen" => read(params).map(|opened| self.opened(opened)),
            "textDocument/didChange" => read(params).map(|changed| self.changed(changed)),
            "textDocument/didSave" => read(params).map(|saved: Of| self.saved(&saved.text_document.uri)),
            "textDocument/didClose" => read(params).map(|closed: Of| self.closed(&closed.text_document.uri)),
            "workspace/didChangeWatchedFiles" => read(params).map(|watched| self.watched(watched)),
            "workspace/didChangeWorkspaceFolders" => read(params).map(|changed| self.folders_changed(changed)),
            "workspace/didChangeConfiguration" => {
                self.settings_changed(params.get("settings").unwrap_or(&Json::Null));
                Ok(())
            }
            "$/cancelRequest" => {
                self.cancel(params.get("id").unwrap_or(&Json::Null));
                Ok(())
            }
            // Others need no answer.
            _ => Ok(()),
        };
        if let Err(error) = result {
            log(&format!("{method}: {error}"));
        }
    }

    fn initialized(&mut self) {
        if std::mem::replace(&mut self.is_initialized, true) {
            return;
        }
        let changes = self.client.configuration_changes;
        let registrations = watch::registrations(self.client.watches, changes, SECTION);
        if !registrations.is_empty() {
            self.ask(REGISTER_REQUEST, "client/registerCapability", json!({"registrations": registrations}));
        }
        if self.client.progress {
            self.ask(PROGRESS_REQUEST, "window/workDoneProgress/create", json!({"token": PROGRESS_TOKEN}));
        }
        self.ask_for_settings();
        self.everything = true;
        self.tell_workers();
    }

    fn ask_for_settings(&self) {
        if self.client.configuration {
            self.ask(SETTINGS_REQUEST, "workspace/configuration", json!({"items": [{"section": SECTION}]}));
        }
    }

    fn response(&mut self, response: Response) {
        let id = response.id.to_string();
        let Ok(result) = response.response_result else { return };
        match id.trim_matches('"') {
            SETTINGS_REQUEST => {
                if let Some((settings, wrong)) = result.get(0).and_then(|said| self.settings.with(said)) {
                    self.configure(settings, wrong);
                }
            }
            PROGRESS_REQUEST if !self.folders.are_looked_at() => {
                self.shows_progress = true;
                let value = json!({"kind": "begin", "title": "msk-lint", "message": "reading the workspace"});
                self.notify("$/progress", json!({"token": PROGRESS_TOKEN, "value": value}));
            }
            _ => {}
        }
    }

    fn configure(&mut self, settings: Settings, wrong: Vec<String>) {
        self.tell_wrong(wrong);
        if self.folders.configure(settings) {
            self.everything = true;
            self.tell_workers();
            if self.client.hint_refresh {
                self.ask("hints", "workspace/inlayHint/refresh", Json::Null);
            }
        }
    }

    fn settings_changed(&mut self, settings: &Json) {
        match self.settings.with(settings) {
            // Clients that are asked for settings send none with this.
            Some((settings, wrong)) if !self.client.configuration => self.configure(settings, wrong),
            _ => self.ask_for_settings(),
        }
    }

    /// Tells what is wrong with the settings, each thing once.
    fn tell_wrong(&mut self, wrong: Vec<String>) {
        for message in wrong.iter().filter(|message| !self.wrong_settings.contains(message)) {
            self.show_error(message);
        }
        self.wrong_settings = wrong;
    }

    fn show_error(&self, message: &str) {
        log(message);
        self.notify("window/showMessage", json!({"type": 1, "message": format!("msk-lint: {message}")}));
    }

    fn opened(&mut self, opened: Opened) {
        let Opened { text_document: document } = opened;
        if self.documents.open(document).is_some() {
            self.buffers_changed();
        }
    }

    fn changed(&mut self, changed: Changed) {
        let document = changed.text_document;
        let encoding = self.client.encoding;
        if self.documents.change(&document.uri, document.version, changed.content_changes, encoding).is_some() {
            let now = Instant::now();
            let first = *self.first_change.get_or_insert(now);
            self.due = Some((now + self.debounce).min(first + self.debounce * PATIENCE));
        }
    }

    fn saved(&mut self, uri: &str) {
        let Some(path) = self.documents.path(uri) else { return };
        match self.client.watches {
            true => drop(self.on_disk.insert(path)),
            // Who hears of no file looks at all of them.
            false => self.everything = true,
        }
        self.buffers_changed();
    }

    fn closed(&mut self, uri: &str) {
        if let Some(path) = self.documents.close(uri) {
            self.on_disk.insert(path);
            self.buffers_changed();
        }
    }

    fn buffers_changed(&mut self) {
        if self.folders.follow(&self.documents.snapshot()) {
            self.publish();
        }
        self.tell_workers();
    }

    fn watched(&mut self, watched: Watched) {
        let paths = watched.changes.iter().filter_map(|change| super::uri::to_path(&change.uri));
        self.on_disk.extend(paths.map(|path| super::uri::canonical(&path)));
        // Many files may change at once: a branch is changed, a program writes.
        let now = Instant::now();
        let first = *self.first_change.get_or_insert(now);
        self.due = Some((now + self.debounce).min(first + self.debounce * PATIENCE));
    }

    fn folders_changed(&mut self, changed: FoldersChanged) {
        changed.event.removed.iter().for_each(|folder| self.folders.remove(&folder.uri));
        changed.event.added.iter().for_each(|folder| self.folders.add(&folder.uri));
        self.folders.follow(&self.documents.snapshot());
        self.everything = true;
        self.tell_workers();
        self.publish();
    }

    fn cancel(&mut self, id: &Json) {
        let Ok(id) = serde_json::from_value::<RequestId>(id.clone()) else { return };
        if self.asked.remove(&id).is_some() {
            self.answer(id, Err((ErrorCode::RequestCanceled, "canceled by the client".to_owned())));
        }
    }

    /// Tells the workers what changed.
    fn tell_workers(&mut self) {
        (self.due, self.first_change) = (None, None);
        if !self.is_initialized {
            return;
        }
        let on_disk = std::mem::take(&mut self.on_disk);
        let everything = std::mem::take(&mut self.everything);
        self.folders.look(&self.documents.snapshot(), &on_disk, everything);
    }

    fn report(&mut self, report: Report) {
        match report {
            Report::Found(id, found) => {
                if self.folders.found(id, found, None) {
                    self.publish();
                    self.end_progress();
                }
            }
            Report::Failed(id, why, found) => {
                // Once, however often it is tried and in however many folders.
                let is_news = !self.folders.have(&why);
                if self.folders.found(id, found, Some(why.clone())) {
                    if is_news {
                        self.show_error(&why);
                    }
                    self.publish();
                    self.end_progress();
                }
            }
            Report::Answer(id, result) => {
                if self.asked.remove(&id).is_some() {
                    self.send(Response { id, response_result: result });
                }
            }
        }
    }

    fn end_progress(&mut self) {
        if self.folders.are_looked_at() && std::mem::take(&mut self.shows_progress) {
            self.notify("$/progress", json!({"token": PROGRESS_TOKEN, "value": {"kind": "end"}}));
        }
    }

    fn publish(&mut self) {
        let found = self.folders.all_found();
        for update in self.published.updates(&found, &self.documents.snapshot()) {
            let parameters = PublishDiagnosticsParams {
                uri: update.uri.into(),
                version: update.version,
                diagnostics: update.diagnostics,
            };
            self.notify("textDocument/publishDiagnostics", serde_json::to_value(parameters).unwrap_or_default());
        }
    }
}

/// A line of the log, which is standard error.
fn log(message: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "msk-lint: {}", crate::report::sanitize::sanitize(message));
}

fn read<T: DeserializeOwned>(parameters: Json) -> serde_json::Result<T> {
    serde_json::from_value(parameters)
}
