//! JSON in a word or a file to values in the shape of the provider's schema, each with its place.

use std::rc::Rc;

use super::{placed, string, trace};
use crate::eval::text::{SegmentKind, Text};
use crate::eval::trace::Trace;
use crate::eval::value::{Entries, Entry, Kind, Value};
use crate::syntax::yaml::{self, Node, NodeKind};

/// Names of AWS's API that the provider has otherwise, behind the change from `CamelCase` to `snake_case`.
const RENAMED: &[(&str, &str)] = &[
    ("auto_scaling", "autoscaling"),
    ("broker_az_distribution", "az_distribution"),
    ("certificate_authority_arn_list", "certificate_authority_arns"),
    ("cloud_watch_logs", "cloudwatch_logs"),
    ("custom_plugin_arn", "arn"),
    ("data_volume_kms_key_id", "encryption_at_rest_kms_key_arn"),
    ("plugins", "plugin"),
    ("vpc_configs", "vpc_config"),
    ("worker_configuration_arn", "arn"),
];

/// Objects whose keys are names of the user's.
const AS_WRITTEN: &[&str] = &["connector_configuration", "tags"];

/// The value of a JSON text; nothing where it is no JSON, or where something unknown stands between its values.
pub(super) fn value(text: &Text, name: &str) -> Option<Value> {
    let documents = yaml::documents(text.as_str());
    let [document] = &documents[..] else { return None };
    let unknown = text.segments().iter().filter(|segment| matches!(segment.kind, SegmentKind::Unknown(_))).count();
    let mut reader = Reader { text, unknown_seen: 0 };
    let value = reader.value(document, name)?;
    (reader.unknown_seen == unknown && matches!(document.kind, NodeKind::Map(_) | NodeKind::List(_))).then_some(value)
}

/// The value of one node of a text that is wholly known.
pub(super) fn of_node(text: &Text, node: &Rc<Node>, name: &str) -> Option<Value> {
    Reader { text, unknown_seen: 0 }.value(node, name)
}

struct Reader<'t> {
    text: &'t Text,
    unknown_seen: usize,
}

impl Reader<'_> {
    fn value(&mut self, node: &Rc<Node>, path: &str) -> Option<Value> {
        let whole = self.text.slice(node.range.start, node.range.end);
        Some(match &node.kind {
            NodeKind::Scalar(scalar) => {
                let range = node.literal(self.text.as_str());
                let text = match range {
                    Some(range) => self.text.slice(range.start, range.end),
                    None if whole.is_known() => Text::computed(&*scalar.text, trace(&whole)),
                    None => return None,
                };
                self.unknown_seen +=
                    text.segments().iter().filter(|s| matches!(s.kind, SegmentKind::Unknown(_))).count();
                if node.is_null() && text.is_known() { Value::null(trace(&whole)) } else { string(text) }
            }
            NodeKind::List(items) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| self.value(item, path)).collect();
                Value::new(Kind::Tuple(items?.into()), trace(&whole))
            }
            NodeKind::Map(_) => self.object(node, path, trace(&whole))?,
        })
    }

    fn object(&mut self, node: &Rc<Node>, path: &str, trace: Trace) -> Option<Value> {
        let mut entries = Entries::default();
        let as_written = AS_WRITTEN.contains(&path);
        for (key, child) in node.entries() {
            let name = if as_written { key.text.clone() } else { renamed(&snake(&key.text)) };
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let value = self.value(child, &path)?;
            let key = placed(self.text.slice(key.range.start, key.range.end));
            match name.as_str() {
                // The provider has these as arguments of the block around.
                "encryption_at_rest" => entries.items.extend(Rc::unwrap_or_clone(value.entries()?.clone()).items),
                _ => drop(entries.items.insert(name.as_str().into(), Entry { key, value: flat(&path, value) })),
            }
        }
        Some(Value::new(Kind::Object(entries.into()), trace))
    }
}

/// `{ "enabled": true }`, which the provider has as a flag, except for serverless clusters.
fn flat(path: &str, value: Value) -> Value {
    let is_switch = !path.starts_with("serverless")
        && (path.ends_with("sasl.scram")
            || path.ends_with("sasl.iam")
            || path.ends_with(".unauthenticated")
            || (path.contains("vpc_connectivity") && path.ends_with(".tls")));
    let enabled = value.entries().and_then(|entries| entries.items.get("enabled")).map(|entry| entry.value.clone());
    enabled.filter(|_| is_switch).unwrap_or(value)
}

fn renamed(name: &str) -> String {
    RENAMED.iter().find(|(api, _)| *api == name).map_or(name, |(_, provider)| provider).to_owned()
}

/// `ebs_storage_info` of `EbsStorageInfo`, `data_volume_kms_key_id` of `DataVolumeKMSKeyId`.
pub(super) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut made = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || letters.get(at + 1).is_some_and(char::is_ascii_lowercase)
            });
        if starts && !made.ends_with('_') {
            made.push('_');
        }
        made.push(if *letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    made
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_become_those_of_the_provider() {
        for (api, provider) in [
            ("EbsStorageInfo", "ebs_storage_info"),
            ("DataVolumeKMSKeyId", "data_volume_kms_key_id"),
            ("BrokerAZDistribution", "broker_az_distribution"),
            ("number-of-broker-nodes", "number_of_broker_nodes"),
            ("s3", "s3"),
            ("mcuCount", "mcu_count"),
        ] {
            assert_eq!(super::snake(api), provider);
        }
    }
}
