//! SCRAM associations of both kinds, with the secrets that they give to a cluster.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::link::{self, Link};
use super::{Clusters, Resources, cluster};
use crate::eval::convert;
use crate::eval::text::{SegmentKind, Text};
use crate::eval::value::{Mode, ResourceAddress, Value};
use crate::model::fact::{Fact, Origin};
use crate::model::scram::{LackingField, ScramAssociation, Secret};

/// The association of the whole set, and that of one secret.
pub(super) const KINDS: &[&str] = &["aws_msk_scram_secret_association", "aws_msk_single_scram_secret_association"];
/// The resource that holds the text of a secret.
pub(super) const VERSION: &str = "aws_secretsmanager_secret_version";
const SECRET: &str = "aws_secretsmanager_secret";

/// What MSK asks of a secret's text.
const FIELDS: [&str; 2] = ["username", "password"];

/// Ties associations to clusters.
pub(super) fn tie(resources: &dyn Resources, clusters: &mut Clusters) {
    let versions = resources.addresses(&[VERSION]);
    let mut elsewhere: Option<Arc<str>> = None;
    let mut tied: Vec<(ResourceAddress, ScramAssociation)> = Vec::new();
    for address in &resources.addresses(KINDS) {
        match link::cluster(resources, address, "cluster_arn") {
            Link::To(owner) => tied.push((owner, build(resources, address, &versions))),
            Link::Unknown(reason) => elsewhere = Some(reason),
            Link::Absent => elsewhere = Some("an association names no cluster".into()),
        }
    }
    for (address, cluster) in clusters.iter_mut() {
        let own = tied.iter().filter(|(owner, _)| *owner == **address).map(|(_, association)| association.clone());
        let own: Vec<_> = own.collect();
        cluster.for_each_mut(|cluster| {
            let origin = Origin::at(cluster.block.clone());
            cluster.security.scram_associations = match (own.is_empty(), &elsewhere) {
                (false, _) => Fact::written(own.clone(), origin),
                (true, Some(reason)) => Fact::unknown(reason.clone(), origin),
                (true, None) => Fact::absent(origin),
            };
        });
    }
}

fn build(
    resources: &dyn Resources,
    address: &Rc<ResourceAddress>,
    versions: &[Rc<ResourceAddress>],
) -> ScramAssociation {
    let fields = Fields::new(resources, address);
    let is_whole_set = &*address.kind == "aws_msk_scram_secret_association";
    let values: Vec<Value> = match fields.get(if is_whole_set { "secret_arn_list" } else { "secret_arn" }) {
        Field::Absent(_) => Vec::new(),
        Field::Written(value) => match value.elements() {
            Some(items) => items.to_vec(),
            None => vec![value],
        },
    };
    let arns = values.iter().filter_map(|value| Some((Arc::from(value.as_str()?), super::origin::of(&value.trace))));
    let arns = arns.collect();
    let secrets: Vec<ResourceAddress> = values.iter().filter_map(secret_behind).collect();
    let secrets = secrets.into_iter().map(|secret| self::secret(resources, &Rc::new(secret), versions)).collect();
    ScramAssociation {
        instance: resources.instance(address),
        block: fields.header.clone(),
        is_whole_set,
        users: values.len(),
        secrets,
        arns,
    }
}

/// The secret that a value names, by itself or through its version.
fn secret_behind(value: &Value) -> Option<ResourceAddress> {
    let unknown = value.first_unknown()?;
    let address = unknown.reason.resource()?;
    (&*address.kind == SECRET && address.mode == Mode::Managed).then(|| address.clone())
}

fn secret(resources: &dyn Resources, address: &Rc<ResourceAddress>, versions: &[Rc<ResourceAddress>]) -> Secret {
    let fields = Fields::new(resources, address);
    let name = fields.text("name");
    let name = if name.is_absent() { fields.text("name_prefix") } else { name };
    let region = match fields.get("replica") {
        Field::Absent(_) => cluster::region_of(&fields),
        Field::Written(_) => Fact::unknown("it has replicas in other regions", Origin::nowhere()),
    };
    Secret {
        instance: resources.instance(address),
        block: fields.header.clone(),
        name,
        region,
        key: fields.text("kms_key_id"),
        lacks: versions.iter().flat_map(|version| lacking(resources, version, address)).collect(),
    }
}

/// What the text of a version of a secret lacks, if it is of this secret and enough of it is known.
fn lacking(resources: &dyn Resources, version: &Rc<ResourceAddress>, of: &ResourceAddress) -> Vec<LackingField> {
    let fields = Fields::new(resources, version);
    let belongs = matches!(fields.get("secret_id"), Field::Written(id) if secret_behind(&id).as_ref() == Some(of));
    let Field::Written(text) = fields.get("secret_string") else { return Vec::new() };
    let keys = convert::to_text(&text).ok().and_then(|text| keys(&text)).filter(|_| belongs);
    let Some(keys) = keys else { return Vec::new() };
    let place = super::origin::of(&text.trace).place;
    let place = if place == crate::source::Place::Nowhere { fields.header.clone() } else { place };
    let lacks = FIELDS.into_iter().filter(|name| !keys.contains_key(*name));
    lacks.map(|name| LackingField { name, place: place.clone() }).collect()
}

/// The keys of a JSON object in which unknown stretches stand for values; `None` where that is not all that is unknown.
fn keys(text: &Text) -> Option<BTreeMap<String, serde_json::Value>> {
    let mut json = String::new();
    for segment in text.segments() {
        match &segment.kind {
            SegmentKind::Unknown(_) => json.push_str("null"),
            _ => json.push_str(text.as_str().get(segment.start as usize..segment.end as usize)?),
        }
    }
    serde_json::from_str(&json).ok()
}
