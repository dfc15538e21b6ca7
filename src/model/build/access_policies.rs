//! Policy documents of IAM to policies: JSON text in resources, and `aws_iam_policy_document`.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value as Json;

use super::fields::{self, Field, Fields};
use super::{Resources, origin};
use crate::eval::convert;
use crate::eval::text::{SegmentKind, Text};
use crate::eval::value::{Reason, ResourceAddress, Value};
use crate::model::access_policy::{AccessPolicy, Statement, Written};
use crate::model::fact::Origin;

/// The data source that writes a document.
pub(super) const DOCUMENT: &str = "aws_iam_policy_document";
/// Resource types that hold a document in `policy`.
pub(super) const HOLDERS: &[&str] =
    &["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

/// What may hold policies of its own.
const ROLES: &[&str] = &["aws_iam_role"];
/// What gives a policy to a role, user or group.
const ATTACHMENTS: &[&str] = &[
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
];

/// Longest document that is read, in bytes: IAM takes far less.
const LONGEST: usize = 64 << 10;

/// Stands for what is unknown in a text; it is no character of any policy.
const UNKNOWN: char = '\u{e000}';

/// Reads a policy; `None` where it has nothing to do with Kafka.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Option<AccessPolicy> {
    let fields = Fields::new(resources, address);
    let statements = match &*address.kind {
        DOCUMENT => statement_blocks(&fields),
        _ => document(&fields).unwrap_or_default(),
    };
    let about_kafka = statements.iter().any(Statement::is_about_kafka);
    let block = fields.header.clone();
    let is_seen = takes_no_other(&fields) && !statements.iter().any(|statement| statement.is_open);
    let instance = resources.instance(address);
    about_kafka.then_some(AccessPolicy { instance, block, statements, is_seen, is_alone: false })
}

/// Whether a resource may hold a policy that cannot be read, other than one that a document here writes.
pub(super) fn is_unreadable(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> bool {
    let fields = Fields::new(resources, address);
    if &*address.kind == DOCUMENT || document(&fields).is_some() {
        return false;
    }
    let Field::Written(value) = fields.get("policy") else { return false };
    let unknown = value.first_unknown();
    unknown.is_none_or(|unknown| unknown.reason.resource().is_none_or(|of| &*of.kind != DOCUMENT))
}

/// Whether others may add to what the policy at an address allows: policies inside of roles, attached ones that are not made
/// here, modules that it is given to.
pub(super) fn others_add_to(resources: &dyn Resources, policy: &Rc<ResourceAddress>) -> bool {
    let is_written_inside = |address: &Rc<ResourceAddress>| {
        let fields = Fields::new(resources, address);
        ["inline_policy", "managed_policy_arns"].iter().any(|name| fields.is_present(name) != Some(false))
    };
    let is_of_others = |address: &Rc<ResourceAddress>| {
        let fields = Fields::new(resources, address);
        let Field::Written(arn) = fields.get("policy_arn") else { return true };
        let unknown = arn.first_unknown();
        unknown.is_none_or(|unknown| unknown.reason.resource().is_none_or(|of| !HOLDERS.contains(&&*of.kind)))
    };
    let is_given_away = |address: &Rc<ResourceAddress>| resources.is_given_to_a_module(address);
    resources.beside(policy, ROLES).iter().any(is_written_inside)
        || resources.beside(policy, ATTACHMENTS).iter().any(is_of_others)
        || resources.beside(policy, HOLDERS).iter().any(is_given_away)
}

/// The statements of `policy`, written there or by a document that it takes, and whether these are all.
pub(super) fn statements(fields: &Fields<'_>) -> (Vec<Statement>, bool) {
    let is_whole = |statements: &[Statement]| !statements.iter().any(|statement| statement.is_open);
    if let Some(statements) = document(fields) {
        let is_seen = is_whole(&statements);
        return (statements, is_seen);
    }
    let Field::Written(value) = fields.get("policy") else { return (Vec::new(), false) };
    match value.first_unknown().as_ref().map(|unknown| &*unknown.reason) {
        Some(Reason::Resource { address, .. }) if &*address.kind == DOCUMENT => {
            let document = Fields::new(fields.resources, &Rc::new(address.clone()));
            let statements = statement_blocks(&document);
            let is_seen = is_whole(&statements) && takes_no_other(&document);
            (statements, is_seen)
        }
        _ => (Vec::new(), false),
    }
}

/// Whether a document is all that its statements say.
fn takes_no_other(document: &Fields<'_>) -> bool {
    let others = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];
    others.iter().all(|name| document.is_present(name) == Some(false))
}

