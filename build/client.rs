//! What client libraries call their settings: librdkafka's properties, and the options of libraries with names of their own.

use serde_json::Value;
use toml::Table;

use crate::kafka;
use crate::row::{self, Row};
use crate::sorted;

/// librdkafka's properties with their history.
pub fn librdkafka(text: &str) -> Result<String, String> {
    let table: Value = serde_json::from_str(text).map_err(|error| format!("librdkafka-properties: {error}"))?;
    let mut rows: Vec<&Value> = table["properties"].as_array().into_iter().flatten().collect();
    rows.sort_by_key(|row| row["name"].as_str().unwrap_or_default());
    let read = |row: &&Value| rdkafka(row).ok_or(format!("librdkafka-properties: cannot read {row}"));
    let literals: Result<Vec<_>, _> = rows.iter().map(read).collect();
    Ok(row::array("PROPERTIES", "RdkafkaProperty", &literals?) + &kafka::compiled(&table)?)
}

fn rdkafka(row: &Value) -> Option<String> {
    let since = version(row["first_documented_in"].as_str()?)?;
    let alias = row["alias_of"].as_str().map_or("None".to_owned(), |alias| format!("Some({alias:?})"));
    let kind = match row["type"].as_str()? {
        "integer" => "Integer",
        "float" => "Float",
        "boolean" => "Boolean",
        "enum value" => "Enum",
        "see dedicated API" => "Api",
        _ => "Text",
    };
    let default = |value: &Value| Some(format!("{:?}", value["default"].as_str()?));
    let roles = |value: &Value| Some(format!("RdkafkaRoles::{}", roles(value["applies_to"].as_str()?)?));
    Some(format!(
        "RdkafkaProperty {{ name: {:?}, alias_of: {alias}, kind: RdkafkaKind::{kind}, since: {since}, roles: &[{}], \
         defaults: &[{}], ranges: &[{}], deprecated: {} }}",
        row["name"].as_str()?,
        history(row, "applies_to_history", &roles)?,
        history(row, "default_history", &default)?,
        history(row, "range_history", &|value| Some(range(&value["range"])))?,
        row.get("deprecated").is_some(),
    ))
}

/// Steps of a history, or the one value there is, from the first version on.
fn history(row: &Value, column: &str, read: &dyn Fn(&Value) -> Option<String>) -> Option<String> {
    let step = |from: String, value: &Value| Some(format!("From {{ from: {from}, value: {} }}", read(value)?));
    match row[column].as_array() {
        None => step(version("0.0.0")?, row),
        Some(steps) => {
            let steps: Option<Vec<_>> =
                steps.iter().map(|value| step(version(value["from"].as_str()?)?, value)).collect();
            Some(steps?.join(", "))
        }
    }
}

fn roles(word: &str) -> Option<&'static str> {
    Some(match word {
        "both" => "Both",
        "producer" => "Producer",
        "consumer" => "Consumer",
        _ => return None,
    })
}

fn range(value: &Value) -> String {
    match (value["min"].as_i64(), value["max"].as_i64(), value["enum"].as_array()) {
        (Some(min), Some(max), _) => format!("RdkafkaRange::Numbers({min}, {max})"),
        (_, _, Some(words)) => {
            let words: Vec<_> = words.iter().filter_map(Value::as_str).map(|word| format!("{word:?}")).collect();
            format!("RdkafkaRange::Words(&[{}])", words.join(", "))
        }
        _ => "RdkafkaRange::Any".to_owned(),
    }
}

/// A library's version.
fn version(text: &str) -> Option<String> {
    let text = text.trim_start_matches("<=");
    let mut numbers = text.split('.').map(|part| part.parse::<u16>().ok());
    let (major, minor) = (numbers.next()??, numbers.next()??);
    let patch = numbers.next().flatten().unwrap_or(0);
    Some(format!("Version {{ major: {major}, minor: {minor}, patch: {patch} }}"))
}

/// Options of libraries with names of their own.
pub fn options(table: &Table) -> Result<String, String> {
    let rows = sorted(table, "client_option", &["library", "role", "option"])?;
    let literals: Result<Vec<_>, _> = rows.into_iter().map(option).collect();
    Ok(row::array("OPTIONS", "ClientOption", &literals?))
}

