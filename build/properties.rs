//! MSK's broker and topic properties.

use toml::{Table, Value};

use crate::row::{self, Choices, Row};
use crate::sorted;

/// Value types, as Kafka calls them.
pub const TYPES: &Choices = &[
    ("boolean", "Boolean"),
    ("class", "Class"),
    ("double", "Double"),
    ("int", "Int"),
    ("list", "List"),
    ("long", "Long"),
    ("password", "Password"),
    ("short", "Short"),
    ("string", "String"),
];

const UNITS: &Choices = &[
    ("bytes", "Bytes"),
    ("count", "Count"),
    ("hours", "Hours"),
    ("minutes", "Minutes"),
    ("ms", "Milliseconds"),
    ("per second", "PerSecond"),
    ("percent", "Percent"),
    ("ratio", "Ratio"),
];

const STANDARD: &Choices = &[
    ("rw", "Settable"),
    ("dynamic", "Dynamic"),
    ("default_only", "DefaultOnly"),
    ("no", "No"),
    ("unclear", "Unclear"),
];

const EXPRESS: &Choices = &[
    ("static", "Static"),
    ("dynamic", "Dynamic"),
    ("static+dynamic", "StaticAndDynamic"),
    ("read_only", "ReadOnly"),
    ("no", "No"),
    ("unclear", "Unclear"),
];

const UPDATE: &Choices = &[("read-only", "ReadOnly"), ("cluster-wide", "ClusterWide"), ("per-broker", "PerBroker")];

const TOPIC_STANDARD: &Choices = &[("rw", "Settable"), ("tiered_only", "TieredOnly")];
const TOPIC_EXPRESS: &Choices =
    &[("rw", "Settable"), ("no", "No"), ("fixed_2", "Fixed(\"2\")"), ("fixed_false", "Fixed(\"false\")")];
const TOPIC_SERVERLESS: &Choices = &[("rw", "Settable"), ("rw_at_create", "AtCreation"), ("no", "No")];

const REASONS: &Choices = &[
    ("not_in_custom_list", "NotListed"),
    ("managed_by_msk", "ManagedByMsk"),
    ("dynamic_only_on_standard", "DynamicOnlyOnStandard"),
    ("topic_level_name", "TopicLevelName"),
    ("client_property", "ClientProperty"),
];

const CHANGES: &Choices = &[
    ("added", "Added"),
    ("client_default", "ClientDefault"),
    ("default", "Default"),
    ("feature", "Feature"),
    ("min", "Minimum"),
    ("removed", "Removed"),
];

/// The tables of `msk-broker-properties.toml`.
pub fn compile(table: &Table) -> Result<String, String> {
    let mut code = String::new();
    let rows = sorted(table, "broker_property", &["name"])?.into_iter().map(broker).collect::<Result<Vec<_>, _>>()?;
    code += &row::array("BROKER", "BrokerProperty", &rows);
    let rows = sorted(table, "topic_property", &["name"])?.into_iter().map(topic).collect::<Result<Vec<_>, _>>()?;
    code += &row::array("TOPIC", "TopicProperty", &rows);
    let rows = sorted(table, "refused", &["name"])?.into_iter().map(refused).collect::<Result<Vec<_>, _>>()?;
    code += &row::array("REFUSED", "Refused", &rows);
    let rows = sorted(table, "version_change", &["id"])?.into_iter().map(change).collect::<Result<Vec<_>, _>>()?;
    Ok(code + &row::array("CHANGES", "VersionChange", &rows))
}

fn broker(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("BrokerProperty", columns);
    row.rename("type", "value_type");
    row.texts(&["name"]).lists(&["values"]).provenance();
    row.choice("type", "ValueType", TYPES).maybe_choice("unit", "Unit", UNITS);
    row.choice("standard", "StandardUse", STANDARD).choice("express", "ExpressUse", EXPRESS);
    row.maybe_choice("kafka_update_mode", "UpdateMode", UPDATE);
    row.maybe_reals(&["min", "max"]).maybe_texts(&["note", "topic_property"]);
    preset(&mut row, &["msk_default", "msk_default_tiered", "express_default", "kafka_default"]);
    by_zones(&mut row);
    versions(&mut row, &["since", "until", "deprecated_since"]);
    let zookeeper = row.get_text("metadata") == Some("zookeeper");
    row.raw("zookeeper_only", zookeeper.to_string());
    row.finish()
}

