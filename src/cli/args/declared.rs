//! What the parser of the command line is told: commands, options, and their help.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;

use super::{Color, FailOn, Survive};

const USAGE: &str = "msk-lint [OPTIONS] [PATH]...\n       msk-lint [OPTIONS] <COMMAND>";

const AFTER_HELP: &str = "\
Without a subcommand, `check` is meant: `msk-lint ./infra`.

Exit codes: 0 nothing at or above --fail-on; 1 findings at or above it; 2 bad usage, bad configuration or an internal
error. They are the same in every format.

Examples:
  msk-lint                                       lint the current folder
  msk-lint infra --format sarif --output msk.sarif --format pretty
  msk-lint infra --policy strict --fail-on warning
  msk-lint infra/prod -var-file=prod.tfvars      as terraform takes it
  git show main:infra/msk.tf | msk-lint -        standard input
  msk-lint inspect infra/prod                    what every cluster resolves to
  msk-lint infra --diff                          what the safe fixes would change
  msk-lint explain too-few-brokers               the page of a rule";

/// Find what breaks in Kafka on Amazon MSK when a broker, a zone or a patch takes something down.
///
/// Reads Terraform and OpenTofu, works out what it means for every caller and variables file, and shows each problem
/// where it is written.
#[derive(Clone, Debug, Parser)]
#[command(name = "msk-lint", version, max_term_width = 100)]
#[command(override_usage = USAGE, after_help = AFTER_HELP)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Sub,
    #[command(flatten)]
    pub(super) global: Global,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum Sub {
    /// Lint files and folders (the default).
    Check {
        /// Files and folders, or - for standard input; the current folder without any.
        paths: Vec<PathBuf>,
    },
    /// Show what every cluster resolves to, and where each fact comes from.
    Inspect {
        /// Files and folders, or - for standard input; the current folder without any.
        paths: Vec<PathBuf>,
        /// Show instead how one value came about: module.msk.aws_msk_cluster.this.kafka_version, var.brokers.
        #[arg(long, value_name = "ADDRESS")]
        why: Option<String>,
    },
    /// Say what is the cheapest change of clusters (brokers, replicas, zones) that lets them go on when something is down;
    /// --diff and --fix with --unsafe-fixes show and make it.
    Recommend {
        /// Files and folders, or - for standard input; the current folder without any.
        paths: Vec<PathBuf>,
        /// What is down: one-broker, two-brokers or zone. Repeatable; one broker and a zone, each alone, by default.
        #[arg(long, value_name = "EVENT", default_values = ["one-broker", "zone"], hide_possible_values = true, hide_default_value = true)]
        survive: Vec<Survive>,
    },
    /// Work with policies and rules of your own.
    Policy {
        #[command(subcommand)]
        command: PolicySub,
    },
    /// Print the page of a rule: why it matters, examples, when to allow it.
    Explain {
        /// The rule's name.
        rule: String,
    },
    /// List the rules with their level under each policy.
    Rules {
        /// List instead which rule covers each statement of AWS and Kafka, or why none does.
        #[arg(long)]
        coverage: bool,
        /// List instead the tables of facts, with their dates and sources.
        #[arg(long, conflicts_with = "coverage")]
        facts: bool,
    },
    /// Write one page that shows everything: clusters drawn, what they survive, findings, facts and clients.
    Report {
        /// Files and folders, or - for standard input; the current folder without any.
        paths: Vec<PathBuf>,
        /// As HTML, complete in one file: the only form there is.
        #[arg(long, required = true)]
        html: bool,
    },
    /// Serve an editor: the Language Server Protocol over standard input and output.
    Lsp {
        /// Nothing else is served; taken for the editors that say so.
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Write a first configuration, .msk-lint.hcl, into the current folder.
    Init,
    /// Print a script that completes the command line: bash, zsh, fish, elvish or powershell.
    Completions {
        /// The shell.
        #[arg(hide_possible_values = true)]
        shell: Shell,
    },
    /// Print the page of the manual.
    Man,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum PolicySub {
    /// Try the examples of your own rules: each must fire, or stay silent, as it says.
    Test {
        /// A configuration or policy; what holds in the current folder without one.
        file: Option<PathBuf>,
    },
}

#[derive(Clone, Debug, Args)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Global {
    /// How to report: pretty, short, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjson or markdown (inspect,
    /// rules: text or json). Repeatable.
    #[arg(long, value_name = "FORMAT", global = true)]
    pub(super) format: Vec<String>,
    /// Write the report of the nearest --format before it, or the page of report, to a file. Repeatable.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) output: Vec<PathBuf>,
    /// The policy: guide, aws, strict, or a file.
    #[arg(long, value_name = "NAME|FILE", global = true)]
    pub(super) policy: Option<String>,
    /// The configuration file, instead of the nearest .msk-lint.hcl.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file.
    #[arg(long, global = true)]
    pub(super) no_config: bool,
    /// The least level that makes the exit code 1: error, warning, note or never.
    #[arg(long, value_name = "LEVEL", global = true, default_value = "error", hide_possible_values = true)]
    pub(super) fail_on: FailOn,
    /// Report only this rule. Repeatable.
    #[arg(long, value_name = "RULE", global = true)]
    pub(super) only: Vec<String>,
    /// Set the level of a rule: off, note, warning or error. Repeatable.
    #[arg(long, value_name = "RULE=LEVEL", global = true)]
    pub(super) level: Vec<String>,
    /// Leave out paths that match a glob pattern, relative to the current folder. Repeatable.
    #[arg(long, value_name = "GLOB", global = true)]
    pub(super) exclude: Vec<String>,
    /// Set a Terraform variable, as `terraform -var` does (spelt -var too). Repeatable.
    #[arg(long, value_name = "NAME=VALUE", global = true)]
    pub(super) var: Vec<String>,
    /// Read Terraform variables from a file, as `terraform -var-file` does (spelt -var-file too). Repeatable.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) var_file: Vec<PathBuf>,
    /// The selected Terraform workspace, which is unknown otherwise.
    #[arg(long, value_name = "NAME", global = true)]
    pub(super) workspace: Option<String>,
    /// Apply the safe fixes, and report what remains.
    #[arg(long, global = true)]
    pub(super) fix: bool,
    /// With --fix or --diff, take the fixes too that change behaviour or need thought.
    #[arg(long, global = true)]
    pub(super) unsafe_fixes: bool,
    /// Print what --fix would change as a unified diff, and change nothing.
    #[arg(long, global = true)]
    pub(super) diff: bool,
    /// Count the findings of each rule instead of showing them (pretty and short).
    #[arg(long, global = true)]
    pub(super) statistics: bool,
    /// Leave out the findings that a file of known ones holds.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) baseline: Option<PathBuf>,
    /// Write the findings of this run to the file of --baseline.
    #[arg(long, global = true, requires = "baseline")]
    pub(super) write_baseline: bool,
    /// Leave out the findings that were there where the present state branched off from a revision of git.
    #[arg(long, value_name = "REV", global = true)]
    pub(super) new_from_rev: Option<String>,
    /// Write an inline allow with this reason for every finding that is shown.
    #[arg(long, value_name = "REASON", global = true)]
    pub(super) add_allow: Option<String>,
    /// Look again whenever files change.
    #[arg(long, global = true, conflicts_with_all = ["fix", "diff", "add_allow", "write_baseline"])]
    pub(super) watch: bool,
    /// The paths are files that changed: excluded ones are left out though they are named; for hooks.
    #[arg(long, global = true)]
    pub(super) only_files: bool,
    /// The date for anything that depends on one (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", global = true)]
    pub(super) today: Option<String>,
    /// Print the configuration that holds, and where each part comes from.
    #[arg(long, global = true)]
    pub(super) show_config: bool,
    /// When to use colours: always, never, or auto (on a terminal, unless `NO_COLOR` is set).
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", hide_possible_values = true)]
    pub(super) color: Color,
    /// Do not show how far a run is; nothing does where standard error is no terminal, or the variable CI is set.
    #[arg(long, global = true)]
    pub(super) no_progress: bool,
    /// Print findings only, no summary.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Show notes in full, and on standard error what was read and how long each part took.
    #[arg(long, short, global = true, action = ArgAction::SetTrue)]
    pub(super) verbose: bool,
}
