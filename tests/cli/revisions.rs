//! `--new-from-rev`: what was there at a revision of git is not reported.

use std::process::Command;

use crate::project::{BLOCKED, Project, Run, THREE_BROKERS};

const JSON: &[&str] = &["--only", "too-few-brokers", "--only", "min-insync-blocks-writes", "--format", "json"];

/// What is new since a revision.
fn since(project: &Project, revision: &str) -> Run {
    project.run(&[JSON, &["--new-from-rev", revision]].concat())
}

/// Runs git in a project.
pub fn git(project: &Project, words: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(&project.folder).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(words);
    let output = command.output().expect("git is installed");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with one commit.
pub fn committed(name: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::new(name, files);
    commit(&project);
    project
}

/// Makes a repository of a project.
fn commit(project: &Project) {
    std::fs::remove_dir(project.folder.join(".git")).unwrap();
    git(project, &["init", "--quiet", "--initial-branch=main"]);
    git(project, &["add", "-A"]);
    git(project, &["commit", "--quiet", "-m", "first"]);
}

#[test]
fn only_what_a_change_brought_is_reported() {
    let variables = "variable \"brokers\" {\n  default = 6\n}\n";
    let cluster = "resource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.brokers\n}\n";
    let files = [
        ("old/main.tf", BLOCKED),
        ("new/main.tf", cluster),
        ("new/variables.tf", variables),
        (".gitignore", "*.auto.tfvars\n"),
    ];
    let project = committed("revision", &files);
    assert_eq!(since(&project, "HEAD").findings(), [""; 0]);
    // A number in another file makes it a finding of a resource that nobody touched; old ones stay unsaid though they moved.
    project.write("new/variables.tf", &variables.replace('6', "3"));
    project.write("old/main.tf", &format!("# moved\n{BLOCKED}"));
    project.write("untracked/main.tf", &THREE_BROKERS.replace("\"main\"", "\"other\""));
    let run = since(&project, "HEAD");
    assert_eq!(run.findings(), ["warning too-few-brokers", "warning too-few-brokers"], "{}", run.stderr);
    assert_eq!(run.json()["summary"]["suppressed"], 1);
    // What git ignores was there before too, as far as anybody can tell.
    project.write("new/x.auto.tfvars", "brokers = 3\n");
    assert_eq!(since(&project, "HEAD").findings(), ["warning too-few-brokers"]);
    std::fs::remove_file(project.folder.join("new/x.auto.tfvars")).unwrap();
    // What the other branch did meanwhile is not the change's doing.
    git(&project, &["checkout", "--quiet", "-b", "change"]);
    git(&project, &["add", "-A"]);
    git(&project, &["commit", "--quiet", "-m", "change"]);
    git(&project, &["checkout", "--quiet", "main"]);
    project.write("old/main.tf", "locals {}\n");
    git(&project, &["commit", "--quiet", "-am", "mended"]);
    git(&project, &["checkout", "--quiet", "change"]);
    assert_eq!(since(&project, "main").findings().len(), 2);
    assert_eq!(since(&project, "HEAD").findings(), [""; 0]);
}

#[test]
fn a_revision_that_is_none_is_refused() {
    let project = committed("revision-none", &[("main.tf", THREE_BROKERS)]);
    for (revision, reason) in [("nowhere", "git knows no revision nowhere"), ("--help", "git knows no revision --help")]
    {
        let run = project.run(&[&format!("--new-from-rev={revision}")]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
    let bare = Project::new("revision-bare", &[("main.tf", THREE_BROKERS)]);
    assert_eq!(bare.run(&["--new-from-rev", "HEAD"]).code, 2);
}

/// The project as it is has findings, and none of them is new.
fn nothing_is_new(project: &Project, count: usize) {
    assert_eq!(project.run(JSON).findings().len(), count);
    let run = since(project, "HEAD");
    assert_eq!(run.findings(), [""; 0], "{}", run.stderr);
    assert_eq!(run.json()["summary"]["suppressed"], count);
}

#[cfg(unix)]
#[test]
fn a_revision_is_seen_through_its_links_as_the_disk_is() {
    use std::os::unix::fs::symlink;

    let properties = "default.replication.factor=3\nmin.insync.replicas=3\n";
    let read =
        "resource \"aws_msk_configuration\" \"main\" {\n  name = \"main\"\n  server_properties = file(\"PATH\")\n}\n";
    let cluster = &BLOCKED[BLOCKED.find("resource \"aws_msk_cluster\"").unwrap()..];
    let call = |source: &str| format!("module \"msk\" {{\n  source = \"{source}\"\n}}\n");
    let project = Project::new(
        "revision-links",
        &[
            ("modules/msk/main.tf", THREE_BROKERS),
            ("modules/deep/er/main.tf", THREE_BROKERS),
            ("direct/main.tf", &call("./link")),
            ("twice/main.tf", &call("../second/er")),
            ("up/main.tf", &call("../second/er/../../msk")),
            ("absolute/main.tf", &call("./link")),
            ("file/main.tf", &format!("{}{cluster}", read.replace("PATH", "${path.module}/first.properties"))),
            ("texts/real.properties", properties),
            ("ignored/main.tf", &call("./link")),
            ("build/msk/main.tf", THREE_BROKERS),
            (".gitignore", "/build/\n"),
        ],
    );
    for (target, link) in [
        ("../modules/msk", "direct/link"),
        ("modules/deep", "first"),
        ("first", "second"),
        (project.folder.canonicalize().unwrap().join("modules/msk").to_str().unwrap(), "absolute/link"),
        ("texts", "linked"),
        ("../linked/second.properties", "file/first.properties"),
        ("real.properties", "texts/second.properties"),
        ("../build/msk", "ignored/link"),
        ("loop", "loop"),
    ] {
        symlink(target, project.folder.join(link)).unwrap();
    }
    commit(&project);
    // Modules are called by way of links: they are roots, too.
    let count = project.run(JSON).findings().len();
    assert_eq!(count, 7);
    nothing_is_new(&project, count);
    // What is new is new through a link, too.
    project.write("texts/real.properties", "default.replication.factor=3\nmin.insync.replicas = 3\n");
    assert_eq!(since(&project, "HEAD").findings(), ["error min-insync-blocks-writes"]);
}

#[cfg(unix)]
#[test]
fn what_a_revision_cannot_show_is_said() {
    use std::os::unix::ffi::OsStrExt;

    let project = committed("revision-names", &[("main.tf", THREE_BROKERS)]);
    let name = std::ffi::OsStr::from_bytes(b"x\xff.tf");
    std::fs::write(project.folder.join(name), THREE_BROKERS.replace("main", "other")).unwrap();
    assert_eq!(since(&project, "HEAD").stderr, "");
    git(&project, &["add", "-A"]);
    git(&project, &["commit", "--quiet", "-m", "second"]);
    let run = since(&project, "HEAD");
    assert!(run.stderr.contains("names that are not Unicode are not compared (1)"), "{}", run.stderr);
}

#[test]
fn submodules_are_seen_as_they_were_recorded() {
    let module = committed("revision-submodule-of", &[("msk/main.tf", THREE_BROKERS)]);
    let project = committed("revision-submodule", &[("main.tf", "module \"msk\" {\n  source = \"./sub/msk\"\n}\n")]);
    let from = module.folder.canonicalize().unwrap();
    git(&project, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from.to_str().unwrap(), "sub"]);
    git(&project, &["commit", "--quiet", "-m", "sub"]);
    nothing_is_new(&project, 1);
    // A new state of it, committed there and not here.
    let inside = Project { folder: project.folder.join("sub") };
    inside.write("msk/other.tf", &THREE_BROKERS.replace("\"main\"", "\"other\""));
    git(&inside, &["add", "-A"]);
    git(&inside, &["commit", "--quiet", "-m", "other"]);
    assert_eq!(since(&project, "HEAD").findings(), ["warning too-few-brokers"]);
    // One that is no longer there as git knows it is not guessed at.
    std::fs::remove_file(project.folder.join("sub/.git")).unwrap();
    let run = since(&project, "HEAD");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("sub was a submodule"), "{}", run.stderr);
}

#[test]
fn what_a_partial_clone_lacks_is_neither_fetched_nor_guessed() {
    let origin = committed("revision-partial-of", &[("main.tf", THREE_BROKERS)]);
    git(&origin, &["config", "uploadpack.allowFilter", "true"]);
    git(&origin, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    origin.write("main.tf", &format!("# moved\n{THREE_BROKERS}"));
    git(&origin, &["commit", "--quiet", "-am", "second"]);
    let from = format!("file://{}", origin.folder.canonicalize().unwrap().display());
    let project = Project::new("revision-partial", &[]);
    std::fs::remove_dir(project.folder.join(".git")).unwrap();
    git(&project, &["clone", "--quiet", "--filter=blob:none", &from, "."]);
    assert_eq!(since(&project, "HEAD").findings(), [""; 0]);
    let run = since(&project, "HEAD~1");
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("git does not have main.tf of that revision, as in a partial clone"), "{}", run.stderr);
    git(&project, &["cat-file", "-e", "HEAD:main.tf"]);
    let mut ask = Command::new("git");
    ask.current_dir(&project.folder).env("GIT_NO_LAZY_FETCH", "1").args(["cat-file", "-e", "HEAD~1:main.tf"]);
    assert!(!ask.output().unwrap().status.success(), "it was fetched");
    // Once it is there it is compared with.
    git(&project, &["cat-file", "blob", "HEAD~1:main.tf"]);
    assert_eq!(since(&project, "HEAD~1").findings(), [""; 0]);
}

#[test]
fn what_git_knows_under_another_name_is_not_new() {
    let call = "module \"msk\" {\n  source = \"../modules/msk\"\n}\n";
    let files = [("modules/msk/main.tf", THREE_BROKERS), ("live/main.tf", call), ("live/other.tf", BLOCKED)];
    let project = committed("revision-renamed", &files);
    git(&project, &["mv", "live/other.tf", "live/blocked.tf"]);
    nothing_is_new(&project, 2);
    git(&project, &["mv", "live", "prod"]);
    git(&project, &["mv", "modules/msk", "modules/kafka"]);
    project.write("prod/main.tf", &call.replace("msk\"\n", "kafka\"\n"));
    git(&project, &["add", "-A"]);
    nothing_is_new(&project, 2);
    git(&project, &["commit", "--quiet", "-m", "renamed"]);
    assert_eq!(since(&project, "HEAD~1").findings(), [""; 0]);
    // A copy is new: what was there is there still.
    project.write("copy/main.tf", &call.replace("msk\"\n", "kafka\"\n"));
    assert_eq!(since(&project, "HEAD~1").findings(), ["warning too-few-brokers"]);
}

#[test]
fn what_lies_outside_of_the_repository_is_as_it_is() {
    let module =
        "variable \"brokers\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.brokers\n}\n";
    let project = committed("revision-outside", &[("main.tf", module)]);
    let outside = Project::new("revision-outside-values", &[("x.tfvars", "brokers = 3\n")]);
    let file = outside.folder.join("x.tfvars");
    let words = ["--var-file", file.to_str().unwrap(), "--new-from-rev", "HEAD"];
    let run = project.run(&[JSON, &words].concat());
    assert_eq!((run.findings(), &run.json()["summary"]["suppressed"]), (Vec::new(), &1.into()), "{}", run.stderr);
}
