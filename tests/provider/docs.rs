//! The documents for a registry are those of the declarations.

use std::path::{Path, PathBuf};

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
