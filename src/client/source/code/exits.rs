//! Programs that stop at errors from which the library recovers by itself.

use std::ops::Range;

use tree_sitter::Node;

use super::tree::{children, text_of};

/// The errors, as the bindings of librdkafka name them.
const TRANSIENT: &[&str] = &[
    "ALL_BROKERS_DOWN",
    "all_brokers_down",
    "AllBrokersDown",
    "KafkaError._TRANSPORT",
    "ERR__TRANSPORT",
    ":transport",
    "ErrTransport",
];

/// What ends a process.
const EXITS: &[&str] = &[
    "sys.exit",
    "os._exit",
    "exit(",
    "quit(",
    "os.kill",
    "Process.kill",
    "abort",
    "Server.stop",
    "process.exit",
    "os.Exit",
    "System.exit",
    "log.Fatal",
];

/// Where a node ends the process because of such an error alone.
pub(super) fn exit(node: Node<'_>, text: &str) -> Option<Range<usize>> {
    let condition = node.child_by_field_name("condition");
    match condition.filter(|_| ["if", "elif_clause", "elsif"].iter().any(|kind| node.kind().starts_with(kind))) {
        Some(condition) => {
            let condition = text_of(condition, text);
            let is_negated = ["!", "not "].iter().any(|no| condition.contains(no));
            let is_meant = !is_negated && TRANSIENT.iter().any(|error| condition.contains(error));
            let then = node.child_by_field_name("consequence").or_else(|| node.child_by_field_name("body"));
            then.filter(|_| is_meant).and_then(|then| ends(then, text))
        }
        None => {
            // node-rdkafka hands these errors to every listener.
            let function = node.child_by_field_name("function").filter(|_| node.kind() == "call_expression")?;
            let arguments = children(node.child_by_field_name("arguments")?);
            let [event, listener] = arguments[..] else { return None };
            let is_error = text_of(event, text).trim_matches(['"', '\'', '`']) == "event.error";
            (is_error && text_of(function, text).ends_with(".on")).then(|| ends(listener, text)).flatten()
        }
    }
}

/// Where a block ends the process, unless it decides once more.
fn ends(block: Node<'_>, text: &str) -> Option<Range<usize>> {
    let written = text_of(block, text);
    let decides = ["if ", "if(", "unless ", "case ", "switch", " ? "].iter().any(|word| written.contains(word));
    let at = EXITS.iter().filter_map(|exit| written.find(exit)).min().filter(|_| !decides)?;
    let line = written[at..].split(['\r', '\n']).next()?.trim_end_matches([' ', '}', ')', ';']);
    let start = block.start_byte() + at;
    Some(start..start + line.len() + usize::from(line.contains('(') && !line.ends_with(')')))
}
