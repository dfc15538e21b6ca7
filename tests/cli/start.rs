//! What is there for the first day: a configuration to start from, completions, the manual.

use crate::project::{Project, THREE_BROKERS};

#[test]
fn a_first_configuration_is_written_once_and_understood() {
    let project = Project::new("init", &[("main.tf", THREE_BROKERS)]);
    let run = project.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let written = project.read(".msk-lint.hcl");
    let linted = project.run(&["--format", "json", "--only", "too-few-brokers"]);
    assert_eq!(linted.findings(), ["warning too-few-brokers"], "{}", linted.stderr);
    assert!(project.run(&["--show-config"]).stdout.contains(".msk-lint.hcl"));
    let again = project.run(&["init"]);
    assert_eq!((again.code, project.read(".msk-lint.hcl")), (2, written.clone()));
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    // What it shows as comments holds as well, once it is taken in.
    let all: String = written
        .split_inclusive('\n')
        .map(|line| match line.strip_prefix("# ") {
            Some(code) if code.contains(['=', '{', '}']) => code.to_owned(),
            Some(_) => String::new(),
            None => line.trim_start_matches('#').to_owned(),
        })
        .collect();
    project.write(".msk-lint.hcl", &all);
    let run = project.run(&["--format", "json", "--fail-on", "never"]);
    assert_eq!(run.code, 0, "{all}{}", run.stderr);
    for part in ["exclude", "check \"", "paths \"", "client \"", "rule \""] {
        assert!(all.contains(part), "{part}");
    }
    assert_eq!(project.run(&["policy", "test"]).stdout, "1 rule, 1 example, 0 not as expected\n");
}

#[test]
fn shells_complete_every_option() {
    let project = Project::new("completions", &[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = project.run(&["completions", shell]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for word in ["inspect", "explain", "new-from-rev", "only-files"] {
            assert!(run.stdout.contains(word), "{shell} {word}");
        }
    }
    assert_eq!(project.run(&["completions", "tcsh"]).code, 2);
    // The shell itself takes the script, and completes with it.
    let script = project.run(&["completions", "bash"]).stdout;
    project.write("script.bash", &script);
    let ask = "source script.bash; COMP_WORDS=(msk-lint --new); COMP_CWORD=1; _msk__lint msk-lint --new; echo ${COMPREPLY[@]}";
    let output = std::process::Command::new("bash").args(["-c", ask]).current_dir(&project.folder).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "--new-from-rev\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_manual_tells_every_option() {
    let project = Project::new("man", &[]);
    let page = project.run(&["man"]).stdout.replace("\\-", "-");
    assert!(page.contains(".TH msk-lint 1"), "{page}");
    for word in ["--new-from-rev", "--statistics", "--show-config", "inspect"] {
        assert!(page.contains(word), "{word}");
    }
}
