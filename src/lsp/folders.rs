//! The folders of the client, each a project of its own, and the files outside of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::Sender;

use super::Options;
use super::client::{Client, Settings};
use super::diagnostics::Found;
use super::documents::Open;
use super::uri;
use super::worker::{Change, Context, FolderId, Report, Task, Worker};
use crate::policy::Policy;
use crate::project;

/// One folder with its worker.
struct Folder {
    uri: String,
    root: PathBuf,
    /// The files that are judged, where it is no folder of the client but around a single file.
    files: Option<BTreeSet<PathBuf>>,
    worker: Worker,
    found: Option<Found>,
    /// Why nothing could be found last.
    problem: Option<String>,
}

/// Every folder.
pub(super) struct Folders {
    options: Options,
    client: Client,
    settings: Settings,
    reports: Sender<Report>,
    folders: BTreeMap<FolderId, Folder>,
    next: FolderId,
}

impl Folders {
    pub(super) fn new(options: &Options, client: &Client, settings: Settings, reports: Sender<Report>) -> Self {
        let (options, client) = (options.clone(), client.clone());
        Self { options, client, settings, reports, folders: BTreeMap::new(), next: 0 }
    }

    /// Adds a folder of the client by its URI.
    pub(super) fn add(&mut self, uri: &str) {
        let Some(path) = uri::to_path(uri) else { return };
        let Ok(root) = path.canonicalize() else { return };
        let is_known = |folder: &Folder| folder.root == root && folder.files.is_none();
        if root.is_dir() && !self.folders.values().any(is_known) {
            self.start(uri.to_owned(), root, None);
        }
    }

    /// Takes a folder of the client away.
    pub(super) fn remove(&mut self, uri: &str) {
        let Some(path) = uri::to_path(uri) else { return };
        let real = path.canonicalize().ok();
        // Clients may write it otherwise than when they added it, and it may be gone.
        let is_it = |folder: &Folder| {
            folder.files.is_none()
                && (uri::to_path(&folder.uri).as_ref() == Some(&path) || real.as_ref() == Some(&folder.root))
        };
        self.folders.retain(|_, folder| !is_it(folder));
    }

    fn start(&mut self, uri: String, root: PathBuf, files: Option<BTreeSet<PathBuf>>) {
        let id = self.next;
        self.next += 1;
        let context = Context {
            id,
            folder: uri.clone(),
            client: self.client.clone(),
            options: Self::options_for(&self.options, &self.settings, &root, files.as_ref()),
            settings: self.settings.clone(),
            today: self.options.today,
            reports: self.reports.clone(),
        };
        if let Ok(worker) = Worker::start(context) {
            self.folders.insert(id, Folder { uri, root, files, worker, found: None, problem: None });
        }
    }

    fn options_for(
        options: &Options,
        settings: &Settings,
        root: &Path,
        files: Option<&BTreeSet<PathBuf>>,
    ) -> project::Options {
        let options = options.project.clone();
        let paths = if files.is_none() { vec![root.to_path_buf()] } else { Vec::new() };
        let Settings { mut policy, mut config, workspace, .. } = settings.clone();
        if uri::is_unsaved(root) {
            // No file is beside it.
            policy = policy.filter(|name| Policy::built_in(name).is_some());
            config = None;
        }
        project::Options {
            current_folder: root.to_path_buf(),
            paths,
            buffers: files.cloned().unwrap_or_default(),
            policy: policy.or(options.policy),
            config: config.map(PathBuf::from).or(options.config),
            workspace: workspace.or(options.workspace),
            ..options
        }
    }

    /// Gives every file that is open outside of the client's folders a project around it, and takes those away that
    /// are around none; whether there were some.
    pub(super) fn follow(&mut self, open: &Open) -> bool {
        let is_inside =
            |path: &Path| self.folders.values().any(|folder| folder.files.is_none() && path.starts_with(&folder.root));
        let mut around: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
        for path in open.keys().filter(|path| !is_inside(path)) {
            if let Some(folder) = path.parent().filter(|folder| folder.is_dir() || uri::is_unsaved(folder)) {
                around.entry(folder.to_path_buf()).or_default().insert(path.clone());
            }
        }
        let before = self.folders.len();
        self.folders.retain(|_, folder| folder.files.is_none() || around.contains_key(&folder.root));
        let has_fewer = self.folders.len() < before;
        for (root, files) in around {
            let known = self.folders.values_mut().find(|folder| folder.files.is_some() && folder.root == root);
            match known {
                Some(folder) if folder.files.as_ref() == Some(&files) => {}
                Some(folder) => {
                    folder.files = Some(files);
                    let options = Self::options_for(&self.options, &self.settings, &root, folder.files.as_ref());
                    folder.worker.tell(Task::Configure(Box::new(options), self.settings.clone()));
                }
                None => self.start(uri::of_path(&root), root, Some(files)),
            }
        }
        has_fewer
    }

    /// Works with other settings from now on; whether they are others.
    pub(super) fn configure(&mut self, settings: Settings) -> bool {
        if settings == self.settings {
            return false;
        }
        self.settings = settings;
        for folder in self.folders.values() {
            let options = Self::options_for(&self.options, &self.settings, &folder.root, folder.files.as_ref());
            folder.worker.tell(Task::Configure(Box::new(options), self.settings.clone()));
        }
        true
    }

    /// Has every project looked at that a change may bear on.
    pub(super) fn look(&self, open: &Arc<Open>, on_disk: &BTreeSet<PathBuf>, everything: bool) {
        for folder in self.folders.values() {
            let change = Change { open: open.clone(), on_disk: on_disk.clone(), everything, number: 0 };
            folder.worker.tell(Task::Look(change));
        }
    }

    /// The worker that answers for a file: that of the innermost folder.
    pub(super) fn worker(&self, path: &Path) -> Option<&Worker> {
        let around = self.folders.values().filter(|folder| path.starts_with(&folder.root));
        around.max_by_key(|folder| folder.root.components().count()).map(|folder| &folder.worker)
    }

    /// Takes note of what a look found, or why it found nothing; whether it is still wanted.
    pub(super) fn found(&mut self, id: FolderId, found: Found, problem: Option<String>) -> bool {
        let folder = self.folders.get_mut(&id);
        folder.map(|folder| (folder.found, folder.problem) = (Some(found), problem)).is_some()
    }

    /// Whether some folder has a problem.
    pub(super) fn have(&self, problem: &str) -> bool {
        self.folders.values().any(|folder| folder.problem.as_deref() == Some(problem))
    }

    /// Everything that was found.
    pub(super) fn all_found(&self) -> Vec<&Found> {
        self.folders.values().filter_map(|folder| folder.found.as_ref()).collect()
    }

    /// Whether every folder was looked at.
    pub(super) fn are_looked_at(&self) -> bool {
        self.folders.values().all(|folder| folder.found.is_some())
    }
}
