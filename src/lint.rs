//! From an analysis to the findings of a run: rules, the run's own findings, inline allows, order.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::allow::{self, Allow};
use crate::analysis::Analysis;
use crate::check::{self, Known, OpenQuestion, Subjects};
use crate::date::Date;
use crate::finding::{Finding, Instance, Label, Level, PolicyEntry};
use crate::model::build::UnreadModule;
use crate::policy::Policy;
use crate::root::Missing;
use crate::rules;
use crate::secrets::mask;
use crate::source::{Place, Span, TextRange};

/// Most syntax errors of one file that are reported: a file that is something else altogether is no Terraform anywhere.
const MOST_SYNTAX_ERRORS: usize = 20;

/// What to report.
pub struct Options<'a> {
    /// The policy of a root or file, by its path as displayed.
    pub policy_for: &'a dyn Fn(&str) -> Arc<Policy>,
    /// Which rules run.
    pub rules: &'a dyn Fn(&str) -> bool,
    /// The date by which allows expire and versions age.
    pub today: Date,
}

/// The findings of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Findings, in order of path and place.
    pub findings: Vec<Finding>,
    /// Findings that an inline allow silenced.
    pub suppressed: Vec<Finding>,
    /// Questions that rules left open.
    pub undecided: Vec<OpenQuestion>,
}

/// A part of a project's configuration that never applied.
#[derive(Clone, Debug)]
pub struct UnusedEntry {
    /// Where it stands.
    pub span: Span,
    /// The folder that the configuration holds for, for display.
    pub root: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Checks everything that an analysis holds.
pub fn lint(analysis: &Analysis, options: &Options<'_>) -> Outcome {
    lint_project(analysis, options, &[], None)
}

/// The same, and reports what a project's configuration says in vain. What is known of earlier runs is not made anew.
pub fn lint_project(
    analysis: &Analysis,
    options: &Options<'_>,
    unused: &[UnusedEntry],
    known: Option<&mut Known>,
) -> Outcome {
    let Analysis { models, clients, scrape_jobs: jobs, .. } = analysis;
    let checked =
        check::check(Subjects { models, clients, jobs }, options.policy_for, options.rules, options.today, known);
    let mut run = RunFindings { options, findings: Vec::new() };
    run.syntax_errors(analysis);
    run.unreadable_files(analysis);
    run.unresolved_modules(analysis);
    run.unused_entries(unused);
    let mut findings = checked.findings;
    findings.extend(run.findings);
    findings.retain(|finding| is_selected(analysis, finding));
    let allows: Vec<Allow> =
        analysis.files.iter().filter(|file| file.source.may_be_shown).flat_map(|file| allow::scan(file)).collect();
    let known = known_rules(analysis, options);
    let applied = allow::apply(findings, &allows, &analysis.sources, options.today, &known, options.rules);
    let mut problems = RunFindings { options, findings: Vec::new() };
    problems.allows(&applied.problems);
    let mut findings = applied.kept;
    findings.extend(problems.findings.into_iter().filter(|finding| is_selected(analysis, finding)));
    findings.sort_by(|a, b| order(analysis, a).cmp(&order(analysis, b)));
    Outcome { findings, suppressed: applied.suppressed, undecided: checked.undecided }
}

/// The names that an allow may have: of the program's rules, and of those that the project wrote.
fn known_rules(analysis: &Analysis, options: &Options<'_>) -> BTreeSet<String> {
    let roots = analysis.models.iter().map(|model| &*model.path);
    let clients = analysis.clients.iter().map(|client| &*client.instance.root);
    let paths: BTreeSet<&str> = roots.chain(clients).collect();
    let own = paths.into_iter().flat_map(|path| {
        let policy = (options.policy_for)(path);
        policy.known().map(str::to_owned).collect::<Vec<_>>()
    });
    own.chain(rules::all().map(|rule| rule.name.to_owned())).collect()
}

/// Reported is what concerns a root that was asked for, or what stands in a file that was; not what stands in a file
/// that is left out.
fn is_selected(analysis: &Analysis, finding: &Finding) -> bool {
    let primary = finding.primary().and_then(|label| label.place.span());
    if primary
        .and_then(|span| analysis.sources.get(span.file))
        .is_some_and(|at| analysis.discovery.is_excluded(&at.path))
    {
        return false;
    }
    let roots = finding.instances.iter().map(|instance| &*instance.root);
    let spans = finding.labels.iter().filter_map(|label| label.place.span());
    let files = spans.filter_map(|span| analysis.sources.get(span.file)).map(|file| &*file.path);
    let nowhere = finding.labels.iter().all(|label| label.place.span().is_none()) && finding.instances.is_empty();
    nowhere || roots.chain(files).any(|path| analysis.discovery.is_selected(path))
}

fn order<'a>(
    analysis: &'a Analysis,
    finding: &'a Finding,
) -> (&'a str, u32, std::cmp::Reverse<Level>, &'a str, &'a str) {
    let span = finding.primary().and_then(|label| label.place.span());
    let path = span.and_then(|span| analysis.sources.get(span.file)).map_or("", |file| &file.path);
    let start = span.map_or(0, |span| span.range.start);
    (path, start, std::cmp::Reverse(finding.level), &finding.rule, &finding.message)
}

