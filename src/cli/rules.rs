//! The commands `explain` and `rules`.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::args::{Arguments, Color, Output, TableFormat};
use super::{Failure, know_rules, page, project, terminal, write_output};
use crate::coverage;
use crate::own::{self, OwnRule};
use crate::policy::Policy;
use crate::project::Project;
use crate::report::sanitize::sanitize;
use crate::rules::{self, Rule};

pub(super) fn explain(arguments: &Arguments, name: &str, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let page = match rules::find(name) {
        Some(rule) => format!("{}\n{}", rule.page.trim_end(), covers(rule.name)),
        None => own_page(&project(arguments, &[], None)?, name)?,
    };
    let is_rendered = io::stdout().is_terminal() || arguments.color == Color::Always;
    match is_rendered {
        true => page::write(&page, terminal::style(arguments, true).color, out)?,
        false => writeln!(out, "{}", page.trim_end())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The page of a rule that the project wrote.
fn own_page(project: &Project, name: &str) -> Result<String, Failure> {
    let own = project.layers.own_rules();
    let Some(rule) = own.iter().find(|rule| rule.name == *name) else {
        let names = rules::all().map(|rule| rule.name).chain(own.iter().map(|rule| &*rule.name));
        let nearest = rules::nearest_of(name, names);
        let nearest = nearest.map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"));
        return Err(Failure::Message(format!("no rule is called {name}{nearest}")));
    };
    let policy = project.layers.policy_for(&project.current_folder);
    let check = policy.check(name);
    Ok(own::page(rule, check.level().as_str(), &check.entry().source))
}

/// The statements that a rule covers, as a section of its page.
fn covers(rule: &str) -> String {
    let rows = coverage::of_rule(rule);
    let lines: String = rows.iter().map(|row| format!("* {}: {}\n", row.id, row.statement)).collect();
    if rows.is_empty() { lines } else { format!("\n## Covers\n\n{lines}") }
}

pub(super) fn list(arguments: &Arguments, outputs: &[Output<TableFormat>]) -> Result<ExitCode, Failure> {
    let mut policies: Vec<(String, Policy)> =
        Policy::names().filter_map(|name| Some((name.to_owned(), Policy::built_in(name)?))).collect();
    let project = project(arguments, &[], None)?;
    let own: Vec<Arc<OwnRule>> = project.layers.own_rules();
    know_rules(arguments, &own)?;
    let named = arguments.policy.as_deref().filter(|name| Policy::built_in(name).is_none());
    if let Some(policy) = project.layers.chosen.clone().filter(|_| named.is_some()) {
        policies.push((policy.name.to_string(), policy));
    }
    let own = Own {
        rules: own.into_iter().filter(|rule| arguments.is_selected(&rule.name)).collect(),
        policy: project.layers.policy_for(&project.current_folder),
    };
    for (_, policy) in &mut policies {
        arguments.levels.iter().for_each(|(rule, level)| policy.set_level(rule, *level));
    }
    let is_selected = |rule: &Rule| arguments.only.is_empty() || arguments.only.iter().any(|name| name == rule.name);
    let default = [Output { format: TableFormat::Text, file: None }];
    for output in if outputs.is_empty() { &default[..] } else { outputs } {
        write_output(output.file.as_deref(), |out| match output.format {
            TableFormat::Text => table(&policies, &own, &is_selected, out),
            TableFormat::Json => json(&policies, &own, &is_selected, out),
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The rules that the project wrote, and what holds for them here.
struct Own {
    rules: Vec<Arc<OwnRule>>,
    policy: Policy,
}

fn table(
    policies: &[(String, Policy)],
    own: &Own,
    is_selected: &dyn Fn(&Rule) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = rules::all().map(|rule| rule.name.len()).max().unwrap_or(0);
    for (index, group) in rules::GROUPS.iter().enumerate() {
        let selected: Vec<&Rule> = group.rules.iter().filter(|rule| is_selected(rule)).collect();
        if selected.is_empty() {
            continue;
        }
        let separator = if index == 0 { "" } else { "\n" };
        write!(out, "{separator}{:<width$}", group.title)?;
        for (name, _) in policies {
            write!(out, "  {name:<8}")?;
        }
        writeln!(out)?;
        for rule in selected {
            write!(out, "{:<width$}", rule.name)?;
            for (_, policy) in policies {
                write!(out, "  {:<8}", policy.check(rule.name).level().as_str())?;
            }
            writeln!(out, "  {}", rule.summary)?;
        }
    }
    for (index, rule) in own.rules.iter().enumerate() {
        if index == 0 {
            writeln!(out, "\nRules of this project")?;
        }
        let (path, line) = &rule.stands_at;
        let level = own.policy.check(&rule.name).level().as_str();
        let line = format!("{:<width$}  {level:<8}  {} ({path}:{line})", &*rule.name, rule.summary());
        writeln!(out, "{}", sanitize(&line))?;
    }
    Ok(())
}

fn json(
    policies: &[(String, Policy)],
    own: &Own,
    is_selected: &dyn Fn(&Rule) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut listed = Vec::new();
    for group in rules::GROUPS {
        for rule in group.rules.iter().filter(|rule| is_selected(rule)) {
            let level = |(name, policy): &(String, Policy)| {
                (name.clone(), Json::from(policy.check(rule.name).level().as_str()))
            };
            listed.push(json!({
                "name": rule.name,
                "group": group.title,
                "summary": rule.summary,
                "levels": policies.iter().map(level).collect::<Map<_, _>>(),
                "supersedes": rule.supersedes,
            }));
        }
    }
    for rule in &own.rules {
        let level = own.policy.check(&rule.name).level().as_str();
        listed.push(json!({
            "name": &*rule.name,
            "group": "Rules of this project",
            "summary": rule.summary(),
            "levels": { &*own.policy.name: level },
            "for": rule.about.as_str(),
            "path": rule.stands_at.0,
            "line": rule.stands_at.1,
        }));
    }
    serde_json::to_writer_pretty(&mut *out, &json!({ "schema_version": 1, "rules": listed }))?;
    writeln!(out)
}
