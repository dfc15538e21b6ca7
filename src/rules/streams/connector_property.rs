//! Settings of a connector that cannot be meant as written.

use crate::facts::renamed_settings;
use crate::model::connect::Connector;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "connector-property",
    summary: "settings of a connector that cannot be meant as written",
    page: include_str!("connector_property.md"),
    security: false,
    supersedes: &[],
    check: Check::Connector(check),
};

fn check(connector: &Connector, _: &Policy, out: &mut Findings) {
    let Some(settings) = out.need("connector_configuration", &connector.configuration) else { return };
    if connector.setting("connector.class").is_none() {
        out.report(
            Draft::new("connector.class", "a connector does not say what it is")
                .at(&connector.configuration.origin, "sets no connector.class")
                .help("set connector.class to the class of the plugin"),
        );
    }
    if let Some(tasks) = connector.setting("tasks.max")
        && let Some(value) = out.need("tasks.max", &tasks.value)
        && !value.trim().parse::<i32>().is_ok_and(|tasks| tasks >= 1)
    {
        out.report(
            Draft::new("tasks.max", "Kafka Connect refuses this number of tasks")
                .at(&tasks.value.origin, format!("{value:?} is no whole number from 1 on"))
                .help("write a whole number"),
        );
    }
    let class = connector.setting("connector.class").and_then(|setting| setting.value.known());
    let Some(class) = class else { return };
    let has = |name: &str| settings.iter().find(|setting| setting.name.starts_with(name));
    for row in renamed_settings(class) {
        // Names that came before the old ones went say nothing about the version.
        let newer = renamed_settings(class).filter(|other| other.since == row.removed).find_map(|other| has(other.new));
        let Some((setting, newer)) = has(row.old).zip(newer) else { continue };
        out.report(
            Draft::new(setting.name.clone(), "names of two versions of Debezium in one connector")
                .at_place(&setting.key_place, format!("{} is the name before version {}", setting.name, row.removed))
                .related(&newer.key_place, format!("{} is one of version {}", newer.name, row.removed))
                .note("a version ignores the names of the other without a word")
                .help(format!("version {} calls it {}", row.removed, row.new))
                .level("mixed"),
        );
    }
}
