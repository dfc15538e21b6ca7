//! The hooks, run by the real pre-commit on repositories with good, bad and partly staged content.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

#[path = "support/unchecked.rs"]
mod unchecked;

use std::path::{Path, PathBuf};
use std::process::Command;

use unchecked::not_checked;

const GOOD: &str = "resource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = 6\n}\n";
/// Two brokers in three zones: refused.
const BAD: &str = "resource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = 4\n  broker_node_group_info {\n    \
                   client_subnets = [\"a\", \"b\", \"c\"]\n  }\n}\n";
const RULE: &str = "brokers-not-multiple-of-zones";

/// The pre-commit that CI installs; without one the test says so, and fails in CI.
fn pre_commit() -> Option<PathBuf> {
    let program = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../tools/python/bin/pre-commit");
    if program.exists() {
        return Some(program);
    }
    not_checked("the hooks", &format!("{} is missing, which .ci/run makes", program.display()));
    None
}

/// A repository in a folder of its own, with everything staged.
struct Repository {
    folder: PathBuf,
}

/// What a run of hooks left behind.
struct Ran {
    passed: bool,
    text: String,
}

impl Repository {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hooks").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let repository = Self { folder };
        repository.git(&["init", "--quiet"]);
        for (path, text) in files {
            repository.write(path, text);
        }
        repository.git(&["add", "-A"]);
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).unwrap()
    }

    fn git(&self, words: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(&self.folder).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(words);
        let output = git.output().expect("git is installed");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs pre-commit, with the program that was built for this test as the one that is installed.
    fn pre_commit(&self, program: &Path, words: &[&str], environment: &[(&str, &str)]) -> Ran {
        let built = Path::new(env!("CARGO_BIN_EXE_msk-lint")).parent().unwrap();
        let path = format!("{}:{}", built.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(program);
        command.args(words).current_dir(&self.folder).env("PATH", path);
        command.env("PRE_COMMIT_HOME", self.folder.join(".git/pre-commit")).envs(environment.iter().copied());
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        Ran { passed: output.status.success(), text }
    }
}

/// A repository that holds the hooks and nothing else: those that use what is installed need no more.
fn hooks() -> Repository {
    let hooks = include_str!("../.pre-commit-hooks.yaml");
    let repository =
        Repository::new(&format!("hooks-{:?}", std::thread::current().id()), &[(".pre-commit-hooks.yaml", hooks)]);
    repository.git(&["commit", "--quiet", "-m", "hooks"]);
    repository
}

fn try_hook(repository: &Repository, program: &Path, hook: &str) -> Ran {
    let hooks = hooks();
    repository.pre_commit(program, &["try-repo", hooks.folder.to_str().unwrap(), hook, "--verbose"], &[])
}

#[test]
fn a_hook_passes_and_fails_by_what_is_found() {
    let Some(program) = pre_commit() else { return };
    let good = try_hook(&Repository::new("good", &[("infra/main.tf", GOOD)]), &program, "msk-lint-system");
    assert!(good.passed, "{}", good.text);
    let bad = try_hook(&Repository::new("bad", &[("infra/main.tf", BAD)]), &program, "msk-lint-system");
    assert!(!bad.passed && bad.text.contains(RULE) && bad.text.contains("infra/main.tf:"), "{}", bad.text);
}

#[test]
fn what_is_staged_is_judged() {
    let Some(program) = pre_commit() else { return };
    for (name, staged, unstaged, passes) in [("staged-bad", BAD, GOOD, false), ("staged-good", GOOD, BAD, true)] {
        let repository = Repository::new(name, &[("main.tf", staged)]);
        repository.git(&["commit", "--quiet", "-m", "first"]);
        repository.write("main.tf", &format!("{staged}# staged\n"));
        repository.git(&["add", "-A"]);
        repository.write("main.tf", unstaged);
        let ran = try_hook(&repository, &program, "msk-lint-system");
        assert_eq!(ran.passed, passes, "{}", ran.text);
        assert_eq!(repository.read("main.tf"), unstaged, "what is not staged is back");
    }
}

#[test]
fn staged_files_are_judged_with_their_module() {
    let Some(program) = pre_commit() else { return };
    let hooks = hooks();
    let config = format!(
        "repos:\n- repo: {}\n  rev: HEAD\n  hooks:\n  - id: msk-lint-system\n    args: [--only-files]\n    pass_filenames: true\n",
        hooks.folder.display()
    );
    let module = BAD.replace("= 4", "= var.brokers") + "variable \"brokers\" {}\n";
    let call = "module \"msk\" {\n  source  = \"../modules/msk\"\n  brokers = 6\n}\n";
    let files = [
        (".pre-commit-config.yaml", &*config),
        ("modules/msk/main.tf", &*module),
        ("live/main.tf", call),
        ("other/main.tf", BAD),
    ];
    let repository = Repository::new("only-files", &files);
    repository.git(&["commit", "--quiet", "-m", "first"]);
    // What nobody touched stays unsaid.
    repository.write("live/notes.tf", "locals {}\n");
    repository.git(&["add", "-A"]);
    let ran = repository.pre_commit(&program, &["run"], &[]);
    assert!(ran.passed, "{}", ran.text);
    // A number in the caller makes the cluster of the module one that is refused.
    repository.write("live/main.tf", &call.replace('6', "5"));
    repository.git(&["add", "-A"]);
    let ran = repository.pre_commit(&program, &["run"], &[]);
    assert!(!ran.passed && ran.text.contains("live/main.tf:3:13"), "{}", ran.text);
    assert!(!ran.text.contains("other/main.tf"), "{}", ran.text);
    // So does one in a file that only a root elsewhere reads.
    repository.write("live/main.tf", &call.replace("= 6", "= jsondecode(file(\"../sizes/live.json\")).brokers"));
    repository.write("sizes/live.json", "{\"brokers\": 6}\n");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "--quiet", "-m", "second"]);
    repository.write("sizes/live.json", "{\"brokers\": 5}\n");
    repository.git(&["add", "-A"]);
    let ran = repository.pre_commit(&program, &["run"], &[]);
    assert!(!ran.passed && ran.text.contains("sizes/live.json:1:13"), "{}", ran.text);
}

