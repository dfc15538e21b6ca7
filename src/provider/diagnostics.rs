//! What a host is told: errors and warnings, each at the attribute that it is about.

use super::wire::provider::attribute_path::{Step, step::Selector};
use super::wire::provider::diagnostic::Severity;
use super::wire::provider::{AttributePath, Diagnostic};

/// Errors and warnings, in order.
#[derive(Debug, Default)]
pub(super) struct Diagnostics(pub(super) Vec<Diagnostic>);

impl Diagnostics {
    /// Adds an error about an attribute, or about the block as a whole where the path is empty.
    pub(super) fn error(&mut self, summary: impl Into<String>, detail: impl Into<String>, path: &str) {
        self.add(Severity::Error, summary.into(), detail.into(), path);
    }

    /// Adds a warning.
    pub(super) fn warning(&mut self, summary: impl Into<String>, detail: impl Into<String>, path: &str) {
        self.add(Severity::Warning, summary.into(), detail.into(), path);
    }

    fn add(&mut self, severity: Severity, summary: String, detail: String, path: &str) {
        let steps = steps(path);
        // A path without steps would take away the place altogether.
        let attribute = (!steps.is_empty()).then_some(AttributePath { steps });
        self.0.push(Diagnostic { severity: severity.into(), summary, detail, attribute });
    }
}

/// The steps of `topic[0].configs["retention.ms"]`.
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (selector, after) = match rest.strip_prefix('[') {
            None => {
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                (Some(Selector::Attribute(rest[..end].to_owned())), &rest[end..])
            }
            Some(inside) if inside.starts_with('"') => quoted(inside),
            Some(inside) => {
                let (index, after) = inside.split_once(']').unwrap_or((inside, ""));
                (index.parse().ok().map(Selector::Index), after)
            }
        };
        match selector {
            Some(selector) => steps.push(Step { selector: Some(selector) }),
            None => break,
        }
        rest = after;
    }
    steps
}

/// `"key"]` and what follows it.
fn quoted(text: &str) -> (Option<Selector>, &str) {
    let mut keys = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match keys.next() {
        Some(Ok(key)) => {
            let after = text.get(keys.byte_offset()..).and_then(|rest| rest.strip_prefix(']')).unwrap_or_default();
            (Some(Selector::Key(key)), after)
        }
        _ => (None, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_their_steps() {
        let attribute = |name: &str| Selector::Attribute(name.to_owned());
        let key = |name: &str| Selector::Key(name.to_owned());
        for (path, expected) in [
            ("", vec![]),
            ("brokers", vec![attribute("brokers")]),
            (
                "topic[1].configs[\"retention.ms\"]",
                vec![attribute("topic"), Selector::Index(1), attribute("configs"), key("retention.ms")],
            ),
            ("properties[\"a\\\"]b\"]", vec![attribute("properties"), key("a\"]b")]),
            ("properties[\"broken", vec![attribute("properties")]),
        ] {
            let found: Vec<Selector> = steps(path).into_iter().filter_map(|step| step.selector).collect();
            assert_eq!(found, expected, "{path}");
        }
    }
}
