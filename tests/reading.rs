//! What a run reads, seen from outside: nothing twice that it has no use for, and nothing outside the boundary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::files::{Entry, Files, Memory, ReadError};

/// Files in memory that remember how often each was read.
struct Counting {
    files: Memory,
    reads: Mutex<BTreeMap<PathBuf, usize>>,
}

impl Files for Counting {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        let found = self.files.read(path);
        if found.is_ok() {
            *self.reads.lock().unwrap().entry(path.to_path_buf()).or_default() += 1;
        }
        found
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.exists(path)
    }
}

fn analyse(files: &dyn Files, folder: &Path) -> Analysis {
    let root = folder.to_path_buf();
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    analysis::analyse(&request, files)
}

#[test]
fn files_without_kafka_are_read_once_and_never_parsed() {
    let idle = [
        ("src/app.py", "import requests\n"),
        ("src/app.js", "import express from 'express';\n"),
        ("src/app.rb", "class App; end\n"),
        ("config/application.yml", "spring:\n  datasource: {}\n"),
        ("config/app.json", "{}"),
        ("config/app.properties", "a=b\n"),
        ("network/main.tf", "resource \"aws_vpc\" \"main\" {}\n"),
    ];
    let client = ("src/producer.properties", "key.serializer=x\nacks=1\nbootstrap.servers=kafka.example.com:9094\n");
    let cluster = ("kafka/main.tf", "resource \"aws_msk_cluster\" \"main\" {}\n");
    let unread = [("README.md", "kafka"), ("src/app.css", "kafka {}"), ("src/app_test.py", "import kafka")];
    let all = idle.iter().chain([&client, &cluster]).chain(&unread);
    let path = |path: &str| PathBuf::from("/project").join(path);
    let files = Counting {
        files: Memory::new(all.map(|(name, text)| (path(name), text.as_bytes().to_vec()))),
        reads: Mutex::default(),
    };
    let analysis = analyse(&files, Path::new("/project"));
    let reads = files.reads.into_inner().unwrap();
    for (name, _) in idle {
        assert_eq!(reads.get(&path(name)), Some(&1), "{name}");
    }
    for (name, _) in unread {
        assert_eq!(reads.get(&path(name)), None, "{name}");
    }
    let mut parsed: Vec<&str> = analysis.files.iter().map(|file| &*file.source.path).collect();
    parsed.sort_unstable();
    assert_eq!(parsed, ["kafka/main.tf", "src/producer.properties"]);
}

#[cfg(unix)]
#[test]
fn folders_behind_links_are_read_where_they_lie_inside() {
    use msk_lint::files::Disk;
    use std::os::unix::fs::symlink;

    let scratch = tempfile::tempdir().unwrap();
    let at = |path: &str| scratch.path().join(path);
    for folder in ["project/real/below", "elsewhere/below"] {
        std::fs::create_dir_all(at(folder)).unwrap();
        std::fs::write(at(folder).join("main.tf"), "locals {}\n").unwrap();
    }
    symlink(at("project/real"), at("project/inside")).unwrap();
    symlink(at("elsewhere"), at("project/outside")).unwrap();
    let disk = Disk::new(&at("project"));
    for (path, is_inside) in [
        ("project/real/below", true),
        ("project/inside/below", true),
        ("project/outside/below", false),
        ("project/real/../../elsewhere/below", false),
        ("project/outside/../elsewhere/below", false),
        ("elsewhere/below", false),
    ] {
        assert_eq!(disk.read(&at(path).join("main.tf")).is_ok(), is_inside, "{path}");
        assert_eq!(disk.list(&at(path)).is_ok(), is_inside, "{path}");
    }
}
