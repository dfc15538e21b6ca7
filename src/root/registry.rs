//! Modules of the public registry that stand in for themselves when they are not on disk: what a call of them decides is
//! restated in Terraform, as data.

use std::path::PathBuf;
use std::sync::Arc;

use crate::source::Span;
use crate::terraform::file::ParsedFile;
use crate::terraform::module::Module;
use crate::terraform::provider_version::{Newest, Version, version};

const CLUSTER: &str = include_str!("../../policies/facts/modules/msk-kafka-cluster.tf");
const SERVERLESS: &str = include_str!("../../policies/facts/modules/msk-serverless.tf");
const CLOUDPOSSE: &str = include_str!("../../policies/facts/modules/msk-apache-kafka-cluster.tf");
const VPC: &str = include_str!("../../policies/facts/modules/vpc.tf");
const DYNAMIC_SUBNETS: &str = include_str!("../../policies/facts/modules/dynamic-subnets.tf");
const DYNAMIC_SUBNETS_1: &str = include_str!("../../policies/facts/modules/dynamic-subnets-1.tf");
const LABEL: &str = include_str!("../../policies/facts/modules/label.tf");
const SUBNET: &str = include_str!("../../policies/facts/modules/subnet.tf");

/// The first version of the cloudposse module that makes what is restated here; older ones differ in more than names.
const CLOUDPOSSE_SINCE: Version = [2, 4, 0];

/// Names in the registry, what stands for them, and since which version; the newest first.
const MODULES: &[(&str, &str, Version)] = &[
    ("terraform-aws-modules/vpc/aws", VPC, [0; 3]),
    ("terraform-aws-modules/msk-kafka-cluster/aws", CLUSTER, [0; 3]),
    ("terraform-aws-modules/msk-kafka-cluster/aws//modules/serverless", SERVERLESS, [0; 3]),
    ("clowdhaus/msk-kafka-cluster/aws", CLUSTER, [0; 3]),
    ("cloudposse/msk-apache-kafka-cluster/aws", CLOUDPOSSE, CLOUDPOSSE_SINCE),
    ("cloudposse/dynamic-subnets/aws", DYNAMIC_SUBNETS, [2, 0, 0]),
    ("cloudposse/dynamic-subnets/aws", DYNAMIC_SUBNETS_1, [0, 12, 0]),
    ("cloudposse/label/null", LABEL, [0, 22, 0]),
    ("clouddrove/subnet/aws", SUBNET, [2, 0, 0]),
];

/// The module behind a source with a version constraint, as a call at a place sees it: everything in it stands there.
pub fn stand_in(source: &str, constraint: &str, at: Span) -> Option<Module> {
    let name = registry_name(source);
    let reference = reference(source);
    let newest = Newest::of(constraint).and(Newest::of(reference));
    // A branch or a commit may be of any version.
    let is_told = reference.is_empty() || version(reference).is_some();
    let fits = |since: Version| if is_told { newest.reaches(since) } else { since == [0; 3] };
    let (_, code, _) = MODULES.iter().find(|(known, _, since)| *known == name && fits(*since))?;
    let file = ParsedFile::restated(code, at);
    Some(Module { is_stand_in: true, ..Module::new(PathBuf::from(name), vec![Arc::new(file)]) })
}

/// The registry's name of a module, also where its repository is named.
fn registry_name(source: &str) -> String {
    let source = source.split('?').next().unwrap_or(source);
    let source = source.strip_prefix("git::").unwrap_or(source);
    // Terragrunt names a registry's host, or leaves it empty.
    if let Some(source) = source.strip_prefix("tfr://") {
        let host = ["/", "registry.terraform.io/", "registry.opentofu.org/"];
        return host.iter().find_map(|host| source.strip_prefix(host)).unwrap_or_default().to_owned();
    }
    let github = ["https://github.com/", "ssh://git@github.com/", "git@github.com:", "github.com/"];
    let Some(repository) = github.iter().find_map(|prefix| source.strip_prefix(prefix)) else {
        return source.strip_prefix("registry.terraform.io/").unwrap_or(source).to_owned();
    };
    let (repository, folder) = repository.split_once("//").unwrap_or((repository, ""));
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    let folder = if matches!(folder, "" | ".") { String::new() } else { format!("//{folder}") };
    match repository.split_once("/terraform-aws-") {
        Some((owner, name)) => format!("{owner}/{name}/aws{folder}"),
        None => source.to_owned(),
    }
}

/// The version that `?ref=` of a repository, or `?version=` for Terragrunt, names.
fn reference(source: &str) -> &str {
    let (_, query) = source.split_once('?').unwrap_or_default();
    let mut parts = query.split('&');
    let named = parts.find_map(|part| part.strip_prefix("ref=").or_else(|| part.strip_prefix("version=")));
    let named = named.unwrap_or_default();
    named.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, TextRange};

    #[test]
    fn all_that_stands_in_is_without_fault() {
        let at = Span { file: FileId(0), range: TextRange::new(0, 1) };
        for (name, ..) in MODULES {
            let module = stand_in(name, "", at).map(|module| (module.damaged, module.outputs.is_empty()));
            assert_eq!(module, Some((false, false)), "{name}");
        }
    }

    #[test]
    fn a_module_is_known_by_its_repository_too() {
        for (source, name) in [
            ("terraform-aws-modules/vpc/aws", "terraform-aws-modules/vpc/aws"),
            ("registry.terraform.io/terraform-aws-modules/vpc/aws", "terraform-aws-modules/vpc/aws"),
            ("github.com/terraform-aws-modules/terraform-aws-vpc", "terraform-aws-modules/vpc/aws"),
            ("git::https://github.com/a/terraform-aws-b.git//modules/c?ref=v1", "a/b/aws//modules/c"),
            ("git@github.com:a/terraform-aws-b.git", "a/b/aws"),
            ("git@github.com:a/terraform-aws-b.git//.?ref=v1", "a/b/aws"),
            ("github.com/a/b", "github.com/a/b"),
            ("tfr:///a/b/aws?version=1.0.0", "a/b/aws"),
            ("tfr://registry.terraform.io/a/b/aws//modules/c?version=1.0.0", "a/b/aws//modules/c"),
            ("tfr://registry.example.com/a/b/aws?version=1.0.0", ""),
        ] {
            assert_eq!(registry_name(source), name);
        }
    }
}
