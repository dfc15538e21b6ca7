//! From a subject to what there is to say of it: findings, and what could not be checked.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::made;
use super::options::Options;
use super::subject::Subject;
use crate::check::{self, OpenQuestion};
use crate::client::{self, Client};
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::finding::{Finding, Level};
use crate::model::build::RootModel;
use crate::report::{self, Format, Report, Style};
use crate::rules::{self, Rule};
use crate::secrets::mask;
use crate::source::{Place, Sources};

/// What there is to say.
pub(super) struct Verdict {
    /// Findings, the gravest first.
    pub(super) findings: Vec<Finding>,
    open: Vec<OpenQuestion>,
    /// Subjects that are not known at all, and why.
    unknown: Vec<(String, String)>,
    fail_on: Option<Level>,
}

impl Verdict {
    /// Judges a subject with its clients.
    pub(super) fn of(mut subject: Subject, mut clients: Vec<Client>, options: &Options) -> Self {
        if let Some(option) = options.unknown {
            let unknown = vec![("everything".to_owned(), format!("{option} is known only after apply"))];
            return Self { findings: Vec::new(), open: Vec::new(), unknown, fail_on: None };
        }
        let unknown = std::mem::take(&mut subject.unknown);
        let unknown = unknown.into_iter().map(|(name, reason)| (name, reason.to_string())).collect();
        let models = [subject.model()];
        client::tie(&mut clients, &models);
        tie_to_the_one(&mut clients, &models);
        let is_wanted = |rule: &str| !options.ignored.contains(rule);
        let subjects = check::Subjects { models: &models, clients: &clients, jobs: &[] };
        let checked = check::check_here(subjects, &options.policy(), &is_wanted, options.today);
        let mut findings = checked.findings;
        findings.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| place(a).cmp(&place(b))).then(a.rule.cmp(&b.rule)));
        Self { findings, open: checked.undecided, unknown, fail_on: options.fail_on }
    }

    /// Whether a finding is grave enough to fail.
    pub(super) fn fails(&self, finding: &Finding) -> bool {
        self.fail_on.is_some_and(|least| finding.level >= least)
    }

    /// Whether nothing known fails.
    pub(super) fn is_ok(&self) -> bool {
        !self.findings.iter().any(|finding| self.fails(finding))
    }

    /// Findings of a level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// The findings as a list of objects of [`finding_type`].
    pub(super) fn list(&self) -> Value {
        made::list(self.findings.iter().map(|finding| {
            let primary = finding.primary();
            let setting = primary.and_then(|label| label.attribute.as_deref());
            made::object([
                ("rule", made::text(&*finding.rule)),
                ("level", made::text(finding.level.as_str())),
                ("message", made::text(headline(finding))),
                ("help", made::optional_text(finding.help.as_deref())),
                ("setting", made::optional_text(setting)),
                ("path", made::optional_text(Some(place(finding)).filter(|path| !path.is_empty()))),
                ("url", made::optional_text(report::rule_url(&finding.rule))),
            ])
        }))
    }

    /// The findings as SARIF.
    pub(super) fn sarif(&self) -> String {
        let sources = Sources::default();
        // The text is kept in the state: only the rules that it speaks of.
        let is_broken = |rule: &&Rule| self.findings.iter().any(|finding| finding.rule == rule.name);
        let rules: Vec<&Rule> = rules::all().filter(is_broken).collect();
        let report = Report { rules: &rules, ..Report::of(&self.findings, &sources) };
        let mut text = Vec::new();
        // Writing to memory cannot fail.
        let _ = report::render(Format::Sarif, &report, &Style::default(), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Everything in words.
    pub(super) fn report(&self) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            let _ = writeln!(text, "{}: {} ({})", finding.level, headline(finding), finding.rule);
            let _ = write!(text, "{}", details(finding));
        }
        let open: BTreeSet<(&str, &str)> = self.open.iter().map(|open| (&*open.fact, &*open.reason)).collect();
        let unknown = self.unknown.iter().map(|(name, reason)| (name.as_str(), reason.as_str()));
        for (fact, reason) in unknown.chain(open) {
            let _ = writeln!(text, "not checked: {fact}: {}", mask(reason));
        }
        if text.is_empty() { "nothing to report".to_owned() } else { text.trim_end().to_owned() }
    }
}

/// Clients that are given with one cluster talk to it.
fn tie_to_the_one(clients: &mut [Client], models: &[RootModel]) {
    let [model] = models else { return };
    let [cluster] = &model.clusters[..] else { return };
    let address = &cluster.first().instance.address;
    for client in clients.iter_mut().filter(|client| client.cluster.is_none()) {
        client::tie_to(client, address, models);
    }
}

/// The type of one finding.
pub(super) fn finding_type() -> Type {
    let names = ["rule", "level", "message", "help", "setting", "path", "url"];
    Type::object(names.map(|name| (name.into(), Type::String)))
}

/// What is wrong with what, in one line.
pub(super) fn headline(finding: &Finding) -> String {
    let subject = finding.instances.first().map_or_else(String::new, |instance| format!(" [{}]", instance.address));
    format!("{}{subject}", claim(finding))
}

/// What is wrong.
pub(super) fn claim(finding: &Finding) -> String {
    match finding.primary().map(|label| label.text.as_str()) {
        None | Some("") => finding.message.clone(),
        Some(label) => format!("{}: {label}", finding.message),
    }
}

/// Why, and what to do; each line set in, so that Terraform leaves it as it is.
pub(super) fn details(finding: &Finding) -> String {
    let notes = finding.notes.iter().map(|note| format!("  why: {note}\n"));
    let help = finding.help.iter().map(|help| format!("  help: {help}\n"));
    notes.chain(help).collect()
}

/// The path of the attribute to change; empty where it is none.
pub(super) fn place(finding: &Finding) -> String {
    match finding.primary().map(|label| &label.place) {
        Some(Place::Attribute(path)) => path.to_string(),
        _ => String::new(),
    }
}
