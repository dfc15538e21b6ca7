//! A folder with a configuration that the real `terraform` works on, and the providers of this build where it looks for them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::unchecked::not_checked;
use serde_json::Value as Json;
use tempfile::TempDir;

/// The executables of this build.
pub fn built() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_terraform-provider-msklint")).parent().unwrap().to_path_buf()
}

/// The provider that stands in for the AWS one: an example, which cargo builds only when all tests are.
fn stand_in() -> PathBuf {
    static BUILT: std::sync::Once = std::sync::Once::new();
    let path = built().join("examples/terraform-provider-aws");
    BUILT.call_once(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo).args(["build", "--quiet", "--example", "terraform-provider-aws"]).status();
        assert!(status.unwrap().success());
    });
    path
}

/// Whether there is a `terraform`; says so, and fails in CI, where there is none.
pub fn is_installed() -> bool {
    let found = Command::new("terraform").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        not_checked("the provider", "terraform is missing");
    }
    found
}

/// A folder with a configuration, and providers that stand where `terraform` looks for them.
pub struct Workdir {
    pub folder: TempDir,
}

const REQUIRED: &str = r#"
terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    msklint = { source = "msk-lint/msklint" }
  }
}
"#;

impl Workdir {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let overrides = folder.path().join("overrides");
        std::fs::create_dir_all(&overrides).unwrap();
        let link = |from: PathBuf, name: &str| std::os::unix::fs::symlink(from, overrides.join(name)).unwrap();
        link(built().join("terraform-provider-msklint"), "terraform-provider-msklint");
        link(stand_in(), "terraform-provider-aws");
        let shown = overrides.display();
        std::fs::write(
            folder.path().join("rc"),
            format!(
                "provider_installation {{\n  dev_overrides {{\n    \"hashicorp/aws\" = \"{shown}\"\n    \"msk-lint/msklint\" = \"{shown}\"\n  }}\n  direct {{}}\n}}\n"
            ),
        )
        .unwrap();
        let workdir = Self { folder };
        workdir.write("required.tf", REQUIRED);
        files.iter().for_each(|(name, text)| workdir.write(name, text));
        workdir
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join("code").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("terraform");
        command.args(words).current_dir(self.folder.path().join("code"));
        command.env("TF_CLI_CONFIG_FILE", self.folder.path().join("rc")).env("CHECKPOINT_DISABLE", "1");
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// The output of a run that must succeed.
    pub fn succeed(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{words:?}\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
        text
    }

    /// The diagnostics of `plan -json`.
    pub fn plan_diagnostics(&self) -> Vec<Json> {
        let output = self.run(&["plan", "-json"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines = text.lines().map(|line| serde_json::from_str::<Json>(line).expect(line));
        let found = lines.filter(|line| line["type"] == "diagnostic").map(|line| line["diagnostic"].clone());
        found.filter(|found| found["summary"] != "Provider development overrides are in effect").collect()
    }

    pub fn outputs(&self) -> Json {
        serde_json::from_str(&self.succeed(&["output", "-json"])).unwrap()
    }
}
