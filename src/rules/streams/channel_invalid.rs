//! A channel of a cluster that has none, or without one destination.

use crate::model::channel::Channel;
use crate::model::cluster::ClusterKind;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "channel-invalid",
    summary: "a channel of a cluster that has none, or without one destination",
    page: include_str!("channel_invalid.md"),
    security: false,
    supersedes: &[],
    check: Check::Channel(check),
};

fn check(channel: &Channel, _: &Policy, out: &mut Findings) {
    if let Some(kind) = out.need("cluster_arn", &channel.cluster).filter(|kind| **kind != ClusterKind::Express) {
        out.report(
            Draft::new("cluster_arn", "only clusters with express brokers have channels")
                .at(&channel.cluster.origin, format!("this cluster is {}", kind.as_str()))
                .help("deliver the topic with a connector of MSK Connect, or use express brokers"),
        );
    }
    let message = "the provider takes exactly one destination for a channel";
    let draft = Draft::new("destination", message);
    match (channel.iceberg.known(), channel.s3.known()) {
        (Some(()), Some(())) => out.report(
            draft
                .at(&channel.s3.origin, "the second destination")
                .related(&channel.iceberg.origin.place, "the first one")
                .help("make one channel for each destination"),
        ),
        (None, None) if channel.iceberg.is_absent() && channel.s3.is_absent() => out.report(
            draft.at_place(&channel.block, "has no destination").help("write s3_destination or iceberg_destination"),
        ),
        _ => {}
    }
}
