//! A connector that asks a configuration provider which its workers do not have.

use crate::model::connect::{Connector, asked_providers};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "config-provider-missing",
    summary: "a connector asks a configuration provider that its workers do not have",
    page: include_str!("config_provider_missing.md"),
    security: false,
    supersedes: &[],
    check: Check::Connector(check),
};

fn check(connector: &Connector, _: &Policy, out: &mut Findings) {
    let Some(settings) = out.need("connector_configuration", &connector.configuration) else { return };
    if connector.worker.is_unknown() {
        out.need("worker_configuration", &connector.worker);
    }
    let Some(providers) = connector.config_providers() else { return };
    let asked = settings.iter().flat_map(|setting| {
        let value = setting.value.known().map_or("", |value| value);
        asked_providers(value).map(move |name| (setting, name))
    });
    let mut missing = asked.filter(|(_, name)| !providers.iter().any(|known| **known == **name));
    let Some((setting, name)) = missing.next() else { return };
    let draft = Draft::new(setting.name.clone(), "the connector gets the placeholder itself, not what it stands for")
        .at(&setting.value.origin, format!("asks the provider {name}"));
    let draft = match connector.worker.is_absent() {
        true => draft.note("it names no worker configuration, and that of MSK declares no provider"),
        false => draft.related(&connector.worker.origin.place, format!("declares no {name} in config.providers")),
    };
    out.report(draft.help(format!(
        "declare it in an aws_mskconnect_worker_configuration: config.providers={name} and config.providers.{name}.class"
    )));
}
