//! Files that were not meant to be read, and files made to hurt: each is reported, and hides nothing.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::project::{BLOCKED, Project, Run};

/// Longer than any run may take in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Lints the project, which holds [`BLOCKED`] among others: its error must be there whatever stands beside it.
fn lint(project: &Project) -> Run {
    let started = Instant::now();
    let run = project.run(&["--format", "json"]);
    assert!(started.elapsed() < LIMIT, "{:?}", started.elapsed());
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(run.findings().contains(&"error min-insync-blocks-writes".to_owned()), "{}", run.stdout);
    run
}

/// Paths of the findings of a rule, with what their first label says.
fn labels(run: &Run, rule: &str) -> Vec<(String, String)> {
    let json = run.json();
    let findings = json["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    findings.map(|f| (text(&f["locations"][0]["path"]), text(&f["locations"][0]["label"]))).collect()
}

fn paths(run: &Run, rule: &str) -> Vec<String> {
    labels(run, rule).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn a_file_over_the_cap_is_reported() {
    let project = Project::new("huge", &[("infra/main.tf", BLOCKED)]);
    let file = std::fs::File::create(project.folder.join("infra/huge.tf")).unwrap();
    file.set_len(64 << 20).unwrap();
    let run = lint(&project);
    let reported = ("infra/huge.tf".to_owned(), "it is larger than 8 MiB (64 MiB)".to_owned());
    assert_eq!(labels(&run, "unreadable-file"), [reported]);
}

#[test]
fn bytes_that_are_no_text_are_reported_where_they_stand() {
    let project = Project::new("bytes", &[("infra/main.tf", BLOCKED)]);
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let write = |name: &str, bytes: &[u8]| std::fs::write(project.folder.join("infra").join(name), bytes).unwrap();
    write("binary.tf", &bytes);
    write("comment.tf", b"# caf\xE9\nlocals {\n  a = 1\n}\n");
    write("empty.tf", b"");
    write("string.tf", b"locals {\n  b = \"caf\xE9\"\n}\n");
    let run = lint(&project);
    assert_eq!(paths(&run, "syntax-error"), ["infra/binary.tf", "infra/string.tf"]);
}

#[test]
fn a_file_that_is_something_else_does_not_drown_the_rest() {
    let prose = "Once upon a time, there was a file.\n".repeat(1_000);
    let run = lint(&Project::new("prose", &[("infra/main.tf", BLOCKED), ("infra/prose.tf", &prose)]));
    assert_eq!(paths(&run, "syntax-error").len(), 20);
    assert!(run.stdout.contains("980 more of these follow in this file"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_reported_and_never_followed_out() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let outside = Project::new("links-outside", &[("secret.tf", "secret"), ("folder/main.tf", BLOCKED)]);
    let project = Project::new("links", &[("infra/main.tf", BLOCKED), ("infra/closed.tf", "locals {\n}\n")]);
    let infra = project.folder.join("infra");
    let link = |to: &Path, name: &str| symlink(to, infra.join(name)).unwrap();
    link(&outside.folder.join("secret.tf"), "outside.tf");
    link(&outside.folder.join("folder"), "outside");
    link(Path::new("loop.tf"), "loop.tf");
    link(Path::new("nowhere.tf"), "dangling.tf");
    link(&project.folder, "again");
    link(Path::new("main.tf"), "inside.tfx");
    assert!(std::process::Command::new("mkfifo").arg(infra.join("pipe.tf")).status().unwrap().success());
    let closed = infra.join("closed.tf");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();

    let run = lint(&project);
    let mut expected = vec!["infra/dangling.tf", "infra/loop.tf", "infra/outside.tf", "infra/pipe.tf"];
    // Whoever may read everything is refused nothing.
    if std::fs::read(&closed).is_err() {
        expected.insert(0, "infra/closed.tf");
    }
    assert_eq!(paths(&run, "unreadable-file"), expected);
    assert!(!run.stdout.contains("secret\""), "{}", run.stdout);
    assert_eq!(run.json()["summary"]["clusters"], 1);

    // Named by itself, a pipe is no reason to wait either.
    let named = project.run(&["infra/pipe.tf", "--format", "json"]);
    assert_eq!((named.code, paths(&named, "unreadable-file")), (1, vec!["infra/pipe.tf".to_owned()]));
}

#[test]
fn nesting_and_rows_without_end_are_reported() {
    let texts = [
        ("brackets.tf", format!("locals {{\n  a = {}\n}}\n", "[".repeat(100_000))),
        ("braces.tf", "b {\n".repeat(100_000)),
        ("operators.tf", format!("locals {{\n  b = 1{}\n}}\n", " + 1".repeat(100_000))),
        ("quotes.tf", format!("locals {{\n  c = {}\n}}\n", "\"${".repeat(100_000))),
        (
            "keys.tf",
            format!(
                "locals {{\n  d = {{\n{}  }}\n}}\n",
                (0..100_000).map(|n| format!("k{n} = {n}\n")).collect::<String>()
            ),
        ),
        ("json.tf.json", format!("{{\"locals\": {}", "[".repeat(100_000))),
    ];
    let mut files: Vec<(String, &str)> = vec![("infra/main.tf".to_owned(), BLOCKED)];
    files.extend(texts.iter().map(|(name, text)| (format!("infra/{name}"), text.as_str())));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let run = lint(&Project::new("nesting", &files));
    let mut broken = paths(&run, "syntax-error");
    broken.dedup();
    let expected = ["braces.tf", "brackets.tf", "json.tf.json", "operators.tf", "quotes.tf"];
    assert_eq!(broken, expected.map(|name| format!("infra/{name}")));
}

#[test]
fn circles_and_explosions_hide_nothing() {
    let exploding = "locals {\n  r = range(1000)\n  x = [for a in local.r : [for b in local.r : [for c in local.r : \"${a}${b}${c}\"]]]\n  a = local.b\n  b = local.a\n}\nresource \"aws_msk_cluster\" \"x\" {\n  cluster_name           = local.x\n  kafka_version          = local.a\n  number_of_broker_nodes = length(local.x)\n}\n";
    let calls = "module \"m\" {\n  source = \"./m\"\n}\n";
    let itself = "module \"again\" {\n  source = \"../m\"\n}\nmodule \"twice\" {\n  source = \"../m\"\n}\nresource \"aws_msk_configuration\" \"c\" {\n}\n";
    let run = lint(&Project::new(
        "circles",
        &[("main.tf", BLOCKED), ("exploding.tf", exploding), ("calls.tf", calls), ("m/main.tf", itself)],
    ));
    let missing = labels(&run, "unresolved-module");
    let circle = "this module calls itself, perhaps through others";
    assert_eq!(missing, [("m/main.tf".to_owned(), circle.to_owned()), ("m/main.tf".to_owned(), circle.to_owned())]);
}
