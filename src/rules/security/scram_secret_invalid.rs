//! Secrets that MSK cannot use for SCRAM.

use crate::model::cluster::Cluster;
use crate::model::fact::{Origin, State};
use crate::model::scram::{self, Secret};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "scram-secret-invalid",
    summary: "MSK refuses this secret",
    page: include_str!("scram_secret_invalid.md"),
    security: true,
    supersedes: &[],
    check: Check::Cluster(check),
};

const PREFIX: &str = "AmazonMSK_";
const AWS_KEY: &str = "alias/aws/secretsmanager";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    for association in cluster.security.scram_associations.known().into_iter().flatten() {
        for secret in &association.secrets {
            name(secret, out);
            key(secret, out);
            text(secret, out);
        }
        for (arn, origin) in &association.arns {
            if let Some((region, name)) = scram::region_and_name(arn) {
                by_arn(cluster, region, name, origin, out);
            }
        }
    }
}

fn by_arn(cluster: &Cluster, region: &str, name: &str, origin: &Origin, out: &mut Findings) {
    let own = cluster.region.known().filter(|_| !region.is_empty());
    let elsewhere = own.filter(|own| &***own != region);
    let draft = if !name.starts_with(PREFIX) {
        Draft::new("secret_arn", format!("MSK takes only secrets whose name begins with {PREFIX}"))
            .at(origin, format!("{name} does not"))
            .help(format!("use a secret whose name begins with {PREFIX}"))
    } else if let Some(own) = elsewhere {
        Draft::new("secret_arn", "MSK takes only secrets of the cluster's region")
            .at(origin, format!("this one is in {region}"))
            .note(format!("the cluster is in {own}"))
            .help("make the secret in the region and account of the cluster")
    } else {
        return;
    };
    out.report(draft);
}

fn name(secret: &Secret, out: &mut Findings) {
    let Some(written) = secret.name.known().filter(|name| !name.starts_with(PREFIX)) else { return };
    let draft = Draft::new("name", format!("MSK takes only secrets whose name begins with {PREFIX}"))
        .at(&secret.name.origin, format!("{written} does not"))
        .instance(&secret.instance)
        .help(format!("name it {PREFIX}{written}; another name makes another secret"));
    out.report(draft);
}

fn key(secret: &Secret, out: &mut Findings) {
    let label = match &secret.key.state {
        State::Absent => "names no key: that is the key of AWS",
        State::Known(key) if key.ends_with(AWS_KEY) => "this is the key of AWS",
        _ => return,
    };
    let draft = Draft::new("kms_key_id", "MSK cannot read a secret under the key of AWS")
        .at(&secret.key.origin, label)
        .instance(&secret.instance)
        .help("set kms_key_id to a symmetric key of your own");
    out.report(draft);
}

/// Says which field is missing, never what the text is.
fn text(secret: &Secret, out: &mut Findings) {
    for field in &secret.lacks {
        let name = field.name;
        let draft = Draft::new(name, format!("the secret has no {name}"))
            .at_place(&field.place, "the text of the secret")
            .related(&secret.block, "the secret")
            .instance(&secret.instance)
            .note("MSK reads a JSON object with username and password from it")
            .help("write jsonencode({ username = …, password = … })");
        out.report(draft);
    }
}
