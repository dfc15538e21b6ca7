//! Prometheus beside the code: which brokers it scrapes and how often, and on which metrics it alarms.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use memchr::memmem;
use regex::{Regex, RegexBuilder};

use crate::client::hosts::Server;
use crate::client::source::File;
use crate::facts;
use crate::finding::Instance;
use crate::model::build::RootModel;
use crate::model::cluster::Cluster;
use crate::model::fact::{Fact, Origin};
use crate::model::worlds::Worlds;
use crate::source::Place;
use crate::syntax::yaml::{self, Node};

/// What files of Prometheus say.
#[derive(Debug, Default)]
pub struct Prometheus {
    /// Jobs that scrape brokers of MSK.
    pub jobs: Vec<ScrapeJob>,
    /// The expressions of alerts.
    pub alerts: Vec<String>,
}

/// Labels by which those who scrape tell clusters apart, without what joins words.
const CLUSTER_LABELS: [&str; 5] = ["cluster", "clustername", "kafkacluster", "mskcluster", "kafkaclustername"];
/// Most bytes of a pattern once it is compiled.
const MOST_COMPILED: usize = 1 << 16;
/// A matcher that takes what has a label: `cluster="orders"`, `cluster=~"orders|payments"`.
static MATCHER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"([A-Za-z_][A-Za-z0-9_]*)\s*(=~|=)\s*["'`]([^"'`]*)["'`]"#).ok());

/// A job that scrapes brokers of MSK.
#[derive(Clone, Debug, PartialEq)]
pub struct ScrapeJob {
    /// The job's name, and its file as the root.
    pub instance: Instance,
    /// The first broker that it names.
    pub target: Place,
    /// Milliseconds between two scrapes; absent where neither the job nor the file says it.
    pub interval_ms: Fact<i64>,
    /// Whether the interval is that of every job of the file.
    pub for_all_jobs: bool,
}

/// Whether bytes of YAML may be a file of Prometheus.
pub fn speaks(bytes: &[u8]) -> bool {
    let has = |word: &[u8]| memmem::find(bytes, word).is_some();
    has(b"scrape_configs") || (has(b"alert:") && has(b"expr:"))
}

/// Reads a file.
pub fn read(file: &File) -> Prometheus {
    let Some(text) = file.whole() else { return Prometheus::default() };
    let documents = yaml::documents(text);
    let jobs = documents.iter().flat_map(|document| jobs(file, text, document)).collect();
    Prometheus { jobs, alerts: alerts(text) }
}

/// The expressions of the alerts in a text; all of it where a template engine makes it YAML.
pub fn alerts(text: &str) -> Vec<String> {
    let documents = yaml::documents(text);
    if documents.is_empty() {
        return vec![text.to_owned()];
    }
    let mut found = Vec::new();
    documents.iter().for_each(|document| collect(document, &mut found));
    found
}

/// Alerts anywhere in a document: rule files, resources of the operator, files inside of config maps.
fn collect(node: &Node, found: &mut Vec<String>) {
    if let (Some(_), Some(expression)) = (node.get("alert"), node.get("expr").and_then(Node::text)) {
        found.push(expression.to_owned());
    }
    for (_, value) in node.entries() {
        match value.text().filter(|text| speaks(text.as_bytes())) {
            Some(inner) => yaml::documents(inner).iter().for_each(|document| collect(document, found)),
            None => collect(value, found),
        }
    }
    node.items().iter().for_each(|item| collect(item, found));
}

/// Tells clusters which of their troubles Prometheus alarms on.
pub fn tie(models: &mut [RootModel], found: &Prometheus) {
    let clusters = models.iter().flat_map(|model| &model.clusters).flat_map(Worlds::all);
    let alerts = Alerts::new(&found.alerts, clusters);
    let clusters = models.iter_mut().flat_map(|model| &mut model.clusters);
    clusters.for_each(|worlds| {
        worlds.for_each_mut(|cluster| {
            let told = alerts.told(cluster.name.known());
            cluster.monitoring.told_by_prometheus.extend(told);
        });
    });
}

/// Alerts, each with the troubles that it tells and the names of the clusters that it selects.
pub struct Alerts(Vec<(Vec<&'static str>, Vec<Arc<str>>)>);

impl Alerts {
    /// Alerts by their expressions, and all clusters that they may be about.
    pub fn new<'c>(expressions: &[String], clusters: impl Iterator<Item = &'c Cluster>) -> Self {
        let names: BTreeSet<&Arc<str>> = clusters.filter_map(|cluster| cluster.name.known()).collect();
        Self(expressions.iter().map(|alert| (facts::troubles_in(alert), selected(alert, &names))).collect())
    }

    /// The troubles of the cluster of a name that they tell. One that selects none of the clusters means something else
    /// by a name, and tells of all.
    pub fn told(&self, name: Option<&Arc<str>>) -> impl Iterator<Item = &'static str> {
        let is_about = move |of: &[Arc<str>]| of.is_empty() || name.is_none_or(|name| of.contains(name));
        let about = self.0.iter().filter(move |(_, of)| is_about(of));
        about.flat_map(|(troubles, _)| troubles.iter().copied())
    }
}

