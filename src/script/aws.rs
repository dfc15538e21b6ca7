//! `aws kafka create-…` and `aws kafkaconnect create-connector`: clusters, configurations and connectors.

use super::arguments::Arguments;
use super::msk::Msk;
use super::{Beside, Made, json, set, span, string, trace, unknown};
use crate::eval::text::Text;
use crate::eval::value::{Entries, Kind, Reason, Unknown, Value};

/// Options of the command line itself.
const GLOBAL: &[&str] = &[
    "ca-bundle",
    "cli-auto-prompt",
    "cli-binary-format",
    "cli-connect-timeout",
    "cli-read-timeout",
    "color",
    "debug",
    "endpoint-url",
    "generate-cli-skeleton",
    "no-cli-auto-prompt",
    "no-cli-pager",
    "no-paginate",
    "no-sign-request",
    "no-verify-ssl",
    "output",
    "profile",
    "query",
    "region",
];

/// Commands that change what others made: the service, the command, the resource type, and what it may change.
const CHANGES: &[(&str, &str, &str, &[&str])] = &[
    ("kafka", "update-broker-count", "aws_msk_cluster", &["number_of_broker_nodes"]),
    ("kafka", "update-broker-storage", "aws_msk_cluster", &["broker_node_group_info.storage_info"]),
    ("kafka", "update-broker-type", "aws_msk_cluster", &["broker_node_group_info.instance_type"]),
    ("kafka", "update-cluster-configuration", "aws_msk_cluster", &["configuration_info"]),
    ("kafka", "update-cluster-kafka-version", "aws_msk_cluster", &["kafka_version", "configuration_info"]),
    ("kafka", "update-configuration", "aws_msk_configuration", &["server_properties"]),
    ("kafka", "update-connectivity", "aws_msk_cluster", &["broker_node_group_info.connectivity_info"]),
    ("kafka", "update-monitoring", "aws_msk_cluster", &["enhanced_monitoring", "logging_info", "open_monitoring"]),
    ("kafka", "update-rebalancing", "aws_msk_cluster", &["rebalancing"]),
    ("kafka", "update-security", "aws_msk_cluster", &["client_authentication", "encryption_info"]),
    ("kafka", "update-storage", "aws_msk_cluster", &["broker_node_group_info.storage_info", "storage_mode"]),
    ("kafkaconnect", "update-connector", "aws_mskconnect_connector", &["capacity", "connector_configuration"]),
];

/// Commands that make something, or how their names begin.
pub(super) const MAKERS: [&str; 3] = ["create-cluster", "create-configuration", "create-connector"];

/// A command of AWS's command line.
struct Call<'c> {
    aws: &'c Text,
    service: &'c str,
    verb: &'c Text,
    arguments: Arguments,
}

/// Where `aws` and the service stand in a command of MSK's.
fn service(command: &[Text]) -> Option<(usize, usize)> {
    let aws = command.iter().position(|word| word.as_str().rsplit('/').next() == Some("aws") && word.is_known())?;
    let service = command.iter().skip(aws).position(|word| matches!(word.as_str(), "kafka" | "kafkaconnect"))? + aws;
    Some((aws, service))
}

/// Whether a command is one of MSK's.
pub(super) fn is_call(command: &[Text]) -> bool {
    service(command).is_some()
}

/// Reads a command, unless it only shows itself or goes elsewhere.
fn call<'c>(command: &'c [Text], msk: &Msk<'_>) -> Option<Call<'c>> {
    let (aws, service) = service(command)?;
    let words = command.get(service + 2..)?;
    let arguments = Arguments::read(words);
    let is_shown = ["help", "generate-cli-skeleton"].iter().any(|word| arguments.has(word))
        || words.first().is_some_and(|word| word.as_str() == "help")
        || matches!(command[0].as_str(), "echo" | "printf");
    let is_aws = || msk.is_aws(&Arguments::read(&command[aws + 1..service])) && msk.is_aws(&arguments);
    if is_shown || !is_aws() {
        return None;
    }
    Some(Call { aws: &command[aws], service: command[service].as_str(), verb: command.get(service + 1)?, arguments })
}

/// What a command changes in what others made.
pub(super) struct Change<'c> {
    verb: &'c Text,
    kind: &'static str,
    paths: &'static [&'static str],
}

/// The change that a command makes.
pub(super) fn change<'c>(command: &'c [Text], msk: &Msk<'_>) -> Option<Change<'c>> {
    let call = call(command, msk)?;
    let is_it = |(service, verb, ..): &&(&str, &str, _, _)| *service == call.service && *verb == call.verb.as_str();
    let (_, _, kind, paths) = CHANGES.iter().find(is_it)?;
    Some(Change { verb: call.verb, kind, paths })
}

impl Change<'_> {
    /// Nobody can tell which cluster an ARN names: what may change is unknown in each.
    pub(super) fn apply(&self, made: &mut Made) {
        let unknown = Value::unknown(Reason::Script(self.verb.as_str().into()), trace(self.verb));
        let paths = self.paths.iter().filter(|_| self.kind == made.kind);
        paths.for_each(|path| forget(&mut made.arguments, path, &unknown));
    }
}

