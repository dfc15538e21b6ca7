//! Storage, scaling and time limits of a cluster, and the autoscaling resources that act on it.

use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::link::{self, Link};
use super::{Clusters, Resources, origin};
use crate::eval::value::{ResourceAddress, Value};
use crate::facts::schema;
use crate::model::capacity::{Capacity, RemovedArgument, ScalingPolicy, StorageAutoscaling};
use crate::model::fact::{Fact, Origin, State};
use crate::source::{SourceFile, Span};

/// Resource types that scale storage.
pub(super) const TARGET: &str = "aws_appautoscaling_target";
pub(super) const POLICY: &str = "aws_appautoscaling_policy";

const EBS: &str = "broker_node_group_info.storage_info.ebs_storage_info";

/// Reads the settings of a cluster; its autoscaling is tied to it later.
pub(super) fn build(fields: &Fields<'_>) -> Capacity {
    Capacity {
        storage_info: fields.block("broker_node_group_info.storage_info"),
        provisioned_throughput: fields.boolean(&format!("{EBS}.provisioned_throughput.enabled")),
        volume_throughput: fields.number(&format!("{EBS}.provisioned_throughput.volume_throughput")),
        rebalancing: fields.block("rebalancing"),
        multi_vpc: multi_vpc(fields),
        network_type: fields.text("broker_node_group_info.connectivity_info.network_type"),
        update_timeout_minutes: minutes(fields.text("timeouts.update")),
        ignores_volume_size: ignores(fields, &format!("{EBS}.volume_size")),
        autoscaling: Fact::absent(Origin::at(fields.header.clone())),
        removed: removed(fields),
        provider: fields.resources.provider(&fields.address),
    }
}

/// `volume_size`, or the argument that held it before provider 5.
pub(super) fn volume_size(fields: &Fields<'_>) -> Fact<i64> {
    let size = fields.number(&format!("{EBS}.volume_size"));
    match size.is_absent() {
        true => {
            let old = fields.number("broker_node_group_info.ebs_volume_size");
            if old.is_absent() { size } else { old }
        }
        false => size,
    }
}

fn multi_vpc(fields: &Fields<'_>) -> Fact<bool> {
    let authentication = "broker_node_group_info.connectivity_info.vpc_connectivity.client_authentication";
    let mut off = None;
    for scheme in ["sasl.iam", "sasl.scram", "tls"] {
        let fact = fields.boolean(&format!("{authentication}.{scheme}"));
        match fact.state {
            State::Known(true) | State::Unknown(_) => return fact,
            _ => off = off.or(Some(fact)),
        }
    }
    off.unwrap_or_else(|| Fact::absent(Origin::at(fields.header.clone())))
}

/// `1h30m` and the like, in minutes.
fn minutes(text: Fact<Arc<str>>) -> Fact<i64> {
    let state = match &text.state {
        State::Known(written) => match duration_minutes(written) {
            Some(minutes) => State::Known(minutes),
            None => State::Unknown("it is no duration".into()),
        },
        State::Unknown(reason) => State::Unknown(reason.clone()),
        State::Absent => State::Absent,
    };
    Fact { state, origin: text.origin, from: text.from, sensitive: text.sensitive }
}

fn duration_minutes(text: &str) -> Option<i64> {
    let mut seconds = 0_f64;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        rest = &rest[end..];
        let unit = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        seconds += number
            * match &rest[..unit] {
                "h" => 3600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 0.001,
                _ => return None,
            };
        rest = &rest[unit..];
    }
    (seconds > 0.0).then_some((seconds / 60.0) as i64)
}

/// Whether `lifecycle.ignore_changes` covers a path. Its items are no values but names: their text is what counts.
pub(super) fn ignores(fields: &Fields<'_>, path: &str) -> Fact<bool> {
    let value = match fields.get("lifecycle.ignore_changes") {
        Field::Absent(place) => return Fact::written(false, Origin::at(place)),
        Field::Written(value) => value,
    };
    let origin = origin::of(&value.trace);
    let text = |value: &Value| {
        // Terraform still takes them in quotes, as they were once written.
        if let Some(quoted) = value.as_str() {
            return Some(quoted.to_owned());
        }
        let span = value.trace.place().span()?;
        Some(fields.resources.file(span)?.text(span.range).into_owned())
    };
    let items = value.elements().map_or(std::slice::from_ref(&value), |items| items);
    match items.iter().map(text).collect::<Option<Vec<String>>>() {
        Some(items) => Fact::written(items.iter().any(|item| covers(item, path)), origin),
        None => Fact::unknown("lifecycle cannot be seen here", origin),
    }
}

/// Whether an item such as `broker_node_group_info[0].storage_info`, or `all`, takes a path in.
fn covers(item: &str, path: &str) -> bool {
    let names = item.split(['.', '[', ']']).map(|name| name.trim_matches(|c: char| c == '"' || c.is_whitespace()));
    let is_name = |name: &&str| !name.is_empty() && !name.bytes().all(|byte| byte.is_ascii_digit());
    let names: Vec<&str> = names.filter(is_name).collect();
    let mut wanted = path.split('.');
    names == ["all"] || (!names.is_empty() && names.iter().all(|name| wanted.next() == Some(*name)))
}

