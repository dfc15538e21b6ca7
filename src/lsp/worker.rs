//! The thread of one folder of the client: it looks at the project and answers from what it saw. Nothing else does.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, TryRecvError, unbounded};
use lsp_server::{ErrorCode, RequestId, ResponseError};
use serde_json::Value as Json;

use super::client::{Client, Settings};
use super::diagnostics::{self, ByFile, Found};
use super::documents::Open;
use super::questions::{Question, answer};
use super::uri;
use super::view::View;
use crate::date::Date;
use crate::files::{Disk, Memory, Overlay};
use crate::project::{self, Options, Project};
use crate::session::Session;

/// One folder of the client.
pub(super) type FolderId = u64;

/// What a worker is told.
pub(super) enum Task {
    /// Look at the project as it is now.
    Look(Change),
    /// Answer from a look at the buffers as they are now, or as they were where that is enough.
    Answer(RequestId, Question),
    /// Work with other options from now on.
    Configure(Box<Options>, Settings),
}

/// What changed since the last look.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    /// The open buffers as they are now.
    pub(super) open: Arc<Open>,
    /// Files that are others now on disk.
    pub(super) on_disk: BTreeSet<PathBuf>,
    /// Whether anything may have changed on disk.
    pub(super) everything: bool,
    /// The number of this change.
    pub(super) number: u64,
}

/// What a worker tells.
pub(super) enum Report {
    /// What a look found.
    Found(FolderId, Found),
    /// The answer to a request.
    Answer(RequestId, Result<Json, ResponseError>),
    /// Nothing is found, for a reason that the user should know.
    Failed(FolderId, String, Found),
}

/// What a worker knows from the beginning.
pub(super) struct Context {
    pub(super) id: FolderId,
    /// The URI of the folder.
    pub(super) folder: String,
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) settings: Settings,
    pub(super) today: Option<Date>,
    pub(super) reports: Sender<Report>,
}

/// The near end of a worker. It stops when this is dropped.
pub(super) struct Worker {
    tasks: Sender<Task>,
    newest: Arc<AtomicU64>,
}

impl Worker {
    /// Starts a worker.
    pub(super) fn start(context: Context) -> std::io::Result<Self> {
        let (tasks, receiver) = unbounded();
        let newest: Arc<AtomicU64> = Arc::default();
        let far = Far { context, tasks: receiver, newest: newest.clone(), waiting: Change::default() };
        thread::Builder::new().name("project".to_owned()).stack_size(crate::threads::STACK).spawn(move || far.run())?;
        Ok(Self { tasks, newest })
    }

    /// Gives it something to do. A look that is under way stops for the sake of a newer one.
    pub(super) fn tell(&self, mut task: Task) {
        if let Task::Look(change) = &mut task {
            change.number = self.newest.fetch_add(1, Ordering::Relaxed) + 1;
        }
        let _ = self.tasks.send(task);
    }
}

/// The far end.
struct Far {
    context: Context,
    tasks: Receiver<Task>,
    newest: Arc<AtomicU64>,
    /// What changed and was not looked at yet.
    waiting: Change,
}

/// Why a session ended.
enum End {
    /// Another one is to be begun.
    Again,
    /// The client needs none any more.
    Stop,
}

impl Far {
    fn run(mut self) {
        while let End::Again = self.session() {}
    }

    fn session(&mut self) -> End {
        let project = match Project::new(self.context.options.clone()) {
            Ok(project) => project,
            Err(failure) => {
                self.failed(failure.to_string(), self.waiting.open.clone());
                return self.wait_for_other_options();
            }
        };
        let disk = project.disk.clone();
        let nothing = Memory::default();
        let is_unsaved = uri::is_unsaved(&project.current_folder);
        let files = Overlay::new(if is_unsaved { &nothing } else { &disk }, []);
        let mut session = Session::new(project, &files);
        let mut state = Seen { session: &mut session, disk: &disk, files: &files, open: Arc::default() };
        loop {
            let task = match self.tasks.try_recv() {
                Ok(task) => task,
                Err(TryRecvError::Disconnected) => return End::Stop,
                Err(TryRecvError::Empty) => {
                    if !self.look(&mut state) {
                        return End::Again;
                    }
                    let Ok(task) = self.tasks.recv() else { return End::Stop };
                    task
                }
            };
            match task {
                Task::Look(change) => self.wait(change),
                Task::Answer(id, question) => {
                    if !self.answer(id, &question, &mut state) {
                        return End::Again;
                    }
                }
                Task::Configure(options, settings) => {
                    self.context.options = *options;
                    self.context.settings = settings;
                    self.waiting.everything = true;
                    return End::Again;
                }
            }
        }
    }

    fn wait_for_other_options(&mut self) -> End {
        for task in self.tasks.clone() {
            match task {
                Task::Look(change) => {
                    self.wait(change);
                    return End::Again;
                }
                Task::Answer(id, _) => self.report(Report::Answer(id, Ok(Json::Null))),
                Task::Configure(options, settings) => {
                    self.context.options = *options;
                    self.context.settings = settings;
                    return End::Again;
                }
            }
        }
        End::Stop
    }

