//! `--fix`, `--unsafe-fixes` and `--diff`: what is written, what is shown, what is left alone.

use crate::project::{BLOCKED, Project};

const ODD: &str = "# größer\r
resource \"aws_msk_configuration\" \"main\" {\r
  name = \"main\"   # two   blanks stay\r
  server_properties = <<-EOT\r
    log.retention.hours=168 # one week\r
\tdelete.topics.enable = true\r
    num.partitions=6\r
    num.partitions=6\r
    log.roll.hours=1\r
  EOT\r
}\r
";

const MENDED: &str = "# größer\r
resource \"aws_msk_configuration\" \"main\" {\r
  name = \"main\"   # two   blanks stay\r
  server_properties = <<-EOT\r
    # one week\r
    log.retention.hours=168\r
\tdelete.topic.enable = true\r
    num.partitions=6\r
    log.roll.hours=1\r
  EOT\r
}\r
";

#[test]
fn safe_fixes_are_written_and_what_remains_is_reported() {
    let project = Project::new("fix-safe", &[("main.tf", ODD)]);
    let run = project.run(&["--fix", "--format", "short", "--no-config"]);
    assert_eq!(project.read("main.tf"), MENDED);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("main.tf:9:5: error property-not-settable"), "{}", run.stdout);
    assert!(run.stderr.contains("fixed 3 findings in 1 file"), "{}", run.stderr);
    let again = project.run(&["--fix", "--quiet", "--format", "short"]);
    assert_eq!((project.read("main.tf").as_str(), again.stderr.as_str()), (MENDED, ""));
}

#[test]
fn unsafe_fixes_are_taken_on_request() {
    let project = Project::new("fix-unsafe", &[("main.tf", BLOCKED)]);
    assert_eq!(project.run(&["--fix"]).code, 1);
    assert_eq!(project.read("main.tf"), BLOCKED);
    assert_eq!(project.run(&["--fix", "--unsafe-fixes"]).code, 0);
    assert_eq!(project.read("main.tf"), BLOCKED.replace("replicas=3", "replicas=2"));
}

#[test]
fn a_diff_changes_nothing_and_can_be_applied() {
    let text = ODD.replace('\r', "");
    let project = Project::new("fix-diff", &[("a/main.tf", &text), (".msk-lint.hcl", "policy = \"aws\"\n")]);
    let run = project.run(&["--diff", "--format", "json", "--output", "report.json"]);
    assert_eq!((project.read("a/main.tf"), run.code), (text, 1));
    assert!(project.read("report.json").contains("duplicate-property"), "the report is of what is there");
    project.write("a.patch", &run.stdout);
    let applied = std::process::Command::new("git")
        .args(["apply", "a.patch"])
        .current_dir(&project.folder)
        .env("GIT_CEILING_DIRECTORIES", project.folder.parent().unwrap())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&applied.stderr).into_owned();
    // The folder is no real repository, where git applies all the same.
    assert!(applied.status.success(), "{error}\n{}", run.stdout);
    assert_eq!(project.read("a/main.tf"), MENDED.replace('\r', ""));
}

#[test]
fn a_diff_shows_no_secrets() {
    let text = "variable \"x\" {\n  default = \"a\"\n}\n".to_owned()
        + &ODD
            .replace('\r', "")
            .replace("    num.partitions=6\n    log.roll", "    sasl.password=hunter2\n    log.roll");
    let project = Project::new("fix-secrets", &[("main.tf", &text)]);
    let run = project.run(&["--diff"]);
    assert!(run.stdout.contains("sasl.password=****\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("hunter2"));
}

#[test]
fn fixes_that_make_something_else_wrong_are_left_alone() {
    let text = BLOCKED.replace("min.insync.replicas", "min.insync.replica");
    let project = Project::new("fix-worse", &[("main.tf", &text)]);
    let run = project.run(&["--fix"]);
    assert_eq!(project.read("main.tf"), text, "the right name would block writes");
    assert!(run.stderr.contains("unknown-broker-property alone: min-insync-blocks-writes"), "{}", run.stderr);
}

#[test]
fn only_the_fixes_of_chosen_rules_are_taken() {
    let project = Project::new("fix-only", &[("main.tf", ODD)]);
    project.run(&["--fix", "--only", "duplicate-property"]);
    assert_eq!(project.read("main.tf"), ODD.replacen("    num.partitions=6\r\n", "", 1));
}

#[test]
fn installed_modules_and_files_outside_are_left_alone() {
    let call = "module \"msk\" {\n  source = \"example/msk/aws\"\n}\n";
    let modules = r#"{"Modules":[{"Key":"msk","Source":"example/msk/aws","Dir":".terraform/modules/msk"}]}"#;
    let files = [
        ("main.tf", call),
        (".terraform/modules/modules.json", modules),
        (".terraform/modules/msk/main.tf", ODD),
        ("own.tf", &*ODD.replace("\"main\" {", "\"own\" {")),
    ];
    let project = Project::new("fix-installed", &files);
    let run = project.run(&["--fix", "--format", "short"]);
    assert!(run.stdout.contains(".terraform/modules/msk/main.tf:5"), "it is read: {}", run.stdout);
    assert_eq!(project.read(".terraform/modules/msk/main.tf"), ODD);
    assert_ne!(project.read("own.tf"), files[3].1);

    let outside = Project::new("fix-outside", &[("outside.tfvars", "text = \"delete.topics.enable=true\"\n")]);
    let code = "variable \"text\" {}\n".to_owned() + &ODD.replace('\r', "");
    let code = code.replace("    log.roll.hours=1\n", "    ${var.text}\n");
    let project = Project::new("fix-inside", &[("main.tf", &code)]);
    let path = outside.folder.join("outside.tfvars");
    project.run(&["--fix", "--var-file", path.to_str().unwrap()]);
    assert_eq!(outside.read("outside.tfvars"), "text = \"delete.topics.enable=true\"\n");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new("fix-links", &[("real/odd.tf.real", ODD)]);
    symlink("real/odd.tf.real", project.folder.join("main.tf")).unwrap();
    let real = project.folder.join("real/odd.tf.real");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    project.run(&["--fix"]);
    assert_eq!(project.read("real/odd.tf.real"), MENDED);
    assert!(project.folder.join("main.tf").is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let leftover = std::fs::read_dir(project.folder.join("real")).unwrap().count();
    assert_eq!(leftover, 1, "no temporary file stays");

    let read_only = Project::new("fix-read-only", &[("main.tf", ODD)]);
    let path = read_only.folder.join("main.tf");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = read_only.run(&["--fix"]);
    assert_eq!((run.code, read_only.read("main.tf").as_str()), (2, ODD));
    assert!(run.stderr.contains("read-only"), "{}", run.stderr);
}

#[test]
fn what_does_not_go_together_is_bad_usage() {
    let project = Project::new("fix-usage", &[("main.tf", ODD)]);
    for words in [
        &["--unsafe-fixes"][..],
        &["--fix", "-"],
        &["inspect", "--fix"],
        &["--diff", "--format", "json"],
        &["explain", "too-few-brokers", "--diff"],
    ] {
        let run = project.run(words);
        assert_eq!(run.code, 2, "{words:?}");
        assert!(run.stderr.contains("--"), "{words:?}: {}", run.stderr);
    }
    assert_eq!(project.read("main.tf"), ODD);
}