fn removed(fields: &Fields<'_>) -> Vec<RemovedArgument> {
    let rows = schema::removed_arguments(&fields.address.kind);
    rows.filter_map(|row| {
        let (key, value) = fields.argument(row.path)?;
        let (place, value) = (key.segments().first()?.trace.place().clone(), value.trace.place().span());
        let (file, range) = match place.span().zip(value) {
            Some((name, value)) if name.file == value.file => {
                (fields.resources.file(name), Some(name.range.cover(value.range)))
            }
            _ => (None, None),
        };
        let span = place.span().zip(range).map(|(name, range)| Span { file: name.file, range });
        let text = file.as_ref().zip(value).map(|(file, value)| file.text(value.range).into_owned().into());
        let line_start = file.zip(range).and_then(|(file, range)| line_start(&file, range.start));
        Some(RemovedArgument { row: *row, origin: Origin::at(place), written: span, line_start, text })
    })
    .collect()
}

/// Line end and indentation of the line that begins with what stands at an offset.
fn line_start(file: &SourceFile, offset: u32) -> Option<Arc<str>> {
    let line = file.line_range(file.line_index(offset));
    let text = file.text(line);
    let indentation = text.get(..(offset - line.start) as usize)?;
    let end = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
    indentation.trim().is_empty().then(|| format!("{end}{indentation}").into())
}

/// A target that scales the storage of brokers; `None` for what scales something else.
fn target(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Option<(Link, StorageAutoscaling)> {
    let fields = scaling(resources, address)?;
    let target = StorageAutoscaling {
        instance: resources.instance(address),
        block: fields.header.clone(),
        max_capacity: fields.number("max_capacity"),
        policies: Vec::new(),
    };
    Some((link::cluster(resources, address, "resource_id"), target))
}

/// Ties autoscaling targets and their policies to the clusters whose storage they scale.
pub(super) fn tie_autoscaling(resources: &dyn Resources, clusters: &mut Clusters) {
    let targets: Vec<_> =
        resources.addresses(&[TARGET]).iter().filter_map(|address| target(resources, address)).collect();
    let policies: Vec<_> =
        resources.addresses(&[POLICY]).iter().filter_map(|address| policy(resources, address)).collect();
    let unknown = targets.iter().find_map(|(link, _)| match link {
        Link::Unknown(reason) => Some(reason.clone()),
        _ => None,
    });
    for (address, cluster) in clusters.iter_mut() {
        let is_own = |link: &Link| matches!(link, Link::To(owner) if *owner == **address);
        let own_policies = policies.iter().filter(|(link, _)| is_own(link)).map(|(_, policy)| policy.clone());
        let own_policies: Vec<ScalingPolicy> = own_policies.collect();
        let own = targets.iter().filter(|(link, _)| is_own(link));
        let own: Vec<StorageAutoscaling> =
            own.map(|(_, target)| StorageAutoscaling { policies: own_policies.clone(), ..target.clone() }).collect();
        cluster.for_each_mut(|cluster| {
            let origin = Origin::at(cluster.block.clone());
            cluster.capacity.autoscaling = match (own.is_empty(), &unknown) {
                (false, _) => Fact::written(own.clone(), origin),
                (true, Some(reason)) => Fact::unknown(reason.clone(), origin),
                (true, None) => Fact::absent(origin),
            };
        });
    }
}

/// A policy that scales the storage of brokers.
fn policy(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Option<(Link, ScalingPolicy)> {
    let fields = scaling(resources, address)?;
    let policy = ScalingPolicy {
        instance: resources.instance(address),
        block: fields.header.clone(),
        disable_scale_in: fields.boolean("target_tracking_scaling_policy_configuration.disable_scale_in"),
    };
    Some((link::cluster(resources, address, "resource_id"), policy))
}

/// The fields of an autoscaling resource, unless it is known to scale something else than MSK.
fn scaling<'a>(resources: &'a dyn Resources, address: &Rc<ResourceAddress>) -> Option<Fields<'a>> {
    let fields = Fields::new(resources, address);
    let namespace = fields.text("service_namespace");
    namespace.known().is_none_or(|namespace| &**namespace == "kafka").then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_does() {
        for (text, minutes) in [("120m", Some(120)), ("2h30m", Some(150)), ("5400s", Some(90)), ("1.5h", Some(90))] {
            assert_eq!(duration_minutes(text), minutes, "{text}");
        }
        for text in ["", "120", "2 hours", "h", "0m"] {
            assert_eq!(duration_minutes(text), None, "{text}");
        }
    }

    #[test]
    fn ignored_names_cover_what_is_inside() {
        let path = format!("{EBS}.volume_size");
        for text in [
            "all",
            "broker_node_group_info",
            "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size",
            "\"broker_node_group_info.0.storage_info\"",
        ] {
            assert!(covers(text, &path), "{text}");
        }
        for text in ["", "tags", "broker_node_group_info[0].instance_type"] {
            assert!(!covers(text, &path), "{text}");
        }
    }
}
