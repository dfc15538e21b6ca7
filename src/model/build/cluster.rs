//! `aws_msk_cluster` and `aws_msk_serverless_cluster` to clusters.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::fields::{self, Field, Fields};
use super::{Resources, capacity, change, configuration, monitoring, origin, routes, security};
use crate::eval::types::Type;
use crate::eval::value::{Kind, Reason, ResourceAddress, Value};
use crate::facts::schema;
use crate::model::cluster::{Cluster, ClusterKind, Subnet, ZookeeperRead};
use crate::model::fact::{Fact, From, Origin, State};
use crate::source::{Place, Span};
use crate::terraform::provider_version::{self, Newest};

/// Reads a cluster; its topics are tied to it later.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Cluster {
    let fields = Fields::new(resources, address);
    let is_serverless = &*address.kind == "aws_msk_serverless_cluster";
    let subnets_path = if is_serverless { "vpc_config.subnet_ids" } else { "broker_node_group_info.client_subnets" };
    let subnets = subnets(&fields, subnets_path);
    let instance_type = fields.text("broker_node_group_info.instance_type");
    let zones = zones(&subnets);
    let capacity = capacity::build(&fields);
    Cluster {
        instance: resources.instance(address),
        kind: kind(is_serverless, &instance_type),
        block: fields.header.clone(),
        name: fields.text("cluster_name"),
        brokers: fields.number("number_of_broker_nodes"),
        region: region(&fields, &subnets),
        account: account(&fields),
        subnets,
        zones,
        instance_type,
        kafka_version: fields.text("kafka_version"),
        storage_mode: storage_mode(&fields),
        volume_size: capacity::volume_size(&fields),
        client_broker: client_broker(&fields, &capacity.provider),
        in_cluster: in_cluster(&fields),
        authentication: authentication(&fields, is_serverless),
        unauthenticated: unauthenticated(&fields, is_serverless),
        public_access: public_access(&fields),
        configuration: configuration::info(&fields),
        capacity,
        security: security::build(&fields, is_serverless),
        monitoring: monitoring::build(&fields),
        prevent_destroy: fields.boolean("lifecycle.prevent_destroy").get() == Some(true),
        environment: environment(&fields),
        topics: Vec::new(),
        zookeeper_reads: resources.reads(address, ZOOKEEPER).into_iter().map(zookeeper_read).collect(),
        change: change::of(&fields, build),
    }
}

/// Attributes that hold the addresses of ZooKeeper.
const ZOOKEEPER: &[&str] = &["zookeeper_connect_string", "zookeeper_connect_string_tls"];

fn zookeeper_read((span, block): (Span, String)) -> ZookeeperRead {
    ZookeeperRead { place: Place::Text(span), is_output: block == "output" }
}

fn kind(is_serverless: bool, instance_type: &Fact<Arc<str>>) -> Fact<ClusterKind> {
    if is_serverless {
        return Fact::written(ClusterKind::Serverless, Origin::nowhere());
    }
    instance_type.clone().map(|name| match name.starts_with("express.") {
        true => ClusterKind::Express,
        false => ClusterKind::Standard,
    })
}

fn subnets(fields: &Fields<'_>, path: &str) -> Fact<Vec<Subnet>> {
    match fields.get(path) {
        Field::Absent(place) => Fact::absent(Origin::at(place)),
        Field::Written(value) => {
            let origin = origin::of(&value.trace);
            match value.elements() {
                Some(items) => {
                    let subnets = items.iter().map(|item| subnet(fields.resources, item)).collect();
                    Fact { sensitive: value.sensitive, ..Fact::written(subnets, origin) }
                }
                None => {
                    let reason = value.first_unknown().map(|unknown| unknown.reason.to_string());
                    Fact::unknown(reason.unwrap_or_else(|| "it is no list".into()), origin)
                }
            }
        }
    }
}

