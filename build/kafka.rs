//! Apache Kafka's own properties with their history.

use serde_json::Value;

use crate::properties::TYPES;
use crate::row;

/// One table for each component: the name of the table, and the component.
pub fn compile(text: &str, components: &[(&str, &str)]) -> Result<String, String> {
    let table: Value = serde_json::from_str(text).map_err(|error| format!("kafka-properties: {error}"))?;
    let rows = table["rows"].as_array().ok_or("kafka-properties: no rows")?;
    let mut code = String::new();
    for (name, component) in components {
        let mut rows: Vec<&Value> = rows.iter().filter(|row| row["component"] == *component).collect();
        rows.sort_by_key(|row| row["name"].as_str().unwrap_or_default());
        let literals: Result<Vec<_>, _> =
            rows.iter().map(|row| property(row).ok_or(format!("kafka-properties: cannot read {row}"))).collect();
        code += &row::array(name, "KafkaProperty", &literals?);
    }
    Ok(code + &compiled(&table)?)
}

/// The date of a table.
pub fn compiled(table: &Value) -> Result<String, String> {
    let compiled = table["compiled"].as_str().unwrap_or_default();
    let parts: Vec<u32> = compiled.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day] = parts[..] else { return Err("a table of properties without a date".to_owned()) };
    Ok(format!("pub(in crate::facts) const COMPILED: Date = Date {{ year: {year}, month: {month}, day: {day} }};\n"))
}

fn property(row: &Value) -> Option<String> {
    let since = minor(row["since"].as_str()?)?;
    let maybe =
        |column: &str| row[column].as_str().and_then(minor).map_or("None".to_owned(), |code| format!("Some({code})"));
    let absent: Vec<_> = row["absent_in"].as_array().into_iter().flatten().filter_map(|v| minor(v.as_str()?)).collect();
    Some(format!(
        "KafkaProperty {{ name: {:?}, types: &[{}], defaults: &[{}], valid: &[{}], since: {since}, last_seen: {}, \
         deprecated_from: {}, absent_in: &[{}], internal: {} }}",
        row["name"].as_str()?,
        types(row, &since)?,
        defaults(row, &since)?,
        valid(row, &since),
        maybe("last_seen"),
        maybe("deprecated_from"),
        absent.join(", "),
        row["internal"].as_bool().unwrap_or(false),
    ))
}

/// A version's first two numbers; the lower one where a text names several.
pub fn minor(text: &str) -> Option<String> {
    let mut parts = text.trim_start_matches("<=").split(' ').next()?.split('.');
    let (major, minor): (u16, u16) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(format!("Minor {{ major: {major}, minor: {minor} }}"))
}

fn since(from: &str, value: &str) -> String {
    format!("Since {{ from: {from}, value: {value} }}")
}

fn history(row: &Value, column: &str, read: impl Fn(&str) -> Option<String>) -> Option<Option<String>> {
    let Some(steps) = row[column].as_array() else { return Some(None) };
    let step = |step: &Value| Some(since(&minor(step[0].as_str()?)?, &read(step[1].as_str()?)?));
    let steps: Option<Vec<_>> = steps.iter().map(step).collect();
    Some(Some(steps?.join(", ")))
}

fn types(row: &Value, from: &str) -> Option<String> {
    let read = |word: &str| row::variant(word, "ValueType", TYPES);
    match history(row, "type_history", read)? {
        Some(steps) => Some(steps),
        None => Some(since(from, &read(row["type"].as_str()?)?)),
    }
}

fn defaults(row: &Value, from: &str) -> Option<String> {
    let read = |holder: &Value| match holder["default"].as_str() {
        Some(text) => format!("KafkaDefault::Value({text:?})"),
        None if holder["required"].as_bool() == Some(true) => "KafkaDefault::Required".to_owned(),
        None => "KafkaDefault::Unset".to_owned(),
    };
    let Some(steps) = row["default_history"].as_array() else { return Some(since(from, &read(row))) };
    let steps: Option<Vec<_>> =
        steps.iter().map(|step| Some(since(&minor(step["since"].as_str()?)?, &read(step)))).collect();
    Some(steps?.join(", "))
}

fn valid(row: &Value, from: &str) -> String {
    let read = |text: &str| Some(validator(text));
    match history(row, "valid_history", read).flatten() {
        Some(steps) => steps,
        None => since(from, &validator(row["valid"].as_str().unwrap_or_default())),
    }
}

/// A validator from its printed form; one without a form we know lets everything pass.
fn validator(text: &str) -> String {
    let (text, also) = match text.split_once(" or ") {
        Some((range, also)) if also.parse::<f64>().is_ok() => (range, format!("Some({also}.0)")),
        _ => (text, "None".to_owned()),
    };
    let (text, ignore_case) = match text.strip_prefix("(case insensitive) ") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if text.starts_with("non-empty string") {
        return "Valid::NonEmpty".to_owned();
    }
    let Some(inside) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else { return any() };
    // Kafka prints the versions it knows, but reads shorter and longer spellings of them too.
    if inside.contains(['[', ']']) || inside.contains("-IV") {
        return any();
    }
    match inside.split_once(",...") {
        Some((min, max)) => range(min, max.trim_start_matches(','), &also).unwrap_or_else(any),
        None => {
            let words: Vec<_> = inside.split(", ").map(|word| format!("{word:?}")).collect();
            format!("Valid::OneOf {{ words: &[{}], ignore_case: {ignore_case} }}", words.join(", "))
        }
    }
}

fn any() -> String {
    "Valid::Any".to_owned()
}

fn range(min: &str, max: &str, also: &str) -> Option<String> {
    let min: f64 = min.parse().ok()?;
    let max = if max.is_empty() { "None".to_owned() } else { format!("Some({:?})", max.parse::<f64>().ok()?) };
    Some(format!("Valid::Range {{ min: {min:?}, max: {max}, also: {also} }}"))
}
