//! `aws_msk_configuration`, and `configuration_info` of a cluster that points at one.

use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::{Resources, change, origin, properties};
use crate::eval::text::SegmentKind;
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{Kind, Reason, ResourceAddress, Unknown, Value};
use crate::model::configuration::{Attachment, Configuration, ConfigurationInfo, ConfigurationLink};
use crate::model::fact::{Fact, Origin};
use crate::source::Span;

/// Reads a configuration; who uses it is known only when all clusters are.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Configuration {
    let fields = Fields::new(resources, address);
    let (properties, text) = match fields.get("server_properties") {
        Field::Absent(place) => (Fact::absent(Origin::at(place.clone())), Origin::at(place)),
        Field::Written(value) => (properties::build(resources, &value), origin::of(&value.trace)),
    };
    Configuration {
        instance: resources.instance(address),
        block: fields.header.clone(),
        name: fields.text("name"),
        name_varies: name_varies(&fields),
        kafka_versions: fields.texts("kafka_versions"),
        create_before_destroy: fields.boolean("lifecycle.create_before_destroy").get() == Some(true),
        properties,
        text,
        attachment: Attachment::Unknown("not joined yet".into()),
        used_before: false,
        change: change::of(&fields, build),
    }
}

/// Whether part of the name is computed, or written where a version is: then it may change with the versions.
fn name_varies(fields: &Fields<'_>) -> bool {
    let Field::Written(Value { kind: Kind::String(name), .. }) = fields.get("name") else { return false };
    let versions: Vec<Span> = match fields.get("kafka_versions") {
        Field::Written(value) => {
            value.elements().into_iter().flat_map(|items| items.iter()).flat_map(verbatim).collect()
        }
        Field::Absent(_) => Vec::new(),
    };
    name.segments().iter().any(|segment| match &segment.kind {
        SegmentKind::Verbatim(span) => versions.contains(span),
        SegmentKind::Computed | SegmentKind::Unknown(_) => true,
    })
}

fn verbatim(value: &Value) -> Vec<Span> {
    let Kind::String(text) = &value.kind else { return Vec::new() };
    let spans = text.segments().iter().filter_map(|segment| match segment.kind {
        SegmentKind::Verbatim(span) => Some(span),
        _ => None,
    });
    spans.collect()
}

/// `configuration_info` of a cluster.
pub(super) fn info(fields: &Fields<'_>) -> ConfigurationInfo {
    let absent =
        |place| ConfigurationInfo { link: ConfigurationLink::None, origin: Origin::at(place), literal_revision: None };
    let arn = match fields.get("configuration_info") {
        Field::Absent(_) => return absent(fields.header.clone()),
        Field::Written(_) => fields.get("configuration_info.arn"),
    };
    let Field::Written(arn) = arn else { return absent(fields.header.clone()) };
    let revision = fields.number("configuration_info.revision");
    let is_literal = matches!(fields.get("configuration_info.revision"),
        Field::Written(value) if is_literal(&value.trace));
    let link = link(fields.resources, &arn);
    let mut origin = origin::of(&arn.trace);
    if let ConfigurationLink::Attached(configuration) = &link {
        // The trace of a resource that is repeated leads to its count.
        origin.place = configuration.block.clone();
    }
    ConfigurationInfo { link, origin, literal_revision: is_literal.then_some(revision) }
}

/// Whether a value is written in code that nobody sets from outside, here or where a module is called.
fn is_literal(trace: &Trace) -> bool {
    let is_set = |hop: &&Trace| matches!(hop.step(), Step::Default(_) | Step::Assignment(_));
    matches!(trace.origin().step(), Step::Literal) && !trace.hops().iter().any(is_set)
}

fn link(resources: &dyn Resources, arn: &Value) -> ConfigurationLink {
    match configuration_behind(arn) {
        Ok(address) => ConfigurationLink::Attached(Box::new(build(resources, &Rc::new(address)))),
        Err(reason) => ConfigurationLink::Unknown(reason),
    }
}

/// The configuration whose `arn` (or `id`, which is the same) a value is.
pub(super) fn configuration_behind(arn: &Value) -> Result<ResourceAddress, Arc<str>> {
    let Some(Unknown { reason, .. }) = sole_unknown(arn) else {
        return Err("only its ARN is written".into());
    };
    match &*reason {
        Reason::Resource { address, attribute }
            if &*address.kind == "aws_msk_configuration"
                && address.mode == crate::eval::value::Mode::Managed
                && matches!(&**attribute, "arn" | "id") =>
        {
            Ok(address.clone())
        }
        other => Err(other.to_string().into()),
    }
}

/// The unknown that is the whole of a value, also as the only stretch of a text, as `join("", x[*].arn)` yields it.
fn sole_unknown(value: &Value) -> Option<Unknown> {
    match &value.kind {
        Kind::Unknown(unknown) => Some(unknown.clone()),
        Kind::String(text) if text.as_str().is_empty() => text.first_unknown().cloned(),
        _ => None,
    }
}
