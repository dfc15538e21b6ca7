//! Asking the real `terraform` what the outputs of a module are.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use msk_lint::model::plain::Plain;
use serde_json::Value as Json;

use super::case::Case;

pub struct Terraform {
    binary: OsString,
    folder: PathBuf,
}

/// What Terraform says of one output.
#[derive(Debug)]
pub enum Answer {
    Refused(String),
    Planned(Planned),
}

/// An output in the plan, and what it is after apply if the plan left parts open.
#[derive(Debug, Default)]
pub struct Planned {
    pub value: Json,
    /// `true` where the value is unknown; the same shape as the value otherwise.
    pub unknown: Json,
    /// `true` where it is sensitive.
    pub sensitive: Json,
    pub applied: Option<Json>,
}

impl Terraform {
    /// The binary, if it runs.
    pub fn find() -> Option<Self> {
        let binary = std::env::var_os("TERRAFORM").unwrap_or_else(|| "terraform".into());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("terraform");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("empty.tfrc"), "").unwrap();
        let found = Command::new(&binary).arg("version").output().is_ok_and(|output| output.status.success());
        found.then_some(Self { binary, folder })
    }

    /// Leaves the files of a case to be looked at.
    pub fn leave(&self, case: &Case) {
        write(&self.folder_of(case), &case.files);
    }

    fn folder_of(&self, case: &Case) -> PathBuf {
        let name = case.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        self.folder.join(name.take(60).collect::<String>())
    }

    /// What Terraform says of every output of a module; `None` when it refuses the module as a whole. The module is
    /// applied when `ours` claims to know what the plan leaves open.
    pub fn ask(&self, case: &Case, ours: &BTreeMap<String, Plain>) -> Option<BTreeMap<String, Answer>> {
        let folder = self.folder.join(format!("{:?}", std::thread::current().id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut files = case.files.clone();
        let mut answers = BTreeMap::new();
        write(&folder, &files);
        if let Some(manifest) = only_child(&files) {
            write(&folder, &[(".terraform/modules/modules.json".to_owned(), manifest)].into());
        } else if files.values().any(|text| text.contains("module \"") || text.contains("\"module\"")) {
            let got = self.run(&folder, case, &["get"]);
            assert!(got.status.success(), "{}: {}", case.name, String::from_utf8_lossy(&got.stderr));
        }
        let arguments = case.arguments.iter().map(|(name, value)| match name {
            Some(name) => format!("-var={name}={value}"),
            None => format!("-var-file={value}"),
        });
        let arguments: Vec<String> = arguments.collect();
        let refused = self.until_accepted(&folder, case, &["plan", "-out=plan"], &arguments, &mut files)?;
        answers.extend(refused.into_iter().map(|(name, message)| (name, Answer::Refused(message))));
        let plan = self.json(&folder, case, &["show", "-json", "plan"]);
        let changes = plan["output_changes"].as_object().cloned().unwrap_or_default();
        let mut applied = Json::Null;
        if changes
            .iter()
            .any(|(name, change)| ours.get(name).is_some_and(|ours| knows_more(ours, &change["after_unknown"])))
        {
            self.until_accepted(&folder, case, &["apply", "-auto-approve"], &arguments, &mut files)?;
            let state = std::fs::read(folder.join("terraform.tfstate")).unwrap();
            applied = serde_json::from_slice(&state).unwrap();
        }
        for (name, change) in changes {
            let applied = applied["outputs"][&name].get("value").cloned();
            let part = |part: &str| change[part].clone();
            let (value, unknown, sensitive) = (part("after"), part("after_unknown"), part("after_sensitive"));
            answers.insert(name, Answer::Planned(Planned { value, unknown, sensitive, applied }));
        }
        let _ = std::fs::remove_dir_all(&folder);
        Some(answers)
    }

    /// Runs a command until no output is refused any more. One that is hides the others: it is taken out.
    fn until_accepted(
        &self,
        folder: &Path,
        case: &Case,
        command: &[&str],
        arguments: &[String],
        files: &mut BTreeMap<String, String>,
    ) -> Option<BTreeMap<String, String>> {
        let mut all_refused = BTreeMap::new();
        loop {
            let mut command = command.to_vec();
            command.extend(["-json", "-input=false", "-lock=false"]);
            command.extend(arguments.iter().map(String::as_str));
            let done = self.run(folder, case, &command);
            if done.status.success() {
                return Some(all_refused);
            }
            let refused = refused_outputs(&done.stdout, files);
            if refused.is_empty() {
                return None;
            }
            all_refused.extend(refused);
            write(folder, files);
        }
    }

    fn run(&self, folder: &Path, case: &Case, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.binary);
        command.current_dir(folder).args(arguments).env("CHECKPOINT_DISABLE", "1").env("TF_IN_AUTOMATION", "1");
        command.env("TF_CLI_CONFIG_FILE", self.folder.join("empty.tfrc"));
        command.envs(case.environment.iter().map(|(name, value)| (format!("TF_VAR_{name}"), value)));
        command.output().unwrap()
    }

    fn json(&self, folder: &Path, case: &Case, arguments: &[&str]) -> Json {
        let output = self.run(folder, case, arguments);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error}", case.name))
    }
}

