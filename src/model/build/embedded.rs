//! Files and variables that resources hand to programs, as text with the places of its parts.

use std::rc::Rc;
use std::sync::Arc;

use super::fields::{Field, Fields};
use super::link::{self, Link};
use super::{Resources, connect, origin};
use crate::eval::convert;
use crate::eval::text::{SegmentKind, Text};
use crate::eval::value::{Mode, Reason, ResourceAddress, Value};
use crate::model::embedded::{ClusterAddress, Embedded, Form, PLACEHOLDER, Stretch, Variable};
use crate::source::{Place, TextRange};

/// Longest text that is looked at.
const LONGEST: usize = 1 << 20;
/// Deepest place of the variables of a container.
const DEPTH: usize = 12;

/// Resource types that hold a file, the argument that does, and the one that names it.
const FILES: &[(&str, &str, &str)] = &[
    ("aws_ecs_task_definition", "container_definitions", ""),
    ("aws_s3_object", "content", "key"),
    ("aws_secretsmanager_secret_version", "secret_string", ""),
    ("aws_ssm_parameter", "value", ""),
    ("helm_release", "values", ""),
    ("kubectl_manifest", "yaml_body", ""),
    ("local_file", "content", "filename"),
];
/// Resource types that hold variables, and the argument that does.
const VARIABLES: &[(&str, &str)] = &[
    ("aws_lambda_function", "environment.variables"),
    ("kubernetes_config_map", "data"),
    ("kubernetes_config_map_v1", "data"),
    ("kubernetes_secret", "data"),
    ("kubernetes_secret_v1", "data"),
];
/// Resource types with containers below `spec`.
const CONTAINERS: &[&str] = &[
    "kubernetes_deployment",
    "kubernetes_deployment_v1",
    "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1",
    "kubernetes_job",
    "kubernetes_cron_job_v1",
];
const WORKER: &str = "aws_mskconnect_worker_configuration";
/// The data source of the brokers of a cluster.
const BROKERS: &str = "aws_msk_bootstrap_brokers";

/// Resource types that may hand configuration to programs.
pub(super) fn holders() -> impl Iterator<Item = &'static str> {
    let files = FILES.iter().map(|(kind, ..)| *kind);
    let variables = VARIABLES.iter().map(|(kind, _)| *kind);
    files.chain(variables).chain(CONTAINERS.iter().copied()).chain([WORKER, connect::CONNECTOR])
}

/// Everything that a resource hands to programs.
pub(super) fn build(resources: &dyn Resources, address: &Rc<ResourceAddress>) -> Vec<Embedded> {
    let fields = Fields::new(resources, address);
    let kind = &*address.kind;
    let mut found = Vec::new();
    if let Some((_, argument, name)) = FILES.iter().find(|(known, ..)| *known == kind)
        && let Field::Written(value) = fields.get(argument)
    {
        let name = if name.is_empty() { None } else { fields.text(name).known().cloned() };
        for value in value.elements().map_or(std::slice::from_ref(&value), |items| items) {
            found.extend(file(&fields, value, name.as_deref()));
        }
    }
    if let Some((_, argument)) = VARIABLES.iter().find(|(known, _)| *known == kind)
        && let Field::Written(value) = fields.get(argument)
    {
        let entries: Vec<(Text, Value)> = entries(&value);
        let is_file = |(name, _): &&(Text, Value)| name.as_str().contains('.');
        let files = entries.iter().filter(is_file);
        found.extend(files.filter_map(|(name, value)| file(&fields, value, Some(name.as_str()))));
        found.extend(pairs(&fields, &entries, Form::Variables));
    }
    if CONTAINERS.contains(&kind)
        && let Field::Written(spec) = fields.get("spec")
    {
        let mut lists = Vec::new();
        containers(&spec, DEPTH, &mut lists);
        found.extend(lists.iter().filter_map(|list| pairs(&fields, list, Form::Variables)));
    }
    if kind == WORKER
        && let Field::Written(value) = fields.get("properties_file_content")
    {
        found.extend(text(&fields, &value).map(|embedded| Embedded { form: Form::Worker, ..embedded }));
    }
    if kind == connect::CONNECTOR
        && let Field::Written(value) = fields.get("connector_configuration")
    {
        let brokers = match fields.get(connect::BOOTSTRAP) {
            Field::Written(value) => value.first_unknown(),
            Field::Absent(_) => None,
        };
        let cluster = brokers.and_then(|unknown| cluster(resources, &unknown.reason));
        let settings = pairs(&fields, &entries(&value), Form::Connector);
        found.extend(settings.map(|embedded| Embedded { cluster, ..embedded }));
    }
    found
}

/// The entries of a map, if they are all there are.
fn entries(value: &Value) -> Vec<(Text, Value)> {
    let entries = value.entries().filter(|entries| entries.rest.is_none() && !value.sensitive);
    let entries = entries.into_iter().flat_map(|entries| entries.items.values());
    entries.map(|entry| (entry.key.clone(), entry.value.clone())).collect()
}

