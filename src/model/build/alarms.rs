//! `aws_cloudwatch_metric_alarm`: alarms on one metric, or on several by metric math, tied to clusters by their name.

use std::rc::Rc;
use std::sync::Arc;

use super::fields::{self, Field, Fields};
use super::{Clusters, Resources, origin};
use crate::eval::types::Type;
use crate::eval::value::{Kind, ResourceAddress, Value};
use crate::facts;
use crate::model::fact::{Fact, Origin, State};
use crate::model::monitoring::Alarm;
use crate::prometheus::{self, Alerts};

/// The resource types: alarms of CloudWatch, and the rules of Amazon Managed Prometheus.
pub(super) const KIND: &str = "aws_cloudwatch_metric_alarm";
pub(super) const RULES: &str = "aws_prometheus_rule_group_namespace";

const NAMESPACE: &str = "AWS/Kafka";
const CLUSTER: &str = "Cluster Name";
const BROKER: &str = "Broker ID";

/// Ties alarms to the clusters whose name they carry.
pub(super) fn tie(resources: &dyn Resources, clusters: &mut Clusters) {
    let alarms: Vec<(State<Arc<str>>, Alarm)> =
        resources.addresses(&[KIND]).iter().flat_map(|address| build(resources, address)).collect();
    let rules = resources.addresses(&[RULES]);
    let rules = rules.iter().filter_map(|rules| alerts(resources, rules));
    let all = || clusters.iter().flat_map(|(_, cluster)| cluster.all());
    let rules: Vec<Option<Alerts>> = rules.map(|alerts| Some(Alerts::new(&alerts?, all()))).collect();
    let alone = clusters.len() == 1;
    for (address, cluster) in clusters.iter_mut() {
        let given = resources.is_given_to_a_module(address).then(|| Arc::from("a module may hold alarms"));
        cluster.for_each_mut(|cluster| {
            cluster.monitoring.alarms_open = given.clone();
            let told = rules.iter().flat_map(|alerts| match alerts {
                Some(alerts) => alerts.told(cluster.name.known()).collect::<Vec<_>>(),
                // Rules that cannot be read may tell anything.
                None => facts::metrics().iter().filter_map(|metric| metric.watch).collect(),
            });
            cluster.monitoring.told_by_prometheus = told.collect();
            for (name, alarm) in &alarms {
                match (name, &cluster.name.state) {
                    (State::Known(name), State::Known(own)) if name != own => {}
                    (State::Known(_), State::Known(_)) => cluster.monitoring.alarms.push(alarm.clone()),
                    _ if alone => cluster.monitoring.alarms.push(alarm.clone()),
                    _ => cluster.monitoring.alarms_open = Some("an alarm names a cluster that is not known".into()),
                }
            }
        });
    }
}

/// The alerts of rules of Prometheus; `None` inside where they cannot be read.
fn alerts(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Option<Option<Vec<String>>> {
    match Fields::new(resources, address).get("data") {
        Field::Written(data) => Some(data.as_str().map(prometheus::alerts)),
        Field::Absent(_) => None,
    }
}

/// The metrics of Kafka that an alarm looks at, each with the name of its cluster.
fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Vec<(State<Arc<str>>, Alarm)> {
    let fields = Fields::new(resources, address);
    let periods = fields.number("evaluation_periods");
    let instance = resources.instance(address);
    let own = |name: &str| fields.get(name);
    let mut alarms: Vec<_> = alarm(&own, "statistic", &periods, &instance).into_iter().collect();
    if let Field::Written(queries) = fields.get("metric_query") {
        for query in queries.elements().into_iter().flat_map(|queries| queries.iter()) {
            let Field::Written(metric) = fields::inside(query.clone(), "metric") else { continue };
            let own = |name: &str| fields::inside(metric.clone(), name);
            alarms.extend(alarm(&own, "stat", &periods, &instance));
        }
    }
    alarms
}

fn alarm(
    get: &dyn Fn(&str) -> Field,
    statistic: &str,
    periods: &Fact<i64>,
    instance: &crate::finding::Instance,
) -> Option<(State<Arc<str>>, Alarm)> {
    let text = |name: &str| fields::read_field(get(name), &Type::String, |value| value.as_str().map(Arc::from));
    text("namespace").known().filter(|namespace: &&Arc<str>| ***namespace == *NAMESPACE)?;
    let period = fields::read_field(get("period"), &Type::Number, whole);
    let (cluster, names_broker, dimensions) = dimensions(get("dimensions"));
    let state = match (period.get(), periods.get()) {
        (Some(period), Some(periods)) => State::Known(period.saturating_mul(periods)),
        _ => State::Unknown("the period is not known".into()),
    };
    let window = Fact { state, ..period };
    let (metric, statistic) = (text("metric_name"), text(statistic));
    Some((cluster, Alarm { instance: instance.clone(), metric, statistic, window, names_broker, dimensions }))
}

fn whole(value: &Value) -> Option<i64> {
    match &value.kind {
        Kind::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// The name of the cluster, whether a broker is named, and where all of that is written.
fn dimensions(field: Field) -> (State<Arc<str>>, Option<bool>, Origin) {
    let value = match field {
        Field::Absent(place) => return (State::Absent, Some(false), Origin::at(place)),
        Field::Written(value) => value,
    };
    let origin = origin::of(&value.trace);
    let Some(entries) = value.entries() else {
        return (State::Unknown("its dimensions are not known".into()), None, origin);
    };
    let name = match entries.items.get(CLUSTER).map(|entry| &entry.value) {
        Some(name) => match name.as_str() {
            Some(name) => State::Known(name.into()),
            None => State::Unknown("its name is not known".into()),
        },
        None => State::Absent,
    };
    let names_broker = match (entries.items.contains_key(BROKER), &entries.rest) {
        (true, _) => Some(true),
        (false, None) => Some(false),
        (false, Some(_)) => None,
    };
    (name, names_broker, origin)
}
