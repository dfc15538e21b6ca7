//! Secrets that MSK cannot use for SCRAM.

use crate::model::cluster::Cluster;
use crate::model::fact::{Origin, State};
use crate::model::scram::{Secret, SecretArn};
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
const OTHER_REGION: &str = "MSK takes only secrets of the cluster's region";
const OWN: &str = "make the secret in the region and account of the cluster";

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let mut before: Option<&str> = None;
    for association in cluster.security.scram_associations.known().into_iter().flatten() {
        for secret in &association.secrets {
            name(secret, out);
            region(cluster, secret, out);
            key(secret, out);
            text(secret, out);
        }
        let arns = association.arns.iter().filter_map(|(arn, origin)| Some((SecretArn::parse(arn)?, origin)));
        for (arn, origin) in arns {
            by_arn(cluster, arn, before, origin, out);
            before = before.or(Some(arn.account).filter(|account| !account.is_empty()));
        }
    }
}

/// Judges a secret by its ARN; `before` is the account of one that is named before it.
fn by_arn(cluster: &Cluster, arn: SecretArn<'_>, before: Option<&str>, origin: &Origin, out: &mut Findings) {
    let SecretArn { region, account, name } = arn;
    let is_other = |own: &&str, of: &str| !of.is_empty() && *own != of;
    let other_region = cluster.region.known().map(|own| &**own).filter(|own| is_other(own, region));
    let own_account = cluster.account.known().map(|own| &**own);
    let other_account = own_account.or(before).filter(|own| is_other(own, account));
    let draft = if !name.starts_with(PREFIX) {
        Draft::new("secret_arn", format!("MSK takes only secrets whose name begins with {PREFIX}"))
            .at(origin, format!("{name} does not"))
            .help(format!("use a secret whose name begins with {PREFIX}"))
    } else if let Some(own) = other_region {
        Draft::new("secret_arn", OTHER_REGION)
            .at(origin, format!("this one is in {region}"))
            .note(format!("the cluster is in {own}"))
            .help(OWN)
    } else if let Some(other) = other_account {
        let why = match own_account {
            Some(own) => format!("the cluster is of account {own}"),
            None => format!("another secret of the cluster is of account {other}"),
        };
        Draft::new("secret_arn", "MSK takes only secrets of the cluster's account")
            .at(origin, format!("this one is of account {account}"))
            .note(why)
            .help(OWN)
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

fn region(cluster: &Cluster, secret: &Secret, out: &mut Findings) {
    let (Some(own), Some(region)) = (cluster.region.known(), secret.region.known()) else { return };
    if own == region {
        return;
    }
    let draft = Draft::new("region", OTHER_REGION)
        .at_place(&secret.block, format!("this one is in {region}"))
        .instance(&secret.instance)
        .note(format!("the cluster is in {own}"))
        .help(OWN);
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
