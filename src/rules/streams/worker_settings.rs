//! Worker configurations of MSK Connect: what must be in them, and what is MSK's.

use crate::facts::{required_worker_properties, takes_worker_property};
use crate::model::connect::WorkerConfiguration;
use crate::rules::{Draft, Findings};

pub(super) fn check(workers: &WorkerConfiguration, out: &mut Findings) {
    let Some(properties) = out.need("properties_file_content", &workers.properties) else { return };
    for property in properties.sound().filter(|property| !takes_worker_property(&property.name)) {
        out.report(
            Draft::new(property.name.clone(), "MSK Connect does not support this setting of workers")
                .at_place(&property.key_place, property.name.to_string())
                .by_table("msk-connect-workers")
                .help("remove it: MSK Connect sets it by itself, or leaves it at Kafka's default")
                .level("unsupported"),
        );
    }
    if properties.open.is_some() {
        return;
    }
    let missing: Vec<&str> = required_worker_properties().filter(|name| properties.get(name).is_none()).collect();
    if !missing.is_empty() {
        out.report(
            Draft::new("properties_file_content", "MSK Connect refuses workers without converters")
                .at(&workers.properties.origin, format!("sets no {}", missing.join(" and no ")))
                .help(format!("set {}", missing.join(" and "))),
        );
    }
}
