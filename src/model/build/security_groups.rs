//! Security groups of clusters, with the rules that let something in: inline blocks and both kinds of rule resources.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::fields::{self, Field, Fields};
use super::{Clusters, Resources, origin};
use crate::eval::trace::Step;
use crate::eval::types::Type;
use crate::eval::value::{InstanceKey, Kind, Mode, Reason, ResourceAddress, Value};
use crate::model::fact::{Fact, Origin};
use crate::model::network::{Ingress, Network, SecurityGroup};
use crate::source::Place;

const GROUP: &str = "aws_security_group";
/// The resource types that add rules to a group.
pub(super) const RULES: &[&str] = &["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"];

const GROUPS: &str = "broker_node_group_info.security_groups";

/// Ties groups to clusters.
pub(super) fn tie(resources: &dyn Resources, clusters: &mut Clusters) {
    let addresses = BTreeSet::from_iter(resources.addresses(RULES));
    let rules = addresses.iter().filter_map(|rule| rule_resource(resources, rule)).collect();
    let mut known = Known { resources, addresses, rules, groups: BTreeMap::new() };
    for (address, cluster) in clusters.iter_mut() {
        let network = network(&mut known, address);
        cluster.for_each_mut(|cluster| cluster.security.network = network.clone());
    }
}

/// What was read already: many clusters may share groups and rules.
struct Known<'a> {
    resources: &'a dyn Resources,
    /// Rule resources of the modules that are about MSK.
    addresses: BTreeSet<Rc<ResourceAddress>>,
    rules: Vec<(Owner, Ingress)>,
    groups: BTreeMap<ResourceAddress, SecurityGroup>,
}

/// The group that a rule resource adds to.
enum Owner {
    Group(ResourceAddress),
    /// A group outside of these files.
    Other,
    Unknown,
}

fn network(known: &mut Known<'_>, cluster: &Rc<ResourceAddress>) -> Network {
    let mut network = Network::default();
    let Field::Written(value) = Fields::new(known.resources, cluster).get(GROUPS) else {
        network.open = Some("no security group is written: MSK takes the default one of the VPC".into());
        return network;
    };
    // A plan knows no members of a set before they are made, but what the only one refers to.
    let sole = || matches!(owner(&value), Owner::Group(_)).then_some(std::slice::from_ref(&value));
    let Some(items) = value.elements().map(|items| &**items).or_else(sole) else {
        network.open = Some("the security groups are not known".into());
        return network;
    };
    for item in items.iter() {
        match owner(item) {
            Owner::Group(address) => network.groups.push(known.group(address)),
            Owner::Other => network.open = Some("only the id of a security group is written".into()),
            Owner::Unknown => {
                let reason = item.first_unknown().map(|unknown| unknown.reason.to_string());
                network.open = Some(reason.unwrap_or_else(|| "a security group is not known".into()).into());
            }
        }
    }
    network
}

/// The group whose `id` a value is.
fn owner(value: &Value) -> Owner {
    if value.as_str().is_some() {
        return Owner::Other;
    }
    match value.first_unknown().as_ref().map(|unknown| &*unknown.reason) {
        Some(Reason::Resource { address, attribute })
            if &*address.kind == GROUP
                && address.mode == Mode::Managed
                && &**attribute == "id"
                && address.key != InstanceKey::Any =>
        {
            Owner::Group(address.clone())
        }
        _ => Owner::Unknown,
    }
}

