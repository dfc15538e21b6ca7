//! What is asked about: values in the shape of resources, recognised by their attributes, to the model that rules look at.

use std::collections::HashMap;
use std::rc::Rc;

use super::fault::Fault;
use super::made;
use crate::eval::text::Text;
use crate::eval::value::{Entry, InstanceKey, Kind, Mode, Reason, ResourceAddress, Value};
use crate::facts::schema;
use crate::model::build::{self, RootModel};

/// Resource types by attributes that only they have together. Functions are not told the type of what they are given.
const SHAPES: &[(&str, &[&str])] = &[
    ("aws_msk_cluster", &["number_of_broker_nodes"]),
    ("aws_msk_cluster", &["broker_node_group_info"]),
    ("aws_msk_configuration", &["server_properties"]),
    ("aws_msk_serverless_cluster", &["vpc_config", "client_authentication"]),
    ("aws_msk_topic", &["cluster_arn", "partition_count"]),
    ("kafka_topic", &["partitions", "replication_factor"]),
    ("aws_msk_scram_secret_association", &["secret_arn_list"]),
    ("aws_mskconnect_connector", &["connector_configuration"]),
    ("aws_msk_replicator", &["replication_info_list"]),
    ("aws_appautoscaling_target", &["scalable_dimension", "max_capacity"]),
    ("aws_cloudwatch_metric_alarm", &["metric_name", "comparison_operator"]),
];

/// Deepest lists and objects around resources: `for_each` in modules.
const DEPTH: usize = 8;

/// What was asked about.
#[derive(Debug, Default)]
pub(super) struct Subject {
    resources: Vec<(ResourceAddress, Value)>,
    /// How many there are of a type and a name.
    taken: HashMap<(String, String), u64>,
    /// What is not known at all yet, and why.
    pub(super) unknown: Vec<(String, Rc<Reason>)>,
}

impl Subject {
    /// The resources in a value: one, several in lists and objects, or a text of broker properties.
    pub(super) fn of(value: &Value) -> Result<Self, Fault> {
        let mut subject = Self::default();
        match value.kind {
            Kind::String(_) => {
                subject.add("aws_msk_configuration", "this", made::object([("server_properties", value.clone())]))
            }
            _ => subject.collect(value, "this", DEPTH)?,
        }
        subject.tie();
        Ok(subject)
    }

    /// Adds a resource of a known type.
    pub(super) fn add(&mut self, kind: &str, name: &str, value: Value) {
        let address = ResourceAddress {
            module: "".into(),
            mode: Mode::Managed,
            kind: kind.into(),
            name: name.into(),
            key: InstanceKey::None,
        };
        // Two of one name are told apart by number.
        let taken = self.taken.entry((kind.to_owned(), name.to_owned())).or_default();
        let key = match *taken {
            0 => InstanceKey::None,
            number => InstanceKey::Index(number),
        };
        *taken += 1;
        self.resources.push((ResourceAddress { key, ..address }, completed(kind, "", value)));
    }

    /// The model that rules look at.
    pub(super) fn model(self) -> RootModel {
        build::build_resources(self.resources)
    }

    fn collect(&mut self, value: &Value, name: &str, depth: usize) -> Result<(), Fault> {
        let Some(depth) = depth.checked_sub(1) else { return Err(nothing("too many lists inside each other")) };
        match &value.kind {
            Kind::Null => {}
            Kind::Unknown(unknown) => self.unknown.push((name.to_owned(), unknown.reason.clone())),
            Kind::Object(entries) | Kind::Map(entries) => match kind_of(value) {
                Some(kind) => {
                    known_attributes(kind, value)?;
                    self.add(kind, name_of(value).as_deref().unwrap_or(name), value.clone());
                }
                None if entries.items.values().any(|entry| is_container(&entry.value)) => {
                    for (key, entry) in &entries.items {
                        self.collect(&entry.value, key, depth)?;
                    }
                }
                None => return Err(nothing("this object is none")),
            },
            Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => {
                for item in items.iter() {
                    self.collect(item, name, depth)?;
                }
            }
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Resource(_) => {
                return Err(nothing("this is none"));
            }
        }
        Ok(())
    }

    /// A cluster and a configuration that are given together belong together, where the ARN between them is not known yet;
    /// so do topics and a cluster.
    pub(super) fn tie(&mut self) {
        let the = |kind: &str| {
            let mut found = self.resources.iter().filter(|(address, _)| &*address.kind == kind);
            found.next().filter(|_| found.next().is_none()).map(|(address, _)| address.clone())
        };
        let (cluster, configuration) = (the("aws_msk_cluster"), the("aws_msk_configuration"));
        for (address, value) in &mut self.resources {
            let (path, target): (&[&str], _) = match &*address.kind {
                "aws_msk_cluster" => (&["configuration_info", "arn"], &configuration),
                "aws_msk_topic" => (&["cluster_arn"], &cluster),
                _ => continue,
            };
            if let Some(target) = target {
                tie_unknown(value, path, target);
            }
        }
    }
}