/// Findings that the stages before the rules give rise to.
struct RunFindings<'a> {
    options: &'a Options<'a>,
    findings: Vec<Finding>,
}

impl RunFindings<'_> {
    fn add(&mut self, rule: &'static str, path: &str, labels: Vec<Label>, message: String, help: Option<String>) {
        let wanted = (self.options.rules)(rule);
        let policy = (self.options.policy_for)(path);
        let check = policy.check(rule);
        let Some(level) = check.level().level().filter(|_| wanted) else { return };
        let policy = PolicyEntry { ..check.entry() };
        let notes = Vec::new();
        let instances: Vec<Instance> = Vec::new();
        self.findings.push(Finding {
            rule: rule.into(),
            level,
            message,
            labels,
            notes,
            help,
            instances,
            policy,
            fixes: Vec::new(),
        });
    }

    fn syntax_errors(&mut self, analysis: &Analysis) {
        for file in &analysis.files {
            let errors = file.tree.errors();
            let shown = errors.len().min(MOST_SYNTAX_ERRORS);
            for (index, error) in errors[..shown].iter().enumerate() {
                let more = errors.len() - shown;
                let more =
                    (index + 1 == shown && more > 0).then(|| format!("{more} more of these follow in this file"));
                let place = Place::Text(file.span(error.range));
                let label = Label::new(place, "Terraform cannot read this");
                self.add(
                    "syntax-error",
                    &file.source.path,
                    vec![label],
                    error.message.clone(),
                    more.or_else(|| error.help.map(str::to_owned)),
                );
            }
        }
    }

    fn unreadable_files(&mut self, analysis: &Analysis) {
        for (file, reason) in &analysis.unread {
            let Some(source) = analysis.sources.get(*file) else { continue };
            let start = Span { file: *file, range: TextRange::new(0, 0) };
            let label = Label::new(Place::Text(start), reason.as_str());
            self.add("unreadable-file", &source.path, vec![label], "this file cannot be read".to_owned(), None);
        }
    }

    fn unresolved_modules(&mut self, analysis: &Analysis) {
        let mut seen = Vec::new();
        for UnreadModule { source, place, why } in analysis.models.iter().flat_map(|model| &model.missing_modules) {
            if seen.contains(&place) {
                continue;
            }
            seen.push(place);
            let path = place.span().and_then(|span| analysis.sources.get(span.file)).map_or("", |file| &file.path);
            let (label, help) = match why {
                Missing::NotOnDisk => (
                    "not on disk, and not installed by terraform init",
                    "run terraform init, or lint the module's own repository",
                ),
                Missing::Cycle => {
                    ("this module calls itself, perhaps through others", "take this call out: Terraform refuses it")
                }
                Missing::TooMany => ("there are too many modules, or too many inside each other", "call fewer modules"),
            };
            let label = Label::new(place.clone(), label);
            // An address may hold a password.
            let message = format!("the module {} was not read: what it defines is unknown", mask(source));
            self.add("unresolved-module", path, vec![label], message, Some(help.to_owned()));
        }
    }

    fn unused_entries(&mut self, unused: &[UnusedEntry]) {
        for entry in unused {
            let label = Label::new(Place::Text(entry.span), "this never applies");
            self.add("unused-policy-entry", &entry.root, vec![label], entry.message.clone(), Some(entry.help.clone()));
        }
    }

    fn allows(&mut self, problems: &[allow::Problem]) {
        for problem in problems {
            let place = Place::Text(Span { file: problem.file, range: problem.range });
            let label = Label::new(place, problem.label.clone());
            self.add(problem.rule, "", vec![label], problem.message.clone(), problem.help.clone());
        }
    }
}
