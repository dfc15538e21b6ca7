//! How far a run is: on a terminal only, and not for long runs of servers; and what `-v` tells of its parts.

use std::process::Command;

use crate::project::{Project, THREE_BROKERS};
use crate::unchecked::not_checked;

/// A project that takes more than a second in a debug build.
fn slow(name: &str) -> Project {
    let lists = "locals {\n  all = [for a in range(1000) : [for b in range(30) : a * b + length(\"${a}-${b}\")]]\n}\n";
    let cluster = THREE_BROKERS.replace("= 3", "= length(flatten(local.all)) > 0 ? 3 : 6");
    let project = Project::new(name, &[]);
    for root in 0..12 {
        project.write(&format!("r{root}/main.tf"), &format!("{lists}{cluster}"));
    }
    project
}

/// What the program writes to a terminal; nothing where there is no `script` to make one, which fails in CI.
fn on_a_terminal(project: &Project, words: &str, environment: &[(&str, &str)]) -> Option<String> {
    let command = format!("{} --format short --fail-on never {words}", env!("CARGO_BIN_EXE_msk-lint"));
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).current_dir(&project.folder).env_remove("CI").env("TERM", "xterm");
    match script.envs(environment.iter().copied()).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            not_checked("progress on a terminal", "script (util-linux) is missing, which makes terminals");
            None
        }
    }
}

#[test]
fn a_long_run_shows_how_far_it_is() {
    let project = slow("progress");
    let Some(shown) = on_a_terminal(&project, "", &[]) else { return };
    assert!(shown.contains("evaluating root modules") && shown.contains(" of 12"), "{shown:?}");
    // It is gone when findings come.
    let (before, findings) = shown.split_at(shown.find("r0/main.tf:").unwrap());
    assert!(before.ends_with("\u{1b}[2K") && !findings.contains("evaluating"), "{shown:?}");
    for (words, environment) in [("--no-progress", &[][..]), ("--quiet", &[]), ("", &[("CI", "true")])] {
        let shown = on_a_terminal(&project, words, environment).unwrap();
        assert!(!shown.contains("evaluating") && !shown.contains('\u{1b}') | words.is_empty(), "{words} {shown:?}");
    }
    let piped = project.run(&["--format", "short", "--fail-on", "never"]);
    assert_eq!(piped.stderr, "");
}

#[test]
fn verbose_runs_tell_what_was_read_and_how_long_it_took() {
    let files = [
        ("infra/main.tf", THREE_BROKERS),
        ("infra/more.tf", "locals {}\n"),
        (".msk-lint.hcl", "policy = \"strict\"\n"),
    ];
    let project = Project::new("verbose", &files);
    let told = project.run(&["-v", "--fail-on", "never"]).stderr;
    for line in
        ["configuration .msk-lint.hcl", "root infra: 1 cluster, policy strict", "read in infra: main.tf, more.tf"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    let last = told.lines().last().unwrap();
    let parts: Vec<&str> =
        last.split(", ").map(|part| part.rsplit_once(' ').unwrap().0.rsplit_once(' ').unwrap().0).collect();
    let expected = ["searching files", "evaluating root modules", "reading clients", "checking rules", "reporting"];
    assert_eq!(parts, expected, "{last}");
}