fn option(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("ClientOption", columns);
    row.texts(&["library", "role", "option", "property"]);
    let (added, removed) = (row.get_text("versions") == Some("new"), row.get_text("versions") == Some("old"));
    row.raw("added", added.to_string());
    row.raw("removed", removed.to_string());
    let words = row.get("words").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let word = |word: &toml::Value| Some(format!("({:?}, {:?})", word.get(0)?.as_str()?, word.get(1)?.as_str()?));
    match words.iter().map(word).collect::<Option<Vec<_>>>() {
        Some(words) => row.raw("words", format!("&[{}]", words.join(", "))),
        None => row.fail("column words is no list of constant and word".to_owned()),
    };
    let steps = row.get("defaults").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let step = |step: &toml::Value| {
        let (from, value) = (step.get(0)?.as_str()?, step.get(1)?.as_str()?);
        let from = version(if from.is_empty() { "0.0.0" } else { from })?;
        Some(format!("From {{ from: {from}, value: {value:?} }}"))
    };
    match steps.iter().map(step).collect::<Option<Vec<_>>>() {
        Some(steps) => row.raw("defaults", format!("&[{}]", steps.join(", "))),
        None => row.fail("column defaults is no list of version and value".to_owned()),
    };
    row.finish()
}

/// Settings of Connect plugins that a version calls otherwise.
pub fn renames(table: &Table) -> Result<String, String> {
    let rows = sorted(table, "renamed", &["plugin", "old"])?;
    let literals: Result<Vec<_>, _> = rows
        .into_iter()
        .map(|columns| {
            Row::new("Renamed", columns).texts(&["plugin", "old", "new", "since", "removed"]).provenance().finish()
        })
        .collect();
    Ok(row::array("RENAMED", "Renamed", &literals?))
}

/// Versions of Kafka's client that Spring Boot manages, the lowest version of Spring Boot first.
pub fn managed(table: &Table) -> Result<String, String> {
    let managed = |columns| {
        let mut row = Row::new("Managed", columns);
        for column in ["spring_boot", "kafka_clients"] {
            match row.get_text(column).and_then(version) {
                Some(version) => row.raw(column, version),
                None => row.fail(format!("column {column} is no version")),
            };
        }
        row.provenance().finish()
    };
    let mut rows = sorted(table, "managed", &["spring_boot"])?;
    let numbers = |columns: &&Table| -> Vec<u16> {
        let text = columns.get("spring_boot").and_then(toml::Value::as_str).unwrap_or_default();
        text.split('.').filter_map(|number| number.parse().ok()).collect()
    };
    rows.sort_by_key(numbers);
    let rows: Result<Vec<_>, _> = rows.into_iter().map(managed).collect();
    Ok(row::array("MANAGED", "Managed", &rows?))
}

/// Plugins that come with Kafka Connect.
pub fn plugins(table: &Table) -> Result<String, String> {
    let kinds = &[("converter", "Converter"), ("predicate", "Predicate"), ("transform", "Transform")];
    let plugin = |columns| {
        let mut row = Row::new("Plugin", columns);
        row.texts(&["class"]).choice("kind", "PluginKind", kinds).lists(&["variants"]).provenance().finish()
    };
    let rows: Result<Vec<_>, _> = sorted(table, "plugin", &["class"])?.into_iter().map(plugin).collect();
    Ok(row::array("PLUGINS", "Plugin", &rows?))
}

/// Worker properties that MSK Connect takes or does not.
pub fn worker_properties(table: &Table) -> Result<String, String> {
    let uses = &[("required", "Required"), ("supported", "Supported"), ("unsupported", "Unsupported")];
    let property = |columns| {
        let mut row = Row::new("WorkerProperty", columns);
        row.rename("use", "taken");
        row.texts(&["name"]).choice("use", "WorkerUse", uses).provenance().finish()
    };
    let rows: Result<Vec<_>, _> = sorted(table, "worker_property", &["name"])?.into_iter().map(property).collect();
    Ok(row::array("WORKER_PROPERTIES", "WorkerProperty", &rows?))
}