#[test]
fn the_fixing_hook_changes_files() {
    let Some(program) = pre_commit() else { return };
    let text = "resource \"aws_msk_configuration\" \"main\" {\n  server_properties = <<-EOT\n    num.partitions=6\n    \
                num.partitions=6\n  EOT\n}\n";
    let repository = Repository::new("fix", &[("main.tf", text)]);
    let ran = try_hook(&repository, &program, "msk-lint-fix");
    assert!(!ran.passed && ran.text.contains("files were modified by this hook"), "{}", ran.text);
    assert_eq!(repository.read("main.tf"), text.replacen("    num.partitions=6\n", "", 1));
}

/// The hook that builds the program: minutes even without optimisation, so only where everything is checked.
#[test]
fn the_hook_that_builds_the_program() {
    let Some(program) = pre_commit() else { return };
    if std::env::var_os("CI").is_none() {
        not_checked("the hook that builds the program", "it takes minutes; .ci/run does it");
        return;
    }
    let repository = Repository::new("rust", &[("infra/main.tf", BAD)]);
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hooks/target");
    let quick = [
        ("CARGO_TARGET_DIR", target.to_str().unwrap()),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
        ("CARGO_PROFILE_RELEASE_DEBUG", "none"),
    ];
    let ran =
        repository.pre_commit(&program, &["try-repo", env!("CARGO_MANIFEST_DIR"), "msk-lint", "--verbose"], &quick);
    assert!(!ran.passed && ran.text.contains(RULE) && ran.text.contains("infra/main.tf:"), "{}", ran.text);
}
