//! `aws_mskconnect_connector` and `aws_msk_replicator` to connectors and replicators.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::link::{self, Link};
use super::{Clusters, Resources, change, origin, properties, topic};
use crate::eval::value::{Mode, Reason, ResourceAddress, Value};
use crate::model::connect::{Connector, RepeatedKey, ReplicatedCluster, Replicator, WorkerConfiguration};
use crate::model::fact::{Fact, Origin};
use crate::model::properties::Properties;
use crate::source::Place;
use crate::syntax;
use crate::syntax::tree::ExprKind;

/// The resource types.
pub(super) const CONNECTOR: &str = "aws_mskconnect_connector";
pub(super) const REPLICATOR: &str = "aws_msk_replicator";
pub(super) const WORKER: &str = "aws_mskconnect_worker_configuration";

/// Arguments of a replicator that neither replace it nor are part of an update.
const FIXED: [&str; 3] = ["replicator_name", "description", "service_execution_role_arn"];

const WORKERS: [(&str, &str); 3] = [
    ("worker_count", "capacity.provisioned_capacity.worker_count"),
    ("min_worker_count", "capacity.autoscaling.min_worker_count"),
    ("max_worker_count", "capacity.autoscaling.max_worker_count"),
];
const SINKS: [&str; 3] = ["cloudwatch_logs", "firehose", "s3"];
pub(super) const BOOTSTRAP: &str = "kafka_cluster.apache_kafka_cluster.bootstrap_servers";

