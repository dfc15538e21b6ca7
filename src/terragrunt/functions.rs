//! Terragrunt's own functions, as far as the disk tells.

use std::path::{Path, PathBuf};

use super::{Config, folder_of};
use crate::eval::trace::Trace;
use crate::eval::value::{Kind, Reason, Value};
use crate::files;

/// Functions that depend on more than files: accounts, commands, secrets.
const BEYOND: &[&str] = &[
    "get_aws_account_alias",
    "get_aws_account_id",
    "get_aws_caller_identity_arn",
    "get_aws_caller_identity_user_id",
    "get_default_retryable_errors",
    "get_platform",
    "get_terraform_cli_args",
    "get_terraform_command",
    "get_working_dir",
    "mark_as_read",
    "read_tfvars_file",
    "run_cmd",
    "sops_decrypt_file",
];

/// The functions that list commands of Terraform.
const COMMANDS: &[(&str, &[&str])] = &[
    ("get_terraform_commands_that_need_input", &["apply", "import", "init", "plan", "refresh"]),
    (
        "get_terraform_commands_that_need_locking",
        &["apply", "destroy", "import", "init", "plan", "refresh", "taint", "untaint"],
    ),
    ("get_terraform_commands_that_need_parallelism", &["apply", "plan", "destroy"]),
    ("get_terraform_commands_that_need_vars", &["apply", "console", "destroy", "import", "plan", "push", "refresh"]),
];

impl Config<'_> {
    /// The value of a call; `None` for a function that is Terraform's.
    pub(super) fn call(&self, name: &str, arguments: &[Value], trace: Trace) -> Option<Value> {
        let text = |at: usize| arguments.get(at).and_then(Value::as_str);
        let path = |path: &Path| Value::string(path.to_string_lossy().as_ref(), trace.clone());
        let relative = |path: &Path, to: &Path| match files::relative(path, to) {
            shown if shown.is_empty() => Value::string(".", trace.clone()),
            shown => Value::string(shown, trace.clone()),
        };
        let unknown = || Value::unknown(Reason::Function(name.into()), trace.clone());
        let child = folder_of(&self.child);
        if let Some((_, commands)) = COMMANDS.iter().find(|(known, _)| *known == name) {
            let commands = commands.iter().map(|command| Value::string(*command, trace.clone()));
            return Some(Value::new(Kind::List(commands.collect()), trace.clone()));
        }
        Some(match name {
            "get_terragrunt_dir" | "get_original_terragrunt_dir" => path(&child),
            "get_parent_terragrunt_dir" => self.include_folder(text(0)).map_or_else(unknown, |folder| path(&folder)),
            "path_relative_to_include" => self
                .include_folder(text(0))
                .map_or_else(|| Value::string(".", trace.clone()), |folder| relative(&child, &folder)),
            "path_relative_from_include" => self
                .include_folder(text(0))
                .map_or_else(|| Value::string(".", trace.clone()), |folder| relative(&folder, &child)),
            "get_repo_root" => path(self.view.boundary),
            "get_path_from_repo_root" => relative(&child, self.view.boundary),
            "get_path_to_repo_root" => relative(self.view.boundary, &child),
            "find_in_parent_folders" => {
                match (self.in_parents(text(0).unwrap_or("terragrunt.hcl")), arguments.get(1)) {
                    (Some(found), _) => path(&found),
                    (None, Some(otherwise)) => otherwise.clone(),
                    (None, None) => unknown(),
                }
            }
            "get_env" => arguments.get(1).cloned().unwrap_or_else(unknown),
            "read_terragrunt_config" => {
                let read = text(0).map(|path| files::normalize(&folder_of(&self.path).join(path)));
                let read = read.filter(|path| *path != self.path).and_then(|path| self.other(&path, &path));
                match (read, arguments.get(1)) {
                    (Some(config), _) => config.exposed(),
                    (None, Some(otherwise)) => otherwise.clone(),
                    (None, None) => unknown(),
                }
            }
            name if BEYOND.contains(&name) || name.starts_with("get_terragrunt_") => unknown(),
            _ => return None,
        })
    }

    /// The folder of the configuration that the running one includes; its own for one that is included.
    fn include_folder(&self, name: Option<&str>) -> Option<PathBuf> {
        if self.path != self.child {
            return Some(folder_of(&self.path));
        }
        let included = self.includes();
        let wanted = included.iter().find(|(known, ..)| name.is_none_or(|name| **known == *name))?;
        Some(folder_of(&wanted.2.as_ref()?.path))
    }

    /// The nearest file of a name in the folders above where Terragrunt runs.
    fn in_parents(&self, name: &str) -> Option<PathBuf> {
        let start = folder_of(&self.child);
        let above = start.ancestors().skip(1).take_while(|folder| folder.starts_with(self.view.boundary));
        above.map(|folder| folder.join(name)).find(|path| self.view.workspace.files().exists(path))
    }
}
