//! Policy files and the checks of configuration files, read with the places of everything in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body, Structure};

use super::problem::{Faults, Problem, nearest};
use super::soften::Soften;
use super::{Check, Origin, Policy, Setting};
use crate::rules;
use crate::source::{SourceFile, TextRange};

/// A file while it is read: its text for line numbers, and what is wrong with it.
pub(super) struct Reader {
    pub(super) source: Arc<SourceFile>,
    pub(super) policy: Arc<str>,
    /// Whether it is a project's configuration rather than a policy.
    pub(super) is_own: bool,
    /// Whether it defines the settings that rules have.
    pub(super) is_definition: bool,
    pub(super) problems: Vec<Problem>,
}

/// The changes that one `check` block makes.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    level: Option<Setting>,
    levels: BTreeMap<Arc<str>, Setting>,
    numbers: BTreeMap<Arc<str>, i64>,
    source: Option<Arc<str>>,
    origin: Origin,
    /// Whether a project sets it for itself, rather than a policy for everybody.
    is_own: bool,
}

impl Overlay {
    pub(super) fn apply(self, check: &mut Check) {
        check.is_own |= self.is_own && (self.level.is_some() || !self.levels.is_empty());
        if let Some(level) = self.level {
            check.level = level;
            // Cases of a rule follow the level that somebody set for the whole of it, unless they are set too.
            check.levels.clear();
        }
        check.levels.extend(self.levels);
        check.numbers.extend(self.numbers);
        check.source = self.source.unwrap_or_else(|| check.source.clone());
        check.origin = self.origin;
    }
}

/// Reads a policy file. `is_definition`: it is the one that defines the settings of rules.
pub(super) fn policy(path: &str, text: &str, is_definition: bool) -> Result<Policy, Faults> {
    let mut reader = Reader { is_definition, ..Reader::new(path, text) };
    let Some(body) = reader.parse() else { return Err(reader.faults()) };
    // A team's file changes the guide unless it says what else it changes.
    let mut policy = if is_definition { Policy::default() } else { Policy::guide().clone() };
    let mut overlays = Vec::new();
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".hcl");
    reader.policy = stem.into();
    for structure in body.iter() {
        match structure {
            Structure::Attribute(attribute) if attribute.key.as_str() == "extends" => {
                match reader.string(attribute).and_then(|name| Policy::built_in(&name)) {
                    Some(found) => policy = found,
                    None => {
                        reader.problem(attribute, "this policy is not known", Some("guide, aws or strict".to_owned()))
                    }
                }
            }
            Structure::Attribute(attribute) => {
                let help = nearest(attribute.key.as_str(), ["extends"]);
                reader.problem(attribute, &format!("{} is no setting of a policy", attribute.key.as_str()), help);
            }
            Structure::Block(block) => match block.ident.as_str() {
                "check" => reader.check_into(block, &mut overlays),
                "soften" => {
                    if let Some(soften) = reader.soften(block) {
                        policy.soften = soften;
                    }
                }
                other => {
                    let help = nearest(other, ["check", "soften"]);
                    reader.problem(block, &format!("{other} is no block of a policy"), help);
                }
            },
        }
    }
    policy.name = stem.into();
    policy.overlay(overlays);
    if reader.problems.is_empty() { Ok(policy) } else { Err(reader.faults()) }
}

