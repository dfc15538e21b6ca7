//! The command: from arguments to reports and an exit code. Files, the terminal and the clock are touched here only.

pub mod args;
mod config;
mod inspect;
mod rules;
mod terminal;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use args::{Arguments, Command, FailOn, Output, Variable};

use crate::analysis::{self, Analysis, Request, VariableOption};
use crate::date::Date;
use crate::files::{self, Disk};
use crate::finding::{Applicability, Finding, Level};
use crate::lint::{self, Outcome};
use crate::policy::Policy;
use crate::report::{self, Format, Report, Summary};
use crate::rules::Rule;

/// Bad usage, or something that kept the run from being what was asked for.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
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
        // Whoever read the output has seen enough.
        Err(Failure(message)) if message == io::Error::from(io::ErrorKind::BrokenPipe).to_string() => ExitCode::from(2),
        Err(Failure(message)) => {
            let _ = writeln!(io::stderr(), "msk-lint: {}", report::sanitize::sanitize(&message));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, started: Instant) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Explain(rule) => rules::explain(rule, &mut io::stdout().lock()),
        Command::Rules => rules::list(arguments, &mut io::stdout().lock()),
        Command::Inspect(paths) => {
            let setting = Setting::new(arguments, paths)?;
            inspect::run(arguments, &setting)
        }
        Command::Check(paths) => {
            let setting = Setting::new(arguments, paths)?;
            if arguments.show_config {
                return config::show(&setting, &mut io::stdout().lock());
            }
            check(arguments, &setting, started)
        }
    }
}

/// Where a run takes place: paths, boundary, configuration.
pub(crate) struct Setting {
    current_folder: PathBuf,
    boundary: PathBuf,
    paths: Vec<PathBuf>,
    layers: crate::policy::Layers,
}

impl Setting {
    fn new(arguments: &Arguments, paths: &[PathBuf]) -> Result<Self, Failure> {
        let current_folder = std::env::current_dir().and_then(|folder| folder.canonicalize())?;
        let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() };
        let mut absolute = Vec::new();
        for path in &paths {
            let full = path.canonicalize().map_err(|error| Failure(format!("{}: {error}", path.display())))?;
            absolute.push(full);
        }
        let boundary = common_boundary(&absolute, &current_folder);
        let layers = config::layers(arguments, &absolute, &boundary, &current_folder)?;
        Ok(Self { current_folder, boundary, paths: absolute, layers })
    }

    fn request(&self, arguments: &Arguments, everything: bool) -> Request {
        let mut exclude = arguments.exclude.clone();
        exclude.extend(self.layers.config.iter().flat_map(|config| config.exclude.clone()));
        let variables = arguments.variables.iter().map(|variable| match variable {
            Variable::Value(name, value) => VariableOption::Value(name.clone(), value.clone()),
            Variable::File(path) => VariableOption::File(files::normalize(&self.current_folder.join(path))),
        });
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
            Some((name, value.to_str()?.to_owned()))
        });
        Request {
            paths: self.paths.clone(),
            current_folder: self.current_folder.clone(),
            boundary: self.boundary.clone(),
            exclude,
            variables: variables.collect(),
            environment: environment.collect(),
            workspace: arguments.workspace.clone(),
            everything,
        }
    }

    /// The policy for something by its display path.
    fn policy_for(&self, shown: &str) -> Arc<Policy> {
        let path = files::normalize(&self.current_folder.join(shown));
        Arc::new(self.layers.policy_for(&path, &Policy::built_in))
    }
}

/// One boundary around all paths.
fn common_boundary(paths: &[PathBuf], current_folder: &Path) -> PathBuf {
    let mut boundaries = paths.iter().map(|path| files::boundary(path, current_folder));
    let first = boundaries.next().unwrap_or_else(|| current_folder.to_path_buf());
    boundaries.fold(first, |common, boundary| {
        common.ancestors().find(|folder| boundary.starts_with(folder)).map_or(common.clone(), Path::to_path_buf)
    })
}

fn check(arguments: &Arguments, setting: &Setting, started: Instant) -> Result<ExitCode, Failure> {
    let files = Disk::new(&setting.boundary);
    let analysis = analysis::analyse(&setting.request(arguments, false), &files);
    let today = today(arguments);
    let selected = |rule: &Rule| arguments.only.is_empty() || arguments.only.iter().any(|name| name == rule.name);
    let options = lint::Options { policy_for: &|path: &str| setting.policy_for(path), rules: &selected, today };
    let outcome = lint::lint(&analysis, &options);
    let ran: Vec<&Rule> = crate::rules::all().filter(|rule| selected(rule)).collect();
    let report = Report {
        findings: &outcome.findings,
        suppressed: &outcome.suppressed,
        sources: &analysis.sources,
        summary: Summary { elapsed: Some(started.elapsed()), ..summary(&analysis, &outcome) },
        rules: &ran,
    };
    let default = [Output { format: Format::Pretty, file: None }];
    let outputs = if arguments.outputs.is_empty() { &default[..] } else { &arguments.outputs };
    for output in outputs {
        let style = terminal::style(arguments, output.file.is_none());
        write_output(output.file.as_deref(), |out| report::render(output.format, &report, &style, out))?;
    }
    if arguments.verbose {
        terminal::tell(setting, &analysis, &outcome, today)?;
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
        clients: 0,
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
