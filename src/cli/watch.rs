//! `--watch`: looks again whenever files change, until it is stopped.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, RecursiveMode, Watcher, recommended_watcher};
use same_file::Handle;

use super::args::{Arguments, Output};
use super::{Failure, check, config, know_rules, project, tell_failure, today};
use crate::files::Overlay;
use crate::lint::Outcome;
use crate::report::Format;
use crate::session::Session;

/// How long files have to be quiet before they are looked at: editors and git write many at once.
const PAUSE: Duration = Duration::from_millis(200);

pub(super) fn run(arguments: &Arguments, paths: &[PathBuf], outputs: &[Output<Format>]) -> Result<ExitCode, Failure> {
    let mut project = project(arguments, paths, None)?;
    let (sender, events) = channel();
    let watching = recommended_watcher(sender).and_then(|mut watcher| {
        watcher.watch(&project.boundary(), RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    // Held as long as there is something to watch.
    let _watcher = watching.map_err(|error| Failure::Message(format!("--watch: {error}")))?;
    let disk = project.disk.clone();
    let files = Overlay::new(&disk, []);
    let mut session = Session::new(project.again()?, &files);
    let (mut is_first, mut told) = (true, String::new());
    loop {
        let started = Instant::now();
        session.look(today(arguments), &|| false)?;
        if let Some(faults) = session.faults() {
            clear_screen()?;
            config::draw(faults, &mut io::stderr().lock())?;
            tell_watching(arguments)?;
            told.clear();
        } else if let Some(looked) = session.looked() {
            project.hold_as(session.project());
            // Later, a rule may be gone from the configuration, and may come back.
            let unknown = match know_rules(arguments, &project.layers.own_rules()) {
                Err(failure) if is_first => return Err(failure),
                known => known.err(),
            };
            is_first = false;
            let mut outcome = selected(arguments, &looked.outcome);
            let tells = format!("{unknown:?} {:?} {outcome:?}", check::summary(&looked.analysis, &outcome));
            // Its own words may come back as a change, by way of a pipe and another program.
            if arguments.baseline.is_some() || arguments.new_from_rev.is_some() || told != tells {
                clear_screen()?;
                check::tell(arguments, &mut project, &looked.analysis, &mut outcome, outputs, started)?;
                unknown.map_or(Ok(()), |failure| tell_failure(&failure, &mut io::stderr().lock()))?;
                tell_watching(arguments)?;
            }
            told = tells;
        }
        let Some(changed) = changed(&events, &written(arguments, outputs)) else {
            return Ok(ExitCode::SUCCESS);
        };
        disk.forget();
        session.changed(&changed);
    }
}

/// What a look found, of the rules that are asked for.
fn selected(arguments: &Arguments, outcome: &Outcome) -> Outcome {
    let mut outcome = outcome.clone();
    outcome.findings.retain(|finding| arguments.is_selected(&finding.rule));
    outcome.suppressed.retain(|finding| arguments.is_selected(&finding.rule));
    outcome.undecided.retain(|open| arguments.is_selected(&open.rule));
    outcome
}

/// The files that this program writes itself, whatever they are called and wherever its output was sent.
fn written(arguments: &Arguments, outputs: &[Output<Format>]) -> Vec<Handle> {
    let baseline = arguments.baseline.as_ref().filter(|_| arguments.write_baseline);
    let files = outputs.iter().filter_map(|output| output.file.as_ref()).chain(baseline);
    let files = files.filter_map(|file| Handle::from_path(file).ok());
    files.chain([Handle::stdout(), Handle::stderr()].into_iter().flatten()).collect()
}

/// Waits for files to change and be quiet again; `None` once nobody watches any more.
fn changed(events: &Receiver<notify::Result<Event>>, own: &[Handle]) -> Option<BTreeSet<PathBuf>> {
    let mut paths = BTreeSet::new();
    loop {
        let event = match paths.is_empty() {
            true => events.recv().ok()?,
            false => match events.recv_timeout(PAUSE) {
                Ok(event) => event,
                Err(_) => return Some(paths),
            },
        };
        let Ok(event) = event else { continue };
        if event.kind.is_access() {
            continue;
        }
        // Only files are opened to be compared: a pipe would wait for its writer.
        let is_own = |path: &PathBuf| path.is_file() && Handle::from_path(path).is_ok_and(|file| own.contains(&file));
        let is_meant = |path: &PathBuf| !path.iter().any(|part| part == ".git") && !is_own(path);
        paths.extend(event.paths.into_iter().filter(is_meant));
    }
}

fn tell_watching(arguments: &Arguments) -> io::Result<()> {
    match arguments.quiet {
        true => Ok(()),
        false => writeln!(io::stderr(), "watching; Ctrl-C ends it"),
    }
}

fn clear_screen() -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.is_terminal() {
        true => write!(out, "\u{1b}[2J\u{1b}[H").and_then(|()| out.flush()),
        false => Ok(()),
    }
}
