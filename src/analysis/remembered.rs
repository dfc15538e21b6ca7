//! What earlier looks at the same project learnt, and which files each piece of it was made from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::{Follow, Scenario};
use crate::client::Client;
use crate::client::source::Kind;
use crate::discover::{Discovery, FolderSet};
use crate::files::Files;
use crate::model::build::RootModel;
use crate::terragrunt::Call;
use crate::threads::on_all_cores;
use crate::workspace::{Kept, Workspace};

/// What is known from earlier looks. A new one knows nothing.
#[derive(Default)]
pub struct Remembered {
    /// Files that were read, parsed.
    pub(super) kept: Arc<Kept>,
    /// What a walk found; nothing when there has to be a new one.
    pub(super) layout: Option<Arc<Layout>>,
    pub(super) scenarios: Pieces<PathBuf, Vec<Scenario>>,
    pub(super) models: Pieces<Scenario, RootModel>,
    pub(super) clients: Pieces<(PathBuf, Kind), Vec<Client>>,
    relevant: Option<Option<FolderSet>>,
}

/// What a walk found.
pub(super) struct Layout {
    pub(super) discovery: Arc<Discovery>,
    /// The callers of Terragrunt, by the folder where they run, each with the folder of its module.
    pub(super) terragrunt: BTreeMap<PathBuf, (Call, PathBuf)>,
    pub(super) roots: Vec<PathBuf>,
    pub(super) relevant: Option<FolderSet>,
    read: HashSet<PathBuf>,
}

impl Layout {
    pub(super) fn new(
        discovery: Discovery,
        terragrunt: BTreeMap<PathBuf, (Call, PathBuf)>,
        roots: Vec<PathBuf>,
        relevant: Option<FolderSet>,
        read: HashSet<PathBuf>,
    ) -> Self {
        Self { discovery: Arc::new(discovery), terragrunt, roots, relevant, read }
    }
}

impl Remembered {
    /// For a look after which there is no other.
    pub(super) fn for_one_look() -> Self {
        let mut remembered = Self::default();
        remembered.scenarios.for_one_look = true;
        remembered.models.for_one_look = true;
        remembered.clients.for_one_look = true;
        remembered
    }

    /// Whether nobody asks later what was read.
    pub(super) fn is_for_one_look(&self) -> bool {
        self.models.for_one_look
    }

    /// Takes note that files have other bytes than before.
    pub fn changed(&mut self, paths: &BTreeSet<PathBuf>, files: &dyn Files) {
        let is_current = |layout: &Arc<Layout>| {
            paths.iter().all(|path| !layout.read.contains(path) && layout.discovery.is_as_found(path, files))
        };
        self.layout = self.layout.take().filter(is_current);
        self.forget(paths);
    }

    /// Takes note that files are new, or gone.
    pub fn came_or_went(&mut self, paths: &BTreeSet<PathBuf>) {
        self.layout = None;
        self.forget(paths);
    }

    fn forget(&mut self, paths: &BTreeSet<PathBuf>) {
        self.kept.forget(paths);
        self.scenarios.forget(paths);
        self.models.forget(paths);
        self.clients.forget(paths);
    }

    /// Takes note of a new walk: what leads to MSK decides what a root enters.
    pub(super) fn lay_out(&mut self, layout: Layout) -> Arc<Layout> {
        if self.relevant.as_ref() != Some(&layout.relevant) {
            self.models.forget_all();
            self.relevant = Some(layout.relevant.clone());
        }
        self.scenarios.forget_all();
        self.layout.insert(Arc::new(layout)).clone()
    }

    /// Whether a file is among what is known.
    pub fn knows(&self, path: &Path) -> bool {
        self.kept.holds(path) || self.layout.as_ref().is_some_and(|layout| layout.discovery.holds(path))
    }

    /// Takes note that what is asked for is something else.
    pub fn asked_anew(&mut self) {
        self.layout = None;
    }

    /// Every file that what is known was made from. As text: to compare paths part by part takes long.
    pub(super) fn read(&self) -> HashSet<&OsStr, RandomState> {
        let pieces = self.scenarios.read().chain(self.models.read()).chain(self.clients.read());
        pieces.map(|path| path.as_os_str()).collect()
    }
}

/// Values, each with the files it was made from.
pub(super) struct Pieces<K, V> {
    known: HashMap<K, Piece<V>>,
    /// Whether values are handed over for good.
    for_one_look: bool,
}

struct Piece<V> {
    /// `None` once it is handed over.
    value: Option<V>,
    read: HashSet<PathBuf>,
}

impl<K, V> Default for Pieces<K, V> {
    fn default() -> Self {
        Self { known: HashMap::new(), for_one_look: false }
    }
}

impl<K: Eq + Hash + Clone + Sync + Send, V: Clone + Send> Pieces<K, V> {
    /// The value for each key, in order; others are dropped. Once that is no longer wanted, some are missing: what was
    /// made by then is kept.
    pub(super) fn all(
        &mut self,
        keys: &[K],
        workspace: &Workspace<'_>,
        follow: &dyn Follow,
        make: impl Fn(&K, &Workspace<'_>) -> V + Sync,
    ) -> Vec<V> {
        self.known.retain(|_, piece| piece.value.is_some());
        let missing: Vec<&K> = keys.iter().filter(|key| !self.known.contains_key(*key)).collect();
        let made = on_all_cores(&missing, |key| {
            if follow.is_unwanted() {
                return None;
            }
            let watched = workspace.watched();
            let value = make(key, &watched);
            follow.did_one();
            Some(((*key).clone(), Piece { value: Some(value), read: watched.asked_for() }))
        });
        self.known.extend(made.into_iter().flatten());
        let wanted: HashSet<&K> = keys.iter().collect();
        self.known.retain(|key, _| wanted.contains(key));
        let pieces = keys.iter().filter_map(|key| {
            let piece = self.known.get_mut(key)?;
            if self.for_one_look { piece.value.take() } else { piece.value.clone() }
        });
        pieces.collect()
    }

    /// Forgets what was made from some files, or from a list of the folder of one.
    fn forget(&mut self, paths: &BTreeSet<PathBuf>) {
        self.known.retain(|_, piece| {
            let is_of = |path: &PathBuf| {
                piece.read.contains(path) || path.parent().is_some_and(|folder| piece.read.contains(folder))
            };
            !paths.iter().any(is_of)
        });
    }

    fn forget_all(&mut self) {
        self.known.clear();
    }

    fn read(&self) -> impl Iterator<Item = &PathBuf> {
        self.known.values().flat_map(|piece| &piece.read)
    }
}
