//! The command `policy test`: the examples of a project's own rules, each linted as a file of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Arguments;
use super::{Failure, config, project, today};
use crate::analysis::{self, Analysis, Request};
use crate::date::Date;
use crate::files::{self, Disk, Memory};
use crate::finding::count;
use crate::lint;
use crate::own::{About, Example, OwnRule};
use crate::policy::{Faults, Policy, Problem};
use crate::project::own_rules_of;

/// Where examples stand, as if the rule did.
const HERE: &str = "/example";

/// Tries the examples of a file, or of what holds in the current folder.
pub(super) fn test(arguments: &Arguments, file: Option<&Path>, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let rules = match file {
        Some(file) => {
            let folder = std::env::current_dir().and_then(|folder| folder.canonicalize())?;
            let file = folder.join(file).canonicalize().map_err(|error| Failure::about(file, &error))?;
            let disk = Disk::within(&[files::boundary(&file, &folder), file.clone()]);
            own_rules_of(&file, &folder, &disk)?
        }
        None => project(arguments, &[], None)?.layers.own_rules(),
    };
    let rules: Vec<Arc<OwnRule>> = rules.into_iter().filter(|rule| arguments.is_selected(&rule.name)).collect();
    if rules.is_empty() {
        let whose = file.map_or_else(|| "the configuration here".to_owned(), |file| file.display().to_string());
        return Err(Failure::Message(format!("{whose} has no rules of its own")));
    }
    let mut wrong = 0;
    for rule in &rules {
        let tried = rule.examples.iter().filter_map(|example| problem(rule, example, today(arguments)));
        let problems: Vec<Problem> = tried.collect();
        if !problems.is_empty() {
            wrong += problems.len();
            config::draw(&Faults { source: rule.condition.file.source.clone(), problems }, out)?;
        }
    }
    if !arguments.quiet {
        let without = rules.iter().filter(|rule| rule.examples.is_empty()).map(|rule| &*rule.name);
        let without: Vec<&str> = without.collect();
        if !without.is_empty() {
            writeln!(out, "no examples: {}", without.join(", "))?;
        }
        let examples: usize = rules.iter().map(|rule| rule.examples.len()).sum();
        let (rules, examples) = (count(rules.len() as i64, "rule"), count(examples as i64, "example"));
        writeln!(out, "{rules}, {examples}, {wrong} not as expected")?;
    }
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// What is wrong with an example, if something is.
fn problem(rule: &Arc<OwnRule>, example: &Example, today: Date) -> Option<Problem> {
    let about = |message: String, help: Option<String>| Problem { range: example.range, message, help };
    let name = &rule.name;
    let analysis = analysis(example);
    if let Some(error) = analysis.files.iter().find_map(|file| file.tree.errors().first()) {
        return Some(about(format!("the code of this example cannot be read: {}", error.message), None));
    }
    if !has_subject(&analysis, rule.about) {
        let help = "write code that the rule can judge, in a file of the right name".to_owned();
        return Some(about(format!("nothing in this example is a {}", rule.about.as_str()), Some(help)));
    }
    let policy = Arc::new(Policy::of_one(&OwnRule { folder: Path::new(HERE).into(), ..OwnRule::clone(rule) }.into()));
    let options = lint::Options { policy_for: &|_| policy.clone(), rules: &|wanted| *name == *wanted, today };
    let outcome = lint::lint(&analysis, &options);
    let said = outcome.findings.first().map(|finding| format!("it says: {}", finding.message));
    match (said, example.fires) {
        (None, true) => {
            let open = outcome.undecided.first().map(|open| format!("it cannot be told: {}", open.reason));
            let why = open.unwrap_or_else(|| "the condition holds".to_owned());
            Some(about(format!("{name} does not fire in this example"), Some(why)))
        }
        (Some(said), false) => Some(about(format!("{name} fires in this example"), Some(said))),
        _ => None,
    }
}

/// An example as a file that stands where the rule does.
fn analysis(example: &Example) -> Analysis {
    let here = PathBuf::from(HERE);
    let files = Memory::new([(here.join(&example.file), example.code.clone().into_bytes())]);
    let request =
        Request { paths: vec![here.clone()], current_folder: here.clone(), boundary: here, ..Request::default() };
    analysis::analyse(&request, &files)
}

fn has_subject(analysis: &Analysis, about: About) -> bool {
    let models = &analysis.models;
    match about {
        About::Cluster => models.iter().any(|model| !model.clusters.is_empty()),
        About::Configuration => models.iter().any(|model| !model.configurations.is_empty()),
        About::Client => !analysis.clients.is_empty(),
        About::Topic => models.iter().any(|model| {
            let of_clusters = model.clusters.iter().any(|cluster| !cluster.first().topics.is_empty());
            of_clusters || !model.loose_topics.is_empty()
        }),
    }
}
