//! The command: from arguments to reports and an exit code. Files, the terminal and the clock are touched here only.

pub mod args;
mod config;
mod fix;
mod inspect;
mod knowledge;
mod page;
mod rules;
mod terminal;
mod why;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use args::{Arguments, Command, FailOn, Listing, Output, Variable};

use crate::analysis::{self, Analysis, Request, VariableOption};
use crate::date::Date;
use crate::discover::Exclude;
use crate::files::{self, Disk, WithStdin};
use crate::finding::{Applicability, Finding, Level};
use crate::lint::{self, Outcome, UnusedEntry};
use crate::policy::{Layers, Policy, Unused};
use crate::report::{self, Format, Report, Summary};
use crate::rules::Rule;
use crate::source::Span;

/// Bad usage, or something that kept the run from being what was asked for.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// What keeps a path from being read.
    fn about(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            _ => error.to_string(),
        };
        Self(format!("{}: {reason}", path.display()))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // Whoever read the output through a pipe has seen enough: nothing to say.
        Self(if error.kind() == io::ErrorKind::BrokenPipe { String::new() } else { error.to_string() })
    }
}

/// Runs the program.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let started = Instant::now();
    let arguments = match Arguments::parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match run(&arguments, started) {
        Ok(code) => code,
        Err(Failure(message)) => {
            if !message.is_empty() {
                let _ = writeln!(io::stderr(), "msk-lint: {}", report::sanitize::sanitize(&message));
            }
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, started: Instant) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Explain(rule) => rules::explain(arguments, rule, &mut io::stdout().lock()),
        Command::Rules(listing, outputs) => match listing {
            Listing::Levels => rules::list(arguments, outputs),
            Listing::Coverage => knowledge::coverage(outputs),
            Listing::Facts => knowledge::tables(outputs, today(arguments)),
        },
        Command::Check(paths, _) | Command::Inspect(paths, _) | Command::Why(paths, _) if arguments.show_config => {
            config::show(&Setting::new(arguments, paths)?, &mut io::stdout().lock())
        }
        Command::Why(paths, address) => why::run(arguments, Setting::new(arguments, paths)?, address),
        Command::Inspect(paths, outputs) => inspect::run(arguments, Setting::new(arguments, paths)?, outputs),
        Command::Check(paths, outputs) => check(arguments, Setting::new(arguments, paths)?, outputs, started),
    }
}

/// Where a run takes place: paths, boundaries, configuration.
pub(crate) struct Setting {
    current_folder: PathBuf,
    boundaries: BTreeSet<PathBuf>,
    paths: Vec<PathBuf>,
    disk: Disk,
    layers: Layers,
    exclude: Exclude,
    policies: RefCell<BTreeMap<String, Arc<Policy>>>,
    /// The address of a value to explain.
    why: Option<String>,
}

impl Setting {
    fn new(arguments: &Arguments, paths: &[PathBuf]) -> Result<Self, Failure> {
        let current_folder = std::env::current_dir().and_then(|folder| folder.canonicalize())?;
        let default = [PathBuf::from(".")];
        let named = if paths.is_empty() { &default[..] } else { paths };
        let mut paths = Vec::new();
        for path in named {
            paths.push(match path.as_os_str() == "-" {
                true => current_folder.join(files::STDIN),
                false => path.canonicalize().map_err(|error| Failure::about(path, &error))?,
            });
        }
        let boundaries: BTreeSet<PathBuf> = paths.iter().map(|path| files::boundary(path, &current_folder)).collect();
        let mut readable = boundaries.clone();
        for variable in &arguments.variables {
            if let Variable::File(path) = variable {
                // A file that is named is read wherever it is.
                readable.insert(path.canonicalize().map_err(|error| Failure::about(path, &error))?);
            }
        }
        let disk = Disk::within(&readable);
        let mut layers = config::layers(arguments, &disk, &current_folder)?;
        if !arguments.no_config {
            let folders = paths.iter().map(|path| config::folder_of(path)).collect();
            config::add_nearest(&mut layers, &folders, &disk, &current_folder)?;
        }
        let mut exclude = Exclude::default();
        let bad = |pattern| Failure(format!("--exclude: {pattern} is no glob pattern"));
        exclude.add(&current_folder, &arguments.exclude).map_err(bad)?;
        for config in layers.all() {
            exclude.add(&config.folder, &config.exclude).map_err(bad)?;
        }
        let policies = RefCell::default();
        Ok(Self { current_folder, boundaries, paths, disk, layers, exclude, policies, why: None })
    }