    /// Adds a change to those that were not looked at yet.
    fn wait(&mut self, change: Change) {
        self.waiting.open = change.open;
        self.waiting.number = change.number;
        self.waiting.everything |= change.everything;
        self.waiting.on_disk.extend(change.on_disk);
    }

    /// Looks at what changed. `false` when the session is of no more use.
    fn look(&mut self, state: &mut Seen<'_, '_>) -> bool {
        let number = self.waiting.number;
        if number == 0 {
            return true;
        }
        let change = std::mem::take(&mut self.waiting);
        state.take(&change);
        let today = self.context.today.unwrap_or_else(project::today);
        let is_cancelled = || self.newest.load(Ordering::Relaxed) > number;
        let looked = catch_unwind(AssertUnwindSafe(|| state.session.look(today, &is_cancelled)));
        match looked {
            // A newer change stopped the look, and will be looked at with this one.
            Ok(Ok(())) if is_cancelled() => true,
            // The boundaries moved: a repository began or ended around the folder.
            Ok(Ok(())) if !state.session.project().disk.is_same(state.disk) => {
                self.waiting = Change { everything: true, ..change };
                false
            }
            Ok(Ok(())) => {
                let found = catch_unwind(AssertUnwindSafe(|| self.found(state)));
                if let Ok(found) = found {
                    self.report(Report::Found(self.context.id, found));
                }
                true
            }
            Ok(Err(failure)) => {
                self.failed(failure.to_string(), change.open);
                true
            }
            Err(_) => {
                // What panicked left word on standard error. It may pass with the next change.
                self.failed("an internal error: see the log".to_owned(), change.open.clone());
                self.waiting = Change { number: 0, everything: true, ..change };
                false
            }
        }
    }

    fn found(&self, state: &Seen<'_, '_>) -> Found {
        let project = state.session.project();
        let mut by_file = ByFile::new();
        if let Some(faults) = state.session.faults() {
            by_file = diagnostics::of_faults(faults, project, self.context.client.encoding);
        }
        if let Some(view) = self.view(state) {
            for (path, diagnostics) in diagnostics::all(&view) {
                by_file.entry(path).or_default().extend(diagnostics);
            }
        }
        Found {
            by_file,
            open: state.open.clone(),
            root: project.current_folder.clone(),
            folder: self.context.folder.clone(),
        }
    }

    fn view<'a>(&'a self, state: &'a Seen<'_, '_>) -> Option<View<'a>> {
        Some(View {
            project: state.session.project(),
            looked: state.session.looked()?,
            open: &state.open,
            client: &self.context.client,
            settings: &self.context.settings,
            folder: &self.context.folder,
            shown: std::cell::RefCell::default(),
        })
    }

    /// Answers a question. `false` when the session is of no more use.
    fn answer(&mut self, id: RequestId, question: &Question, state: &mut Seen<'_, '_>) -> bool {
        // The first look is waited for in any case.
        let must_look = question.needs_fresh_look() || state.session.looked().is_none();
        let is_sound = !must_look || self.look(state);
        let answered = catch_unwind(AssertUnwindSafe(|| match self.view(state) {
            Some(view) => answer(question, &view, state.files, self.context.today.unwrap_or_else(project::today)),
            None => Json::Null,
        }));
        let answer = answered.map_err(|_| ResponseError {
            code: ErrorCode::InternalError as i32,
            message: "an internal error: see the log".to_owned(),
            data: None,
        });
        self.report(Report::Answer(id, answer));
        is_sound
    }

    fn failed(&self, why: String, open: Arc<Open>) {
        let root = self.context.options.current_folder.clone();
        let found = Found { by_file: ByFile::new(), open, root, folder: self.context.folder.clone() };
        self.report(Report::Failed(self.context.id, why, found));
    }

    fn report(&self, report: Report) {
        // Nobody listens when the server ends.
        let _ = self.context.reports.send(report);
    }
}

/// A session and the buffers it sees.
struct Seen<'s, 'f> {
    session: &'s mut Session<'f>,
    disk: &'f Disk,
    files: &'s Overlay<'f>,
    open: Arc<Open>,
}

impl Seen<'_, '_> {
    fn take(&mut self, change: &Change) {
        // A folder may have become a link, or come, without word of it.
        self.disk.forget();
        self.files.forget();
        // What is open from elsewhere is no more to be read than what lies there.
        let readable = change.open.iter().filter(|(path, _)| self.disk.may_hold(path));
        let buffers = readable.map(|(path, document)| (path.clone(), document.text.clone()));
        let mut changed = self.files.replace(buffers);
        changed.extend(change.on_disk.iter().cloned());
        if change.everything {
            self.session.everything_changed();
        }
        self.session.changed(&changed);
        self.open = change.open.clone();
    }
}
