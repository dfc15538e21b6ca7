//! `.msk-lint.hcl`: which policy holds where, what is left out, what is changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use hcl_edit::structure::{Attribute, Block, Structure};

use super::client_link::{self, ClientLink};
use super::own_rule::{self, Own};
use super::problem::{Faults, nearest};
use super::reader::{Overlay, Reader};
use super::{Policy, Setting};
use crate::own::OwnRule;
use crate::source::{SourceFile, TextRange};

/// A configuration file.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder it stands in, to which its patterns are relative.
    pub folder: PathBuf,
    /// Its display path and text.
    pub source: Arc<SourceFile>,
    /// `exclude`
    pub exclude: Vec<String>,
    policy: Option<Policy>,
    checks: Vec<(Arc<str>, Overlay)>,
    own: Vec<Own>,
    paths: Vec<Paths>,
    clients: Vec<ClientLink>,
}

/// A `paths` block.
#[derive(Clone, Debug)]
struct Paths {
    pattern: String,
    /// Where the pattern stands.
    range: TextRange,
    matcher: GlobMatcher,
    policy: Option<Policy>,
    checks: Vec<(Arc<str>, Overlay)>,
    own: Vec<Own>,
}

/// A part of a configuration that never applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Where it stands in the configuration.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Finds a policy by the name or path that a configuration gives.
pub type FindPolicy<'a> = &'a dyn Fn(&str) -> Result<Policy, PolicyError>;

/// Why there is no policy.
#[derive(Debug)]
pub enum PolicyError {
    /// No such policy; with the reason.
    Missing(String),
    /// Its text is not understood.
    Faulty(Faults),
}

impl Config {
    /// Reads a configuration file. `folder` is where it stands, `path` how it is shown.
    ///
    /// # Errors
    /// Everything in it, or in a policy that it names, that is not understood.
    pub fn read(folder: &Path, path: &str, text: &str, find_policy: FindPolicy<'_>) -> Result<Self, Faults> {
        let mut reader = Reader::new(folder, path, text);
        (reader.policy, reader.is_own) = (path.into(), true);
        let Some(body) = reader.parse() else { return Err(reader.faults()) };
        let mut config = Self {
            folder: folder.to_path_buf(),
            source: SourceFile::new(path, text.as_bytes()).into(),
            exclude: Vec::new(),
            policy: None,
            checks: Vec::new(),
            own: Vec::new(),
            paths: Vec::new(),
            clients: Vec::new(),
        };
        for structure in body.iter() {
            match structure {
                Structure::Attribute(attribute) => match attribute.key.as_str() {
                    "policy" => config.policy = reader.named_policy(attribute, find_policy)?,
                    "exclude" => config.exclude = patterns(&mut reader, attribute),
                    other => {
                        let help = nearest(other, ["policy", "exclude"]);
                        reader.problem(&attribute.key, &format!("{other} is no setting"), help);
                    }
                },
                Structure::Block(block) => match block.ident.as_str() {
                    "check" => reader.check_into(block, &mut config.checks),
                    "paths" => config.paths.extend(paths(&mut reader, block, find_policy)?),
                    "client" => config.clients.extend(client_link::read(&mut reader, block)),
                    "rule" => config.own.extend(own_rule::read(&mut reader, block)),
                    other => {
                        let help = nearest(other, ["check", "paths", "client", "rule"]);
                        reader.problem(&block.ident, &format!("{other} is no block"), help);
                    }
                },
            }
        }
        let own: Vec<Own> =
            config.own.iter().chain(config.paths.iter().flat_map(|paths| &paths.own)).cloned().collect();
        config.policies().for_each(|policy| reader.no_rule_twice(&own, policy));
        let known = config.own_rules();
        reader.settle(|name| known.iter().any(|rule| rule.name == *name), known.iter().map(|rule| &*rule.name));
        if reader.problems.is_empty() { Ok(config) } else { Err(reader.faults()) }
    }

    fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.policy.iter().chain(self.paths.iter().filter_map(|paths| paths.policy.as_ref()))
    }

    /// Every rule that is written in it or in a policy that it names.
    pub fn own_rules(&self) -> Vec<Arc<OwnRule>> {
        let written = self.own.iter().chain(self.paths.iter().flat_map(|paths| &paths.own)).map(|own| &own.rule);
        let mut rules: Vec<Arc<OwnRule>> = Vec::new();
        for rule in written.chain(self.policies().flat_map(Policy::own_rules)) {
            if !rules.iter().any(|known| known.name == rule.name) {
                rules.push(rule.clone());
            }
        }
        rules
    }

    /// The policy for a root module, weak layers first: the named one or else the configuration's, then its checks, then
    /// those of its matching `paths`.
    fn policy_for(&self, folder: &Path, chosen: Option<&Policy>) -> Policy {
        let matching: Vec<&Paths> = self.paths.iter().filter(|paths| paths.holds_for(self, folder)).collect();
        let named = matching.iter().rev().find_map(|paths| paths.policy.as_ref()).or(self.policy.as_ref());
        let mut policy = chosen.or(named).unwrap_or_else(|| Policy::guide()).clone();
        policy.known.extend(self.own_rules().iter().map(|rule| rule.name.clone()));
        let own = self.own.iter().chain(matching.iter().flat_map(|paths| &paths.own));
        own.for_each(|own| policy.add(own.clone()));
        policy.overlay(self.checks.clone());
        for paths in matching {
            policy.overlay(paths.checks.clone());
        }
        policy
    }

    /// The cluster that the clients in a file talk to; the last block that names the file counts.
    pub fn cluster_of(&self, file: &Path) -> Option<&ClientLink> {
        self.clients.iter().rev().find(|link| link.holds_for(&self.folder, file))
    }

    /// The `client` blocks, as written.
    pub fn client_links(&self) -> &[ClientLink] {
        &self.clients
    }

    /// What applies to nothing: `paths` blocks to none of some root modules, `client` blocks to none of the files in which
    /// clients stand, or to none of the clusters by their addresses.
    pub fn unused(&self, roots: &BTreeSet<PathBuf>, clients: &BTreeSet<PathBuf>, clusters: &[&str]) -> Vec<Unused> {
        let correct = "correct the pattern, which is relative to this file's folder, or remove the block";
        let no_root = |paths: &&Paths| !roots.iter().any(|folder| paths.holds_for(self, folder));
        let paths = self.paths.iter().filter(no_root).map(|paths| Unused {
            range: paths.range,
            message: format!("no root module lies under {}", paths.pattern),
            help: correct.to_owned(),
        });
        let no_client = |link: &&ClientLink| !clients.iter().any(|file| link.holds_for(&self.folder, file));
        let links = self.clients.iter().filter(no_client).map(|link| Unused {
            range: link.range,
            message: format!("no client stands in {}", link.pattern),
            help: correct.to_owned(),
        });
        let no_cluster = |link: &&ClientLink| !clusters.contains(&&*link.cluster);
        let addresses = self.clients.iter().filter(no_cluster).map(|link| Unused {
            range: link.cluster_range,
            message: format!("no cluster has the address {}", link.cluster),
            help: nearest(&link.cluster, clusters.iter().copied())
                .unwrap_or_else(|| "write the address as `msk-lint inspect` shows it".to_owned()),
        });
        paths.chain(links).chain(addresses).collect()
    }
}

impl Paths {
    fn holds_for(&self, config: &Config, folder: &Path) -> bool {
        let inside = folder.strip_prefix(&config.folder).unwrap_or(folder);
        // A pattern for what is in a folder is meant for the folder's own module too.
        self.matcher.is_match(inside) || self.matcher.is_match(inside.join("main.tf"))
    }
}

