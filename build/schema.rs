//! The MSK resources of the Terraform provider.

use toml::{Table, Value};

use crate::row::{self, Choices, Row};
use crate::sorted;

const TYPES: &Choices = &[
    ("block", "Block"),
    ("block_list", "BlockList"),
    ("block_set", "BlockSet"),
    ("bool", "Bool"),
    ("map(string)", "StringMap"),
    ("number", "Number"),
    ("set(string)", "StringSet"),
    ("string", "String"),
    ("string(json)", "Json"),
];

const MODES: &Choices = &[
    ("computed", "Computed"),
    ("optional", "Optional"),
    ("optional+computed", "OptionalComputed"),
    ("required", "Required"),
];

/// The tables of `terraform-aws-msk-schema.toml`.
pub fn compile(table: &Table) -> Result<String, String> {
    let mut code = String::new();
    let rows = sorted(table, "attribute", &["resource", "path"])?;
    let rows = rows.into_iter().map(attribute).collect::<Result<Vec<_>, _>>()?;
    code += &row::array("ATTRIBUTES", "Attribute", &rows);
    let rows = sorted(table, "resource", &["type"])?.into_iter().map(resource).collect::<Result<Vec<_>, _>>()?;
    code += &row::array("RESOURCES", "Resource", &rows);
    let rows = sorted(table, "removed", &["type", "path"])?.into_iter().map(removed).collect::<Result<Vec<_>, _>>()?;
    code += &row::array("REMOVED", "Removed", &rows);
    let rows = sorted(table, "rejected_combination", &["id"])?;
    let rows = rows.into_iter().map(rejected).collect::<Result<Vec<_>, _>>()?;
    Ok(code + &row::array("REJECTED", "RejectedCombination", &rows))
}

fn attribute(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Attribute", columns);
    row.rename("type", "value_type");
    row.texts(&["resource", "path"]).choice("type", "AttributeType", TYPES).choice("mode", "Mode", MODES);
    force_new(&mut row);
    row.maybe_texts(&["default", "unit", "elem", "since", "pattern", "note"]).lists(&["values"]);
    row.maybe_integers(&["min", "max", "min_length", "max_length", "min_items", "max_items"]);
    row.provenance().finish()
}

fn force_new(row: &mut Row) {
    let replaces = match row.get("force_new") {
        None => "NotStated",
        Some(Value::Boolean(true)) => "Always",
        Some(Value::String(text)) if text == "unknown" => "Unknown",
        Some(Value::String(text)) if text == "when the new version is lower" => "WhenLowered",
        Some(other) => {
            row.fail(format!("force_new = {other}"));
            return;
        }
    };
    row.raw("force_new", format!("ForceNew::{replaces}"));
}

fn resource(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Resource", columns);
    row.rename("type", "kind");
    row.texts(&["type"]).maybe_texts(&["note"]).provenance().for_readers(&["plugin"]);
    row.finish()
}

fn removed(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Removed", columns);
    row.rename("type", "resource");
    row.texts(&["type", "path", "removed_in", "use_instead"]).provenance();
    row.finish()
}

fn rejected(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("RejectedCombination", columns);
    row.texts(&["id", "when", "effect"]).maybe_texts(&["note"]).provenance().finish()
}
