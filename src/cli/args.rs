//! The command line: what may be said, checked and typed.

mod declared;
mod fixing;
mod listing;
mod outputs;
mod writing;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, CommandFactory, FromArgMatches, ValueEnum};
use clap_complete::Shell;

use crate::analysis::VariableOption;
use crate::date::Date;
use crate::model::availability::Lost;
use crate::policy::Setting;
use crate::report::Format;

use declared::{Cli, Global, PolicySub, Sub};
pub use fixing::Fixing;
pub use listing::Listing;
use outputs::{TABLES, outputs, page, table};

/// The least level that fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Note,
    /// Nothing but internal errors.
    Never,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a cluster is to survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Survive {
    /// Any one broker down.
    OneBroker,
    /// Any two brokers down.
    TwoBrokers,
    /// A zone down.
    Zone,
}

impl From<Survive> for Lost {
    fn from(survive: Survive) -> Self {
        match survive {
            Survive::OneBroker => Self::OneBroker,
            Survive::TwoBrokers => Self::TwoBrokers,
            Survive::Zone => Self::OneZone,
        }
    }
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Lint these paths.
    Check(Vec<PathBuf>, Vec<Output<Format>>),
    /// Show what these paths resolve to.
    Inspect(Vec<PathBuf>, Vec<Output<TableFormat>>),
    /// `inspect --why` with the address
    Why(Vec<PathBuf>, String),
    /// Say what to change so that clusters survive these events.
    Recommend(Vec<PathBuf>, Vec<Lost>, Vec<Output<Format>>),
    /// Try the examples of own rules, of a file if one is named.
    TestPolicy(Option<PathBuf>),
    /// Print the page of a rule.
    Explain(String),
    /// List the rules.
    Rules(Listing, Vec<Output<TableFormat>>),
    /// Write a page about these paths, to a file or standard output.
    Report(Vec<PathBuf>, Option<PathBuf>),
    /// Serve an editor.
    Lsp,
    /// Write a first configuration.
    Init,
    /// Print the completions of a shell.
    Completions(Shell),
    /// Print the page of the manual.
    Man,
}

/// One output of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output<F> {
    /// How.
    pub format: F,
    /// Where; standard output when absent.
    pub file: Option<PathBuf>,
}

