//! Ports of brokers that every address may reach.

use crate::facts::{self, Port};
use crate::model::cluster::Cluster;
use crate::model::network::Ingress;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "open-security-group",
    summary: "a security group lets every address reach the brokers",
    page: include_str!("open_security_group.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let network = &cluster.security.network;
    for group in &network.groups {
        for ingress in &group.ingress {
            let Some((range, origin)) = ingress.everyone() else { continue };
            let Some(ports) = reached(ingress) else { continue };
            let draft = Draft::new("ingress", "a security group lets every address reach the brokers")
                .at(origin, format!("{range} on {ports}"))
                .related(&ingress.block, "the rule")
                .related(&group.block, format!("{} guards the brokers", group.instance.address))
                .help("let in the security groups or address ranges of the clients only");
            out.report(if cluster.is_public() {
                draft.level("exposed").note("with public access on, that is the whole internet")
            } else {
                draft.note("whatever has a route to the subnets can try to log in, or need not where that is off")
            });
        }
    }
}

/// The ports of a cluster that are known to be let in, in words.
fn reached(ingress: &Ingress) -> Option<String> {
    let is_open = |port: &&Port| ingress.lets_in(port.port) == Some(true);
    let mut ports: Vec<u16> = facts::ports().iter().filter(is_open).map(|port| port.port).collect();
    ports.sort_unstable();
    match &ports[..] {
        [] => None,
        all if all.len() == facts::ports().len() => Some("all ports".to_owned()),
        [one] => Some(format!("port {one}")),
        [few @ .., last] if few.len() < 4 => {
            let few: Vec<String> = few.iter().map(u16::to_string).collect();
            Some(format!("ports {} and {last}", few.join(", ")))
        }
        [first, .., last] => Some(format!("{} ports of the cluster from {first} to {last}", ports.len())),
    }
}
