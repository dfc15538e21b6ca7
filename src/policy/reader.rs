//! Policy files and the checks of configuration files, read with the places of everything in them.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body, Structure};

use super::config::FindPolicy;
use super::own_rule::{self, Own};
use super::problem::{Faults, Problem, nearest};
use super::soften::Soften;
use super::{Check, Origin, Policy, PolicyError, Setting};
use crate::rules;
use crate::source::{FileId, SourceFile, TextRange};
use crate::syntax;
use crate::syntax::tree::{Body as TreeBody, ExprId, Tree};
use crate::terraform::file::{ExprRef, ParsedFile};

/// Stands for a file of policy or configuration, which is none of the files of a run.
const NO_FILE: FileId = FileId(u32::MAX - 2);

/// A file while it is read: its text for line numbers, and what is wrong with it.
pub(super) struct Reader {
    pub(super) source: Arc<SourceFile>,
    /// The folder to which it is relative.
    pub(super) folder: Arc<Path>,
    pub(super) policy: Arc<str>,
    /// Whether it is a project's configuration rather than a policy.
    pub(super) is_own: bool,
    /// Whether it defines the settings that rules have.
    pub(super) is_definition: bool,
    pub(super) problems: Vec<Problem>,
    /// The rules that it writes itself, each with its line.
    pub(super) own: Vec<(String, u32)>,
    /// What its `check` blocks say of rules that are not the program's.
    others: Vec<(Arc<str>, TextRange)>,
    /// The same text as our own syntax reads it.
    parsed: OnceCell<Arc<ParsedFile>>,
}

/// The changes that one `check` block makes.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    pub(super) level: Option<Setting>,
    pub(super) levels: BTreeMap<Arc<str>, Setting>,
    pub(super) numbers: BTreeMap<Arc<str>, i64>,
    pub(super) source: Option<Arc<str>>,
    pub(super) origin: Origin,
    /// Whether a project sets it for itself, rather than a policy for everybody.
    pub(super) is_own: bool,
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
pub(super) fn policy(
    folder: &Path,
    path: &str,
    text: &str,
    is_definition: bool,
    find_policy: FindPolicy<'_>,
) -> Result<Policy, Faults> {
    let mut reader = Reader { is_definition, ..Reader::new(folder, path, text) };
    let Some(body) = reader.parse() else { return Err(reader.faults()) };
    // A team's file changes the guide unless it says what else it changes.
    let mut policy = if is_definition { Policy::default() } else { Policy::guide().clone() };
    let mut overlays = Vec::new();
    let mut own: Vec<Own> = Vec::new();
    let mut soften = None;
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".hcl");
    reader.policy = stem.into();
    for structure in body.iter() {
        match structure {
            Structure::Attribute(attribute) if attribute.key.as_str() == "extends" => {
                if let Some(found) = reader.named_policy(attribute, find_policy)? {
                    policy = found;
                }
            }
            Structure::Attribute(attribute) => {
                let help = nearest(attribute.key.as_str(), ["extends"]);
                reader.problem(attribute, &format!("{} is no setting of a policy", attribute.key.as_str()), help);
            }
            Structure::Block(block) => match block.ident.as_str() {
                "check" => reader.check_into(block, &mut overlays),
                "soften" => {
                    soften = reader.soften(block);
                }
                "rule" => own.extend(own_rule::read(&mut reader, block)),
                other => {
                    let help = nearest(other, ["check", "soften", "rule"]);
                    reader.problem(block, &format!("{other} is no block of a policy"), help);
                }
            },
        }
    }
    policy.name = stem.into();
    policy.soften = soften.unwrap_or(policy.soften);
    reader.no_rule_twice(&own, &policy);
    own.into_iter().for_each(|own| policy.add(own));
    policy.overlay(overlays);
    reader.settle(|name| policy.knows(name), policy.own.iter().map(|rule| &*rule.name));
    if reader.problems.is_empty() { Ok(policy) } else { Err(reader.faults()) }
}

impl Reader {
    pub(super) fn new(folder: &Path, path: &str, text: &str) -> Self {
        Self {
            source: SourceFile::new(path, text.as_bytes()).into(),
            folder: folder.into(),
            policy: "".into(),
            is_own: false,
            is_definition: false,
            problems: Vec::new(),
            own: Vec::new(),
            others: Vec::new(),
            parsed: OnceCell::new(),
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

    pub(super) fn push(&mut self, range: TextRange, message: String, help: Option<String>) {
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

    pub(super) fn line(&self, at: &impl hcl_edit::Span) -> u32 {
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

    /// The policy that an attribute names: built in, or a file.
    ///
    /// # Errors
    /// What is not understood in that file.
    pub(super) fn named_policy(
        &mut self,
        attribute: &Attribute,
        find_policy: FindPolicy<'_>,
    ) -> Result<Option<Policy>, Faults> {
        let Some(name) = self.string(attribute) else { return Ok(None) };
        match find_policy(&name) {
            Ok(policy) => Ok(Some(policy)),
            Err(PolicyError::Faulty(faults)) => Err(faults),
            Err(PolicyError::Missing(reason)) => {
                let help =
                    nearest(&name, Policy::names()).or(Some("guide, aws, strict, or the path of a file".to_owned()));
                self.problem(&attribute.value, &format!("there is no policy {name}: {reason}"), help);
                Ok(None)
            }
        }
    }

    /// Reports `check` blocks for rules that are nobody's.
    pub(super) fn settle<'n>(&mut self, is_known: impl Fn(&str) -> bool, own: impl Iterator<Item = &'n str>) {
        let own: Vec<&str> = own.collect();
        for (rule, range) in std::mem::take(&mut self.others) {
            if !is_known(&rule) {
                let help = nearest(&rule, rules::all().map(|rule| rule.name).chain(own.iter().copied()));
                self.push(range, format!("no rule is called {rule}"), help);
            }
        }
    }

    /// Reports rules that a policy has already from another file.
    pub(super) fn no_rule_twice(&mut self, own: &[Own], policy: &Policy) {
        for own in own {
            let Some(first) = policy.own.iter().find(|known| known.name == own.rule.name) else { continue };
            let (name, (path, line)) = (&own.rule.name, &first.stands_at);
            let range = own.rule.name_range;
            let help = format!("give it another name, or write check \"{name}\" to change its level");
            self.push(range, format!("the rule {name} is written twice; the first time in {path}:{line}"), Some(help));
        }
    }

    /// The value of an attribute as our own syntax reads it.
    pub(super) fn expression(&self, attribute: &Attribute) -> Option<ExprRef> {
        let parse = || {
            let tree = syntax::parse(self.source.bytes.clone());
            Arc::new(ParsedFile::text(NO_FILE, self.source.clone(), tree))
        };
        let file = self.parsed.get_or_init(parse);
        let id = value_of(&file.tree, file.tree.root(), self.range(&attribute.key).start)?;
        Some(ExprRef { file: file.clone(), id })
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
            // It may be one that stands further down, or in a policy.
            self.others.push((rule.as_str().into(), self.range(&block.labels[0])));
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

/// The value of the attribute whose name begins at an offset.
fn value_of(tree: &Tree, body: &TreeBody, offset: u32) -> Option<ExprId> {
    let own = tree.attributes(body.attributes).iter().find(|attribute| attribute.name.start == offset);
    let around =
        || tree.blocks(body.blocks).iter().find(|block| block.range.start <= offset && offset < block.range.end);
    match own {
        Some(attribute) => Some(attribute.value),
        None => value_of(tree, tree.body(around()?.body), offset),
    }
}