/// Defaults: the leading value of a text such as `600000 (Kafka default)`, or a formula over vCPUs.
fn preset(row: &mut Row, columns: &[&str]) {
    for column in columns {
        let written = row.get_text(column).map(|text| text.split(" (").next().unwrap_or(text));
        let literal = written.filter(|text| is_plain(text)).map(|text| if text == "empty" { "" } else { text });
        row.raw(column, literal.map_or("None".to_owned(), |text| format!("Some({text:?})")));
        if matches!(*column, "msk_default_tiered" | "express_default") {
            let formula = written.and_then(formula).map_or("None".to_owned(), |code| format!("Some({code})"));
            row.raw(&format!("{column}_by_vcpus"), formula);
        }
    }
}

/// Whether a default is a value, not a description of one.
fn is_plain(text: &str) -> bool {
    text != "unset" && !text.contains([' ', '(', '*', '/']) && !text.ends_with("...")
}

/// `max(8, 2*vcpus)`, `max(5, vcpus/2)`, `max(10, vcpus*0.67)`.
fn formula(text: &str) -> Option<String> {
    let (least, share) = text.strip_prefix("max(")?.strip_suffix(')')?.split_once(", ")?;
    let hundredths = match share.split_once(['*', '/']) {
        None => 100,
        Some((factor, "vcpus")) => factor.parse::<u32>().ok()? * 100,
        Some((_, factor)) if share.contains('/') => 100 / factor.parse::<u32>().ok()?,
        Some((_, factor)) => factor.strip_prefix("0.")?.parse().ok()?,
    };
    Some(format!("PerVcpu {{ at_least: {least}, hundredths_per_vcpu: {hundredths} }}"))
}

fn by_zones(row: &mut Row) {
    let zones = row.get("msk_default_by_az").and_then(Value::as_table);
    let of = |name: &str| zones.and_then(|zones| zones.get(name)).and_then(Value::as_integer);
    let code = match (of("az2"), of("az3")) {
        (Some(two), Some(three)) => format!("Some(ByZones {{ two: \"{two}\", three: \"{three}\" }})"),
        _ => "None".to_owned(),
    };
    row.raw("msk_default_by_zones", code);
}

/// Kafka versions, of which the first two numbers count; the lower one of two.
fn versions(row: &mut Row, columns: &[&str]) {
    for column in columns {
        let Some(text) = row.get_text(column) else {
            row.raw(column, "None");
            continue;
        };
        match crate::kafka::minor(text) {
            Some(code) => row.raw(column, format!("Some({code})")),
            None => row.fail(format!("{column}: {text} is no version")),
        };
    }
}

fn topic(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("TopicProperty", columns);
    row.rename("type", "value_type");
    row.texts(&["name"]).lists(&["values"]).provenance();
    row.choice("type", "ValueType", TYPES).maybe_choice("unit", "Unit", UNITS);
    row.choice("standard", "TopicStandardUse", TOPIC_STANDARD);
    row.choice("express", "TopicExpressUse", TOPIC_EXPRESS);
    row.choice("serverless", "TopicServerlessUse", TOPIC_SERVERLESS);
    row.maybe_reals(&["min", "max"]).maybe_integers(&["express_min", "tiered_min", "serverless_max"]);
    row.maybe_texts(&["note", "broker_property", "tiered"]);
    preset(&mut row, &["kafka_default", "serverless_default"]);
    versions(&mut row, &["since", "deprecated_since"]);
    row.finish()
}

fn refused(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Refused", columns);
    row.texts(&["name"]).choice("reason", "RefusalReason", REASONS);
    row.maybe_texts(&["use_instead", "note"]).provenance().finish()
}

fn change(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("VersionChange", columns);
    row.texts(&["id"]).choice("kind", "ChangeKind", CHANGES).lists(&["names"]).maybe_texts(&["old", "new"]);
    match row.get_text("kafka").and_then(crate::kafka::minor) {
        Some(version) => row.raw("kafka", version),
        None => row.fail("kafka is no version".to_owned()),
    };
    row.provenance().finish()
}
