//! Brokers whose CPU works on credits.

use crate::facts;
use crate::model::cluster::Cluster;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "burstable-broker",
    summary: "brokers whose CPU works on credits",
    page: include_str!("burstable_broker.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let Some(name) = out.need("instance_type", &cluster.instance_type) else { return };
    let Some(size) = facts::instance_type(name).filter(|size| size.burstable) else { return };
    let mut draft = Draft::new("instance_type", "brokers that slow down under steady load")
        .at(&cluster.instance_type.origin, format!("{name} runs on CPU credits"))
        .help("use kafka.m7g.large or larger for anything but development and light load");
    if let Some(baseline) = size.cpu_baseline_percent {
        draft = draft.note(format!(
            "once its credits are spent a broker has {baseline} % of its CPU; patching and catching up use them up fastest"
        ));
    }
    out.report(draft);
}