fn statement_blocks(fields: &Fields<'_>) -> Vec<Statement> {
    let Field::Written(value) = fields.get("statement") else { return Vec::new() };
    // Of statements that are not known one by one nothing can be said.
    let Some(blocks) = value.elements() else { return Vec::new() };
    let statement = |block: &Value| {
        let is_known = |name: &str| match fields::inside(block.clone(), name) {
            Field::Written(list) => {
                list.elements().is_some_and(|items| items.iter().all(|item| item.as_str().is_some()))
            }
            Field::Absent(_) => true,
        };
        let leaves_out = matches!(fields::inside(block.clone(), "not_actions"), Field::Written(_));
        let list = |name: &str| match fields::inside(block.clone(), name) {
            Field::Written(list) => {
                list.elements().into_iter().flat_map(|items| items.iter()).filter_map(written).collect()
            }
            Field::Absent(_) => Vec::new(),
        };
        let allows = match fields::inside(block.clone(), "effect") {
            Field::Written(effect) => effect.as_str() == Some("Allow"),
            Field::Absent(_) => true,
        };
        let is_open = leaves_out || !is_known("actions");
        let is_for_accounts = match fields::inside(block.clone(), "principals") {
            Field::Written(all) => all.elements().is_some_and(|all| all.iter().any(names_accounts)),
            Field::Absent(_) => false,
        };
        Statement { allows, actions: list("actions"), resources: list("resources"), is_open, is_for_accounts }
    };
    blocks.iter().map(statement).collect()
}

/// Whether a block `principals` is about accounts or roles, or about anybody.
fn names_accounts(principals: &Value) -> bool {
    let kind = fields::inside(principals.clone(), "type");
    matches!(kind, Field::Written(kind) if matches!(kind.as_str(), Some("AWS" | "*")))
}

fn written(value: &Value) -> Option<Written> {
    Some(Written { text: value.as_str()?.into(), origin: origin::of(&value.trace) })
}

fn document(fields: &Fields<'_>) -> Option<Vec<Statement>> {
    let Field::Written(value) = fields.get("policy") else { return None };
    let text = convert::to_text(&value).ok().filter(|text| text.as_str().len() <= LONGEST)?;
    let json: Json = serde_json::from_str(&with_marks(&text)).ok()?;
    let around = origin::of(&value.trace);
    let places = Places { text: &text, around: &around };
    let statements = match json.get("Statement")? {
        Json::Array(statements) => statements.iter().map(|json| places.statement(json)).collect(),
        single => vec![places.statement(single)],
    };
    Some(statements)
}

/// The text with a mark for each unknown stretch, as a string where one stands for a whole value.
fn with_marks(text: &Text) -> String {
    let mut marked = String::new();
    let (mut inside, mut escaped) = (false, false);
    for segment in text.segments() {
        if matches!(segment.kind, SegmentKind::Unknown(_)) {
            match inside {
                true => marked.push(UNKNOWN),
                false => marked.extend(['"', UNKNOWN, '"']),
            }
            continue;
        }
        for letter in text.as_str().get(segment.start as usize..segment.end as usize).unwrap_or_default().chars() {
            (inside, escaped) = match letter {
                '"' if !escaped => (!inside, false),
                '\\' => (inside, !escaped),
                _ => (inside, false),
            };
            marked.push(letter);
        }
    }
    marked
}

fn holds_unknown(json: &Json) -> bool {
    match json {
        Json::String(text) => text.contains(UNKNOWN),
        Json::Array(items) => items.iter().any(holds_unknown),
        _ => true,
    }
}

/// Finds where the strings of a document are written.
struct Places<'a> {
    text: &'a Text,
    around: &'a Origin,
}

impl Places<'_> {
    fn statement(&self, json: &Json) -> Statement {
        Statement {
            allows: json.get("Effect").and_then(Json::as_str) == Some("Allow"),
            actions: self.strings(json.get("Action")),
            resources: self.strings(json.get("Resource")),
            is_open: json.get("NotAction").is_some() || json.get("Action").is_some_and(holds_unknown),
            is_for_accounts: json.get("Principal").is_some_and(|of| *of == "*" || of.get("AWS").is_some()),
        }
    }

    /// One string or several; those with unknown parts are left out.
    fn strings(&self, json: Option<&Json>) -> Vec<Written> {
        let items: &[Json] = match json {
            Some(Json::Array(items)) => items,
            Some(single) => std::slice::from_ref(single),
            None => &[],
        };
        let known = items.iter().filter_map(Json::as_str).filter(|text| !text.contains(UNKNOWN));
        known.map(|text| Written { text: Arc::from(text), origin: self.origin(text) }).collect()
    }

    fn origin(&self, text: &str) -> Origin {
        let quoted = format!("\"{text}\"");
        let at = self.text.as_str().find(&quoted).map(|at| at + 1);
        let inside = at.and_then(|at| origin::inside(self.text, at..at + text.len()));
        inside.unwrap_or_else(|| self.around.clone())
    }
}
