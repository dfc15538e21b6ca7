//! What lies around a file: its siblings, and the manifests and lock files above it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::application;
use super::kind::{Kind, kind};
use super::reader::{File, Surroundings};
use super::versions::{self, Manifest};
use crate::client::Application;
use crate::client::library::Library;
use crate::facts::client::Version;
use crate::workspace::Workspace;

/// Most folders above a file that are searched for a manifest.
const HEIGHT: usize = 6;

/// The files of a run around one of them, inside the boundary.
pub struct Nearby<'w> {
    workspace: &'w Workspace<'w>,
    boundary: &'w Path,
    /// Applications that were read, by folder.
    applications: Mutex<HashMap<PathBuf, Option<Application>>>,
}

impl<'w> Nearby<'w> {
    /// The files of a workspace, none outside the boundary.
    pub fn new(workspace: &'w Workspace<'w>, boundary: &'w Path) -> Self {
        Self { workspace, boundary, applications: Mutex::default() }
    }

    /// A file by its path and type.
    pub fn file(&self, path: &Path, kind: Kind) -> Option<File> {
        let parsed = self.workspace.plain_file(path)?;
        Some(File { id: parsed.id, source: parsed.source.clone(), path: path.to_path_buf(), kind })
    }
}

impl Nearby<'_> {
    /// The version that the nearest of some manifests tells.
    fn told(&self, of: &File, manifests: &[Manifest]) -> Option<Version> {
        let files = self.workspace.files();
        let folders = of.path.ancestors().skip(1).take(HEIGHT).take_while(|folder| folder.starts_with(self.boundary));
        for folder in folders {
            for manifest in manifests {
                let is_named = manifest.file.starts_with('*');
                let listed = if is_named { files.list(folder).unwrap_or_default() } else { Vec::new() };
                let found = listed.into_iter().map(|entry| entry.name).find(|name| manifest.is(name));
                let path = folder.join(found.as_deref().unwrap_or(manifest.file));
                let text = files.exists(&path).then(|| files.read(&path).ok()).flatten();
                let version = text.and_then(|text| manifest.version(&String::from_utf8_lossy(&text)));
                if version.is_some() {
                    return version;
                }
            }
        }
        None
    }
}

impl Surroundings for Nearby<'_> {
    fn sibling(&self, of: &File, name: &str) -> Option<File> {
        let path = of.path.with_file_name(name);
        let exists = path != of.path && self.workspace.files().exists(&path);
        exists.then(|| self.file(&path, kind(name)?)).flatten()
    }

    fn application(&self, of: &File) -> Option<Application> {
        let files = self.workspace.files();
        let mut folders = of.path.ancestors().skip(1).take_while(|folder| folder.starts_with(self.boundary));
        let root =
            folders.find(|folder| ["Gemfile", "Gemfile.lock"].iter().any(|name| files.exists(&folder.join(name))))?;
        let mut known = self.applications.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(root.to_path_buf()).or_insert_with(|| application::read(files, root))
    }

    fn version(&self, of: &File, library: Library) -> Option<Version> {
        self.told(of, versions::manifests(library))
    }

    fn framework(&self, of: &File, library: Library) -> Option<Version> {
        self.told(of, versions::of_framework(library))
    }
}
