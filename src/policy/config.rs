//! `.msk-lint.hcl`: which policy holds where, what is left out, what is changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{Glob, GlobMatcher};
use hcl_edit::structure::{Block, Structure};

use super::problem::{Problem, nearest};
use super::reader::{Overlay, Reader};
use super::{Policy, Setting};

/// A configuration file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder it stands in, to which its patterns are relative.
    pub folder: PathBuf,
    /// Its display path.
    pub path: String,
    /// `policy`
    pub policy: Option<String>,
    /// `exclude`
    pub exclude: Vec<String>,
    checks: Vec<(Arc<str>, Overlay)>,
    paths: Vec<Paths>,
}

/// A `paths` block.
#[derive(Clone, Debug)]
struct Paths {
    matcher: GlobMatcher,
    policy: Option<String>,
    checks: Vec<(Arc<str>, Overlay)>,
}

/// Everything that decides a policy: configuration and command line.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// The configuration file, if there is one.
    pub config: Option<Config>,
    /// `--policy`, already read.
    pub chosen: Option<Policy>,
    /// `--level RULE=LEVEL`
    pub levels: Vec<(String, Setting)>,
}

impl Config {
    /// Reads a configuration file. `folder` is where it stands, `path` how it is shown.
    ///
    /// # Errors
    /// Everything in it that is not understood.
    pub fn read(folder: &Path, path: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(path, text);
        reader.policy = path.into();
        let Some(body) = reader.parse() else { return Err(reader.problems) };
        let mut config = Self { folder: folder.to_path_buf(), path: path.to_owned(), ..Self::default() };
        for structure in body.iter() {
            match structure {
                Structure::Attribute(attribute) => match attribute.key.as_str() {
                    "policy" => config.policy = reader.string(attribute),
                    "exclude" => {
                        config.exclude = reader.strings(attribute);
                        if let Some(broken) = config.exclude.iter().find(|pattern| Glob::new(pattern).is_err()) {
                            reader.problem(&attribute.value, &format!("{broken} is no glob pattern"), None);
                        }
                    }
                    other => {
                        let help = nearest(other, ["policy", "exclude"]);
                        reader.problem(&attribute.key, &format!("{other} is no setting"), help);
                    }
                },
                Structure::Block(block) => match block.ident.as_str() {
                    "check" => config.checks.extend(reader.check(block)),
                    "paths" => config.paths.extend(paths(&mut reader, block)),
                    "client" | "rule" => {
                        let message = format!("{} blocks are not available in this version", block.ident.as_str());
                        reader.problem(&block.ident, &message, Some("remove it for now".to_owned()));
                    }
                    other => {
                        let help = nearest(other, ["check", "paths", "client", "rule"]);
                        reader.problem(&block.ident, &format!("{other} is no block"), help);
                    }
                },
            }
        }
        if reader.problems.is_empty() { Ok(config) } else { Err(reader.problems) }
    }
}

fn paths(reader: &mut Reader, block: &Block) -> Option<Paths> {
    let pattern = reader.label(block)?;
    let Ok(glob) = Glob::new(&pattern) else {
        reader.problem(&block.labels[0], &format!("{pattern} is no glob pattern"), None);
        return None;
    };
    let mut found = Paths { matcher: glob.compile_matcher(), policy: None, checks: Vec::new() };
    for structure in block.body.iter() {
        match structure {
            Structure::Attribute(attribute) if attribute.key.as_str() == "policy" => {
                found.policy = reader.string(attribute);
                if found.policy.as_deref().is_some_and(|name| Policy::built_in(name).is_none()) {
                    let help = Some("guide, aws or strict".to_owned());
                    reader.problem(&attribute.value, "this policy is not known", help);
                }
            }
            Structure::Block(inner) if inner.ident.as_str() == "check" => found.checks.extend(reader.check(inner)),
            Structure::Attribute(attribute) => {
                let help = nearest(attribute.key.as_str(), ["policy"]);
                reader.problem(&attribute.key, &format!("{} is no setting of paths", attribute.key.as_str()), help);
            }
            Structure::Block(inner) => {
                let help = nearest(inner.ident.as_str(), ["check"]);
                reader.problem(&inner.ident, &format!("{} is no block of paths", inner.ident.as_str()), help);
            }
        }
    }
    Some(found)
}

impl Layers {
    /// The policy for a root module or file, weak layers first: built-in, configuration, its `paths`, command line.
    pub fn policy_for(&self, path: &Path, read: &dyn Fn(&str) -> Option<Policy>) -> Policy {
        let config = self.config.as_ref();
        let inside = config.and_then(|config| path.strip_prefix(&config.folder).ok()).unwrap_or(path);
        let is_match = |paths: &&Paths| {
            // A pattern for what is in a folder is meant for the folder's own module too.
            paths.matcher.is_match(inside) || paths.matcher.is_match(inside.join("main.tf"))
        };
        let matching: Vec<&Paths> = config.iter().flat_map(|config| &config.paths).filter(is_match).collect();
        let named = matching.iter().rev().find_map(|paths| paths.policy.as_deref());
        let named = named.or_else(|| config.and_then(|config| config.policy.as_deref())).unwrap_or("guide");
        let mut policy = match &self.chosen {
            Some(chosen) => chosen.clone(),
            None => read(named).unwrap_or_default(),
        };
        if let Some(config) = config {
            policy.overlay(config.checks.clone());
        }
        for paths in matching {
            policy.overlay(paths.checks.clone());
        }
        for (rule, level) in &self.levels {
            policy.set_level(rule, *level);
        }
        policy
    }
}
