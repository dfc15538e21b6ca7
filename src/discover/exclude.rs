//! What is left out: glob patterns, each list relative to the folder it was written for.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Lists of patterns of what is left out.
#[derive(Clone, Debug, Default)]
pub struct Exclude {
    lists: Vec<(PathBuf, GlobSet)>,
}

impl Exclude {
    /// Adds patterns that hold inside a folder: `legacy/**`, `*.gen.tf` (at any depth), `old`.
    ///
    /// # Errors
    /// The first pattern that is none.
    pub fn add(&mut self, folder: &Path, patterns: &[String]) -> Result<(), String> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let plain = pattern.trim_start_matches("./").trim_end_matches("/**").trim_end_matches('/');
            let anchored = if plain.contains('/') { plain.to_owned() } else { format!("**/{plain}") };
            let glob = GlobBuilder::new(&anchored).literal_separator(true).build().map_err(|_| pattern.clone())?;
            set.add(glob);
        }
        let set = set.build().map_err(|error| error.to_string())?;
        self.lists.push((folder.to_path_buf(), set));
        Ok(())
    }

    /// Whether a path, or a folder around it, is left out. What the user named is not, nor what is around it.
    pub fn is_excluded(&self, path: &Path, named: &[PathBuf]) -> bool {
        if self.lists.iter().all(|(_, set)| set.is_empty()) || named.iter().any(|named| named.starts_with(path)) {
            return false;
        }
        let from = named.iter().filter(|named| path.starts_with(named)).map(|named| named.components().count()).max();
        let is_below = |folder: &Path| folder.components().count() > from.unwrap_or(0);
        self.lists.iter().any(|(base, set)| {
            let Ok(inside) = path.strip_prefix(base) else { return false };
            let mut around = inside.ancestors().filter(|part| !part.as_os_str().is_empty());
            around.any(|part| is_below(&base.join(part)) && set.is_match(part))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_excluded(patterns: &[&str], path: &str, named: &[&str]) -> bool {
        let mut exclude = Exclude::default();
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        assert_eq!(exclude.add(Path::new("/repo"), &patterns), Ok(()));
        let named: Vec<PathBuf> = named.iter().map(PathBuf::from).collect();
        exclude.is_excluded(Path::new(path), &named)
    }

    #[test]
    fn patterns_are_anchored_where_they_hold_a_slash() {
        for (pattern, path, expected) in [
            ("legacy/**", "/repo/legacy", true),
            ("legacy/old/**", "/repo/legacy/old/a/main.tf", true),
            ("legacy/old/**", "/repo/x/legacy/old/main.tf", false),
            ("*.gen.tf", "/repo/a/b/x.gen.tf", true),
            ("a/*", "/repo/a/b/c", true),
            ("a/*/d", "/repo/a/b/c/d", false),
            ("old/", "/repo/a/old/main.tf", true),
            ("legacy/**", "/elsewhere/legacy", false),
        ] {
            assert_eq!(is_excluded(&[pattern], path, &[]), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_named_is_not_excluded() {
        assert!(!is_excluded(&["legacy/**"], "/repo/legacy/main.tf", &["/repo/legacy"]));
        assert!(!is_excluded(&["legacy/**"], "/repo/legacy", &["/repo/legacy/main.tf"]));
        assert!(is_excluded(&["legacy/*/old"], "/repo/legacy/a/old/main.tf", &["/repo/legacy"]));
        assert!(is_excluded(&["legacy/**"], "/repo/legacy/main.tf", &["/repo"]));
    }
}