/// Puts something unknown at a path.
fn forget(entries: &mut Entries, path: &str, unknown: &Value) {
    let Some((name, inside)) = path.split_once('.') else { return set(entries, path, unknown.clone()) };
    let block = entries.items.get(name).map(|entry| &entry.value);
    let changed = match block.and_then(|block| Some((block.entries()?, block.trace.clone()))) {
        Some((block, trace)) => {
            let mut block = Entries::clone(block);
            forget(&mut block, inside, unknown);
            Value::new(Kind::Object(block.into()), trace)
        }
        None => unknown.clone(),
    };
    set(entries, name, changed);
}

/// What a command of AWS's command line makes.
pub(super) fn made(command: &[Text], msk: &Msk<'_>, beside: Beside<'_>) -> Option<Made> {
    let Call { aws, service, verb, mut arguments } = call(command, msk)?;
    arguments.all.retain(|argument| !GLOBAL.contains(&&*argument.name));
    let mut made = written(&arguments, beside);
    let kind = match (service, verb.as_str()) {
        ("kafka", "create-cluster") => "aws_msk_cluster",
        ("kafka", "create-cluster-v2") => of_version_two(&mut made)?,
        ("kafka", "create-configuration") => "aws_msk_configuration",
        ("kafkaconnect", "create-connector") => "aws_mskconnect_connector",
        _ => return None,
    };
    let name = ["cluster_name", "connector_name", "name"].iter().find_map(|name| made.items.get(*name));
    let name = name.and_then(|entry| entry.value.as_str()).unwrap_or("without a name");
    let title = format!("{} {name}", verb.as_str());
    let (first, last) = (span(aws)?, span(verb)?);
    let header = crate::source::Span { range: first.range.cover(last.range), ..first };
    Some(Made { kind, title, header, arguments: made })
}

/// The arguments as the provider has them: those of a JSON file first, then each option over them.
fn written(arguments: &Arguments, beside: Beside<'_>) -> Entries {
    let mut made = Entries { items: Default::default(), rest: arguments.open.clone() };
    for option in ["cli-input-json", "cli-input-yaml"] {
        let Some(text) = arguments.value(option) else { continue };
        match named(text, beside).and_then(|text| json::value(&text, "")) {
            Some(value) => made.items.extend(value.entries().map(|entries| entries.items.clone()).unwrap_or_default()),
            None => made.rest = unknown(text).first_unknown(),
        }
    }
    for argument in arguments.all.iter().filter(|argument| !argument.name.starts_with("cli-input")) {
        let name = json::snake(&argument.name);
        let value = value(&name, &argument.values, beside);
        set(&mut made, if name == "plugins" { "plugin" } else { &name }, value);
    }
    made
}

/// The text of an argument, or of the file that it names.
fn named(text: &Text, beside: Beside<'_>) -> Option<Text> {
    match text.known_prefix().strip_prefix("file://").or_else(|| text.known_prefix().strip_prefix("fileb://")) {
        Some(path) if text.is_known() => beside(path),
        Some(_) => None,
        None => Some(text.clone()),
    }
}

fn value(name: &str, values: &[Text], beside: Beside<'_>) -> Value {
    match values {
        [] => Value::new(Kind::Bool(true), crate::eval::trace::Trace::given()),
        [text] if name == "server_properties" => {
            match named(text, beside).filter(|_| text.as_str().starts_with("file")) {
                Some(properties) => string(properties),
                // In base64, or filled in.
                None => unknown(text),
            }
        }
        [text] => {
            let is_json = |text: &Text| text.as_str().trim_start().starts_with(['{', '[']);
            match named(text, beside) {
                Some(text) if is_json(&text) => json::value(&text, name).unwrap_or_else(|| unknown(&text)),
                // The short form `Key=value,Key=value` of a structure.
                Some(text) if text.as_str().contains('=') && !name.ends_with("name") => unknown(&text),
                Some(text) if name == "kafka_versions" && text.is_known() => {
                    Value::new(Kind::Tuple([string(text.clone())].into()), trace(&text))
                }
                // It may be a structure that the shell puts together.
                Some(text) if !text.is_known() => unknown(&text),
                Some(text) => string(text),
                None => unknown(text),
            }
        }
        [first, ..] if values.iter().any(|value| value.as_str().contains('=')) => unknown(first),
        [first, ..] => Value::new(Kind::Tuple(values.iter().cloned().map(string).collect()), trace(first)),
    }
}

/// Moves what `--provisioned` or `--serverless` hold to where the provider has it.
fn of_version_two(made: &mut Entries) -> Option<&'static str> {
    for (option, kind) in [("provisioned", "aws_msk_cluster"), ("serverless", "aws_msk_serverless_cluster")] {
        let Some(entry) = made.items.remove(option) else { continue };
        match (entry.value.entries(), entry.value.as_unknown()) {
            (Some(entries), _) => made.items.extend(entries.items.clone()),
            (None, unknown) => {
                let reason = unknown.cloned();
                made.rest = reason.or_else(|| Some(Unknown::new(Reason::Script(format!("--{option}").into()))));
            }
        }
        return Some(kind);
    }
    None
}