/// Makes an unknown ARN at a path the one of a resource.
fn tie_unknown(value: &mut Value, path: &[&str], target: &ResourceAddress) {
    match (&mut value.kind, path) {
        (Kind::Unknown(unknown), []) => {
            unknown.reason = Rc::new(Reason::Resource { address: target.clone(), attribute: "arn".into() });
        }
        (Kind::List(items) | Kind::Tuple(items), path) => {
            let mut tied: Vec<Value> = items.to_vec();
            tied.iter_mut().for_each(|item| tie_unknown(item, path, target));
            *items = tied.into();
        }
        (Kind::Object(entries), [name, rest @ ..]) => {
            if let Some(entry) = Rc::make_mut(entries).items.get_mut(*name) {
                tie_unknown(&mut entry.value, rest, target);
            }
        }
        _ => {}
    }
}

fn nothing(what: &str) -> Fault {
    Fault::new(format!("give a resource of MSK, several in a list or object, or a text of broker properties: {what}"))
}

fn is_container(value: &Value) -> bool {
    value.entries().is_some() || value.elements().is_some() || value.as_unknown().is_some()
}

fn kind_of(value: &Value) -> Option<&'static str> {
    let entries = value.entries()?;
    let has = |name: &&str| entries.items.contains_key(*name);
    SHAPES.iter().find(|(_, attributes)| attributes.iter().all(has)).map(|(kind, _)| *kind)
}

fn name_of(value: &Value) -> Option<String> {
    let entries = value.entries()?;
    let name = ["cluster_name", "name"].into_iter().find_map(|name| entries.items.get(name))?.value.as_str()?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    (!name.is_empty() && name.chars().all(is_plain)).then(|| name.to_owned())
}

/// Refuses attributes that nobody knows in an object that is written by hand: one that Terraform made has them all, and
/// may be newer than our table.
fn known_attributes(kind: &str, value: &Value) -> Result<(), Fault> {
    let Some(entries) = value.entries() else { return Ok(()) };
    let is_whole = ["id", "arn"].iter().any(|name| entries.items.contains_key(*name));
    if is_whole || schema::attributes(kind).next().is_none() {
        return Ok(());
    }
    let names = || schema::attributes(kind).map(|attribute| attribute.path).filter(|path| !path.contains('.'));
    match entries.items.keys().find(|name| !names().any(|known| known == &***name)) {
        None => Ok(()),
        Some(unknown) => {
            let near = names().min_by_key(|known| strsim::damerau_levenshtein(known, unknown));
            let near = near.filter(|near| strsim::damerau_levenshtein(near, unknown) <= 3);
            let near = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
            Err(Fault::new(format!("{kind} has no attribute {unknown}{near}")))
        }
    }
}

/// A resource with everything unknown that is not in it: what is left out of a question is not absent. Terraform's own
/// objects have every attribute, null where nothing is set.
fn completed(kind: &str, path: &str, value: Value) -> Value {
    let inside = |items: &Rc<[Value]>| items.iter().map(|item| completed(kind, path, item.clone())).collect();
    let completed = match &value.kind {
        Kind::List(items) => Kind::List(inside(items)),
        Kind::Set(items) => Kind::Set(inside(items)),
        Kind::Tuple(items) => Kind::Tuple(inside(items)),
        Kind::Object(entries) => {
            let mut all = (**entries).clone();
            let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
            let names = schema::attributes(kind).filter_map(|attribute| attribute.path.strip_prefix(&*prefix));
            for name in names.filter(|name| !name.contains('.')) {
                let path = format!("{prefix}{name}");
                let given = all.items.remove(name).map(|entry| (entry.key, completed(kind, &path, entry.value)));
                let (key, value) = given.unwrap_or_else(|| {
                    let key = Text::computed(name, value.trace.clone());
                    (key, Value::unknown(Reason::NotGiven(path.into()), value.trace.clone()))
                });
                all.items.insert(name.into(), Entry { key, value });
            }
            Kind::Object(Rc::new(all))
        }
        _ => return value,
    };
    Value { kind: completed, ..value }
}

/// The entry of an object by name, where it is no null.
pub(super) fn entry<'v>(value: &'v Value, name: &str) -> Option<&'v Entry> {
    value.entries()?.items.get(name).filter(|entry| !entry.value.is_null())
}
