//! The policies that come with the program, one of which every run needs: read by our own syntax, many times as fast as what
//! people write is read, and without a word about mistakes. A test holds both readings to be the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reader::Overlay;
use super::soften::Soften;
use super::{Origin, Policy, Setting};
use crate::source::SourceFile;
use crate::syntax;
use crate::syntax::tree::{Attribute, Block, Body, ExprKind, Tree};

/// Reads the text of a policy. What it extends is built in, too.
pub(super) fn read(name: &str, text: &str) -> Policy {
    let source = SourceFile::new(format!("policies/{name}.hcl"), text.as_bytes());
    let text = BuiltIn { name: name.into(), tree: syntax::parse(source.bytes.clone()), source };
    let root = text.tree.root();
    let mut policy =
        text.attribute(root, "extends").and_then(|name| Policy::built_in(text.word(name))).unwrap_or_default();
    policy.name = text.name.clone();
    let (mut checks, mut soften) = (Vec::new(), None);
    for block in text.tree.blocks(root.blocks) {
        match text.tree.text(block.kind) {
            "soften" => soften = Some(text.soften(block)),
            _ => checks.extend(text.check(block)),
        }
    }
    policy.soften = soften.unwrap_or(policy.soften);
    policy.overlay(checks);
    policy
}

struct BuiltIn {
    name: Arc<str>,
    source: SourceFile,
    tree: Tree,
}

impl BuiltIn {
    fn attribute(&self, body: &Body, name: &str) -> Option<&Attribute> {
        self.tree.attributes(body.attributes).iter().find(|attribute| self.tree.text(attribute.name) == name)
    }

    /// A value without the quotes around it.
    fn word(&self, attribute: &Attribute) -> &str {
        self.tree.text(self.tree.expr(attribute.value).range).trim_matches('"')
    }

    fn words(&self, attribute: Option<&Attribute>) -> Vec<Arc<str>> {
        let items = attribute.and_then(|attribute| match self.tree.expr(attribute.value).kind {
            ExprKind::Tuple(items) => Some(self.tree.expr_list(items)),
            _ => None,
        });
        let word = |item| self.tree.text(self.tree.expr(item).range).trim_matches('"').into();
        items.unwrap_or_default().iter().map(|item| word(*item)).collect()
    }

    fn soften(&self, block: &Block) -> Soften {
        let body = self.tree.body(block.body);
        Soften { words: self.words(self.attribute(body, "when")), rules: self.words(self.attribute(body, "checks")) }
    }

    fn check(&self, block: &Block) -> Option<(Arc<str>, Overlay)> {
        let rule = self.tree.text(self.tree.labels(block.labels).first()?.text);
        let line = self.source.line_column(block.kind.start).line;
        let mut overlay = Overlay {
            level: None,
            levels: BTreeMap::new(),
            numbers: BTreeMap::new(),
            source: None,
            origin: Origin { policy: self.name.clone(), path: self.source.path.clone(), line },
            is_own: false,
        };
        for attribute in self.tree.attributes(self.tree.body(block.body).attributes) {
            let (key, word) = (self.tree.text(attribute.name), self.word(attribute));
            match (key, Setting::parse(word), word.parse()) {
                ("source", ..) => overlay.source = Some(word.into()),
                ("level", level, _) => overlay.level = level,
                (_, Some(level), _) => drop(overlay.levels.insert(key.into(), level)),
                (_, None, Ok(number)) => drop(overlay.numbers.insert(key.into(), number)),
                (_, None, Err(_)) => {}
            }
        }
        Some((rule.into(), overlay))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{BUILT_IN, PolicyError, reader};
    use super::*;

    #[test]
    fn is_what_the_reader_of_everybodys_policies_makes_of_them() {
        let find = |name: &str| Policy::built_in(name).ok_or_else(|| PolicyError::Missing(name.to_owned()));
        for (name, text) in BUILT_IN {
            let path = format!("policies/{name}.hcl");
            let theirs = reader::policy(Path::new(""), &path, text, name == "guide", &find).ok();
            let ours = read(name, text);
            assert!(ours.rules().count() > 100, "{name}");
            assert_eq!(Some(format!("{ours:#?}")), theirs.map(|policy| format!("{policy:#?}")), "{name}");
        }
    }
}
