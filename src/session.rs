//! A project that is looked at again and again while its files change: only what a change bears on is made anew.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::analysis::{self, Analysis, Follow, Remembered};
use crate::check::Known;
use crate::date::Date;
use crate::discover;
use crate::files::{Files, Overlay};
use crate::lint::{self, Outcome};
use crate::policy::Faults;
use crate::project::{self, Failure, Project};
use crate::workspace::Workspace;

/// A project with what is known of it.
pub struct Session<'f> {
    files: &'f Overlay<'f>,
    project: Project,
    /// Whether its configuration has been read, and nothing of it changed since.
    is_configured: bool,
    /// What its configuration was read from, and where more of it was looked for.
    configured_from: HashSet<PathBuf>,
    /// Whether a configuration was understood, and holds.
    holds: bool,
    /// Whether something changed since the last look.
    is_stale: bool,
    remembered: Remembered,
    /// What was found about each model and client.
    known: Known,
    /// Whether files that changed were there when they did last.
    seen: HashMap<PathBuf, bool>,
    looked: Option<Looked>,
    faults: Option<Faults>,
}

/// What a look found.
pub struct Looked {
    /// The models and what they were made from.
    pub analysis: Analysis,
    /// The findings.
    pub outcome: Outcome,
}

impl<'f> Session<'f> {
    /// A project over its disk with changes.
    pub fn new(project: Project, files: &'f Overlay<'f>) -> Self {
        Self {
            files,
            project,
            is_configured: false,
            configured_from: HashSet::new(),
            holds: false,
            is_stale: true,
            remembered: Remembered::default(),
            known: Known::default(),
            seen: HashMap::new(),
            looked: None,
            faults: None,
        }
    }

    /// Takes note that files have other bytes, are new or gone.
    pub fn changed(&mut self, paths: &BTreeSet<PathBuf>) {
        let paths = &self.files.with_other_names(paths);
        self.is_stale |= !paths.is_empty();
        self.is_configured &= !paths.iter().any(|path| self.is_configuration(path));
        let (edited, others): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
            paths.iter().cloned().partition(|path| self.is_edit(path));
        if !edited.is_empty() {
            self.remembered.changed(&edited, self.files);
        }
        // A folder that is gone takes files with it that nobody names.
        if others.iter().any(|path| !self.files.exists(path) && !self.remembered.knows(path)) {
            self.remembered = Remembered::default();
        } else if !others.is_empty() {
            self.remembered.came_or_went(&others);
        }
    }

    /// Whether a file was there before, is there now, and leaves other files what they are.
    fn is_edit(&mut self, path: &Path) -> bool {
        let exists = self.files.exists(path);
        let was_there = self.seen.insert(path.to_path_buf(), exists) == Some(true) || self.remembered.knows(path);
        let decides = discover::DECIDING.iter().any(|name| path.ends_with(name));
        exists && was_there && !decides
    }

    /// Takes note that anything may have changed.
    pub fn everything_changed(&mut self) {
        self.is_stale = true;
        self.is_configured = false;
        self.remembered = Remembered::default();
        self.seen.clear();
    }

    fn is_configuration(&self, path: &Path) -> bool {
        path.ends_with(project::CONFIGURATION) || self.configured_from.contains(path)
    }

    /// Looks again if something changed. Nothing new is known where that is no longer wanted.
    ///
    /// # Errors
    /// When a configuration cannot be read; one that is not understood is among the faults.
    pub fn look(&mut self, today: Date, follow: &dyn Follow) -> Result<(), Failure> {
        if !self.is_stale || follow.is_unwanted() {
            return Ok(());
        }
        // A faulty configuration may be nobody's by now.
        let is_settled = self.is_configured && self.faults.is_none();
        let anew = if is_settled { None } else { Some(self.analysed_anew(follow)) };
        let analysis = match anew {
            Some(Ok(analysis)) => analysis,
            Some(Err(Failure::Faults(faults))) => {
                // What held before holds on, rather than what would hold without any configuration.
                self.faults = Some(*faults);
                self.is_configured = true;
                self.as_before(follow)?
            }
            Some(Err(failure)) => return Err(failure),
            None => self.as_before(follow)?,
        };
        if follow.is_unwanted() {
            return Ok(());
        }
        self.looked = Some(match self.holds {
            true => self.lint(analysis, today),
            // Nothing is found until it is known what is asked for; but there is something to see.
            false => Looked { analysis, outcome: Outcome::default() },
        });
        self.is_stale = false;
        Ok(())
    }

    /// Looks with the configuration that held last.
    fn as_before(&mut self, follow: &dyn Follow) -> Result<Analysis, Failure> {
        let mut analysis = analysis::look(&self.project.request(), self.files, &mut self.remembered, follow);
        if !self.holds || follow.is_unwanted() {
            return Ok(analysis);
        }
        let watched = Workspace::new(self.files, &self.project.current_folder);
        let configured = self.project.configure_found(&mut analysis, &watched);
        self.configured_from.extend(watched.asked_for());
        match configured {
            // One that is new, or of a new folder: as if it were not there.
            Err(Failure::Faults(faults)) => {
                self.faults.get_or_insert(*faults);
                self.project.follow_configuration(&mut analysis)?;
            }
            configured => configured?,
        }
        Ok(analysis)
    }

    fn analysed_anew(&mut self, follow: &dyn Follow) -> Result<Analysis, Failure> {
        let project = self.project.again()?;
        let watched = Workspace::new(self.files, &project.current_folder);
        let analysis = self.analysed_as(project, &watched, follow);
        self.configured_from = watched.asked_for();
        analysis
    }

    fn analysed_as(
        &mut self,
        mut project: Project,
        watched: &Workspace<'_>,
        follow: &dyn Follow,
    ) -> Result<Analysis, Failure> {
        project.configure(watched)?;
        self.remembered.asked_anew();
        let mut analysis = analysis::look(&project.request(), self.files, &mut self.remembered, follow);
        if follow.is_unwanted() {
            return Ok(analysis);
        }
        project.configure_found(&mut analysis, watched)?;
        self.project = project;
        (self.is_configured, self.holds) = (true, true);
        self.faults = None;
        Ok(analysis)
    }

    fn lint(&mut self, mut analysis: Analysis, today: Date) -> Looked {
        let unused = self.project.unused_entries(&mut analysis);
        let policy_for = |path: &str| self.project.policy_for(path);
        let options = lint::Options { policy_for: &policy_for, rules: &|_: &str| true, today };
        let outcome = lint::lint_project(&analysis, &options, &unused, Some(&mut self.known));
        Looked { analysis, outcome }
    }

    /// What the last look found.
    pub fn looked(&self) -> Option<&Looked> {
        self.looked.as_ref()
    }

    /// What is wrong in a configuration, which does not hold then.
    pub fn faults(&self) -> Option<&Faults> {
        self.faults.as_ref()
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.project
    }
}