/// How `inspect` and `rules` report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The command line, checked.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)]
pub struct Arguments {
    /// What to do.
    pub command: Command,
    /// `--policy`
    pub policy: Option<String>,
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--no-config`
    pub no_config: bool,
    /// `--fail-on`
    pub fail_on: FailOn,
    /// `--only`
    pub only: Vec<String>,
    /// `--level`
    pub levels: Vec<(String, Setting)>,
    /// `--exclude`
    pub exclude: Vec<String>,
    /// `--var` and `--var-file`
    pub variables: Vec<VariableOption>,
    /// `--workspace`
    pub workspace: Option<String>,
    /// `--fix` and `--diff`
    pub fixing: Option<Fixing>,
    /// `--statistics`
    pub statistics: bool,
    /// `--baseline`
    pub baseline: Option<PathBuf>,
    /// `--write-baseline`
    pub write_baseline: bool,
    /// `--new-from-rev`
    pub new_from_rev: Option<String>,
    /// `--add-allow`
    pub add_allow: Option<String>,
    /// `--watch`
    pub watch: bool,
    /// `--only-files`
    pub only_files: bool,
    /// `--today`
    pub today: Option<Date>,
    /// `--show-config`
    pub show_config: bool,
    /// `--color`
    pub color: Color,
    /// `--no-progress`
    pub no_progress: bool,
    /// `--quiet`
    pub quiet: bool,
    /// `--verbose`
    pub verbose: bool,
}

impl Arguments {
    /// Reads the words of a command line, the program's name first.
    ///
    /// # Errors
    /// For bad usage, and for `--help` and `--version`, which clap treats the same way.
    pub fn parse_from(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let words = with_subcommand(terraform_spellings(words.into_iter().collect()));
        let matches = Cli::command().try_get_matches_from(words)?;
        let cli = Cli::from_arg_matches(&matches)?;
        let matches = matches.subcommand().map_or(&matches, |(_, inner)| inner);
        let arguments = typed(cli, matches)?;
        fixing::check(&arguments)?;
        writing::check(&arguments)?;
        Ok(arguments)
    }

    /// The names of rules that it holds.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.only.iter().chain(self.levels.iter().map(|(name, _)| name)).map(String::as_str)
    }

    /// Whether a rule is to run.
    pub fn is_selected(&self, rule: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == rule)
    }
}

/// All commands and options.
pub(super) fn command() -> clap::Command {
    Cli::command()
}

/// `-var` and `-var-file`, as Terraform spells them. What follows `--` is left alone.
fn terraform_spellings(mut words: Vec<OsString>) -> Vec<OsString> {
    for word in words.iter_mut().take_while(|word| *word != "--") {
        let Some(text) = word.to_str() else { continue };
        if matches!(text.split('=').next(), Some("-var" | "-var-file")) {
            *word = format!("-{text}").into();
        }
    }
    words
}

/// The first word that is no flag is a subcommand only if it is exactly one.
fn with_subcommand(mut words: Vec<OsString>) -> Vec<OsString> {
    let command = Cli::command();
    let takes_value = |word: &str| {
        let all = command.get_subcommands().chain([&command]).flat_map(clap::Command::get_arguments);
        let mut named =
            all.filter(|argument| argument.get_long().is_some_and(|name| word.strip_prefix("--") == Some(name)));
        named.any(|argument| argument.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(word) = words.get(at).and_then(|word| word.to_str()) {
        if matches!(word, "-h" | "--help" | "-V" | "--version") {
            return words;
        }
        if word == "-" || word == "--" || !word.starts_with('-') {
            break;
        }
        at += if takes_value(word) { 2 } else { 1 };
    }
    let word = words.get(at).and_then(|word| word.to_str());
    let is_subcommand = word.is_some_and(|word| word == "help" || command.find_subcommand(word).is_some());
    if is_subcommand {
        // Flags before the subcommand are moved behind it, where their order among themselves is kept.
        let subcommand = words.remove(at);
        words.insert(1, subcommand);
    } else {
        words.insert(1, "check".into());
    }
    words
}

fn typed(cli: Cli, matches: &ArgMatches) -> Result<Arguments, clap::Error> {
    let global = cli.global;
    Ok(Arguments {
        command: match cli.command {
            Sub::Check { paths } => {
                Command::Check(alone_if_stdin(paths)?, outputs(&global, matches, Format::names(), Format::parse)?)
            }
            Sub::Inspect { paths, why: Some(address) } => Command::Why(alone_if_stdin(paths)?, address),
            Sub::Inspect { paths, why: None } => {
                Command::Inspect(alone_if_stdin(paths)?, outputs(&global, matches, TABLES.iter().copied(), table)?)
            }
            Sub::Recommend { paths, survive } => Command::Recommend(
                alone_if_stdin(paths)?,
                survive.into_iter().map(Lost::from).collect(),
                outputs(&global, matches, Format::names(), Format::parse)?,
            ),
            Sub::Policy { command: PolicySub::Test { file } } => Command::TestPolicy(file),
            Sub::Explain { rule } => Command::Explain(rule),
            Sub::Rules { coverage, facts } => Command::Rules(
                Listing::asked_for(coverage, facts),
                outputs(&global, matches, TABLES.iter().copied(), table)?,
            ),
            Sub::Report { paths, html: _ } => Command::Report(alone_if_stdin(paths)?, page(&global)?),
            Sub::Lsp { stdio: _ } => Command::Lsp,
            Sub::Init => Command::Init,
            Sub::Completions { shell } => Command::Completions(shell),
            Sub::Man => Command::Man,
        },
        policy: global.policy.clone(),
        config: global.config.clone(),
        no_config: global.no_config,
        fail_on: global.fail_on,
        levels: global.level.iter().map(|word| level(word)).collect::<Result<_, _>>()?,
        only: global.only.clone(),
        exclude: global.exclude.clone(),
        variables: variables(&global, matches)?,
        workspace: global.workspace.clone(),
        fixing: Fixing::asked_for(&global)?,
        statistics: global.statistics,
        baseline: global.baseline.clone(),
        write_baseline: global.write_baseline,
        new_from_rev: global.new_from_rev.clone(),
        add_allow: global.add_allow.as_deref().map(writing::reason).transpose()?,
        watch: global.watch,
        only_files: global.only_files,
        today: global.today.as_deref().map(date).transpose()?,
        show_config: global.show_config,
        color: global.color,
        no_progress: global.no_progress,
        quiet: global.quiet,
        verbose: global.verbose,
    })
}

/// Standard input is judged by itself.
fn alone_if_stdin(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, clap::Error> {
    if paths.len() > 1 && paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(usage("- is standard input, which is linted by itself: give no other path".into()));
    }
    Ok(paths)
}

fn usage(message: String) -> clap::Error {
    Cli::command().error(clap::error::ErrorKind::ValueValidation, message)
}

fn variables(global: &Global, matches: &ArgMatches) -> Result<Vec<VariableOption>, clap::Error> {
    let indices = |name: &str| matches.indices_of(name).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let mut found: Vec<(usize, VariableOption)> = Vec::new();
    for (index, text) in indices("var").into_iter().zip(&global.var) {
        let Some((name, value)) = text.split_once('=') else {
            return Err(usage(format!("--var takes name=value, not {text}")));
        };
        found.push((index, VariableOption::Value(name.trim().to_owned(), value.to_owned())));
    }
    let files = indices("var_file").into_iter().zip(&global.var_file);
    found.extend(files.map(|(index, file)| (index, VariableOption::File(file.clone()))));
    found.sort_by_key(|(index, _)| *index);
    Ok(found.into_iter().map(|(_, variable)| variable).collect())
}

fn level(word: &str) -> Result<(String, Setting), clap::Error> {
    let Some((name, level)) = word.split_once('=') else {
        return Err(usage(format!("--level takes RULE=LEVEL, not {word}")));
    };
    let setting = Setting::parse(level)
        .ok_or_else(|| usage(format!("{level} is no level; the levels are off, note, warning and error")))?;
    Ok((name.to_owned(), setting))
}

fn date(text: &str) -> Result<Date, clap::Error> {
    Date::parse(text).ok_or_else(|| usage(format!("{text} is no date; write YYYY-MM-DD")))
}
