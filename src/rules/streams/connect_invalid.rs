//! A connector that MSK Connect refuses, or that cannot log in.

use crate::facts::{self, LimitValue, Scheme};
use crate::model::connect::Connector;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "connect-invalid",
    summary: "a connector that is refused, or that cannot log in",
    page: include_str!("connect_invalid.md"),
    security: false,
    supersedes: &[],
    check: Check::Connector(check),
};

fn check(connector: &Connector, _: &Policy, out: &mut Findings) {
    out.report_all(capacity_mode(connector));
    out.report_all(mcu_count(connector));
    workers(connector, out);
    repeated(connector, out);
    out.report_all(plaintext_with_iam(connector).or_else(|| wrong_port(connector)));
}

fn capacity_mode(connector: &Connector) -> Option<Draft> {
    let (autoscaling, provisioned) = (&connector.autoscaling, &connector.provisioned);
    let draft = |message| Draft::new("capacity", message);
    let draft = match (autoscaling.known(), provisioned.known()) {
        (Some(()), Some(())) => draft("a connector has two capacity modes")
            .at(&provisioned.origin, "provisioned_capacity")
            .related(&autoscaling.origin.place, "autoscaling"),
        (None, None) if autoscaling.is_absent() && provisioned.is_absent() => draft("a connector has no capacity mode")
            .at(&autoscaling.origin, "neither autoscaling nor provisioned_capacity"),
        _ => return None,
    };
    Some(draft.help("write exactly one of autoscaling and provisioned_capacity"))
}

fn mcu_count(connector: &Connector) -> Option<Draft> {
    let LimitValue::Numbers(allowed) = facts::limit("connect_mcu")?.value else { return None };
    let written = connector.mcu_count.get().filter(|written| !allowed.contains(written))?;
    let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    let draft = Draft::new("mcu_count", "MSK Connect refuses this size of workers");
    let draft = draft.at(&connector.mcu_count.origin, format!("{written} MCUs"));
    Some(draft.by_table("msk-limits").help(format!("use one of {}", allowed.join(", "))))
}

fn workers(connector: &Connector, out: &mut Findings) {
    let Some(most) = facts::limit("connect_workers_connector").and_then(facts::Limit::number) else { return };
    for (name, fact) in &connector.workers {
        let Some(&count) = out.need(name, fact).filter(|count| !(1..=most).contains(*count)) else { continue };
        out.report(
            Draft::new(*name, "MSK Connect refuses this number of workers")
                .at(&fact.origin, format!("{count} workers"))
                .by_table("msk-limits")
                .help(format!("use 1 to {most} workers")),
        );
    }
    let count = |wanted: &str| connector.workers.iter().find(|(name, _)| *name == wanted).map(|(_, fact)| fact);
    let (Some(least), Some(greatest)) = (count("min_worker_count"), count("max_worker_count")) else { return };
    if let (Some(min), Some(max)) = (least.get(), greatest.get())
        && min > max
    {
        out.report(
            Draft::new("min_worker_count", "a connector's least number of workers is above its greatest")
                .at(&least.origin, min.to_string())
                .related(&greatest.origin.place, format!("{max} at most"))
                .help("set min_worker_count to max_worker_count or less"),
        );
    }
}

fn repeated(connector: &Connector, out: &mut Findings) {
    for key in &connector.repeated {
        out.report(
            Draft::new(key.name.clone(), "a setting of a connector is written twice")
                .at_place(&key.again, format!("{} again", key.name))
                .related(&key.first, "written here before")
                .note("the last one counts, the other is dropped without a word")
                .help("keep the one that is meant"),
        );
    }
}

fn uses_iam(connector: &Connector) -> bool {
    connector.authentication.known().is_some_and(|authentication| &**authentication == "IAM")
}

fn plaintext_with_iam(connector: &Connector) -> Option<Draft> {
    let encryption = &connector.encryption;
    encryption.known().filter(|encryption| uses_iam(connector) && &***encryption == "PLAINTEXT")?;
    let draft = Draft::new("encryption_type", "a connector that logs in by IAM needs TLS");
    let draft = draft.at_value(encryption, "PLAINTEXT").related(&connector.authentication.origin.place, "IAM");
    Some(draft.help("set encryption_type = \"TLS\""))
}

/// IAM has ports of its own.
fn wrong_port(connector: &Connector) -> Option<Draft> {
    if !uses_iam(connector) {
        return None;
    }
    let is_iam = |port: u16| facts::ports().iter().any(|row| row.port == port && row.client_auth == [Scheme::Iam]);
    let servers = &connector.bootstrap_servers;
    let found = match (servers.known(), &connector.bootstrap_attribute) {
        (Some(servers), _) => {
            let ports = servers.split(',').filter_map(|server| server.trim().rsplit_once(':')?.1.parse().ok());
            let wrong: Option<u16> = ports.into_iter().find(|port| !is_iam(*port));
            format!("port {}", wrong?)
        }
        (None, Some(attribute)) if !attribute.contains("iam") && attribute.contains("bootstrap") => {
            attribute.to_string()
        }
        _ => return None,
    };
    let draft = Draft::new("bootstrap_servers", "a connector that logs in by IAM uses another listener");
    let draft = draft.at(&servers.origin, found).related(&connector.authentication.origin.place, "IAM");
    Some(draft.help("use bootstrap_brokers_sasl_iam, which names port 9098"))
}
