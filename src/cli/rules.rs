//! The commands `explain` and `rules`.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use serde_json::{Map, Value as Json, json};

use super::args::{Arguments, Color, Output, TableFormat};
use super::{Failure, page, terminal, write_output};
use crate::coverage;
use crate::files::Disk;
use crate::policy::Policy;
use crate::project;
use crate::rules::{self, Rule};

pub(super) fn explain(arguments: &Arguments, name: &str, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let Some(rule) = rules::find(name) else {
        let nearest = rules::nearest(name).map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"));
        return Err(Failure::Message(format!("no rule is called {name}{nearest}")));
    };
    let page = format!("{}\n{}", rule.page.trim_end(), covers(rule.name));
    let is_rendered = io::stdout().is_terminal() || arguments.color == Color::Always;
    match is_rendered {
        true => page::write(&page, terminal::style(arguments, true).color, out)?,
        false => writeln!(out, "{}", page.trim_end())?,
    }
    Ok(ExitCode::SUCCESS)
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
    if let Some(name) = arguments.policy.as_deref().filter(|name| Policy::built_in(name).is_none()) {
        let folder = std::env::current_dir()?;
        let disk = Disk::within(&project::policy_file(name, &folder));
        let policy = project::chosen_policy(name, &folder, &disk)?;
        policies.push((policy.name.to_string(), policy));
    }
    for (_, policy) in &mut policies {
        arguments.levels.iter().for_each(|(rule, level)| policy.set_level(rule, *level));
    }
    let is_selected = |rule: &Rule| arguments.only.is_empty() || arguments.only.iter().any(|name| name == rule.name);
    let default = [Output { format: TableFormat::Text, file: None }];
    for output in if outputs.is_empty() { &default[..] } else { outputs } {
        write_output(output.file.as_deref(), |out| match output.format {
            TableFormat::Text => table(&policies, &is_selected, out),
            TableFormat::Json => json(&policies, &is_selected, out),
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn table(policies: &[(String, Policy)], is_selected: &dyn Fn(&Rule) -> bool, out: &mut dyn Write) -> io::Result<()> {
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
    Ok(())
}

fn json(policies: &[(String, Policy)], is_selected: &dyn Fn(&Rule) -> bool, out: &mut dyn Write) -> io::Result<()> {
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
    serde_json::to_writer_pretty(&mut *out, &json!({ "schema_version": 1, "rules": listed }))?;
    writeln!(out)
}
