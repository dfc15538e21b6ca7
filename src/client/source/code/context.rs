//! Python's `ssl.SSLContext`: what is set in the context that a client gets.

use super::program::{Change, Expr, Pair, Program, Step, Value};

/// The checks that a context can turn off.
const CHECKS: &[&str] = &["check_hostname", "verify_mode"];

/// The settings of the context in a call's arguments, as if they were arguments themselves.
pub(super) fn settings(program: &Program, arguments: &[Pair], at: &Step) -> Vec<Pair> {
    let context = arguments.iter().find(|pair| pair.key.as_deref() == Some("ssl_context"));
    let Some(Value::Name(context)) = context.map(|pair| &pair.value.value) else { return Vec::new() };
    let of_check = |check: &&str| {
        let target = format!("{context}.{check}");
        let sets = |step: &&Step| {
            step.target.as_deref() == Some(&target) && step.scopes == at.scopes && step.range.start < at.range.start
        };
        let step = program.changes_of(&target).rfind(sets)?;
        let value = match &step.value.value {
            _ if step.conditional || step.change != Change::Set => Value::Other,
            // `ssl.CERT_NONE` is a constant of the language.
            Value::Name(name) => Value::Text(name.clone()),
            value => value.clone(),
        };
        let value = Expr { value, ..step.value.clone() };
        Some(Pair { key: Some(format!("ssl_context.{check}")), range: step.range.clone(), value })
    };
    CHECKS.iter().filter_map(of_check).collect()
}
