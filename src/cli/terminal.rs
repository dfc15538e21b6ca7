//! What the terminal can show, and what `-v` tells.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use super::args::{Arguments, Color, FailOn};
use super::{Failure, Project};
use crate::analysis::Analysis;
use crate::date::Date;
use crate::facts;
use crate::lint::Outcome;
use crate::report::Style;
use crate::report::sanitize::sanitize;
use crate::secrets::mask;

/// How text for people looks on standard output or in a file.
pub(super) fn style(arguments: &Arguments, to_stdout: bool) -> Style {
    let is_terminal = to_stdout && io::stdout().is_terminal();
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let notes = arguments.verbose || arguments.fail_on == FailOn::Note;
    let unicode = (is_terminal && is_unicode_locale()) || arguments.color == Color::Always;
    Style { color, unicode, notes, quiet: arguments.quiet, statistics: arguments.statistics }
}

/// Whether the first locale that is set writes UTF-8; none set says nothing against it.
fn is_unicode_locale() -> bool {
    let locales = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(std::env::var_os);
    let first = locales.map(|locale| locale.to_string_lossy().to_lowercase()).find(|locale| !locale.is_empty());
    first.is_none_or(|locale| locale.contains("utf"))
}

/// How the run went, on standard error.
pub(super) fn tell(project: &Project, analysis: &Analysis, outcome: &Outcome, today: Date) -> Result<(), Failure> {
    let mut out = io::stderr().lock();
    let configs: Vec<&str> = project.layers.all().map(|config| &*config.source.path).collect();
    let configs = if configs.is_empty() { "none".to_owned() } else { configs.join(", ") };
    writeln!(out, "date {today}; configuration {}", sanitize(&configs))?;
    for boundary in &project.boundaries {
        writeln!(out, "nothing outside {} is read", sanitize(&boundary.to_string_lossy()))?;
    }
    for model in &analysis.models {
        let files = model.var_files.iter().map(|file| format!(", {file}")).collect::<String>();
        let path = sanitize(&model.path);
        let clusters = model.clusters.len();
        let plural = if clusters == 1 { "" } else { "s" };
        let policy = project.policy_for(&model.path);
        let policy = sanitize(&policy.name);
        writeln!(out, "root {path}{}: {clusters} cluster{plural}, policy {policy}", sanitize(&files))?;
    }
    tell_read(analysis, &mut out)?;
    for table in facts::tables().iter().filter(|table| table.is_old(today)) {
        let (name, compiled) = (table.name, table.compiled);
        writeln!(out, "the table {name} is of {compiled}: more than six months old (msk-lint rules --facts)")?;
    }
    for open in &outcome.undecided {
        let line = format!("{} could not check {}: {} ({})", open.rule, open.instance.address, open.fact, open.reason);
        writeln!(out, "{}", sanitize(&mask(&line)))?;
    }
    Ok(())
}

/// Rules of the project that ask for what cannot be told: nobody would know that they judge nothing.
pub(super) fn tell_refused(outcome: &Outcome) -> io::Result<()> {
    let mut refused: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for open in outcome.undecided.iter().filter(|open| open.is_refused) {
        refused.entry((&open.rule, &open.reason)).or_default().push(&open.instance.address);
    }
    let mut out = io::stderr().lock();
    for ((rule, reason), subjects) in refused {
        let others = match subjects.len() {
            1 => String::new(),
            number => format!(" and {} more", number - 1),
        };
        let line = format!("warning: the rule {rule} cannot judge {}{others}: {reason}", subjects[0]);
        writeln!(out, "{}", sanitize(&mask(&line)))?;
    }
    Ok(())
}

/// Folders that are listed with the files that were read and kept of them.
const MOST_FOLDERS: usize = 50;

fn tell_read(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &analysis.files {
        let (folder, name) = file.source.path.rsplit_once('/').unwrap_or((".", &file.source.path));
        folders.entry(folder).or_default().push(name);
    }
    for (folder, names) in folders.iter_mut().take(MOST_FOLDERS) {
        names.sort_unstable();
        writeln!(out, "read in {}: {}", sanitize(folder), sanitize(&names.join(", ")))?;
    }
    match folders.len().saturating_sub(MOST_FOLDERS) {
        0 => Ok(()),
        more => writeln!(out, "and in {more} more folders"),
    }
}

/// How long each part of a run took.
pub(super) fn tell_times(times: &[(&'static str, Duration)]) -> io::Result<()> {
    let times: Vec<String> = times.iter().map(|(name, time)| format!("{name} {} ms", time.as_millis())).collect();
    writeln!(io::stderr().lock(), "{}", times.join(", "))
}
