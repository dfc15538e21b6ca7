//! The files of variable values that belong to a root module.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::VARIABLES;
use crate::files::{Entry, Files};

/// Deepest folder below a root in which named variable files are looked for.
const DEPTH: usize = 2;
/// Most named variable files that become alternatives of one root.
const MOST: usize = 40;
/// Files that Terraform loads before all others.
const LOADED_FIRST: [&str; 2] = ["terraform.tfvars", "terraform.tfvars.json"];

/// The files of values that Terraform loads by itself for a root module, weak to strong. What Terragrunt copies from beside
/// its configuration replaces files of the same name.
pub fn automatic_files(root: &Path, copied_from: Option<&Path>, files: &dyn Files) -> Vec<PathBuf> {
    let mut found: BTreeMap<(bool, String), PathBuf> = BTreeMap::new();
    for folder in [Some(root), copied_from.filter(|folder| *folder != root)].into_iter().flatten() {
        for entry in files.list(folder).unwrap_or_default() {
            let is_last = is_automatic(&entry.name);
            // Terragrunt does not copy what is hidden.
            let is_there = folder == root || !entry.name.starts_with('.');
            if entry.is_file() && is_there && (is_last || LOADED_FIRST.contains(&&*entry.name)) {
                let path = folder.join(&entry.name);
                found.insert((is_last, entry.name), path);
            }
        }
    }
    found.into_values().collect()
}

/// Whether Terraform loads a file of values before all others.
pub fn is_loaded_first(path: &Path) -> bool {
    path.file_name().is_some_and(|name| LOADED_FIRST.iter().any(|first| name == *first))
}

/// Other files of values for a root module, each an alternative: `prod.tfvars`, `environments/dev.tfvars`.
pub fn named_files(root: &Path, files: &dyn Files) -> Vec<PathBuf> {
    let mut found = Vec::new();
    named(root, files.list(root).unwrap_or_default(), DEPTH, files, &mut found);
    found.sort();
    found.truncate(MOST);
    found
}

/// Named files here and in folders below that hold no code of their own.
fn named(folder: &Path, entries: Vec<Entry>, depth: usize, files: &dyn Files, found: &mut Vec<PathBuf>) {
    for entry in entries {
        let path = folder.join(&entry.name);
        if entry.is_file() && is_named(&entry.name, depth == DEPTH) {
            found.push(path);
        } else if entry.is_folder() && depth > 0 && !entry.name.starts_with('.') && found.len() < MOST {
            let inside = files.list(&path).unwrap_or_default();
            let has_code = inside.iter().any(|entry| entry.name.ends_with(".tf") || entry.name.ends_with(".tf.json"));
            if !has_code {
                named(&path, inside, depth - 1, files, found);
            }
        }
    }
}

fn is_automatic(name: &str) -> bool {
    name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json")
}

fn is_named(name: &str, beside_root: bool) -> bool {
    let is_variables = VARIABLES.iter().any(|ending| name.ends_with(ending));
    let is_loaded = beside_root && (is_automatic(name) || name.starts_with("terraform.tfvars"));
    let lowered = name.to_ascii_lowercase();
    let is_sample = ["example", "sample", "template"].iter().any(|word| lowered.contains(word));
    is_variables && !is_loaded && !is_sample && !name.starts_with('.')
}