/// Those of some names that a selector of an alert takes.
fn selected(alert: &str, names: &BTreeSet<&Arc<str>>) -> Vec<Arc<str>> {
    // Several alerts, of which a template engine makes YAML, do not share their selectors.
    let is_one = !alert.contains("alert:");
    let mut found = Vec::new();
    for matcher in MATCHER.iter().filter(|_| is_one).flat_map(|matcher| matcher.captures_iter(alert)) {
        let (_, [label, sign, value]) = matcher.extract();
        let letters: String = label.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if !CLUSTER_LABELS.contains(&&*letters.to_ascii_lowercase()) {
            continue;
        }
        let pattern = if sign == "=" { regex::escape(value) } else { value.to_owned() };
        let built = RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(MOST_COMPILED).build();
        let Ok(pattern) = built else { continue };
        found.extend(names.iter().filter(|name| pattern.is_match(name)).map(|name| Arc::clone(name)));
    }
    found
}

fn jobs(file: &File, text: &str, document: &Node) -> Vec<ScrapeJob> {
    let for_all = document.get("global").and_then(|global| interval(file, text, global));
    let jobs = document.get("scrape_configs").map(Node::items).unwrap_or_default();
    let read = |job: &std::rc::Rc<Node>| {
        let static_configs = job.get("static_configs").map(Node::items).unwrap_or_default();
        let targets = static_configs.iter().filter_map(|config| config.get("targets")).flat_map(|list| list.items());
        let target = targets.into_iter().find(|target| target.text().is_some_and(is_exporter))?;
        let span = |node: &Node| Place::Text(file.span(node.range.start, node.range.end));
        let own = interval(file, text, job);
        let absent = || Fact::absent(Origin::at(span(target)));
        Some(ScrapeJob {
            instance: Instance {
                address: job.get("job_name").and_then(Node::text).unwrap_or("a job without a name").into(),
                root: file.source.path.clone(),
                var_files: Vec::new(),
            },
            target: span(target),
            for_all_jobs: own.is_none(),
            interval_ms: own.or_else(|| for_all.clone()).unwrap_or_else(absent),
        })
    };
    jobs.iter().filter_map(read).collect()
}

/// Whether a target is an exporter of a broker of MSK.
fn is_exporter(target: &str) -> bool {
    let server = Server::parse(target);
    let is_port = |port: u16| facts::ports().iter().any(|row| row.port == port && row.usage.contains("exporter"));
    server.is_msk() && server.port.is_some_and(is_port)
}

fn interval(file: &File, text: &str, of: &Node) -> Option<Fact<i64>> {
    let node = of.get("scrape_interval")?;
    let written = node.text()?;
    let span = |range: std::ops::Range<usize>| file.span(range.start, range.end);
    let literal = node.literal(text).map(span);
    let origin = Origin { literal, ..Origin::at(Place::Text(span(node.range.clone()))) };
    Some(match milliseconds(written) {
        Some(interval) => Fact::written(interval, origin),
        None => Fact::unknown(Arc::from("it is no duration"), origin),
    })
}

/// `1m30s` in milliseconds, as Prometheus reads it.
fn milliseconds(text: &str) -> Option<i64> {
    let mut milliseconds = 0_i64;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (number, unit) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let end = unit.find(|c: char| c.is_ascii_digit()).unwrap_or(unit.len());
        let factor = match &unit[..end] {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        milliseconds = milliseconds.checked_add(number.parse::<i64>().ok()?.checked_mul(factor)?)?;
        rest = &unit[end..];
    }
    (milliseconds > 0).then_some(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_prometheus() {
        for (text, expected) in [("15s", 15_000), ("1m", 60_000), ("1h30m", 5_400_000), ("500ms", 500)] {
            assert_eq!(milliseconds(text), Some(expected), "{text}");
        }
        for text in ["", "15", "s", "1.5m", "${INTERVAL}", "99999999999999999999d"] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }

    #[test]
    fn an_alert_tells_of_the_clusters_that_it_selects() {
        let names: Vec<Arc<str>> = ["orders", "payments"].map(Arc::from).into();
        let tells = |labels: &str, of: Option<&str>| {
            let alert = format!("kafka_controller_kafkacontroller_offlinepartitionscount{labels} > 0");
            let alerts = Alerts(vec![(facts::troubles_in(&alert), selected(&alert, &names.iter().collect()))]);
            alerts.told(of.map(Arc::from).as_ref()).count() > 0
        };
        for (labels, orders, payments) in [
            ("", true, true),
            ("{cluster=\"orders\"}", true, false),
            ("{cluster_name=~\"orders|old\"}", true, false),
            ("{ClusterName =~ 'pay.*'}", false, true),
            ("{cluster=~\".*\"}", true, true),
            ("{cluster!=\"orders\"}", true, true),
            ("{topic=\"orders\"}", true, true),
            ("{cluster=\"a-cluster-of-kubernetes\"}", true, true),
            ("{cluster=~\"(\"}", true, true),
        ] {
            assert_eq!(
                (tells(labels, Some("orders")), tells(labels, Some("payments"))),
                (orders, payments),
                "{labels}"
            );
            assert!(tells(labels, None), "{labels}");
        }
    }

    #[test]
    fn alerts_are_found_wherever_they_stand() {
        let rule = "groups:\n- name: kafka\n  rules:\n  - alert: Lag\n    expr: kafka_consumergroup_lag > 5\n  - record: x\n    expr: y\n";
        assert_eq!(alerts(rule), ["kafka_consumergroup_lag > 5"]);
        let indented: String = rule.lines().map(|line| format!("    {line}\n")).collect();
        assert_eq!(
            alerts(&format!("kind: ConfigMap\ndata:\n  rules.yml: |\n{indented}")),
            ["kafka_consumergroup_lag > 5"]
        );
        assert_eq!(alerts(&format!("kind: PrometheusRule\nspec:\n{indented}")), ["kafka_consumergroup_lag > 5"]);
    }
}
