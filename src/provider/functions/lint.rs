//! `lint`, `ok` and `report`: what rules say of a subject, before it exists.

use super::{Function, Parameter, any, text};
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};
use crate::provider::fault::Fault;
use crate::provider::made;
use crate::provider::options::Options;
use crate::provider::subject::Subject;
use crate::provider::verdict::{Verdict, finding_type};

const SUBJECT: Parameter = Parameter {
    name: "subject",
    description: "A resource of Amazon MSK (`self`, `aws_msk_cluster.main`), several in a list or an object, or a text of \
                  broker properties. What is not known yet is not judged.",
    ty: any,
    is_open: true,
};

const OPTIONS: Parameter = Parameter {
    name: "options",
    description: "An object: `policy` (`guide`, `aws` or `strict`), `fail_on` (`error`, `warning`, `note` or `never`), \
                  `ignore` (names of rules), `today` (the date that versions age by; that of this release's tables \
                  without it). While an option is not known yet, nothing is judged, and the result is not known either.",
    ty: any,
    is_open: true,
};

pub(super) static LINT: Function = Function {
    name: "lint",
    summary: "What is wrong with a cluster, its configuration and its topics",
    description: "Returns the findings of every rule, the gravest first, as objects with `rule`, `level`, `message`, `help`, \
                  `setting`, `path` and `url`.",
    example: "output \"findings\" {\n  value = provider::msklint::lint(aws_msk_cluster.main, { policy = \"aws\" })\n}",
    parameters: &[SUBJECT],
    variadic: Some(OPTIONS),
    result: || Type::List(finding_type().into()),
    call: |arguments| judged(arguments, |verdict| verdict.list()),
};

pub(super) static OK: Function = Function {
    name: "ok",
    summary: "Whether nothing known is wrong",
    description: "Returns `true` while no finding is at or above `fail_on` (`error` without it). What is not known yet is \
                  not wrong.",
    example: "resource \"aws_msk_cluster\" \"main\" {\n  # …\n\n  lifecycle {\n    postcondition {\n      condition     = \
              provider::msklint::ok(self)\n      error_message = provider::msklint::report(self)\n    }\n  }\n}",
    parameters: &[SUBJECT],
    variadic: Some(OPTIONS),
    result: || Type::Bool,
    call: |arguments| judged(arguments, |verdict| made::flag(verdict.is_ok())),
};

pub(super) static REPORT: Function = Function {
    name: "report",
    summary: "The findings in words, and what could not be checked yet",
    description: "Returns a text for `error_message`. A sensitive argument makes the whole text sensitive, and Terraform \
                  hides it: wrap what may be shown in `nonsensitive`.",
    example: "check \"msk\" {\n  assert {\n    condition     = provider::msklint::ok(aws_msk_cluster.main)\n    \
              error_message = provider::msklint::report(aws_msk_cluster.main)\n  }\n}",
    parameters: &[SUBJECT],
    variadic: Some(OPTIONS),
    result: text,
    call: |arguments| judged(arguments, |verdict| made::text(verdict.report())),
};

/// Judges a subject. How to judge must be known for that: variables of the root are not while Terraform validates.
fn judged(arguments: &[Value], answer: impl Fn(&Verdict) -> Value) -> Result<Value, Fault> {
    let Some((subject, rest)) = arguments.split_first() else { return Err(Fault::new("there is no subject")) };
    let mut options = Options::default();
    for (index, value) in rest.iter().enumerate() {
        if let Some(unknown) = value.first_unknown() {
            return Ok(Value::new(Kind::Unknown(unknown), value.trace.clone()));
        }
        options.take(value).map_err(|fault| fault.of(index + 1))?;
    }
    let subject = Subject::of(subject).map_err(|fault| fault.of(0))?;
    Ok(answer(&Verdict::of(subject, Vec::new(), &options)))
}
