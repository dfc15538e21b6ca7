//! Programs that stop at errors from which the library recovers by itself.

use std::ops::Range;

use tree_sitter::Node;

use super::tree::{children, name_of, text_of};

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

/// What ends a process: the whole name of a function.
const EXITS: &[&str] = &[
    "sys.exit",
    "os._exit",
    "os.abort",
    "exit",
    "exit!",
    "quit",
    "abort",
    "os.kill",
    "Process.exit",
    "Process.kill",
    "Karafka::Server.stop",
    "process.exit",
    "process.abort",
    "process.kill",
    "os.Exit",
    "System.exit",
    "log.Fatal",
    "log.Fatalf",
    "log.Fatalln",
    "Environment.Exit",
    "Environment.FailFast",
    "exitProcess",
    "std::process::exit",
    "process::exit",
];

/// What decides once more: parts of the names of the grammars' nodes.
const DECIDES: &[&str] = &["if", "elsif", "unless", "case", "switch", "match", "when", "ternary", "conditional"];
/// Operators that decide whether what follows happens.
const SHORT_CIRCUITS: &[&str] = &["&&", "||", "and", "or", "??"];
/// Longest condition that is read, in bytes, and most nodes of a block.
const LONGEST: usize = 1_000;
const MOST: usize = 500;

/// Where a node ends the process because of such an error alone.
pub(super) fn exit(node: Node<'_>, text: &str) -> Option<Range<usize>> {
    let condition = node.child_by_field_name("condition");
    match condition.filter(|_| ["if", "elif_clause", "elsif"].iter().any(|kind| node.kind().starts_with(kind))) {
        Some(condition) => {
            let condition = Some(text_of(condition, text)).filter(|text| text.len() <= LONGEST)?;
            // Whatever must hold besides decides too.
            let decides = ["!", "not ", "&&", " and "].iter().any(|word| condition.contains(word));
            let is_meant = !decides && TRANSIENT.iter().any(|error| condition.contains(error));
            let then = node.child_by_field_name("consequence").or_else(|| node.child_by_field_name("body"));
            then.filter(|_| is_meant).and_then(|then| ends(then, text))
        }
        None => {
            // node-rdkafka hands these errors to every listener.
            let function = node.child_by_field_name("function").filter(|_| node.kind() == "call_expression")?;
            let method = function.child_by_field_name("property").filter(|method| text_of(*method, text) == "on");
            let arguments = children(node.child_by_field_name("arguments").filter(|_| method.is_some())?);
            let [event, listener] = arguments[..] else { return None };
            let is_error = name_of(event, text)?.trim_matches(['"', '\'', '`']) == "event.error";
            is_error.then(|| ends(listener, text)).flatten()
        }
    }
}

/// Where a block ends the process, unless it decides once more.
fn ends(block: Node<'_>, text: &str) -> Option<Range<usize>> {
    let mut waiting = vec![block];
    let mut found: Option<Range<usize>> = None;
    let mut seen = 0;
    while let Some(node) = waiting.pop() {
        seen += 1;
        let operator = node.child_by_field_name("operator").map_or("", |operator| text_of(operator, text));
        let is_choice = node.is_named() && node.kind().split('_').any(|word| DECIDES.contains(&word));
        let decides = is_choice || SHORT_CIRCUITS.contains(&operator);
        if decides || seen > MOST {
            return None;
        }
        if ends_process(node, text) && found.as_ref().is_none_or(|found| node.start_byte() < found.start) {
            found = Some(node.byte_range());
        }
        waiting.extend(children(node));
    }
    found
}

fn ends_process(node: Node<'_>, text: &str) -> bool {
    let function = match node.kind() {
        // Ruby's functions without arguments.
        "identifier" if node.parent().is_some_and(|around| matches!(around.kind(), "then" | "body_statement")) => {
            Some(node)
        }
        "call" | "call_expression" | "method_invocation" | "invocation_expression" => {
            node.child_by_field_name("function").or_else(|| node.child(0))
        }
        _ => return false,
    };
    let receiver = node.child_by_field_name("receiver").or_else(|| node.child_by_field_name("object"));
    let method = node.child_by_field_name("method").or_else(|| node.child_by_field_name("name"));
    let name = match (receiver, method) {
        (Some(receiver), Some(method)) => text.get(receiver.start_byte()..method.end_byte()),
        (None, Some(method)) => Some(text_of(method, text)),
        _ => function.map(|function| text_of(function, text)),
    };
    name.is_some_and(|name| EXITS.contains(&name.trim_start_matches("::")))
}
