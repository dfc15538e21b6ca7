//! A plan that destroys a cluster and makes a new one.

use crate::model::cluster::Cluster;
use crate::model::fact::Origin;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "cluster-replaced",
    summary: "a plan that destroys a cluster and makes a new one",
    page: include_str!("cluster_replaced.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(change) = cluster.change.as_ref().filter(|change| change.action.replaces() && !change.asked_for) else {
        return;
    };
    // A lower version is a finding of its own.
    let forced: Vec<_> = change.replaced_by.iter().filter(|(path, _)| &**path != "kafka_version").collect();
    if forced.is_empty() && !change.replaced_by.is_empty() {
        return;
    }
    let names: Vec<&str> = forced.iter().map(|(path, _)| path.rsplit('.').next().unwrap_or(path)).collect();
    let block = Origin::at(cluster.block.clone());
    let (about, at) = forced.first().map_or(("cluster", &block), |(path, origin)| (&**path, origin));
    let label = match names[..] {
        [] => "tainted, or cannot be updated".to_owned(),
        [name] => format!("{name} cannot change in place"),
        _ => format!("{} cannot change in place", names.join(", ")),
    };
    out.report(
        Draft::new(about, "this plan destroys the cluster and everything in it")
            .at(at, label)
            .note("the new cluster is empty and has other addresses; topics, offsets and ACLs are gone")
            .help("undo the change, or create the new cluster beside this one and move the data first"),
    );
}
