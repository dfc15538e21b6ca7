//! Thread pools that do not fit the size of the brokers.

use crate::facts::{InstanceType, instance_type};
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::Fact;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "thread-pool-mismatch",
    summary: "thread pools that do not fit the size of the brokers",
    page: include_str!("thread_pool_mismatch.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

const HANDLERS: &str = "num.io.threads";
const NETWORK: &str = "num.network.threads";
const RECOVERY: &str = "num.recovery.threads.per.data.dir";
const FETCHERS: &str = "num.replica.fetchers";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    if !cluster.is(ClusterKind::Standard) {
        return;
    }
    let Some(size) = cluster.instance_type.known().and_then(|name| instance_type(name)) else { return };
    let pools = small_pools(cluster, size, out);
    let handlers_are_small = pools.iter().any(|pool| pool.name == HANDLERS);
    if !pools.is_empty() {
        out.report(too_small(size, &pools));
    }
    if !handlers_are_small {
        out.report_all(network_alone(cluster, size));
    }
}

/// A pool with fewer threads than AWS advises.
struct Pool {
    name: &'static str,
    threads: Fact<i64>,
    advised: u32,
}

fn small_pools(cluster: &Cluster, size: &InstanceType, out: &mut Findings) -> Vec<Pool> {
    let has_provisioned_throughput = cluster.capacity.provisioned_throughput.get() == Some(true);
    let advice = [
        (HANDLERS, size.num_io_threads_recommended),
        (NETWORK, size.num_network_threads_recommended),
        (RECOVERY, recovery_threads(cluster, size)),
        (FETCHERS, size.num_replica_fetchers_with_pst.filter(|_| has_provisioned_throughput)),
    ];
    let mut pools = Vec::new();
    for (name, advised) in advice {
        let Some(advised) = advised else { continue };
        let threads = cluster.effective_number(name);
        if out.need(name, &threads).is_some_and(|threads| *threads < i64::from(advised)) {
            pools.push(Pool { name, threads, advised });
        }
    }
    pools
}

/// AWS advises as many as vCPUs everywhere; the default is left alone on sizes with no other advice.
fn recovery_threads(cluster: &Cluster, size: &InstanceType) -> Option<u32> {
    let is_written = cluster.effective(RECOVERY).is_written();
    (is_written || size.num_io_threads_recommended.is_some()).then_some(size.vcpus)
}

fn too_small(size: &InstanceType, pools: &[Pool]) -> Draft {
    let message = format!("fewer threads than AWS advises for {}", size.name);
    let mut draft = Draft::new(pools.first().map_or(HANDLERS, |pool| pool.name), message);
    for pool in pools.iter().filter(|pool| pool.threads.is_written()) {
        draft = draft.at(&pool.threads.origin, format!("{} is {}", pool.name, threads(pool)));
    }
    let inherited: Vec<&Pool> = pools.iter().filter(|pool| !pool.threads.is_written()).collect();
    if let Some(first) = inherited.first() {
        let texts: Vec<String> = inherited.iter().map(|pool| format!("{} is {}", pool.name, threads(pool))).collect();
        draft = draft.at_value(&first.threads, texts.join(", "));
    }
    let lines: Vec<String> = pools.iter().map(|pool| format!("{}={}", pool.name, pool.advised)).collect();
    draft.note(format!("a broker of this size has {} vCPUs", size.vcpus)).help(format!("set {}", lines.join(", ")))
}

fn threads(pool: &Pool) -> i64 {
    pool.threads.get().unwrap_or_default()
}

/// More network threads without more request handlers only move the queue.
fn network_alone(cluster: &Cluster, size: &InstanceType) -> Option<Draft> {
    let (network, handlers) = (cluster.effective_number(NETWORK), cluster.effective_number(HANDLERS));
    let raised = *network.known_written()?;
    let is_raised = raised > i64::from(size.num_network_threads_default?);
    let handlers_stay = handlers.get()? <= i64::from(size.num_io_threads_default?);
    (is_raised && handlers_stay).then(|| {
        Draft::new(NETWORK, "more network threads without more request handlers")
            .at(&network.origin, format!("{NETWORK} is {raised}"))
            .related(&handlers.origin.place, format!("{HANDLERS} is {}", handlers.get().unwrap_or_default()))
            .note("requests then queue for a handler instead of for the network")
            .help(format!("raise {HANDLERS} first, or leave {NETWORK} at its default"))
    })
}