fn patterns(reader: &mut Reader, attribute: &Attribute) -> Vec<String> {
    let patterns = reader.strings(attribute);
    for broken in patterns.iter().filter(|pattern| glob(pattern).is_none()) {
        reader.problem(&attribute.value, &format!("{broken} is no glob pattern"), None);
    }
    patterns
}

pub(super) fn glob(pattern: &str) -> Option<GlobMatcher> {
    let plain = pattern.trim_start_matches("./").trim_end_matches('/');
    GlobBuilder::new(plain).literal_separator(true).build().ok().map(|glob| glob.compile_matcher())
}

fn paths(reader: &mut Reader, block: &Block, find_policy: FindPolicy<'_>) -> Result<Option<Paths>, Faults> {
    let Some(pattern) = reader.label(block) else { return Ok(None) };
    let Some(matcher) = glob(&pattern) else {
        reader.problem(&block.labels[0], &format!("{pattern} is no glob pattern"), None);
        return Ok(None);
    };
    let range = reader.range(&block.labels[0]);
    let mut found = Paths { pattern, range, matcher, policy: None, checks: Vec::new(), own: Vec::new() };
    for structure in block.body.iter() {
        match structure {
            Structure::Attribute(attribute) if attribute.key.as_str() == "policy" => {
                found.policy = reader.named_policy(attribute, find_policy)?;
            }
            Structure::Block(inner) if inner.ident.as_str() == "check" => reader.check_into(inner, &mut found.checks),
            Structure::Block(inner) if inner.ident.as_str() == "rule" => {
                found.own.extend(own_rule::read(reader, inner))
            }
            Structure::Attribute(attribute) => {
                let help = nearest(attribute.key.as_str(), ["policy"]);
                reader.problem(&attribute.key, &format!("{} is no setting of paths", attribute.key.as_str()), help);
            }
            Structure::Block(inner) => {
                let help = nearest(inner.ident.as_str(), ["check", "rule"]);
                reader.problem(&inner.ident, &format!("{} is no block of paths", inner.ident.as_str()), help);
            }
        }
    }
    Ok(Some(found))
}

/// Everything that decides a policy: configuration files and the command line.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// The configuration files, each for the root modules below its folder that no nearer one holds for.
    pub configs: Vec<Config>,
    /// The one that was named, which holds everywhere.
    pub fixed: Option<Config>,
    /// `--policy`, already read.
    pub chosen: Option<Policy>,
    /// `--level RULE=LEVEL`
    pub levels: Vec<(String, Setting)>,
}

impl Layers {
    /// The configuration file for a root module.
    pub fn config_for(&self, folder: &Path) -> Option<&Config> {
        let around = self.configs.iter().filter(|config| folder.starts_with(&config.folder));
        self.fixed.as_ref().or_else(|| around.max_by_key(|config| config.folder.components().count()))
    }

    /// Every configuration file.
    pub fn all(&self) -> impl Iterator<Item = &Config> {
        self.fixed.iter().chain(self.configs.iter().filter(|_| self.fixed.is_none()))
    }

    /// Every rule that a project wrote for itself, each name once.
    pub fn own_rules(&self) -> Vec<Arc<OwnRule>> {
        let mut rules: Vec<Arc<OwnRule>> = Vec::new();
        let chosen = self.chosen.iter().flat_map(Policy::own_rules).cloned();
        for rule in chosen.chain(self.all().flat_map(Config::own_rules)) {
            if !rules.iter().any(|known| known.name == rule.name) {
                rules.push(rule);
            }
        }
        rules
    }

    /// The policy for a root module: its configuration's, changed by the command line.
    pub fn policy_for(&self, folder: &Path) -> Policy {
        let chosen = self.chosen.as_ref();
        let mut policy = match self.config_for(folder) {
            Some(config) => config.policy_for(folder, chosen),
            None => chosen.unwrap_or_else(|| Policy::guide()).clone(),
        };
        for (rule, level) in &self.levels {
            policy.set_level(rule, *level);
        }
        policy
    }
}
