//! A job of Prometheus that asks brokers for metrics too often.

use crate::finding::Applicability;
use crate::policy::Check as Policy;
use crate::prometheus::ScrapeJob;
use crate::rules::{Check, Draft, Findings, Rule};

pub(super) const RULE: Rule = Rule {
    name: "scrape-too-fast",
    summary: "a job of Prometheus asks brokers for metrics too often",
    page: include_str!("scrape_too_fast.md"),
    security: false,
    supersedes: &[],
    check: Check::ScrapeJob(check),
};

fn check(job: &ScrapeJob, policy: &Policy, out: &mut Findings) {
    let Some(least) = policy.number("minimum_s") else { return };
    let interval = &job.interval_ms;
    // Nothing written is a minute.
    let Some(&written) = out.need("scrape_interval", interval).filter(|written| **written < least * 1_000) else {
        return;
    };
    let every = match written % 1_000 {
        0 => format!("every {} seconds", written / 1_000),
        _ => format!("every {written} milliseconds"),
    };
    let draft = Draft::new("scrape_interval", "brokers are asked for their metrics too often")
        .at(&interval.origin, every)
        .related(&job.target, "an exporter on a broker of MSK")
        .note("the exporters run on the brokers and collect every metric of every partition for each scrape");
    out.report(match job.for_all_jobs {
        true => draft.help(format!("set scrape_interval: {least}s or more on the job")),
        false => {
            let fixed = draft.fix(&interval.origin, &format!("{least}s"), Applicability::Unsafe);
            fixed.help(format!("scrape brokers every {least} seconds or less often"))
        }
    });
}
