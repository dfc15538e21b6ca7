//! A project that is looked at again and again while its files change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::analysis::Analysis;
use crate::date::Date;
use crate::files::Overlay;
use crate::lint::{self, Outcome};
use crate::policy::Faults;
use crate::project::{self, Failure, Project};
use crate::rules::Rule;

/// A project with what is known of it.
pub struct Session<'f> {
    files: &'f Overlay<'f>,
    project: Project,
    /// Whether its configuration has been read, and nothing of it changed since.
    is_configured: bool,
    /// Whether something changed since the last look.
    is_stale: bool,
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
        Self { files, project, is_configured: false, is_stale: true, looked: None, faults: None }
    }

    /// Takes note that files have other bytes, are new or gone.
    pub fn changed(&mut self, paths: &BTreeSet<PathBuf>) {
        self.is_stale |= !paths.is_empty();
        self.is_configured &= !paths.iter().any(|path| self.is_configuration(path));
    }

    /// Takes note that anything may have changed.
    pub fn everything_changed(&mut self) {
        self.is_stale = true;
        self.is_configured = false;
    }

    fn is_configuration(&self, path: &Path) -> bool {
        let known = |name: &str| path == self.project.folder(name);
        path.ends_with(project::CONFIGURATION)
            || self.project.layers.all().any(|config| known(&config.source.path))
            || self.faults.as_ref().is_some_and(|faults| known(&faults.source.path))
    }

    /// Looks again if something changed. Nothing new is known where that is no longer wanted.
    ///
    /// # Errors
    /// When a configuration cannot be read; one that is not understood is among the faults.
    pub fn look(&mut self, today: Date, is_cancelled: &dyn Fn() -> bool) -> Result<(), Failure> {
        if !self.is_stale || is_cancelled() {
            return Ok(());
        }
        let analysis = match self.is_configured {
            true => self.project.analyse(self.files)?,
            false => match self.analysed_anew() {
                Ok(analysis) => analysis,
                Err(Failure::Faults(faults)) => {
                    // What held before holds on, rather than what would hold without any configuration.
                    self.faults = Some(*faults);
                    self.is_configured = true;
                    if self.looked.is_none() {
                        self.is_stale = false;
                        return Ok(());
                    }
                    self.project.analyse(self.files)?
                }
                Err(failure) => return Err(failure),
            },
        };
        self.looked = Some(self.lint(analysis, today));
        self.is_stale = false;
        Ok(())
    }

    fn analysed_anew(&mut self) -> Result<Analysis, Failure> {
        let mut project = self.project.again()?;
        project.configure(self.files)?;
        let analysis = project.analyse(self.files)?;
        self.project = project;
        self.is_configured = true;
        self.faults = None;
        Ok(analysis)
    }

    fn lint(&self, mut analysis: Analysis, today: Date) -> Looked {
        let unused = self.project.unused_entries(&mut analysis);
        let policy_for = |path: &str| self.project.policy_for(path);
        let options = lint::Options { policy_for: &policy_for, rules: &|_: &Rule| true, today };
        let outcome = lint::lint_project(&analysis, &options, &unused);
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