fn subnet(resources: &dyn Resources, item: &Value) -> Subnet {
    let place = origin::of(&item.trace).place;
    if let Some(id) = item.as_str() {
        return Subnet::unknown(State::Known(id.into()), Some("only its id is written"), place);
    }
    let unknown = item.first_unknown();
    match unknown.as_ref().map(|unknown| &*unknown.reason) {
        Some(Reason::Resource { address, attribute }) if is_subnet(address) && &**attribute == "id" => {
            let address = Rc::new(address.clone());
            let fields = Fields::new(resources, &address);
            let launch = fields.boolean("map_public_ip_on_launch");
            Subnet {
                id: State::Known(address.to_string().into()),
                zone: fields.text("availability_zone"),
                zone_id: fields.text("availability_zone_id"),
                place,
                public: (launch.get() == Some(true)).then_some(launch.origin),
                way_out: routes::way_out(resources, &address),
            }
        }
        reason => {
            let id = reason.map_or(State::Absent, |reason| State::Unknown(reason.to_string().into()));
            Subnet::unknown(id, None, place)
        }
    }
}

/// Whether an address names one subnet, rather than any of an unknown number.
fn is_subnet(address: &ResourceAddress) -> bool {
    &*address.kind == "aws_subnet" && address.key != crate::eval::value::InstanceKey::Any
}

/// The zones a cluster spans: one for each client subnet, of which the provider drops repetitions.
fn zones(subnets: &Fact<Vec<Subnet>>) -> Fact<u32> {
    // An empty list holds the place of subnets that somebody else names.
    if subnets.known().is_some_and(Vec::is_empty) {
        return Fact::unknown("client_subnets is empty", subnets.origin.clone());
    }
    subnets.clone().map(|subnets| {
        let known: BTreeSet<&Arc<str>> = subnets.iter().filter_map(|subnet| id(subnet)).collect();
        let unknown = subnets.iter().filter(|subnet| id(subnet).is_none()).count();
        (known.len() + unknown) as u32
    })
}

fn id(subnet: &Subnet) -> Option<&Arc<str>> {
    match &subnet.id {
        State::Known(id) => Some(id),
        _ => None,
    }
}

fn region(fields: &Fields<'_>, subnets: &Fact<Vec<Subnet>>) -> Fact<Arc<str>> {
    let zone = subnets.known().and_then(|subnets| subnets.iter().find_map(|subnet| subnet.zone.known().cloned()));
    if let Some(region) = zone.as_deref().and_then(region_of_zone) {
        return Fact::written(region.into(), Origin::nowhere());
    }
    region_of(fields)
}

/// The region of a resource: its own argument, which newer providers have, else its provider's.
pub(super) fn region_of(fields: &Fields<'_>) -> Fact<Arc<str>> {
    let own = fields.text("region");
    if !own.is_absent() {
        return own;
    }
    let of_provider = fields.resources.region(&fields.address);
    let of_provider =
        of_provider.map(|value| fields::read(&value, &Type::String, |value| value.as_str().map(Arc::from)));
    // A profile or the environment names it then: there is no cluster without one.
    let elsewhere = || Fact::unknown("the provider's block names no region", Origin::nowhere());
    of_provider.filter(|region| !region.is_absent()).unwrap_or_else(elsewhere)
}

/// The account in the cluster's own ARN, or in that of its configuration, which is never another's.
fn account(fields: &Fields<'_>) -> Fact<Arc<str>> {
    let arns = ["arn", "configuration_info.arn"].map(|path| fields.text(path)).into_iter();
    let mut accounts = arns.filter_map(|arn| {
        let account = arn.known()?.strip_prefix("arn:")?.split(':').nth(3)?;
        let is_account = account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit());
        is_account.then(|| Fact::written(account.into(), arn.origin.clone()))
    });
    accounts.next().unwrap_or_else(|| Fact::unknown("no ARN tells the account", Origin::nowhere()))
}

/// `us-west-1` of `us-west-1a`.
fn region_of_zone(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|letter: char| letter.is_ascii_lowercase())?;
    region.ends_with(|digit: char| digit.is_ascii_digit()).then_some(region)
}

fn storage_mode(fields: &Fields<'_>) -> Fact<Arc<str>> {
    let fact = fields.text("storage_mode");
    if fact.is_absent() { Fact::inherited("LOCAL".into(), From::MskDefault, fact.origin) } else { fact }
}