impl Known<'_> {
    fn group(&mut self, address: ResourceAddress) -> SecurityGroup {
        if let Some(known) = self.groups.get(&address) {
            return known.clone();
        }
        let group = self.read_group(&Rc::new(address.clone()));
        self.groups.insert(address, group.clone());
        group
    }

    fn read_group(&self, address: &Rc<ResourceAddress>) -> SecurityGroup {
        let fields = Fields::new(self.resources, address);
        let (mut ingress, inline_unknown) = inline(&fields);
        // The group may stand in a module that is not about MSK.
        let beside = self.resources.beside(address, RULES);
        let beside = beside.iter().filter(|rule| !self.addresses.contains(*rule));
        let beside: Vec<_> = beside.filter_map(|rule| rule_resource(self.resources, rule)).collect();
        let mut somewhere = false;
        for (owner, rule) in self.rules.iter().chain(&beside) {
            match owner {
                Owner::Group(group) if *group == **address => ingress.push(rule.clone()),
                Owner::Unknown => somewhere = true,
                _ => {}
            }
        }
        let open = match self.resources.rules_from_elsewhere(address) {
            _ if inline_unknown => Some("its ingress blocks are not known"),
            Some(reason) => Some(reason),
            None if somewhere => Some("a rule names a group that is not known"),
            None if ingress.is_empty() => Some("its rules are not in these files"),
            None => None,
        };
        let (instance, block) = (self.resources.instance(address), fields.header.clone());
        SecurityGroup { instance, block, ingress, open: open.map(Arc::from) }
    }
}

/// The `ingress` blocks of a group, and whether there may be more.
fn inline(fields: &Fields<'_>) -> (Vec<Ingress>, bool) {
    let Field::Written(value) = fields.get("ingress") else { return (Vec::new(), false) };
    // A group that exists shows the rules of other resources as its own.
    if matches!(value.trace.origin().step(), Step::Given) {
        return (Vec::new(), false);
    }
    let Some(blocks) = value.elements() else { return (Vec::new(), true) };
    let read = |block: &Value| {
        let get = |name: &str| fields::inside(block.clone(), name);
        let place = origin::of(&block.trace).place;
        ingress(&get, "protocol", &["cidr_blocks", "ipv6_cidr_blocks"], place)
    };
    let known = blocks.iter().filter(|block| block.as_unknown().is_none());
    (known.map(read).collect(), blocks.iter().any(|block| block.as_unknown().is_some()))
}

fn rule_resource(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Option<(Owner, Ingress)> {
    let fields = Fields::new(resources, address);
    let get = |name: &str| fields.get(name);
    let block = fields.header.clone();
    let ingress = match &*address.kind {
        "aws_security_group_rule" if fields.text("type").known().is_none_or(|kind| &**kind == "ingress") => {
            ingress(&get, "protocol", &["cidr_blocks", "ipv6_cidr_blocks"], block)
        }
        "aws_vpc_security_group_ingress_rule" => ingress(&get, "ip_protocol", &["cidr_ipv4", "cidr_ipv6"], block),
        _ => return None,
    };
    let owner = match fields.get("security_group_id") {
        Field::Written(value) => owner(&value),
        Field::Absent(_) => Owner::Unknown,
    };
    Some((owner, ingress))
}

fn ingress(get: &dyn Fn(&str) -> Field, protocol: &str, ranges: &[&str], block: Place) -> Ingress {
    let port = |name| {
        fields::read_field(get(name), &Type::Number, |value| match &value.kind {
            Kind::Number(number) => number.as_i64(),
            _ => None,
        })
    };
    let protocol: Fact<Arc<str>> =
        fields::read_field(get(protocol), &Type::String, |value| value.as_str().map(Arc::from));
    let ranges = ranges.iter().flat_map(|name| addresses(get(name))).collect();
    Ingress { block, from: port("from_port"), to: port("to_port"), protocol, ranges }
}

/// The known address ranges of an argument that holds one, or a list of them.
fn addresses(field: Field) -> Vec<(Arc<str>, Origin)> {
    let Field::Written(value) = field else { return Vec::new() };
    let known = |item: &Value| Some((Arc::from(item.as_str()?.trim()), origin::of(&item.trace)));
    match value.elements() {
        Some(items) => items.iter().filter_map(known).collect(),
        None => known(&value).into_iter().collect(),
    }
}
