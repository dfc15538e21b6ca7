//! A configuration that no cluster uses.

use crate::model::configuration::{Attachment, Configuration};
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "configuration-not-attached",
    summary: "no cluster uses the configuration",
    page: include_str!("configuration_not_attached.md"),
    security: false,
    supersedes: &[],
    check: Check::Configuration(check),
};

fn check(configuration: &Configuration, _: &Policy, out: &mut Findings) {
    match &configuration.attachment {
        Attachment::Clusters(_) => {}
        Attachment::Unknown(reason) => {
            out.leave_open("attachment", reason);
        }
        Attachment::Unattached => out.report(
            Draft::new("aws_msk_configuration", "no cluster uses this configuration")
                .at_place(&configuration.block, "not in the configuration_info of any cluster here")
                .note("what it sets has no effect: a cluster without configuration_info gets MSK's defaults")
                .help("attach it with configuration_info { arn, revision }, or remove it"),
        ),
    }
}
