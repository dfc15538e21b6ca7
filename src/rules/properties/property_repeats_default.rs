//! A property with the value that MSK gives it anyway.

use super::remove;
use crate::facts::{self, BrokerProperty};
use crate::finding::Applicability;
use crate::model::effective;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, PropertiesSubject, Rule};

pub(super) const RULE: Rule = Rule {
    name: "property-repeats-default",
    summary: "a property with the value that MSK gives it anyway",
    page: include_str!("property_repeats_default.md"),
    security: false,
    supersedes: &[],
    check: Check::Properties(check),
};

fn check(subject: &PropertiesSubject<'_>, _: &Policy, out: &mut Findings) {
    let (Some(properties), Some(cluster)) = (subject.properties(), subject.cluster) else { return };
    for property in properties.sound().filter(|property| subject.may_be_settable(&property.name)) {
        let has_fixed_default = facts::broker_property(&property.name).is_some_and(has_fixed_default);
        let default = effective::inherited(cluster, &property.name, property.value.origin.clone());
        let (Some(value), Some(default)) = (property.value.known(), default.known()) else { continue };
        if has_fixed_default && value.trim().eq_ignore_ascii_case(default) {
            let draft = Draft::new(property.name.clone(), format!("{} repeats MSK's default", property.name))
                .at_place(&property.place, "without this line the value is the same")
                .help("remove the line, or keep it to be safe from a change of the default");
            out.report(remove(draft, property, Applicability::Unsafe));
        }
    }
}

/// Whether MSK has one default for every cluster; where it follows the zones or the storage, writing it says something.
fn has_fixed_default(row: &BrokerProperty) -> bool {
    row.msk_default_by_zones.is_none()
        && row.msk_default_tiered_by_vcpus.is_none()
        && row.msk_default.is_some()
        && row.msk_default == row.msk_default_tiered
}
