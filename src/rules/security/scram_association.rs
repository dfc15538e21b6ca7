//! SCRAM without users, users without SCRAM, and resources that undo each other's work.

use crate::facts::{self, Scheme};
use crate::model::cluster::Cluster;
use crate::model::scram::ScramAssociation;
use crate::model::security::Switch;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "scram-association",
    summary: "SCRAM and the secrets of its users do not fit",
    page: include_str!("scram_association.md"),
    security: false,
    supersedes: &[],
    check: Check::Cluster(check),
};

fn check(cluster: &Cluster, _: &Policy, out: &mut Findings) {
    let security = &cluster.security;
    let Some(associations) = security.scram_associations.known() else {
        if security.scheme(Scheme::Scram) == Switch::On && security.scram_associations.is_absent() {
            out.report(without_users(cluster));
        }
        return;
    };
    if let Some(first) = associations.first().filter(|_| security.scheme(Scheme::Scram) == Switch::Off) {
        let draft = about(first, "users for SCRAM, which is off")
            .related(&cluster.block, "the cluster does not enable sasl.scram")
            .help("set client_authentication { sasl { scram = true } } on the cluster");
        out.report(draft);
    }
    too_many_users(associations, out);
    let whole: Vec<&ScramAssociation> = associations.iter().filter(|association| association.is_whole_set).collect();
    let single = associations.iter().find(|association| !association.is_whole_set);
    let clash = match (&whole[..], single) {
        ([one, ..], Some(single)) => Some((*one, single)),
        ([one, other, ..], None) => Some((*one, *other)),
        _ => None,
    };
    if let Some((one, other)) = clash {
        let draft = about(one, "two resources undo each other's associations")
            .related(&other.block, "the other one")
            .note("aws_msk_scram_secret_association holds the whole set of a cluster: it takes away what others add")
            .help("use one aws_msk_scram_secret_association, or only aws_msk_single_scram_secret_association");
        out.report(draft);
    }
}

fn too_many_users(associations: &[ScramAssociation], out: &mut Findings) {
    let Some(most) = facts::limit("scram_users").and_then(|limit| limit.number()) else { return };
    let users: usize = associations.iter().map(|association| association.users).sum();
    if let Some(first) = associations.first().filter(|_| users as i64 > most) {
        let draft = about(first, &format!("MSK takes {most} users for a cluster"));
        let draft = draft.note(format!("{users} secrets are associated with it")).by_table("msk-limits");
        out.report(draft.help("let clients log in by IAM or certificates, or spread them over clusters"));
    }
}

fn about(association: &ScramAssociation, message: &str) -> Draft {
    Draft::new("cluster_arn", message).at_place(&association.block, "this association").instance(&association.instance)
}

fn without_users(cluster: &Cluster) -> Draft {
    Draft::new("scram", "SCRAM is on, and no user is known")
        .at(cluster.security.origin_of(Scheme::Scram), "sasl.scram is true")
        .level("no_users")
        .note("nobody can log in by SCRAM until a secret is associated; applications may do that elsewhere")
        .help("associate secrets with aws_msk_scram_secret_association")
}
