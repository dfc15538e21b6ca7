//! The files of variable values that belong to a root module.

use std::path::{Path, PathBuf};

use crate::files::{Entry, Files};

/// Deepest folder below a root in which named variable files are looked for.
const DEPTH: usize = 2;
/// Most named variable files that become alternatives of one root.
const MOST: usize = 40;

/// Files of variable values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariableFiles {
    /// Those that Terraform loads by itself, weak to strong.
    pub automatic: Vec<PathBuf>,
    /// Others, each an alternative: `prod.tfvars`, `environments/dev.tfvars`.
    pub named: Vec<PathBuf>,
}

/// The variable files of a root module.
pub fn variable_files(root: &Path, files: &dyn Files) -> VariableFiles {
    let mut found = VariableFiles::default();
    let entries = files.list(root).unwrap_or_default();
    let names: Vec<&str> = entries.iter().filter(|entry| entry.is_file()).map(|entry| entry.name.as_str()).collect();
    for name in ["terraform.tfvars", "terraform.tfvars.json"] {
        found.automatic.extend(names.contains(&name).then(|| root.join(name)));
    }
    let mut automatic: Vec<&str> = names.iter().copied().filter(|name| is_automatic(name)).collect();
    automatic.sort_unstable();
    found.automatic.extend(automatic.into_iter().map(|name| root.join(name)));
    named(root, entries, DEPTH, files, &mut found.named);
    found.named.sort();
    found.named.truncate(MOST);
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
    let is_variables = name.ends_with(".tfvars") || name.ends_with(".tfvars.json");
    let is_loaded = beside_root && (is_automatic(name) || name.starts_with("terraform.tfvars"));
    let lowered = name.to_ascii_lowercase();
    let is_sample = ["example", "sample", "template"].iter().any(|word| lowered.contains(word));
    is_variables && !is_loaded && !is_sample && !name.starts_with('.')
}
