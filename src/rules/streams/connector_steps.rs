//! Transformations and predicates of a connector, and the classes that come with Kafka Connect.

use std::collections::{BTreeMap, BTreeSet};

use super::connector_property::plain;
use crate::client::names::like;
use crate::facts::{self, PluginKind};
use crate::finding::Applicability;
use crate::model::properties::Property;
use crate::rules::{Draft, Findings};

/// The package of Kafka Connect.
const PACKAGE: &str = "org.apache.kafka.connect.";
/// Most parts of a step's name.
const PARTS: usize = 16;
/// Most steps that one finding names.
const SHOWN: usize = 5;

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

/// The settings of a connector by name: a connector may have as many as a file holds.
type Settings<'s> = BTreeMap<&'s str, &'s Property>;

pub(super) fn check(settings: &[Property], out: &mut Findings) {
    let by_name: Settings<'_> = settings.iter().rev().map(|setting| (&*setting.name, setting)).collect();
    for steps in &STEPS {
        let list = by_name.get(steps.list).copied();
        // A list that is filled in later may name any.
        let names: Vec<&str> = match list.map(plain) {
            Some(None) => continue,
            Some(Some(list)) if !list.trim().is_empty() => list.split(',').map(str::trim).collect(),
            _ => Vec::new(),
        };
        if let Some(list) = list {
            in_list(&by_name, steps, list, &names, out);
        }
        unlisted(settings, &by_name, steps, &names, out);
    }
    for converter in ["key.converter", "value.converter", "header.converter"] {
        out.report_all(by_name.get(converter).and_then(|class| wrong_class(class, PluginKind::Converter)));
    }
}

fn in_list(settings: &Settings<'_>, steps: &Steps, list: &Property, names: &[&str], out: &mut Findings) {
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
        match settings.get(&*kind) {
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

/// Settings of steps that no list names are read by nobody: said once for the list, at the first of each step.
fn unlisted(settings: &[Property], by_name: &Settings<'_>, steps: &Steps, names: &[&str], out: &mut Findings) {
    let names: BTreeSet<&str> = names.iter().copied().collect();
    let mut told: Vec<(&str, &Property)> = Vec::new();
    let mut seen = BTreeSet::new();
    for setting in settings {
        let Some(inside) = setting.name.strip_prefix(steps.list).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        // A name may have dots itself.
        let mut starts = inside.match_indices('.').take(PARTS).map(|(at, _)| &inside[..at]);
        let Some(name) = starts.clone().next().filter(|_| !starts.any(|start| names.contains(start))) else { continue };
        if seen.insert(name) {
            let class = by_name.get(&*format!("{}.{name}.type", steps.list)).copied();
            told.push((name, class.unwrap_or(setting)));
        }
    }
    told.sort_by_key(|(_, setting)| setting.key_place.span().map(|span| span.range));
    let Some((_, first)) = told.first() else { return };
    let unlisted: Vec<&str> = told.iter().take(SHOWN).map(|(name, _)| *name).collect();
    let unlisted = unlisted.join(", ") + if told.len() > SHOWN { ", …" } else { "" };
    let label = |name: &str| format!("{} does not name {name}", steps.list);
    let (it, its) = if told.len() == 1 { (unlisted.clone(), "its") } else { (format!("them ({unlisted})"), "their") };
    let draft = Draft::new(first.name.clone(), format!("a {} that is not on the list does nothing", steps.one))
        .at_place(&first.key_place, label(told[0].0))
        .help(format!("add {it} to {}, or remove {its} settings", steps.list))
        .level("ignored");
    out.report(
        told.iter()
            .take(SHOWN)
            .skip(1)
            .fold(draft, |draft, (name, setting)| draft.related(&setting.key_place, label(name))),
    );
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
    let meant = like(names, written, 2)?;
    let draft = draft("Kafka Connect has no class of this name", written.to_owned());
    Some(draft.help(format!("did you mean {meant}?")).fix(&setting.value.origin, &meant, Applicability::Unsafe))
}

/// A class of Kafka Connect's own; nested ones have a dollar in their names.
fn plain_class(setting: &Property) -> Option<&str> {
    let class = setting.value.known()?.trim();
    (class.starts_with(PACKAGE) && !class.contains(['{', '<', '%', '@'])).then_some(class)
}
