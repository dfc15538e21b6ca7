//! A connector whose workers write no logs.

use crate::model::connect::Connector;
use crate::policy::Check as Policy;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "connect-logs-off",
    summary: "a connector whose workers write no logs",
    page: include_str!("connect_logs_off.md"),
    security: false,
    supersedes: &[],
    check: Check::Connector(check),
};

fn check(connector: &Connector, _: &Policy, out: &mut Findings) {
    let delivery = &connector.log_delivery;
    let is_off = connector.log_sinks.iter().all(|sink| sink.is_absent() || sink.get() == Some(false));
    if !is_off || (delivery.is_unknown() && out.need("log_delivery", delivery).is_none()) {
        return;
    }
    let draft = Draft::new("log_delivery", "nobody sees why a connector fails");
    let draft = match delivery.is_absent() {
        true => draft.at_place(&connector.block, "has no log_delivery"),
        false => draft.at(&delivery.origin, "every sink is off"),
    };
    out.report(
        draft
            .note("workers cannot be reached in any other way: their log is all there is")
            .help("enable cloudwatch_logs, s3 or firehose under log_delivery.worker_log_delivery"),
    );
}
