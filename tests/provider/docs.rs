//! The documents for a registry are those of the declarations, the examples in them are accepted, and releases have the
//! layout that registries read.

use std::path::{Path, PathBuf};
use std::process::Command;

use msk_lint::provider::docs::documents;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

#[test]
fn documents_are_current() {
    for (path, text) in documents() {
        let path = root().join(path);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "{} is out of date: UPDATE_EXPECT=1 writes it", path.display());
        assert!(text.len() < 500_000, "registries take no more");
    }
    let of_kind = |kind: &str| std::fs::read_dir(root().join("docs").join(kind)).unwrap().count();
    assert_eq!(of_kind("functions") + of_kind("data-sources") + 1, documents().len(), "no document of what is gone");
}

#[test]
fn releases_have_the_layout_of_registries() {
    let out = tempfile::tempdir().unwrap();
    let script = root().join("scripts/package-provider");
    let output = Command::new(script)
        .args(["0.1.0", "linux_amd64"])
        .arg(env!("CARGO_BIN_EXE_terraform-provider-msklint"))
        .arg(out.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<String> =
        std::fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "terraform-provider-msklint_0.1.0_SHA256SUMS",
            "terraform-provider-msklint_0.1.0_linux_amd64.zip",
            "terraform-provider-msklint_0.1.0_manifest.json"
        ]
    );
    let sums = std::fs::read_to_string(out.path().join(&names[0])).unwrap();
    assert_eq!(sums.lines().count(), 2);
    let checked =
        Command::new("sha256sum").args(["--check", "--quiet", &names[0]]).current_dir(out.path()).status().unwrap();
    assert!(checked.success());
    let manifest = std::fs::read_to_string(out.path().join(&names[2])).unwrap();
    assert_eq!(manifest.trim(), r#"{"version":1,"metadata":{"protocol_versions":["6.0"]}}"#);
}
