//! Turns the fact tables of `policies/facts/`, and the policies, into Rust statics, so that start-up parses nothing.

// Cargo takes its instructions from the standard output.
#![allow(clippy::print_stdout)]

mod client;
mod kafka;
mod platform;
mod policy;
mod properties;
mod row;
mod schema;

use std::path::PathBuf;
use std::{env, fs};

use toml::{Table, Value};

/// Makes the code of one table.
type Compile = fn(&Table) -> Result<String, String>;

const FOLDER: &str = "policies";

/// The built-in policies, the default first.
const POLICIES: [&str; 3] = ["guide", "aws", "strict"];

const TABLES: [(&str, Compile); 14] = [
    ("sources", platform::sources),
    ("client-options", client::options),
    ("connect-plugins", client::plugins),
    ("connect-renames", client::renames),
    ("msk-broker-properties", properties::compile),
    ("msk-kafka-versions", platform::versions),
    ("msk-instance-types", platform::instance_types),
    ("msk-connect-workers", client::worker_properties),
    ("msk-iam-actions", platform::actions),
    ("msk-limits", platform::limits),
    ("msk-metrics", platform::metrics),
    ("msk-best-practices", platform::practices),
    ("spring-boot-kafka", client::managed),
    ("terraform-aws-msk-schema", schema::compile),
];

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={FOLDER}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let write = |name: &str, code: String| {
        let file = out.join(format!("{}.rs", name.replace('-', "_")));
        fs::write(&file, code).map_err(|error| format!("{}: {error}", file.display()))
    };
    for (name, compile) in TABLES {
        let text = read(&format!("facts/{name}.toml"))?;
        let table: Table = text.parse().map_err(|error| format!("{name}: {error}"))?;
        let date = table.get("compiled").and_then(row::date).ok_or(format!("{name}: no date"))?;
        let code = compile(&table).map_err(|error| format!("{name}: {error}"))?;
        write(name, format!("{code}pub(in crate::facts) const COMPILED: Date = {date};\n"))?;
    }
    write(
        "kafka-properties",
        kafka::compile(&read("facts/kafka-properties.json")?, &[("BROKER", "broker"), ("TOPIC", "topic")])?,
    )?;
    let roles = [("PRODUCER", "producer"), ("CONSUMER", "consumer"), ("ADMIN", "admin")];
    let sides = [("WORKER", "worker"), ("SOURCE", "source"), ("SINK", "sink")];
    write("kafka-connect-properties", kafka::compile(&read("facts/kafka-connect-properties.json")?, &sides)?)?;
    write("kafka-client-properties", kafka::compile(&read("facts/kafka-client-properties.json")?, &roles)?)?;
    write("librdkafka-properties", client::librdkafka(&read("facts/librdkafka-properties.json")?)?)?;
    let policy = |name| policy::compile(name, &read(&format!("{name}.hcl"))?);
    let policies: Vec<String> = POLICIES.into_iter().map(policy).collect::<Result<_, String>>()?;
    let code = format!("pub(super) static BUILT_IN: [BuiltIn; {}] = [{}];\n", policies.len(), policies.join(",\n"));
    write("policies", code)
}

fn read(name: &str) -> Result<String, String> {
    fs::read_to_string(format!("{FOLDER}/{name}")).map_err(|error| format!("{name}: {error}"))
}

/// The rows of an array of tables, sorted by the text of the columns named.
fn sorted<'a>(table: &'a Table, name: &str, keys: &[&str]) -> Result<Vec<&'a Table>, String> {
    let rows = table.get(name).and_then(Value::as_array).ok_or(format!("no rows of {name}"))?;
    let mut rows: Vec<&Table> = rows.iter().filter_map(Value::as_table).collect();
    let key = |row: &Table| -> Vec<String> {
        keys.iter().map(|key| row.get(*key).and_then(Value::as_str).unwrap_or_default().to_owned()).collect()
    };
    rows.sort_by_key(|row| key(row));
    Ok(rows)
}