    /// Reads and evaluates, then reads the configurations that root modules below the paths have of their own.
    fn analyse(&mut self, arguments: &Arguments, everything: bool) -> Result<Analysis, Failure> {
        let request = self.request(arguments, everything);
        let is_stdin = self.paths.iter().any(|path| path.ends_with(files::STDIN));
        let mut analysis = match is_stdin {
            true => {
                let mut text = Vec::new();
                io::stdin().lock().take(files::MAX_FILE + 1).read_to_end(&mut text)?;
                analysis::analyse(&request, &WithStdin::new(self.disk.clone(), &self.current_folder, text))
            }
            false => analysis::analyse(&request, &self.disk),
        };
        if !arguments.no_config {
            let roots = analysis.models.iter().map(|model| self.folder(&model.path)).collect();
            config::add_nearest(&mut self.layers, &roots, &self.disk, &self.current_folder)?;
        }
        self.leave_out_excluded(&mut analysis)?;
        Ok(analysis)
    }

    /// Drops the root modules that a configuration of their own excludes.
    fn leave_out_excluded(&self, analysis: &mut Analysis) -> Result<(), Failure> {
        let mut excludes: Vec<Exclude> = Vec::new();
        for config in self.layers.all() {
            let mut exclude = Exclude::default();
            exclude.add(&config.folder, &config.exclude).map_err(Failure)?;
            excludes.push(exclude);
        }
        let is_excluded = |path: &Path| excludes.iter().any(|exclude| exclude.is_excluded(path, &self.paths));
        analysis.models.retain(|model| !is_excluded(&self.folder(&model.path)));
        Ok(())
    }

    /// The policy for something by its display path.
    fn policy_for(&self, path: &str) -> Arc<Policy> {
        let mut policies = self.policies.borrow_mut();
        let read = || Arc::new(self.layers.policy_for(&self.folder(path)));
        policies.entry(path.to_owned()).or_insert_with(read).clone()
    }

    fn request(&self, arguments: &Arguments, everything: bool) -> Request {
        let variables = arguments.variables.iter().map(|variable| match variable {
            Variable::Value(name, value) => VariableOption::Value(name.clone(), value.clone()),
            Variable::File(path) => VariableOption::File(self.folder(&path.to_string_lossy())),
        });
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
            Some((name, value.to_str()?.to_owned()))
        });
        Request {
            paths: self.paths.clone(),
            current_folder: self.current_folder.clone(),
            boundary: common_folder(&self.boundaries),
            exclude: self.exclude.clone(),
            variables: variables.collect(),
            environment: environment.collect(),
            workspace: arguments.workspace.clone(),
            everything,
            why: self.why.clone(),
        }
    }

    /// A folder by its display path.
    fn folder(&self, shown: &str) -> PathBuf {
        files::normalize(&self.current_folder.join(shown))
    }

    /// The parts of configurations that no root module made use of, where the run covers all that they speak of.
    fn unused_entries(&self, analysis: &mut Analysis) -> Vec<UnusedEntry> {
        let mut unused = Vec::new();
        for config in self.layers.all() {
            let folder = files::display(&config.folder, &self.current_folder);
            if !analysis.discovery.is_selected(&folder) {
                continue;
            }
            let roots = analysis.models.iter().map(|model| self.folder(&model.path));
            let is_its = |root: &PathBuf| {
                self.layers.config_for(root).is_some_and(|found| found.source.path == config.source.path)
            };
            let entries = config.unused(&roots.filter(is_its).collect());
            if !entries.is_empty() {
                let file = analysis.sources.add(config.source.clone());
                let entry = |unused: Unused| UnusedEntry {
                    span: Span { file, range: unused.range },
                    root: folder.clone(),
                    message: format!("no root module lies under {}", unused.pattern),
                };
                unused.extend(entries.into_iter().map(entry));
            }
        }
        unused
    }
}