impl Reader {
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self {
            source: SourceFile::new(path, text.as_bytes()).into(),
            policy: "".into(),
            is_own: false,
            is_definition: false,
            problems: Vec::new(),
        }
    }

    pub(super) fn parse(&mut self) -> Option<Body> {
        let text = String::from_utf8_lossy(&self.source.bytes).into_owned();
        match hcl_edit::parser::parse_body(&text) {
            Ok(body) => Some(body),
            Err(error) => {
                let at = error.location().offset().min(text.len()) as u32;
                let message = format!("this file cannot be read: {}", error.message());
                self.push(TextRange::new(at, at), message, None);
                None
            }
        }
    }

    fn push(&mut self, range: TextRange, message: String, help: Option<String>) {
        self.problems.push(Problem { range, message, help });
    }

    pub(super) fn problem(&mut self, at: &impl hcl_edit::Span, message: &str, help: Option<String>) {
        self.push(self.range(at), message.to_owned(), help);
    }

    pub(super) fn range(&self, at: &impl hcl_edit::Span) -> TextRange {
        at.span().map_or(TextRange::new(0, 0), |span| TextRange::new(span.start as u32, span.end as u32))
    }

    pub(super) fn faults(mut self) -> Faults {
        self.problems.sort_by_key(|problem| problem.range);
        Faults { source: self.source, problems: self.problems }
    }

    fn line(&self, at: &impl hcl_edit::Span) -> u32 {
        at.span().map_or(0, |span| self.source.line_column(span.start as u32).line)
    }

    /// A string value, or a problem.
    pub(super) fn string(&mut self, attribute: &Attribute) -> Option<String> {
        match attribute.value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.problem(&attribute.value, &format!("{} takes a string", attribute.key.as_str()), None);
                None
            }
        }
    }

    /// A list of strings, or a problem.
    pub(super) fn strings(&mut self, attribute: &Attribute) -> Vec<String> {
        let Expression::Array(array) = &attribute.value else {
            self.problem(&attribute.value, &format!("{} takes a list of strings", attribute.key.as_str()), None);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.as_str() {
                Some(text) => texts.push(text.to_owned()),
                None => self.problem(item, &format!("{} takes strings only", attribute.key.as_str()), None),
            }
        }
        texts
    }

    /// The one label of a block, or a problem.
    pub(super) fn label(&mut self, block: &Block) -> Option<String> {
        match &block.labels[..] {
            [label] => Some(label.as_str().to_owned()),
            _ => {
                self.problem(&block.ident, &format!("{} takes one label", block.ident.as_str()), None);
                None
            }
        }
    }

    /// Adds a `check` block to others of the same scope; a second one for a rule is a problem.
    pub(super) fn check_into(&mut self, block: &Block, checks: &mut Vec<(Arc<str>, Overlay)>) {
        let Some((rule, overlay)) = self.check(block) else { return };
        match checks.iter().find(|(known, _)| *known == rule) {
            Some((_, first)) => {
                let message = format!("{rule} is set twice; the first time on line {}", first.origin.line);
                self.problem(&block.labels[0], &message, Some("write one block for it".to_owned()));
            }
            None => checks.push((rule, overlay)),
        }
    }

    /// A `check` block: the rule and what changes for it.
    fn check(&mut self, block: &Block) -> Option<(Arc<str>, Overlay)> {
        let rule = self.label(block)?;
        if rules::find(&rule).is_none() {
            let help = nearest(&rule, rules::all().map(|rule| rule.name));
            self.problem(&block.labels[0], &format!("no rule is called {rule}"), help);
            return None;
        }
        let origin =
            Origin { policy: self.policy.clone(), path: self.source.path.clone(), line: self.line(&block.ident) };
        let mut overlay = Overlay {
            level: None,
            levels: BTreeMap::new(),
            numbers: BTreeMap::new(),
            source: None,
            origin,
            is_own: self.is_own,
        };
        for structure in block.body.iter() {
            match structure {
                Structure::Attribute(attribute) => self.check_setting(&rule, attribute, &mut overlay),
                Structure::Block(inner) => self.problem(&inner.ident, "a check holds no blocks", None),
            }
        }
        Some((rule.as_str().into(), overlay))
    }

    fn check_setting(&mut self, rule: &str, attribute: &Attribute, overlay: &mut Overlay) {
        let key = attribute.key.as_str();
        if key == "source" {
            overlay.source = self.string(attribute).map(Into::into);
            return;
        }
        if !self.is_known_key(rule, key) {
            let help = nearest(key, Policy::guide().check(rule).keys().chain(["level", "source"]));
            self.problem(&attribute.key, &format!("{rule} has no setting {key}"), help);
            return;
        }
        let word = attribute.value.as_str().map(str::to_owned);
        let number = attribute.value.as_number().and_then(hcl_edit::Number::as_i64);
        match (word, number) {
            (Some(word), _) => match Setting::parse(&word) {
                Some(level) if key == "level" => overlay.level = Some(level),
                Some(level) => drop(overlay.levels.insert(key.into(), level)),
                None => {
                    let help = nearest(&word, ["error", "warning", "note", "off"]);
                    self.problem(
                        &attribute.value,
                        &format!("{word} is no level"),
                        help.or(Some("error, warning, note or off".to_owned())),
                    );
                }
            },
            (None, Some(number)) if key != "level" => drop(overlay.numbers.insert(key.into(), number)),
            _ => self.problem(&attribute.value, &format!("{key} takes a level or a whole number"), None),
        }
    }

    /// The guide defines which settings a rule has; others may only change them.
    fn is_known_key(&self, rule: &str, key: &str) -> bool {
        key == "level" || self.is_definition || Policy::guide().check(rule).keys().any(|known| known == key)
    }

    fn soften(&mut self, block: &Block) -> Option<Soften> {
        let mut soften = Soften::default();
        for attribute in block.body.attributes() {
            let values = self.strings(attribute).into_iter().map(Arc::from).collect();
            match attribute.key.as_str() {
                "when" => soften.words = values,
                "checks" => soften.rules = values,
                other => {
                    let help = nearest(other, ["when", "checks"]);
                    self.problem(&attribute.key, &format!("soften has no setting {other}"), help);
                }
            }
        }
        Some(soften)
    }
}
