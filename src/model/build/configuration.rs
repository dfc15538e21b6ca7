//! `aws_msk_configuration`, and `configuration_info` of a cluster that points at one.

use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::{Resources, origin, properties};
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{Kind, Reason, ResourceAddress, Unknown, Value};
use crate::model::configuration::{Attachment, Configuration, ConfigurationInfo, ConfigurationLink};
use crate::model::fact::{Fact, Origin};

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
        name_varies: matches!(fields.get("name"), Field::Written(name) if is_computed(&name.trace)),
        kafka_versions: fields.texts("kafka_versions"),
        create_before_destroy: fields.boolean("lifecycle.create_before_destroy").get() == Some(true),
        properties,
        text,
        attachment: Attachment::Unknown("not joined yet".into()),
    }
}

fn is_computed(trace: &Trace) -> bool {
    matches!(trace.origin().step(), Step::Computed(_))
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
        Field::Written(value) if matches!(value.trace.step(), Step::Literal));
    ConfigurationInfo {
        link: link(fields.resources, &arn),
        origin: origin::of(&arn.trace),
        literal_revision: is_literal.then_some(revision),
    }
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
