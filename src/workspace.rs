//! What was read of the disk in a run: files and modules, each parsed once, shared by all roots and threads.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::discover;
use crate::eval::value::Reason;
use crate::files::{self, Entry, Files, ReadError};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::tree::Tree;
use crate::terraform::file::ParsedFile;
use crate::terraform::module::Module;

/// The files of a run behind their cache.
pub struct Workspace<'f> {
    files: &'f dyn Files,
    current_folder: PathBuf,
    kept: Arc<Kept>,
    /// Files and folders that were asked for; nothing where no notes are taken.
    asked: Option<Mutex<HashSet<PathBuf>>>,
}

/// What was read, for as long as it is as it was.
#[derive(Default)]
pub struct Kept(Mutex<State>);

#[derive(Default)]
struct State {
    sources: Sources,
    /// One id for each path, whatever its bytes.
    ids: HashMap<PathBuf, FileId>,
    parsed: HashMap<PathBuf, Arc<ParsedFile>>,
    modules: HashMap<PathBuf, Option<Arc<Module>>>,
    unread: BTreeMap<PathBuf, String>,
}

impl<'f> Workspace<'f> {
    /// A workspace over some files; paths are shown relative to `current_folder`.
    pub fn new(files: &'f dyn Files, current_folder: &Path) -> Self {
        Self::over(files, current_folder, Arc::default())
    }

    /// The same over what was read before and is still as it was.
    pub fn over(files: &'f dyn Files, current_folder: &Path, kept: Arc<Kept>) -> Self {
        Self { files, current_folder: current_folder.to_path_buf(), kept, asked: Some(Mutex::default()) }
    }

    /// The same without notes of what is asked of it, for a run after which nobody wants to know.
    pub fn unwatched(self) -> Self {
        Self { asked: None, ..self }
    }

    /// The same, which takes its own notes of what is asked of it, if any are taken.
    pub fn watched(&self) -> Self {
        let asked = self.asked.as_ref().map(|_| Mutex::default());
        Self { asked, ..Self::over(self.files, &self.current_folder, self.kept.clone()) }
    }

    /// Files and folders that were asked for, there or not.
    pub fn asked_for(&self) -> HashSet<PathBuf> {
        let asked = self.asked.as_ref().map(|asked| asked.lock().unwrap_or_else(PoisonError::into_inner).clone());
        asked.unwrap_or_default()
    }

    fn note(&self, path: &Path) {
        let Some(asked) = &self.asked else { return };
        let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        if !asked.contains(path) {
            asked.insert(path.to_path_buf());
        }
    }

    /// The files behind it.
    pub fn files(&self) -> &dyn Files {
        self
    }

    /// How a path is shown.
    pub fn display(&self, path: &Path) -> String {
        files::display(path, &self.current_folder)
    }

    /// The module in a folder; `None` when the folder holds no Terraform code.
    pub fn module(&self, folder: &Path) -> Option<Arc<Module>> {
        let known = self.state().modules.get(folder).cloned();
        if let Some(known) = known {
            if self.asked.is_some() {
                self.note(folder);
                let names = known.iter().flat_map(|module| &module.files).map(|file| &file.source.path);
                names.filter_map(|path| path.rsplit('/').next()).for_each(|name| self.note(&folder.join(name)));
            }
            return known;
        }
        let files: Vec<_> = self.code_files(folder).iter().filter_map(|path| self.code(path)).collect();
        let module = (!files.is_empty()).then(|| Arc::new(Module::new(folder.to_path_buf(), files)));
        self.state().modules.entry(folder.to_path_buf()).or_insert(module).clone()
    }

    /// The module in a folder with the code of another over it, each file in place of one of its name; `None` where there
    /// is nothing to put over it.
    pub fn module_under(&self, folder: &Path, over: &Path) -> Option<Module> {
        let over = if over == folder { Vec::new() } else { self.code_files(over) };
        if over.is_empty() {
            return None;
        }
        let named = |path: PathBuf| Some((path.file_name()?.to_owned(), path));
        let files: BTreeMap<_, _> = self.code_files(folder).into_iter().chain(over).filter_map(named).collect();
        let files: Vec<_> = files.values().filter_map(|path| self.code(path)).collect();
        (!files.is_empty()).then(|| Module::new(folder.to_path_buf(), files))
    }

    fn code_files(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = self.list(folder).unwrap_or_default();
        let names: Vec<String> = entries.into_iter().filter(|entry| entry.is_file()).map(|entry| entry.name).collect();
        let mut code: Vec<&String> = names.iter().filter(|name| is_code(name) && !is_shadowed(name, &names)).collect();
        code.sort();
        code.into_iter().map(|name| folder.join(name)).collect()
    }

    /// A file of code: Terraform's, or Terragrunt's.
    pub fn code(&self, path: &Path) -> Option<Arc<ParsedFile>> {
        self.parsed(path, true, ParsedFile::parse)
    }

    /// A file of variable values.
    pub fn variables(&self, path: &Path) -> Option<Arc<ParsedFile>> {
        self.parsed(path, true, ParsedFile::parse_variables)
    }

    /// The file in which `terraform init` wrote down the providers it chose for a root.
    pub fn locked_providers(&self, root: &Path) -> Option<Module> {
        let path = root.join(".terraform.lock.hcl");
        let file = if self.exists(&path) { self.code(&path) } else { None };
        Some(Module::new(root.to_path_buf(), vec![file?]))
    }

    /// A plan in JSON. Nothing of its text is shown: sensitive values stand in it.
    pub fn plan(&self, path: &Path) -> Option<Arc<ParsedFile>> {
        self.read_as(path, true, SourceFile::withheld, ParsedFile::parse_plan)
    }