/// Before version 3 the provider let plain text in where the block leaves the argument out.
fn client_broker(fields: &Fields<'_>, provider: &Fact<Newest>) -> Fact<Arc<str>> {
    let fact = fields.text_or_default("encryption_info.encryption_in_transit.client_broker");
    let changed = schema::removed(&fields.address.kind, "encryption_info.encryption_in_transit.client_broker");
    let changed_in = changed.and_then(|row| provider_version::version(row.removed_in));
    let is_older = provider.get().zip(changed_in).is_some_and(|(newest, version)| !newest.reaches(version));
    match fact.is_inherited() && is_older && fields.is_present("encryption_info.encryption_in_transit") == Some(true) {
        true => Fact::inherited("TLS_PLAINTEXT".into(), From::ProviderDefault, fact.origin),
        false => fact,
    }
}

fn in_cluster(fields: &Fields<'_>) -> Fact<bool> {
    let fact = fields.boolean("encryption_info.encryption_in_transit.in_cluster");
    if fact.is_absent() { Fact::inherited(true, fields.resources.defaults_from(), fact.origin) } else { fact }
}

fn public_access(fields: &Fields<'_>) -> Fact<Arc<str>> {
    let fact = fields.text("broker_node_group_info.connectivity_info.public_access.type");
    if fact.is_absent() { Fact::inherited("DISABLED".into(), From::MskDefault, fact.origin) } else { fact }
}

const IAM: &str = "client_authentication.sasl.iam";
const SCRAM: &str = "client_authentication.sasl.scram";
const AUTHORITIES: &str = "client_authentication.tls.certificate_authority_arns";

fn authentication(fields: &Fields<'_>, is_serverless: bool) -> Fact<Vec<Arc<str>>> {
    if is_serverless {
        let iam = fields.boolean("client_authentication.sasl.iam.enabled");
        return iam.map(|enabled| if enabled { vec![Arc::from("iam")] } else { Vec::new() });
    }
    let iam = fields.boolean(IAM);
    let scram = fields.boolean(SCRAM);
    let authorities = fields.texts(AUTHORITIES);
    let origin = Origin::at(fields.place("client_authentication"));
    let mut enabled: Vec<Arc<str>> = Vec::new();
    for (name, fact) in [("iam", &iam), ("scram", &scram)] {
        match &fact.state {
            State::Known(true) => enabled.push(name.into()),
            State::Unknown(reason) => return Fact::unknown(reason.clone(), fact.origin.clone()),
            _ => {}
        }
    }
    match (&authorities.state, fields.get(AUTHORITIES)) {
        (State::Known(arns), _) if !arns.is_empty() => enabled.push("tls".into()),
        // The number of authorities decides, not their names.
        (State::Unknown(_), Field::Written(value)) if value.elements().is_some_and(|items| !items.is_empty()) => {
            enabled.push("tls".into());
        }
        (State::Unknown(reason), _) => return Fact::unknown(reason.clone(), authorities.origin),
        _ => {}
    }
    if fields.is_present("client_authentication") == Some(false) {
        return Fact::absent(origin);
    }
    Fact::written(enabled, origin)
}

fn unauthenticated(fields: &Fields<'_>, is_serverless: bool) -> Fact<bool> {
    let fact = fields.boolean("client_authentication.unauthenticated");
    if !fact.is_absent() {
        return fact;
    }
    match fields.is_present("client_authentication") {
        Some(present) => Fact::inherited(!present && !is_serverless, From::MskDefault, fact.origin),
        None => Fact::unknown("client_authentication is unknown", fact.origin),
    }
}

/// The value of the tag that names the environment.
fn environment(fields: &Fields<'_>) -> Option<Arc<str>> {
    let Field::Written(tags) = fields.get("tags") else { return None };
    let entries = tags.entries()?;
    let named = ["environment", "env", "stage"];
    entries.items.iter().find_map(|(key, entry)| {
        let known = named.contains(&key.to_ascii_lowercase().as_str());
        match &entry.value.kind {
            Kind::String(text) if known && text.is_known() && !entry.value.sensitive => Some(text.as_str().into()),
            _ => None,
        }
    })
}
