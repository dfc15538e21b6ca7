//! A client that takes any certificate, or one for any host.

use super::about;
use crate::client::Client;
use crate::client::library::Family;
use crate::policy::Check as Policy;
use crate::rules::{Check, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "tls-verification-off",
    summary: "a client does not check whom it talks to",
    page: include_str!("tls_verification_off.md"),
    security: true,
    supersedes: &[],
    check: Check::Client(check),
};

fn check(client: &Client, _: &Policy, out: &mut Findings) {
    // Each family's settings, and the value of each that turns a check off.
    let ways: &[(&str, &str)] = match client.family() {
        Family::Java => &[("ssl.endpoint.identification.algorithm", "")],
        Family::Librdkafka => {
            &[("ssl.endpoint.identification.algorithm", "none"), ("enable.ssl.certificate.verification", "false")]
        }
        Family::KafkaPython | Family::Aiokafka => &[
            ("ssl.check.hostname", "false"),
            ("ssl_context.check_hostname", "false"),
            ("ssl_context.verify_mode", "ssl.CERT_NONE"),
        ],
        Family::KafkaJs => &[("ssl.reject.unauthorized", "false")],
        Family::Sarama | Family::FranzGo | Family::Segmentio => &[("ssl.insecure.skip.verify", "true")],
    };
    let is_off = |(name, off): &(&str, &str)| {
        client.text(name).filter(|(text, _)| text.eq_ignore_ascii_case(off)).map(|(_, setting)| setting)
    };
    let Some(setting) = ways.iter().find_map(is_off) else { return };
    out.report(
        about(setting, "whoever sits between client and broker can pose as the broker")
            .note("MSK's brokers have certificates of Amazon's public authority for their own names: checking them just works")
            .help(format!("remove {}", setting.key)),
    );
}
