//! An argument that the provider dropped.

use crate::finding::{Applicability, Edit, Fix};
use crate::model::capacity::RemovedArgument;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};
use crate::terraform::provider_version;

pub(super) const RULE: Rule = Rule {
    name: "removed-argument",
    summary: "an argument that the AWS provider no longer has",
    page: include_str!("removed_argument.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    for argument in &cluster.capacity.removed {
        let Some(newest) = cluster.capacity.provider.known() else {
            out.leave_open("provider version", "no version constraint and no lock file");
            continue;
        };
        let removed_in = provider_version::version(argument.row.removed_in);
        if !removed_in.is_some_and(|version| newest.reaches(version)) {
            continue;
        }
        let name = argument.row.path.rsplit('.').next().unwrap_or(argument.row.path);
        let mut draft = Draft::new(name, "Terraform refuses an argument that the provider dropped")
            .at(
                &argument.origin,
                format!("{name} is gone since version {} of the AWS provider", argument.row.removed_in),
            )
            .related(&cluster.capacity.provider.origin.place, "lets that version in")
            .help(format!("use {}", argument.row.use_instead));
        draft.fixes.extend(as_block(argument, cluster));
        out.report(draft);
    }
}

/// The same value in the blocks that hold it now. Means the same to every provider that knows them.
fn as_block(argument: &RemovedArgument, cluster: &Cluster) -> Option<Fix> {
    let (span, value, line) = (argument.written?, argument.text.as_deref()?, argument.line_start.as_deref()?);
    if !cluster.capacity.storage_info.is_absent() {
        return None;
    }
    let (outer, _) = argument.row.path.rsplit_once('.')?;
    let inside = argument.row.use_instead.strip_prefix(outer)?.strip_prefix('.')?;
    let mut blocks: Vec<&str> = inside.split('.').collect();
    let name = blocks.pop()?;
    let (mut text, mut depth) = (String::new(), 0);
    for block in &blocks {
        text += &format!("{block} {{{line}{}", "  ".repeat(depth + 1));
        depth += 1;
    }
    text += &format!("{name} = {value}");
    while depth > 0 {
        depth -= 1;
        text += &format!("{line}{}}}", "  ".repeat(depth));
    }
    let title = format!("write {inside}");
    Some(Fix { title, applicability: Applicability::Safe, edits: vec![Edit { span, text }] })
}