/// Reads a connector.
pub(super) fn connector(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Connector {
    let fields = Fields::new(resources, address);
    let provisioned = fields.block("capacity.provisioned_capacity");
    let mode = if provisioned.known().is_some() { "provisioned_capacity" } else { "autoscaling" };
    let sink = |name: &str| fields.boolean(&format!("log_delivery.worker_log_delivery.{name}.enabled"));
    let (bootstrap_servers, bootstrap_attribute) = bootstrap(&fields);
    let workers = WORKERS.iter().map(|(name, path)| (*name, fields.number(path)));
    Connector {
        instance: resources.instance(address),
        block: fields.header.clone(),
        version: fields.text("kafkaconnect_version"),
        autoscaling: fields.block("capacity.autoscaling"),
        mcu_count: fields.number(&format!("capacity.{mode}.mcu_count")),
        workers: workers.filter(|(_, fact)| !fact.is_absent()).collect(),
        authentication: fields.text_or_default("kafka_cluster_client_authentication.authentication_type"),
        encryption: fields.text_or_default("kafka_cluster_encryption_in_transit.encryption_type"),
        bootstrap_servers,
        bootstrap_attribute,
        log_delivery: fields.block("log_delivery"),
        log_sinks: SINKS.iter().map(|name| sink(name)).collect(),
        configuration: topic::properties(&fields, "connector_configuration"),
        repeated: repeated(&fields),
        worker: worker(&fields),
        provisioned,
    }
}

/// The properties of the worker configuration that a connector names.
fn worker(fields: &Fields<'_>) -> Fact<Properties> {
    let arn = match fields.get("worker_configuration.arn") {
        Field::Absent(place) if fields.is_present("worker_configuration") == Some(false) => {
            return Fact::absent(Origin::at(place));
        }
        Field::Absent(place) => return Fact::unknown("it does not say which worker configuration", Origin::at(place)),
        Field::Written(arn) => arn,
    };
    match arn.first_unknown().as_ref().map(|unknown| &*unknown.reason) {
        Some(Reason::Resource { address, .. }) if &*address.kind == WORKER && address.mode == Mode::Managed => {
            worker_properties(&Fields::new(fields.resources, &Rc::new(address.clone())))
        }
        _ => Fact::unknown("its worker configuration is not here", origin::of(&arn.trace)),
    }
}

fn worker_properties(worker: &Fields<'_>) -> Fact<Properties> {
    match worker.get("properties_file_content") {
        Field::Absent(place) => Fact::unknown("the worker configuration is empty", Origin::at(place)),
        Field::Written(text) => properties::build(worker.resources, &text),
    }
}

/// Reads a worker configuration.
pub(super) fn worker_configuration(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> WorkerConfiguration {
    let fields = Fields::new(resources, address);
    let properties = worker_properties(&fields);
    WorkerConfiguration { instance: resources.instance(address), block: fields.header.clone(), properties }
}

/// Keys that come more than once in the map as it is written: evaluation keeps the last.
fn repeated(fields: &Fields<'_>) -> Vec<RepeatedKey> {
    let Field::Written(value) = fields.get("connector_configuration") else { return Vec::new() };
    let span = value.trace.span();
    let Some((span, file)) = span.and_then(|span| Some((span, fields.resources.file(span)?))) else {
        return Vec::new();
    };
    let text = file.bytes.get(span.range.as_usize()).filter(|text| text.starts_with(b"{"));
    let Some(text) = text else { return Vec::new() };
    let (tree, id) = syntax::parse_expression(text.into());
    let ExprKind::Object(items) = tree.expr(id).kind else { return Vec::new() };
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    let mut found = Vec::new();
    for item in tree.items(items) {
        let range = tree.expr(item.key).range;
        let place = Place::Text(span.part(range.start, range.end));
        let name = tree.text(range).trim_matches('"');
        // A key that is computed may be any.
        if name.contains("${") || name.starts_with('(') {
            continue;
        }
        match seen.get(name) {
            Some(first) => found.push(RepeatedKey { name: name.into(), first: first.clone(), again: place }),
            None => drop(seen.insert(name, place)),
        }
    }
    found
}

/// The servers, and `bootstrap_brokers_sasl_iam` or the like where they are those of a cluster: they are named here then,
/// not where the cluster is.
fn bootstrap(fields: &Fields<'_>) -> (Fact<Arc<str>>, Option<Arc<str>>) {
    let servers = fields.text(BOOTSTRAP);
    let Field::Written(value) = fields.get(BOOTSTRAP) else { return (servers, None) };
    match value.first_unknown().as_ref().map(|unknown| &*unknown.reason) {
        Some(Reason::Resource { address, attribute }) if link::CLUSTERS.contains(&&*address.kind) => {
            let origin = Origin::at(value.trace.place().clone());
            (Fact { origin, ..servers }, Some((**attribute).into()))
        }
        _ => (servers, None),
    }
}

/// Reads a replicator with the clusters of the root that it names.
pub(super) fn replicator(resources: &dyn Resources, address: &Rc<ResourceAddress>, clusters: &Clusters) -> Replicator {
    let fields = Fields::new(resources, address);
    let target = |argument: &str| match fields.get(&format!("replication_info_list.{argument}")) {
        Field::Written(arn) => link::behind(&arn),
        Field::Absent(_) => Link::Absent,
    };
    let (source, target) = (target("source_kafka_cluster_arn"), target("target_kafka_cluster_arn"));
    let replicated = |block: &Value| {
        let arn = block.entries().and_then(|entries| {
            let cluster = entries.items.get("amazon_msk_cluster")?.value.clone();
            let cluster = cluster.elements().and_then(|items| items.first()).unwrap_or(&cluster).clone();
            Some(cluster.entries()?.items.get("msk_cluster_arn")?.value.clone())
        });
        let Some(arn) = arn else {
            let origin = origin::of(&block.trace);
            return ReplicatedCluster { origin, is_source: None, cluster: None };
        };
        let owner = link::behind(&arn);
        let is = |other: &Link| matches!((&owner, other), (Link::To(a), Link::To(b)) if a == b);
        let is_source = if is(&source) { Some(true) } else { is(&target).then_some(false) };
        let known = clusters.iter().find(|(address, _)| matches!(&owner, Link::To(owner) if *owner == **address));
        // A cluster that varies is left out, as topics are.
        let cluster = known.and_then(|(_, worlds)| worlds.only().cloned().map(Box::new));
        ReplicatedCluster { origin: Origin::at(arn.trace.place().clone()), is_source, cluster }
    };
    let clusters = match fields.get("kafka_cluster") {
        Field::Absent(place) => Fact::absent(Origin::at(place)),
        Field::Written(value) => match value.elements() {
            Some(blocks) => Fact::written(blocks.iter().map(replicated).collect(), origin::of(&value.trace)),
            None => Fact::unknown("the blocks kafka_cluster are unknown", origin::of(&value.trace)),
        },
    };
    Replicator {
        instance: resources.instance(address),
        block: fields.header.clone(),
        clusters,
        fixed: FIXED.iter().map(|name| (*name, fields.text(name))).collect(),
        change: change::of(&fields, |resources, address| replicator(resources, address, &[])),
    }
}