/// The nearest folder around all of some.
fn common_folder(folders: &BTreeSet<PathBuf>) -> PathBuf {
    let is_around = |folder: &Path| folders.iter().all(|other| other.starts_with(folder));
    let first = folders.first().map(PathBuf::as_path).unwrap_or(Path::new("/"));
    first.ancestors().find(|folder| is_around(folder)).unwrap_or(first).to_path_buf()
}

fn check(
    arguments: &Arguments,
    mut setting: Setting,
    outputs: &[Output<Format>],
    started: Instant,
) -> Result<ExitCode, Failure> {
    if arguments.fixing.is_some() {
        fix::run(arguments, &mut setting)?;
    }
    let mut analysis = setting.analyse(arguments, false)?;
    let today = today(arguments);
    let unused = setting.unused_entries(&mut analysis);
    let policy_for = |path: &str| setting.policy_for(path);
    let selected = |rule: &Rule| arguments.is_selected(rule.name);
    let options = lint::Options { policy_for: &policy_for, rules: &selected, today };
    let outcome = lint::lint_project(&analysis, &options, &unused);
    let ran: Vec<&Rule> = crate::rules::all().filter(|rule| selected(rule)).collect();
    let report = Report {
        findings: &outcome.findings,
        suppressed: &outcome.suppressed,
        sources: &analysis.sources,
        summary: Summary { elapsed: Some(started.elapsed()), ..summary(&analysis, &outcome) },
        rules: &ran,
    };
    let default = [Output { format: Format::Pretty, file: None }];
    let shows_diff = arguments.fixing.is_some_and(|fixing| fixing.diff);
    for output in if outputs.is_empty() && !shows_diff { &default[..] } else { outputs } {
        let style = terminal::style(arguments, output.file.is_none());
        write_output(output.file.as_deref(), |out| report::render(output.format, &report, &style, out))?;
    }
    if arguments.verbose {
        terminal::tell(&setting, &analysis, &outcome, today)?;
    }
    Ok(exit_code(arguments.fail_on, &outcome.findings))
}

/// Writes to a file, or to standard output.
pub(crate) fn write_output(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let describe = |path: &Path, error: io::Error| Failure(format!("{}: {error}", path.display()));
    match file {
        Some(path) => {
            let mut out = BufWriter::new(File::create(path).map_err(|error| describe(path, error))?);
            write(&mut out).and_then(|()| out.flush()).map_err(|error| describe(path, error))
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            Ok(write(&mut out).and_then(|()| out.flush())?)
        }
    }
}

fn summary(analysis: &Analysis, outcome: &Outcome) -> Summary {
    let count = |level: Level| outcome.findings.iter().filter(|finding| finding.level == level).count();
    let is_fixable = |finding: &&Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
    let mut missing: Vec<_> = analysis.models.iter().flat_map(|model| &model.missing_modules).collect();
    missing.sort();
    missing.dedup();
    Summary {
        errors: count(Level::Error),
        warnings: count(Level::Warning),
        notes: count(Level::Note),
        fixable: outcome.findings.iter().filter(is_fixable).count(),
        suppressed: outcome.suppressed.len(),
        clusters: analysis.models.iter().map(|model| model.clusters.len()).sum(),
        clients: analysis.clients.len(),
        files: analysis.discovery.files_scanned,
        missing_modules: missing.len(),
        elapsed: None,
    }
}

fn exit_code(fail_on: FailOn, findings: &[Finding]) -> ExitCode {
    if findings.iter().any(|finding| finding.rule == "internal-error") {
        return ExitCode::from(2);
    }
    let least = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Note => Level::Note,
        FailOn::Never => return ExitCode::SUCCESS,
    };
    ExitCode::from(u8::from(findings.iter().any(|finding| finding.level >= least)))
}

/// The date of the run: given, or the system's in UTC.
fn today(arguments: &Arguments) -> Date {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs() / 86_400);
    let system = Date::from_unix_days(u32::try_from(days).unwrap_or(0));
    arguments.today.or(system).unwrap_or(Date { year: 1970, month: 1, day: 1 })
}
