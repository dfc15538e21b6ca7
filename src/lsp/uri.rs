//! Paths to `file:` URIs and back.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::files;

/// What is written with `%` in a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path that a URI names; nothing for other schemes than `file:`, and for files of other machines.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once("://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    if !scheme.eq_ignore_ascii_case("file") || !path.starts_with('/') {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // A drive of Windows: `/c:/x`.
    let is_drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &path[1..] } else { &*path }))
}

/// The folder of buffers that were never saved. There is none of this name, or nothing is read of it.
const UNSAVED: &str = "/untitled:";

/// How the files of a language are called, by the names that clients have for it.
const LANGUAGES: &[(&[&str], &str)] = &[
    (&["terraform", "opentofu", "tf"], "main.tf"),
    (&["terraform-vars", "opentofu-vars"], "terraform.tfvars"),
    (&["properties", "java-properties", "javaproperties", "jproperties", "spring-boot-properties"], "x.properties"),
    (&["yaml", "spring-boot-properties-yaml"], "x.yaml"),
    (&["json"], "x.json"),
    (&["dotenv"], ".env"),
    (&["makefile", "make"], "Makefile"),
    (&["shellscript", "sh", "bash"], "x.sh"),
    (&["hocon"], "x.conf"),
    (&["ruby"], "x.rb"),
    (&["python"], "x.py"),
    (&["javascript", "javascriptreact"], "x.js"),
    (&["typescript"], "x.ts"),
    (&["typescriptreact"], "x.tsx"),
    (&["go"], "x.go"),
    (&["java"], "X.java"),
    (&["kotlin"], "x.kt"),
    (&["scala"], "x.scala"),
    (&["csharp"], "X.cs"),
    (&["rust"], "x.rs"),
];

/// A path for a buffer that was never saved, alone in its folder; nothing for others, and for languages that are not
/// read.
pub(super) fn of_unsaved(uri: &str, language: &str) -> Option<PathBuf> {
    let name = uri.strip_prefix("untitled:")?;
    let (_, file) = LANGUAGES.iter().find(|(names, _)| names.contains(&language))?;
    let folder = utf8_percent_encode(name, NON_ALPHANUMERIC).to_string();
    Some(Path::new(UNSAVED).join(folder).join(file))
}

/// Whether a path is one of a buffer that was never saved, or its folder.
pub(super) fn is_unsaved(path: &Path) -> bool {
    path.starts_with(UNSAVED)
}

/// The URI of a path.
pub(super) fn of_path(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", escaped(&path))
}

/// The URI of a path below a folder that has one.
pub(super) fn below(folder: &str, path: &str) -> String {
    format!("{}/{}", folder.trim_end_matches('/'), escaped(path))
}

fn escaped(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

/// One path for a file, however it is named: the name in its real folder, without links as far as that exists, and
/// without `..`. A link keeps its name, which is the one that a project knows.
pub(super) fn canonical(path: &Path) -> PathBuf {
    let normal = files::normalize(path);
    match (normal.parent(), normal.file_name()) {
        (Some(folder), Some(name)) => real_folder(folder).join(name),
        _ => normal,
    }
}

/// The real path of a folder, or below the nearest one around it that is there.
fn real_folder(folder: &Path) -> PathBuf {
    let real = |around: &Path| Some(around.canonicalize().ok()?.join(folder.strip_prefix(around).ok()?));
    folder.ancestors().find_map(real).unwrap_or_else(|| folder.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::source::kind;

    #[test]
    fn paths_go_both_ways() {
        for path in ["/a/b.tf", "/a b/ä#?%.tf", "/漢/x+y&z=.tf"] {
            assert_eq!(to_path(&of_path(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
        assert_eq!(of_path(Path::new("/a b/ä.tf")), "file:///a%20b/%C3%A4.tf");
        assert_eq!(below("file:///c%3A/w/", "x y.tf"), "file:///c%3A/w/x%20y.tf");
    }

    #[test]
    fn every_kind_of_file_can_be_a_buffer() {
        let endings = crate::client::source::patterns();
        for ending in endings.filter_map(|pattern| pattern.strip_prefix("*.").map(str::to_owned)) {
            let is_read = |file: &&str| kind(file) == kind(&format!("x.{ending}"));
            assert!(LANGUAGES.iter().map(|(_, file)| file).any(is_read), "{ending}");
        }
        let vars = of_unsaved("untitled:Untitled-1", "terraform-vars");
        assert_eq!(vars, Some("/untitled:/Untitled%2D1/terraform.tfvars".into()));
    }

    #[test]
    fn other_schemes_name_no_path() {
        for uri in ["untitled:Untitled-1", "git:/a/b.tf?x", "file://server/share/x.tf", "http://x/y", "", "file:"] {
            assert_eq!(to_path(uri), None, "{uri}");
        }
    }
}
