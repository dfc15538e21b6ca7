//! Transformations and predicates of a connector, and the classes that come with Kafka Connect.

use std::collections::BTreeSet;

use super::connector_property::plain;
use crate::facts::{self, PluginKind};
use crate::finding::Applicability;
use crate::model::connect::Connector;
use crate::model::properties::Property;
use crate::rules::{Draft, Findings};

/// The package of Kafka Connect.
const PACKAGE: &str = "org.apache.kafka.connect.";

/// A list of names, each with settings of its own.
struct Steps {
    list: &'static str,
    kind: PluginKind,
    one: &'static str,
}

const STEPS: [Steps; 2] = [
    Steps { list: "transforms", kind: PluginKind::Transform, one: "transformation" },
    Steps { list: "predicates", kind: PluginKind::Predicate, one: "predicate" },
];

pub(super) fn check(connector: &Connector, settings: &[Property], out: &mut Findings) {
    for steps in &STEPS {
        let list = connector.setting(steps.list);
        // A list that is filled in later may name any.
        let names: Vec<&str> = match list.map(plain) {
            Some(None) => continue,
            Some(Some(list)) if !list.trim().is_empty() => list.split(',').map(str::trim).collect(),
            _ => Vec::new(),
        };
        if let Some(list) = list {
            in_list(connector, steps, list, &names, out);
        }
        unlisted(settings, steps, &names, out);
    }
    for converter in ["key.converter", "value.converter", "header.converter"] {
        out.report_all(connector.setting(converter).and_then(|class| wrong_class(class, PluginKind::Converter)));
    }
}

fn in_list(connector: &Connector, steps: &Steps, list: &Property, names: &[&str], out: &mut Findings) {
    let mut seen = BTreeSet::new();
    for name in names {
        let draft =
            |message: String, label: String| Draft::new(list.name.clone(), message).at(&list.value.origin, label);
        if name.is_empty() {
            let message = format!("Kafka Connect refuses a {} without a name", steps.one);
            out.report(draft(message, "an empty name".to_owned()).help("remove the comma that is too much"));
            continue;
        }
        if !seen.insert(*name) {
            let message = format!("Kafka Connect refuses a {} that is listed twice", steps.one);
            out.report(draft(message, format!("{name} again")).help("keep one of them"));
            continue;
        }
        let kind = format!("{}.{name}.type", steps.list);
        match connector.setting(&kind) {
            None => out.report(
                draft(
                    format!("Kafka Connect refuses a {} without a class", steps.one),
                    format!("{name} has no {kind}"),
                )
                .help(format!("set {kind} to its class, or take {name} off the list")),
            ),
            Some(class) => out.report_all(wrong_class(class, steps.kind)),
        }
    }
}

/// Settings of a step that no list names are read by nobody.
fn unlisted(settings: &[Property], steps: &Steps, names: &[&str], out: &mut Findings) {
    let mut told = BTreeSet::new();
    for setting in settings {
        let Some(inside) = setting.name.strip_prefix(steps.list).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        let is_of =
            |name: &&&str| !name.is_empty() && inside.strip_prefix(**name).is_some_and(|rest| rest.starts_with('.'));
        let Some((name, _)) = inside.split_once('.') else { continue };
        if names.iter().any(|name| is_of(&name)) || !told.insert(name) {
            continue;
        }
        let class = settings.iter().find(|setting| *setting.name == format!("{}.{name}.type", steps.list));
        let setting = class.unwrap_or(setting);
        out.report(
            Draft::new(setting.name.clone(), format!("a {} that is not on the list does nothing", steps.one))
                .at_place(&setting.key_place, format!("{} does not name {name}", steps.list))
                .help(format!("add {name} to {}, or remove its settings", steps.list))
                .level("ignored"),
        );
    }
}

/// A class of Kafka Connect's own that is misspelt, or that stands for two and is none itself.
fn wrong_class(setting: &Property, kind: PluginKind) -> Option<Draft> {
    let written = plain_class(setting)?;
    let plugins = || facts::connect_plugins().iter().filter(move |plugin| plugin.kind == kind);
    let draft =
        |message: &str, label: String| Draft::new(setting.name.clone(), message).at(&setting.value.origin, label);
    if let Some(plugin) = plugins().find(|plugin| plugin.class == written) {
        let variants: Vec<String> = plugin.variants.iter().map(|variant| format!("{written}${variant}")).collect();
        let draft = draft("Kafka Connect refuses a class that is only half a name", written.to_owned());
        return (!variants.is_empty()).then(|| draft.help(format!("write {}", variants.join(" or "))));
    }
    let names = plugins().flat_map(|plugin| {
        let variants = plugin.variants.iter().map(|variant| format!("{}${variant}", plugin.class));
        variants.chain(plugin.variants.is_empty().then(|| plugin.class.to_owned()))
    });
    // Others put classes of theirs into the same package.
    let near = names.map(|name| (strsim::damerau_levenshtein(&name, written), name)).min()?;
    let (_, meant) = Some(near).filter(|(distance, _)| matches!(distance, 1..=2))?;
    let draft = draft("Kafka Connect has no class of this name", written.to_owned());
    Some(draft.help(format!("did you mean {meant}?")).fix(&setting.value.origin, &meant, Applicability::Unsafe))
}

/// A class of Kafka Connect's own; nested ones have a dollar in their names.
fn plain_class(setting: &Property) -> Option<&str> {
    let class = setting.value.known()?.trim();
    (class.starts_with(PACKAGE) && !class.contains(['{', '<', '%', '@'])).then_some(class)
}