/// Lists of blocks `env` with `name` and `value`.
fn containers(value: &Value, depth: usize, found: &mut Vec<Vec<(Text, Value)>>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for item in value.elements().into_iter().flat_map(|items| items.iter()) {
        containers(item, depth, found);
    }
    for (name, entry) in value.entries().into_iter().flat_map(|entries| &entries.items) {
        match entry.value.elements() {
            Some(items) if &**name == "env" => {
                found.push(items.iter().filter_map(variable).collect());
            }
            _ => containers(&entry.value, depth, found),
        }
    }
}

fn variable(block: &Value) -> Option<(Text, Value)> {
    let entries = block.entries()?;
    let name = convert::to_text(&entries.items.get("name")?.value).ok()?;
    Some((name, entries.items.get("value")?.value.clone()))
}

/// A text as the file that its name or its first character says it is.
fn file(fields: &Fields<'_>, value: &Value, name: Option<&str>) -> Option<Embedded> {
    let embedded = text(fields, value)?;
    let guessed = match (&*fields.address.kind, embedded.text.trim_start().starts_with(['{', '['])) {
        (_, true) => "text.json",
        ("helm_release" | "kubectl_manifest", false) => "text.yaml",
        _ => "text.properties",
    };
    let name = name.and_then(|name| name.rsplit('/').next()).filter(|name| name.contains('.')).unwrap_or(guessed);
    Some(Embedded { form: Form::File(name.into()), ..embedded })
}

fn text(fields: &Fields<'_>, value: &Value) -> Option<Embedded> {
    let text = open_text(value).filter(|text| text.as_str().len() <= LONGEST)?;
    let mut made = Maker { fields, text: String::new(), stretches: Vec::new() };
    made.push(&text);
    Some(made.finish(Form::Worker))
}

/// A text without what is sensitive in it; none where that may be any of it.
fn open_text(value: &Value) -> Option<Text> {
    match (&value.open, value.sensitive) {
        (Some(open), true) => Some((**open).clone()),
        (None, true) => None,
        (_, false) => convert::to_text(value).ok(),
    }
}

/// Names and values as lines of a text of their own.
fn pairs(fields: &Fields<'_>, entries: &[(Text, Value)], form: impl FnOnce(Vec<Variable>) -> Form) -> Option<Embedded> {
    let mut made = Maker { fields, text: String::new(), stretches: Vec::new() };
    let mut variables = Vec::new();
    for (name, value) in entries.iter().filter(|(name, _)| name.is_known()) {
        let Some(text) = open_text(value) else { continue };
        if made.text.len() + text.as_str().len() > LONGEST {
            return None;
        }
        let key = made.push(name);
        made.text.push('=');
        let value = made.push(&text);
        made.text.push('\n');
        variables.push(Variable { name: name.as_str().into(), key, value });
    }
    (!variables.is_empty()).then(|| made.finish(form(variables)))
}

struct Maker<'a> {
    fields: &'a Fields<'a>,
    text: String,
    stretches: Vec<Stretch>,
}

impl Maker<'_> {
    fn push(&mut self, text: &Text) -> TextRange {
        let start = self.text.len() as u32;
        for segment in text.segments() {
            let from = self.text.len() as u32;
            let known = text.as_str().get(segment.start as usize..segment.end as usize).unwrap_or_default();
            let mut stretch = Stretch {
                range: TextRange::new(from, from),
                place: origin::of(&segment.trace).place,
                verbatim: None,
                unknown: None,
                cluster: None,
            };
            match &segment.kind {
                SegmentKind::Verbatim(span) => {
                    stretch.place = Place::Text(*span);
                    stretch.verbatim = Some(*span);
                    self.text.push_str(known);
                }
                SegmentKind::Computed => self.text.push_str(known),
                SegmentKind::Unknown(unknown) => {
                    // Nearest to where it is used: that is where the program is told.
                    stretch.place = segment.trace.place().clone();
                    stretch.unknown = Some(unknown.reason.to_string().into());
                    stretch.cluster = cluster(self.fields.resources, &unknown.reason);
                    self.text.push_str(PLACEHOLDER);
                }
            }
            stretch.range.end = self.text.len() as u32;
            self.stretches.push(stretch);
        }
        TextRange::new(start, self.text.len() as u32)
    }

    fn finish(self, form: Form) -> Embedded {
        Embedded {
            instance: self.fields.resources.instance(&self.fields.address),
            block: self.fields.header.clone(),
            form,
            text: self.text.into(),
            stretches: self.stretches,
            cluster: None,
        }
    }
}

/// The cluster whose brokers something unknown names.
fn cluster(resources: &dyn Resources, reason: &Reason) -> Option<ClusterAddress> {
    let Reason::Resource { address, attribute } = reason else { return None };
    if !attribute.starts_with("bootstrap_brokers") {
        return None;
    }
    let owner: Arc<str> = match address.mode {
        Mode::Managed if link::CLUSTERS.contains(&&*address.kind) => address.to_string().into(),
        Mode::Data if &*address.kind == BROKERS => {
            match link::cluster(resources, &Rc::new(address.clone()), "cluster_arn") {
                Link::To(cluster) => cluster.to_string().into(),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(ClusterAddress { address: owner, attribute: (**attribute).into() })
}
