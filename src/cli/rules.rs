//! The commands `explain` and `rules`.

use std::io::Write;
use std::process::ExitCode;

use super::Failure;
use super::args::Arguments;
use crate::policy::Policy;
use crate::rules;

pub(super) fn explain(name: &str, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let Some(rule) = rules::find(name) else {
        let nearest = rules::nearest(name).map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"));
        return Err(Failure(format!("no rule is called {name}{nearest}")));
    };
    writeln!(out, "{}", rule.page.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn list(arguments: &Arguments, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let name = arguments.policy.as_deref().unwrap_or("guide");
    let Some(policy) = Policy::built_in(name) else {
        return Err(Failure(format!("no policy is called {name}; built in are guide, aws and strict")));
    };
    for rule in rules::all() {
        writeln!(out, "{:<34} {:<8} {}", rule.name, policy.check(rule.name).level().as_str(), rule.summary)?;
    }
    Ok(ExitCode::SUCCESS)
}
