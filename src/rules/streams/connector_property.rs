//! Settings of a connector or of its workers that cannot be meant as written.

use super::{connector_steps, worker_settings};
use crate::client::names::like;
use crate::facts::{self, Direction, KafkaVersion, check_connect_value, connector_property, renamed_settings};
use crate::model::connect::Connector;
use crate::model::properties::Property;
use crate::policy::Check as Policy;
use crate::rules::properties::value_fault;
use crate::rules::{Check, ConnectSubject, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "connector-property",
    summary: "settings of a connector or its workers that cannot be meant as written",
    page: include_str!("connector_property.md"),
    security: false,
    supersedes: &[],
    check: Check::Connect(check),
};

fn check(subject: &ConnectSubject<'_>, _: &Policy, out: &mut Findings) {
    let connector = match subject {
        ConnectSubject::Workers(workers) => return worker_settings::check(workers, out),
        ConnectSubject::Connector(connector) => connector,
    };
    if out.need("connector_configuration", &connector.configuration).is_none() {
        return;
    }
    if connector.setting("connector.class").is_none() {
        out.report(
            Draft::new("connector.class", "a connector does not say what it is")
                .at(&connector.configuration.origin, "sets no connector.class")
                .help("set connector.class to the class of the plugin"),
        );
    }
    let Some(settings) = connector.settings_of_connect() else { return };
    for setting in settings {
        value(connector, setting, out);
        misspelt(setting, out);
    }
    topics(connector, out);
    connector_steps::check(settings, out);
    converters(connector, settings, out);
    renamed(connector, settings, out);
}

/// What a template or a provider fills in is not known.
pub(super) fn plain(setting: &Property) -> Option<&str> {
    let value = setting.value.known()?;
    (!value.contains(['$', '{', '<', '%', '@'])).then_some(value)
}

fn value(connector: &Connector, setting: &Property, out: &mut Findings) {
    let row = connector_property(connector.direction(), &setting.name);
    let Some((row, written)) = row.zip(plain(setting)) else { return };
    let version = connector.version.known().and_then(|version| KafkaVersion::parse(version));
    if let Err(fault) = check_connect_value(row, written, version) {
        out.report(value_fault(setting, &fault, |value| check_connect_value(row, value, version).is_ok()));
    }
}

/// Everything else belongs to the plugin, which reads from the same map.
fn misspelt(setting: &Property, out: &mut Findings) {
    let name = &*setting.name;
    let is_known = |name: &str| {
        facts::connector_property_names().any(|known| known == name) || facts::connect_worker_property(name).is_some()
    };
    let meant = (!is_known(name)).then(|| like(facts::connector_property_names(), name, 1)).flatten();
    let Some(meant) = meant else { return };
    out.report(
        Draft::new(name, "Kafka Connect does not know this setting, and says nothing")
            .at_place(&setting.key_place, format!("{name} is read by nobody"))
            .help(format!("did you mean {meant}?"))
            .level("ignored"),
    );
}

/// A sink reads from topics that are listed, or from those that match.
fn topics(connector: &Connector, out: &mut Findings) {
    if connector.direction() != Some(Direction::Sink) {
        return;
    }
    let [list, pattern, dead] =
        ["topics", "topics.regex", "errors.deadletterqueue.topic.name"].map(|name| connector.setting(name));
    let draft = match (list, pattern) {
        (None, None) => Draft::new("topics", "Kafka Connect refuses a sink that names no topics")
            .at(&connector.configuration.origin, "sets neither topics nor topics.regex")
            .help("set topics to a list of names, or topics.regex"),
        (Some(list), Some(pattern)) => Draft::new("topics", "Kafka Connect refuses a sink that names its topics twice")
            .at_place(&list.key_place, "topics")
            .related(&pattern.key_place, "topics.regex")
            .help("keep one of them"),
        (Some(list), None) => {
            let dead = dead.and_then(|dead| Some((dead, plain(dead).filter(|name| !name.trim().is_empty())?)));
            let Some((dead, name)) = dead else { return };
            if !plain(list).is_some_and(|list| list.split(',').any(|topic| topic.trim() == name)) {
                return;
            }
            Draft::new(dead.name.clone(), "Kafka Connect refuses a sink that reads what it gives up")
                .at(&dead.value.origin, format!("{name} is among its topics"))
                .related(&list.value.origin.place, "the topics it reads")
                .help("give the dead letter queue a topic of its own")
        }
        (None, Some(_)) => return,
    };
    out.report(draft);
}

/// A connector without a converter takes that of its workers, with the settings that it has there.
fn converters(connector: &Connector, settings: &[Property], out: &mut Findings) {
    for converter in ["key.converter", "value.converter", "header.converter"] {
        let prefix = format!("{converter}.");
        let orphan = settings.iter().find(|setting| setting.name.starts_with(&prefix));
        let Some(orphan) = orphan.filter(|_| connector.setting(converter).is_none()) else { continue };
        out.report(
            Draft::new(orphan.name.clone(), "a setting of a converter that this connector does not name")
                .at_place(&orphan.key_place, format!("{} without {converter}", orphan.name))
                .note("a connector without it takes the converter of its workers, as it is set up there")
                .help(format!("set {converter} too, or remove what belongs to it"))
                .level("ignored"),
        );
    }
}

fn renamed(connector: &Connector, settings: &[Property], out: &mut Findings) {
    let class = connector.setting("connector.class").and_then(|setting| setting.value.known());
    let Some(class) = class else { return };
    let has = |name: &str| {
        settings.iter().find(|setting| match name.ends_with('.') {
            true => setting.name.starts_with(name),
            false => *setting.name == *name,
        })
    };
    for row in renamed_settings(class) {
        // Names that came before the old ones went say nothing about the version.
        let newer = renamed_settings(class).filter(|other| other.since == row.removed).find_map(|other| has(other.new));
        let Some((setting, newer)) = has(row.old).zip(newer) else { continue };
        out.report(
            Draft::new(setting.name.clone(), "names of two versions of Debezium in one connector")
                .at_place(&setting.key_place, format!("{} is the name before version {}", setting.name, row.removed))
                .related(&newer.key_place, format!("{} is one of version {}", newer.name, row.removed))
                .note("a version ignores the names of the other without a word")
                .help(format!("version {} calls it {}", row.removed, row.new))
                .level("mixed"),
        );
    }
}
