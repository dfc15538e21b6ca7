//! The command: from arguments to reports and an exit code. Files, the terminal and the clock are touched here only.

mod allow;
pub mod args;
mod check;
mod config;
mod fix;
mod html;
mod init;
mod inspect;
mod knowledge;
mod known;
mod manual;
mod page;
mod policy;
mod progress;
mod recommend;
mod rules;
mod terminal;
mod watch;
mod why;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use args::{Arguments, Command, FailOn, Listing};
use progress::Progress;

use crate::analysis::{Analysis, Follow};
use crate::date::Date;
use crate::files::{self, WithStdin};
use crate::finding::{Finding, Level};
use crate::lint::{self, Outcome};
use crate::lsp;
use crate::own::OwnRule;
use crate::project::{self, Failure, Options, Project};
use crate::report;

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // Whoever read the output through a pipe has seen enough: nothing to say.
        Self::Message(if error.kind() == io::ErrorKind::BrokenPipe { String::new() } else { error.to_string() })
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
        Err(failure) => {
            let _ = tell_failure(&failure, &mut io::stderr().lock());
            ExitCode::from(2)
        }
    }
}

fn tell_failure(failure: &Failure, out: &mut dyn Write) -> io::Result<()> {
    if let Failure::Faults(faults) = failure {
        config::draw(faults, out)?;
    }
    match failure.to_string() {
        message if message.is_empty() => Ok(()),
        message => writeln!(out, "msk-lint: {}", report::sanitize::sanitize(&message)),
    }
}

fn run(arguments: &Arguments, started: Instant) -> Result<ExitCode, Failure> {
    // The others read a configuration first, which may have rules of its own.
    if !matches!(arguments.command, Command::Check(..) | Command::Rules(..) | Command::TestPolicy(_)) {
        know_rules(arguments, &[])?;
    }
    match &arguments.command {
        Command::TestPolicy(file) => policy::test(arguments, file.as_deref(), &mut io::stdout().lock()),
        Command::Explain(rule) => rules::explain(arguments, rule, &mut io::stdout().lock()),
        Command::Rules(listing, outputs) => match listing {
            Listing::Levels => rules::list(arguments, outputs),
            Listing::Coverage => knowledge::coverage(outputs),
            Listing::Facts => knowledge::tables(outputs, today(arguments)),
        },
        Command::Init => init::run(arguments),
        Command::Completions(shell) => manual::completions(*shell, &mut io::stdout().lock()),
        Command::Man => manual::man(&mut io::stdout().lock()),
        Command::Lsp => {
            let project = options(arguments, &[], None)?;
            let options = lsp::Options { project, today: arguments.today, ..lsp::Options::default() };
            Ok(ExitCode::from(lsp::run(&options)?))
        }
        Command::Check(paths, _) | Command::Inspect(paths, _) | Command::Why(paths, _) | Command::Report(paths, _)
            if arguments.show_config =>
        {
            config::show(&project(arguments, paths, None)?, &mut io::stdout().lock())
        }
        Command::Why(paths, address) => why::run(arguments, paths, address),
        Command::Inspect(paths, outputs) => inspect::run(arguments, paths, outputs),
        Command::Recommend(paths, events, outputs) => recommend::run(arguments, paths, events, outputs),
        Command::Report(paths, file) => html::run(arguments, paths, file.as_deref()),
        Command::Check(paths, outputs) if arguments.watch => watch::run(arguments, paths, outputs),
        Command::Check(paths, outputs) => check::run(arguments, paths, outputs, started),
    }
}

/// What the command line is about, with its configuration read.
fn project(arguments: &Arguments, paths: &[PathBuf], inspection: Option<Inspection<'_>>) -> Result<Project, Failure> {
    let mut project = Project::new(options(arguments, paths, inspection)?)?;
    let disk = project.disk.clone();
    project.configure(&disk)?;
    Ok(project)
}

fn options(arguments: &Arguments, paths: &[PathBuf], inspection: Option<Inspection<'_>>) -> Result<Options, Failure> {
    Ok(Options {
        current_folder: std::env::current_dir().and_then(|folder| folder.canonicalize())?,
        paths: if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() },
        buffers: BTreeSet::new(),
        policy: arguments.policy.clone(),
        config: arguments.config.clone(),
        no_config: arguments.no_config,
        levels: arguments.levels.clone(),
        exclude: arguments.exclude.clone(),
        variables: arguments.variables.clone(),
        environment: project::environment(),
        workspace: arguments.workspace.clone(),
        only_files: arguments.only_files,
        everything: inspection.is_some(),
        why: inspection.and_then(|inspection| inspection.why).map(str::to_owned),
    })
}

/// What `inspect` asks for beyond a check.
#[derive(Clone, Copy)]
struct Inspection<'a> {
    why: Option<&'a str>,
}

/// Refuses names on the command line that are those of no rule, the program's or a project's own.
fn know_rules(arguments: &Arguments, own: &[Arc<OwnRule>]) -> Result<(), Failure> {
    let names = || crate::rules::all().map(|rule| rule.name).chain(own.iter().map(|rule| &*rule.name));
    match arguments.rules().find(|name| names().all(|known| known != *name)) {
        Some(name) => {
            let nearest = crate::rules::nearest_of(name, names());
            let nearest = nearest.map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"));
            Err(Failure::Message(format!("no rule is called {name}{nearest}")))
        }
        None => Ok(()),
    }
}

/// Reads and evaluates what the command line is about, standard input where it names that.
fn analyse(arguments: &Arguments, project: &mut Project) -> Result<Analysis, Failure> {
    analyse_followed(project, &Progress::new(arguments))
}

/// The same, followed.
fn analyse_followed(project: &mut Project, follow: &dyn Follow) -> Result<Analysis, Failure> {
    let disk = project.disk.clone();
    if !project.paths.iter().any(|path| path.ends_with(files::STDIN)) {
        return project.analyse(&disk, follow);
    }
    let mut text = Vec::new();
    io::stdin().lock().take(files::MAX_FILE + 1).read_to_end(&mut text)?;
    let files = WithStdin::new(disk, &project.current_folder, text);
    project.analyse(&files, follow)
}

/// The findings of an analysis under the policies of a project.
fn lint_with(arguments: &Arguments, project: &Project, analysis: &mut Analysis) -> Outcome {
    let unused = project.unused_entries(analysis);
    let policy_for = |path: &str| project.policy_for(path);
    let selected = |rule: &str| arguments.is_selected(rule);
    let options = lint::Options { policy_for: &policy_for, rules: &selected, today: today(arguments) };
    lint::lint_project(analysis, &options, &unused, None)
}

/// Writes to a file, or to standard output.
pub(crate) fn write_output(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let describe = |path: &Path, error: io::Error| Failure::Message(format!("{}: {error}", path.display()));
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
    arguments.today.unwrap_or_else(project::today)
}
