//! Route tables of subnets: where what is for the internet goes.

use std::rc::Rc;

use super::Resources;
use super::fields::{self, Field, Fields};
use crate::eval::value::{Reason, ResourceAddress, Value};
use crate::model::cluster::{Way, WayOut};
use crate::model::fact::Origin;

const ASSOCIATION: &str = "aws_route_table_association";
const TABLE: &str = "aws_route_table";
const ROUTE: &str = "aws_route";
const GATEWAY: &str = "aws_internet_gateway";

/// Where a subnet sends what is for the internet, if the route table beside it tells.
pub(super) fn way_out(resources: &dyn Resources, subnet: &Rc<ResourceAddress>) -> Option<WayOut> {
    let table = resources.beside(subnet, &[ASSOCIATION]).iter().find_map(|association| {
        let fields = Fields::new(resources, association);
        let is_own = resource(&fields, "subnet_id").as_ref() == Some(&**subnet);
        resource(&fields, "route_table_id").filter(|table| is_own && &*table.kind == TABLE)
    })?;
    let table = Rc::new(table);
    let inline = Fields::new(resources, &table).get("route");
    let blocks = match &inline {
        Field::Written(value) => value.elements().map_or(&[][..], |blocks| blocks),
        Field::Absent(_) => &[],
    };
    let inline = blocks.iter().filter_map(|block| way(&|name| fields::inside(block.clone(), name)));
    let routes = resources.beside(&table, &[ROUTE]);
    let routes = routes.iter().filter_map(|route| {
        let fields = Fields::new(resources, route);
        (resource(&fields, "route_table_id")? == *table).then(|| way(&|name| fields.get(name)))?
    });
    inline.chain(routes).next()
}

/// Where a route leads, if it is the one to the internet.
fn way(get: &dyn Fn(&str) -> Field) -> Option<WayOut> {
    let is_default = |name: &str, range: &str| match get(name) {
        Field::Written(value) => value.as_str() == Some(range),
        Field::Absent(_) => false,
    };
    let has_default = is_default("destination_cidr_block", "0.0.0.0/0") || is_default("cidr_block", "0.0.0.0/0");
    if !has_default {
        return None;
    }
    if let Field::Written(gateway) = get("gateway_id") {
        let leads_there = behind(&gateway).is_some_and(|address| &*address.kind == GATEWAY)
            || gateway.as_str().is_some_and(|id| id.starts_with("igw-"));
        return leads_there.then(|| WayOut { way: Way::InternetGateway, origin: named_at(&gateway) });
    }
    let Field::Written(gateway) = get("nat_gateway_id") else { return None };
    Some(WayOut { way: Way::NatGateway, origin: named_at(&gateway) })
}

/// A gateway counts where the route names it, not where it is declared.
fn named_at(gateway: &Value) -> Origin {
    Origin::at(gateway.trace.place().clone())
}

fn resource(fields: &Fields<'_>, argument: &str) -> Option<ResourceAddress> {
    match fields.get(argument) {
        Field::Written(value) => behind(&value),
        Field::Absent(_) => None,
    }
}

/// The resource whose id a value is.
fn behind(value: &Value) -> Option<ResourceAddress> {
    match &*value.first_unknown()?.reason {
        Reason::Resource { address, attribute } if &**attribute == "id" => Some(address.clone()),
        _ => None,
    }
}
