//! A literal secret in a client's configuration.

use crate::client::{Client, Setting};
use crate::facts::Scheme;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "secret-in-client",
    summary: "a password stands in the file",
    page: include_str!("secret_in_client.md"),
    security: true,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    for setting in &client.settings {
        let Some(text) = setting.text() else { continue };
        // What stands beside a mechanism without passwords is a dummy.
        let is_unused = &*setting.name == "sasl.password" && client.mechanism().is_some_and(|(s, _)| s == Scheme::Iam);
        // That of a trust store opens certificates that everybody may see.
        let is_password = (setting.name.ends_with("password") && !setting.name.ends_with("truststore.password"))
            || setting.name.ends_with("client.secret");
        if (is_password && !is_unused && !text.is_empty())
            || (&*setting.name == "sasl.jaas.config" && has_password(text))
        {
            out.report(draft(setting));
        }
    }
}

fn draft(setting: &Setting) -> Draft {
    Draft::new(setting.name.clone(), "a password is written into the file")
        .at(&setting.value.origin, format!("{} holds a literal secret", setting.key))
        .note("whoever can read the repository, its history or a build log can log in to the cluster")
        .help("take it from the environment or a config provider at run time; change it, for it is known now")
}

/// `password="…"` with something between the quotes that nobody fills in.
fn has_password(jaas: &str) -> bool {
    let value = jaas.split_once("password=").map(|(_, rest)| rest.trim_start_matches(['"', '\'', '\\']));
    value.is_some_and(|value| !value.starts_with(['"', '\'', ';', '$', '<', '{']) && !value.is_empty())
}
