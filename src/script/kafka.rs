//! `kafka-topics` and `kafka-configs`: topics, in the shape of the Kafka provider's `kafka_topic`.

use super::arguments::Arguments;
use super::msk::Msk;
use super::{Made, placed, set, span, string, trace};
use crate::eval::text::Text;
use crate::eval::value::{Entries, Entry, Kind, Reason, Value};

/// Programs that make and change topics.
pub(super) const PROGRAMS: [&str; 2] = ["kafka-topics", "kafka-configs"];

/// The topic that a command makes or changes, if it is one of MSK.
pub(super) fn made(command: &[Text], msk: &Msk<'_>) -> Option<Made> {
    let is_program = |word: &Text, name: &str| {
        let program = word.as_str().rsplit('/').next().unwrap_or_default();
        word.is_known() && program.strip_suffix(".sh").unwrap_or(program) == name
    };
    let at = command.iter().position(|word| PROGRAMS.iter().any(|name| is_program(word, name)))?;
    let is_said = command.first().is_some_and(|word| matches!(word.as_str(), "echo" | "printf"));
    let arguments = Arguments::read(&command[at + 1..]);
    let servers =
        ["bootstrap-server", "bootstrap-servers", "zookeeper"].iter().find_map(|name| arguments.value(name))?;
    if is_said || !msk.has(servers, is_in_container(&command[..at])) {
        return None;
    }
    let is_topics = is_program(&command[at], "kafka-topics");
    let (topic, settings) = match is_topics {
        true => (arguments.value("topic")?, settings(&arguments, "config")),
        false if arguments.value("entity-type").is_some_and(|kind| kind.as_str() == "topics") => {
            (arguments.value("entity-name")?, settings(&arguments, "add-config"))
        }
        false => (arguments.value("topic")?, settings(&arguments, "add-config")),
    };
    let mut made = Entries { items: Default::default(), rest: arguments.open.clone() };
    set(&mut made, "name", string(topic.clone()));
    if is_topics && arguments.has("create") {
        for (option, name) in [("partitions", "partitions"), ("replication-factor", "replication_factor")] {
            if let Some(value) = arguments.value(option) {
                set(&mut made, name, string(value.clone()));
            }
        }
    } else if arguments.has("alter") {
        for name in ["partitions", "replication_factor"] {
            let reason = Reason::Script("what the topic was made with".into());
            set(&mut made, name, Value::unknown(reason, trace(topic)));
        }
    } else {
        return None;
    }
    set(&mut made, "config", settings);
    let program = if is_topics { "kafka-topics" } else { "kafka-configs" };
    let title = format!("{program} {}", if topic.is_known() { topic.as_str() } else { "of a topic" });
    Some(Made { kind: "kafka_topic", title, header: span(&command[at])?, arguments: made })
}

/// `a=b` and `a=b,c=[d,e]`.
fn settings(arguments: &Arguments, option: &str) -> Value {
    let mut entries = Entries::default();
    let values = arguments.all.iter().filter(|argument| argument.name == option).flat_map(|argument| &argument.values);
    let is_list = option == "add-config";
    let mut at = crate::eval::trace::Trace::given();
    for value in values {
        at = trace(value);
        for (start, end) in pairs(value.as_str(), is_list) {
            let pair = value.slice(start, end);
            match pair.known_prefix().find('=') {
                Some(equals) => {
                    let name = &pair.as_str()[..equals];
                    let written = &pair.as_str()[equals + 1..];
                    let is_list = is_list && written.starts_with('[') && written.ends_with(']') && written.len() > 1;
                    let inside = equals + 1 + usize::from(is_list)..pair.as_str().len() - usize::from(is_list);
                    let setting = string(pair.slice(inside.start, inside.end));
                    entries.items.insert(name.into(), Entry { key: placed(pair.slice(0, equals)), value: setting });
                }
                None => entries.rest = entries.rest.or_else(|| pair.first_unknown().cloned()),
            }
        }
    }
    Value::new(Kind::Map(entries.into()), at)
}

/// Where the pairs of a list stand: cut at commas that are not in brackets.
fn pairs(text: &str, is_list: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, letter) in text.char_indices().filter(|_| is_list) {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((start, text.len()));
    found.retain(|(start, end)| start < end || !is_list);
    found
}

/// Whether a command runs in a container that is already there: most often that of another Kafka.
fn is_in_container(before: &[Text]) -> bool {
    let is = |names: &[&str]| before.iter().any(|word| word.is_known() && names.contains(&word.as_str()));
    is(&["docker", "docker-compose", "podman", "podman-compose", "nerdctl", "kubectl", "oc"]) && is(&["exec"])
}
