//! Which files the client is asked to watch.

use serde_json::{Value as Json, json};

/// Files that bear on what is found: code, values, configurations, clients and what lies around them, texts that are
/// read, and the modules that `terraform init` installed.
const PATTERNS: &[&str] = &[
    "**/*.{tf,tofu,tfvars,tf.json,tofu.json,hcl}",
    "**/*.{properties,conf,cfg,ini,tpl,tftpl,tmpl,txt,json,json5,toml,xml,yml,yaml,lock,mod,sum,gradle,kts,csproj}",
    "**/{.env,.env.*,*.env,Gemfile,Gemfile.lock,Pipfile,requirements*.txt}",
    "**/*.{rb,py,js,mjs,cjs,ts,mts,cts,tsx,jsx,go,java,kt,scala,cs,rs,php,sh}",
    "**/.terraform/modules/modules.json",
];

/// The registrations for watching files, and for hearing of other settings.
pub(super) fn registrations(watches: bool, settings: bool, section: &str) -> Vec<Json> {
    let watchers: Vec<Json> = PATTERNS.iter().map(|pattern| json!({"globPattern": pattern})).collect();
    let watching = json!({
        "id": "watch",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": {"watchers": watchers},
    });
    let hearing = json!({
        "id": "settings",
        "method": "workspace/didChangeConfiguration",
        "registerOptions": {"section": section},
    });
    watches.then_some(watching).into_iter().chain(settings.then_some(hearing)).collect()
}