/// What `terraform get` would write down for a module that calls nothing but `./child`: that saves running it.
fn only_child(files: &BTreeMap<String, String>) -> Option<String> {
    let calls = files.values().map(|text| text.matches("module \"").count()).sum::<usize>();
    let is_child = files.get("main.tf")?.contains("module \"child\" {\n  source = \"./child\"\n");
    let root = r#"{"Key":"","Source":"","Dir":"."}"#;
    let child = r#"{"Key":"child","Source":"./child","Dir":"child"}"#;
    (calls == 1 && is_child).then(|| format!("{{\"Modules\":[{root},{child}]}}"))
}

fn write(folder: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// The outputs in which errors lie, with the messages; they are blanked out of the files.
fn refused_outputs(diagnostics: &[u8], files: &mut BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut refused = BTreeMap::new();
    for line in String::from_utf8_lossy(diagnostics).lines() {
        let Ok(message) = serde_json::from_str::<Json>(line) else { continue };
        let diagnostic = &message["diagnostic"];
        // Infinity is a value to Terraform until it is written down.
        let infinite =
            diagnostic["detail"].as_str().and_then(|text| text.split("output value \"").nth(1)?.split('"').next());
        if let Some(name) = infinite {
            blank(files, "outputs.tf", name);
            refused.insert(name.to_owned(), diagnostic["detail"].to_string());
            continue;
        }
        let (Some("error"), Some(path)) = (diagnostic["severity"].as_str(), diagnostic["range"]["filename"].as_str())
        else {
            continue;
        };
        let line = diagnostic["range"]["start"]["line"].as_u64().unwrap() as usize - 1;
        let Some(text) = files.get(path) else { continue };
        let Some(name) = output_at(text, line).filter(|_| !path.contains('/')) else { continue };
        blank(files, path, &name);
        refused.insert(name, format!("{}: {}", diagnostic["summary"], diagnostic["detail"]));
    }
    refused
}

/// The name of the output around a line.
fn output_at(text: &str, line: usize) -> Option<String> {
    let before: Vec<&str> = text.lines().take(line + 1).collect();
    let first = before.iter().rposition(|line| line.starts_with("output \""))?;
    let is_inside = before[first..line].iter().all(|line| *line != "}");
    is_inside.then(|| before[first].split('"').nth(1).map(str::to_owned))?
}

/// Takes an output out of a file; the lines after it stay where they are.
fn blank(files: &mut BTreeMap<String, String>, path: &str, name: &str) {
    let header = format!("output \"{name}\"");
    let mut inside = false;
    let text = files.get_mut(path).unwrap();
    let kept = text.lines().map(|line| {
        let is_kept = !inside && !line.starts_with(&header);
        inside = !is_kept && line != "}";
        if is_kept { format!("{line}\n") } else { "\n".to_owned() }
    });
    *text = kept.collect();
}

/// Whether we know something that is unknown in the plan.
fn knows_more(ours: &Plain, unknown: &Json) -> bool {
    match (ours, unknown) {
        (Plain::Unknown(_), _) => false,
        (_, Json::Bool(unknown)) => *unknown,
        (Plain::List(items), Json::Array(unknown)) => {
            items.iter().zip(unknown).any(|(ours, unknown)| knows_more(ours, unknown))
        }
        (Plain::Object(entries), Json::Object(unknown)) => {
            entries.iter().any(|(name, ours)| unknown.get(name).is_some_and(|unknown| knows_more(ours, unknown)))
        }
        _ => false,
    }
}