    /// A file of any text, for `file()` and `templatefile()`.
    pub fn plain_file(&self, path: &Path) -> Option<Arc<ParsedFile>> {
        // Text that code reads may be made by something that ran before, or lie outside: its value is unknown then.
        self.parsed(path, false, |id, source| {
            let tree = Tree::empty(source.bytes.clone());
            ParsedFile::text(id, source, tree)
        })
    }

    /// The paths of all files under a folder, relative to it, for `fileset()`.
    pub fn list_files(&self, root: &Path, folder: &str) -> Result<Vec<String>, Reason> {
        const MOST: usize = 5_000;
        let base = files::normalize(&root.join(folder));
        let mut found = Vec::new();
        let mut folders = vec![(base, String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for entry in self.list(&folder).unwrap_or_default() {
                let path = format!("{prefix}{}", entry.name);
                if entry.is_file() {
                    found.push(path);
                } else if entry.is_folder() {
                    folders.push((folder.join(&entry.name), format!("{path}/")));
                }
            }
            if found.len() + folders.len() > MOST {
                return Err(Reason::Limit(format!("the number of files under {}", self.display(root)).into()));
            }
        }
        found.sort();
        Ok(found)
    }

    /// Folders of the modules that `terraform init` installed for a root, by call path.
    pub fn installed_modules(&self, root: &Path) -> BTreeMap<String, PathBuf> {
        discover::installed_modules(root, self)
    }

    /// The sources read so far.
    pub fn sources(&self) -> Sources {
        self.state().sources.clone()
    }

    /// One source by its id.
    pub fn source(&self, id: FileId) -> Option<Arc<SourceFile>> {
        self.state().sources.shared(id)
    }

    /// Some of the parsed files, by id: to compare the paths of thousands after each keystroke takes long.
    pub fn parsed_files(&self, wanted: &dyn Fn(&Path) -> bool) -> Vec<Arc<ParsedFile>> {
        let state = self.state();
        let mut files: Vec<_> =
            state.parsed.iter().filter(|(path, _)| wanted(path)).map(|(_, file)| file.clone()).collect();
        files.sort_unstable_by_key(|file| file.id);
        files
    }

    /// Files that could not be read, and why.
    pub fn unread(&self) -> BTreeMap<PathBuf, String> {
        self.state().unread.clone()
    }

    /// A file, parsed once. One that must be there and cannot be read is noted down.
    fn parsed(
        &self,
        path: &Path,
        must_be_there: bool,
        parse: impl FnOnce(FileId, Arc<SourceFile>) -> ParsedFile,
    ) -> Option<Arc<ParsedFile>> {
        self.read_as(path, must_be_there, |source| source, parse)
    }

    fn read_as(
        &self,
        path: &Path,
        must_be_there: bool,
        form: impl FnOnce(SourceFile) -> SourceFile,
        parse: impl FnOnce(FileId, Arc<SourceFile>) -> ParsedFile,
    ) -> Option<Arc<ParsedFile>> {
        self.note(path);
        if let Some(known) = self.state().parsed.get(path) {
            return Some(known.clone());
        }
        let bytes = match self.files.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                if must_be_there {
                    self.state().unread.insert(path.to_path_buf(), error.to_string());
                }
                return None;
            }
        };
        let source = Arc::new(form(SourceFile::new(self.display(path), bytes)));
        let id = self.state().take_in(path, source.clone());
        let parsed = Arc::new(parse(id, source));
        // Another thread may have been faster: one id for each path.
        Some(self.state().parsed.entry(path.to_path_buf()).or_insert(parsed).clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.kept.state()
    }
}

/// What is asked of the files is noted.
impl Files for Workspace<'_> {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.note(folder);
        self.files.list(folder)
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        self.note(path);
        self.files.read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.note(path);
        self.files.exists(path)
    }

    fn is_disk(&self) -> bool {
        self.files.is_disk()
    }

    fn unsaved(&self) -> Vec<PathBuf> {
        self.files.unsaved()
    }
}

impl Kept {
    /// Forgets files that are others now, and the modules of their folders.
    pub fn forget<'p>(&self, paths: impl IntoIterator<Item = &'p PathBuf>) {
        let mut state = self.state();
        for path in paths {
            state.parsed.remove(path);
            state.unread.remove(path);
            state.modules.remove(path);
            path.parent().and_then(|folder| state.modules.remove(folder));
        }
    }

    /// Whether a file was read.
    pub fn holds(&self, path: &Path) -> bool {
        self.state().parsed.contains_key(path)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The id of a path, for which this is the text from now on.
    fn take_in(&mut self, path: &Path, source: Arc<SourceFile>) -> FileId {
        match self.ids.get(path) {
            Some(id) => {
                self.sources.replace(*id, source);
                *id
            }
            None => {
                let id = self.sources.add(source);
                self.ids.insert(path.to_path_buf(), id);
                id
            }
        }
    }
}

fn is_code(name: &str) -> bool {
    let hidden = name.starts_with('.') || name.ends_with('~') || name.starts_with('#');
    let is_named = discover::CODE.iter().any(|ending| name.ends_with(ending));
    (is_named && !hidden) || name == files::STDIN
}

/// OpenTofu reads `main.tofu` in place of `main.tf` beside it.
fn is_shadowed(name: &str, names: &[String]) -> bool {
    let tofu = match name.strip_suffix(".tf.json") {
        Some(stem) => format!("{stem}.tofu.json"),
        None => match name.strip_suffix(".tf") {
            Some(stem) => format!("{stem}.tofu"),
            None => return false,
        },
    };
    names.contains(&tofu)
}
