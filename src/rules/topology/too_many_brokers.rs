//! More brokers than AWS's quota for the cluster's metadata mode.

use crate::model::capacity::BrokerQuota;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "too-many-brokers",
    summary: "more brokers than AWS's quota for a cluster",
    page: include_str!("too_many_brokers.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let Some(&brokers) = out.need("brokers", &cluster.brokers) else { return };
    let Some(quota) = BrokerQuota::of(cluster.version()).filter(|quota| brokers > quota.brokers) else { return };
    let (most, metadata) = (quota.brokers, quota.metadata);
    let draft = Draft::new("number_of_broker_nodes", format!("more brokers than the quota of {most} {metadata}"))
        .at(&cluster.brokers.origin, format!("{brokers} brokers"))
        .note(format!("AWS refuses more than {most} brokers in a cluster {metadata} unless the quota was raised"))
        .by_table("msk-limits")
        .help("use larger brokers, several clusters, or ask AWS for a higher quota and allow this finding");
    out.report(draft);
}
