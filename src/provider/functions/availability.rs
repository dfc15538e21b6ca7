//! `availability`: what a layout of brokers, zones and replicas does when some are down.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Function, Parameter};
use crate::eval::number::Number;
use crate::eval::types::{Field, Type};
use crate::eval::value::{Kind, Value};
use crate::model::availability::{self, Layout, Row};
use crate::provider::fault::Fault;
use crate::provider::made;
use crate::provider::subject::entry;

pub(super) static AVAILABILITY: Function = Function {
    name: "availability",
    summary: "What still works when a broker, two brokers or a zone are down",
    description: "Returns an object for each event that can happen: `lost` (`1 broker`, `2 brokers`, `1 zone`), `writes` and \
                  `reads` with `acks=all` (`ok`, `some` or `none` of the partitions), `share` of the partitions whose writes \
                  stop at worst (0 to 1), and how acknowledged `data` fare.",
    example: "locals {\n  layout = provider::msklint::availability({\n    brokers             = 3\n    zones               = \
              3\n    replication_factor  = 3\n    min_insync_replicas = 2\n  })\n}",
    parameters: &[Parameter {
        name: "layout",
        description: "An object: `brokers`, `zones` (may be left out), `replication_factor`, `min_insync_replicas`.",
        ty: layout_type,
        is_open: false,
    }],
    variadic: None,
    result: || {
        let mut fields = ["lost", "writes", "reads", "data"].map(|name| (name.into(), Type::String)).to_vec();
        fields.push(("share".into(), Type::Number));
        Type::List(Type::object(fields).into())
    },
    call: |arguments| match arguments.first() {
        Some(layout) => availability(layout).map_err(|fault| fault.of(0)),
        None => Err(Fault::new("there is no layout")),
    },
};

fn layout_type() -> Type {
    let field = |name: &'static str| {
        let field = Field { optional: name == "zones", ..Field::required(Type::Number) };
        (name.into(), field)
    };
    let fields: BTreeMap<Rc<str>, Field> =
        ["brokers", "zones", "replication_factor", "min_insync_replicas"].map(field).into();
    Type::Object(fields.into())
}

fn availability(layout: &Value) -> Result<Value, Fault> {
    let count = |name: &str| match entry(layout, name).map(|entry| &entry.value.kind) {
        None => Ok(None),
        Some(Kind::Number(number)) => match number.as_u64().and_then(|count| u32::try_from(count).ok()) {
            Some(count @ 1..) => Ok(Some(count)),
            _ => Err(Fault::new(format!("{name} is no count: {number}"))),
        },
        Some(_) => Err(Fault::new(format!("{name} is no number"))),
    };
    let needed = |name: &str| count(name)?.ok_or_else(|| Fault::new(format!("{name} is missing")));
    let layout = Layout {
        brokers: needed("brokers")?,
        zones: count("zones")?,
        replication_factor: needed("replication_factor")?,
        min_insync_replicas: needed("min_insync_replicas")?,
    };
    let Layout { brokers, replication_factor: replicas, .. } = layout;
    if replicas > brokers {
        return Err(Fault::new(format!("{brokers} brokers cannot hold {replicas} replicas: each needs its own")));
    }
    let matrix = availability::matrix(&layout);
    // One broker can always be lost.
    match matrix.rows() {
        [] => Err(Fault::new(format!("no cluster has {brokers} brokers"))),
        rows => Ok(made::list(rows.iter().map(event))),
    }
}

fn event(row: &Row) -> Value {
    let share = Number::parse(&row.share.to_string()).map_or_else(made::null, made::number);
    made::object([
        ("lost", made::text(row.lost.as_str())),
        ("writes", made::text(row.writes.as_str())),
        ("reads", made::text(row.reads.as_str())),
        ("share", share),
        ("data", made::text(row.data.as_str())),
    ])
}
