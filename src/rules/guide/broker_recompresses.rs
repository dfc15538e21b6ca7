//! A codec on the broker, which makes it compress again what producers sent.

use std::sync::Arc;

use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::Fact;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "broker-recompresses",
    summary: "a codec set on the broker, which compresses again what producers sent",
    page: include_str!("broker_recompresses.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const NAME: &str = "compression.type";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if cluster.is(ClusterKind::Serverless) {
        return;
    }
    let of_cluster = cluster.effective(NAME);
    out.report_all(draft(&of_cluster));
    for topic in &cluster.topics {
        let of_topic = topic.config(NAME);
        out.report_all(of_topic.as_ref().and_then(draft).map(|draft| draft.instance(&topic.instance)));
    }
}

fn draft(codec: &Fact<Arc<str>>) -> Option<Draft> {
    let written = codec.known_written()?.trim().to_ascii_lowercase();
    if !matches!(&*written, "gzip" | "snappy" | "lz4" | "zstd" | "uncompressed") {
        return None;
    }
    Some(
        Draft::new(NAME, "brokers compress again what producers sent")
            .at(&codec.origin, format!("{NAME} is {written}"))
            .note(format!("a broker unpacks and packs every batch whose producer does not use {written} itself"))
            .help(format!("set {NAME}=producer here, and the codec in the producers")),
    )
}
