//! The resources of a plan: planned values, shown at the source that yields them where it lies beside the plan.

use std::rc::Rc;
use std::sync::Arc;

use super::attachment::UsedElsewhere;
use super::evaluated::Evaluated;
use super::root::{self, RootModel, UnreadModule};
use super::{CONFIGURATION, Resources};
use crate::eval::text::Text;
use crate::eval::trace::{Step, Trace};
use crate::eval::value::{Entries, Entry, Kind, Reason, ResourceAddress, Value};
use crate::finding::Instance;
use crate::model::fact::{Fact, Origin};
use crate::model::worlds::Assumptions;
use crate::plan::{Plan, PlannedChange};
use crate::root::Root;
use crate::source::{Place, SourceFile, Span};
use crate::terraform::provider_version::Newest;
use crate::workspace::Workspace;

/// Reads a plan by itself; `path` is its file, for display.
pub fn build_plan(plan: &Plan, path: &str) -> RootModel {
    let path: Arc<str> = path.into();
    RootModel { path: path.clone(), ..root::join(&Planned { plan, path, source: None, side: Side::After }) }
}

/// Reads resources by themselves: what stands around them is not told.
pub fn build_resources(resources: Vec<(ResourceAddress, Value)>) -> RootModel {
    let mut model = build_plan(&Plan::of_resources(resources), "");
    model.leave_open("only these resources were given");
    model
}

/// Reads a plan with the root module that it was made from; `None` where that is another one.
pub fn build_plan_with_source(plan: &Plan, source: &Root<'_>, workspace: &Workspace<'_>) -> Option<RootModel> {
    let evaluated = Evaluated::new(source, workspace, &[], None);
    if !declares(&evaluated, plan) {
        return None;
    }
    let path: Arc<str> = workspace.display(source.folder()).into();
    let planned = Planned { plan, path: path.clone(), source: Some(&evaluated), side: Side::After };
    Some(RootModel { path, ..root::join(&planned) })
}

/// Whether a root module declares every resource of MSK that a plan keeps.
fn declares(source: &Evaluated<'_, '_>, plan: &Plan) -> bool {
    let kept = plan.changes.iter().filter(|change| change.after.is_some());
    let mut of_interest = kept.filter(|change| super::is_of_interest(&change.address.kind)).peekable();
    of_interest.peek().is_some() && of_interest.all(|change| source.header(&change.address) != Place::Nowhere)
}

/// The values of a plan, before or after it.
struct Planned<'a> {
    plan: &'a Plan,
    path: Arc<str>,
    source: Option<&'a Evaluated<'a, 'a>>,
    side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Planned<'_> {
    fn values<'p>(&self, change: &'p PlannedChange) -> Option<&'p Value> {
        match self.side {
            Side::Before => change.before.as_ref(),
            Side::After => change.after.as_ref(),
        }
    }

    fn source(&self) -> Option<&Evaluated<'_, '_>> {
        self.source.filter(|_| self.side == Side::After)
    }
}

impl Resources for Planned<'_> {
    fn addresses(&self, kinds: &[&str]) -> Vec<Rc<ResourceAddress>> {
        let changes = self.plan.changes.iter().filter(|change| kinds.contains(&&*change.address.kind));
        changes.filter(|change| self.values(change).is_some()).map(|change| change.address.clone()).collect()
    }

    fn exists(&self, of: &Rc<ResourceAddress>) -> bool {
        self.plan.change(of).is_some_and(|change| self.values(change).is_some())
    }

    fn in_every_world(&self, visit: &mut dyn FnMut()) -> Vec<(usize, Assumptions)> {
        match self.source() {
            Some(source) => source.in_every_world(visit),
            None => {
                visit();
                vec![(0, Assumptions::new())]
            }
        }
    }

    fn argument(&self, of: &Rc<ResourceAddress>, name: &str) -> Option<Value> {
        let written = self.source().and_then(|source| source.argument(of, name));
        let Some(change) = self.plan.change(of) else { return written };
        let planned = self.values(change).and_then(|values| values.entries());
        match planned.and_then(|entries| entries.items.get(name)) {
            Some(entry) if self.source().is_some() => Some(merged(&entry.value, written.as_ref(), &self.header(of))),
            Some(entry) => Some(entry.value.clone()),
            None if written.is_some() || self.source().is_some() || name != "lifecycle" => written,
            None => Some(Value::unknown(Reason::RunTime("lifecycle".into()), Trace::given())),
        }
    }

    fn header(&self, of: &Rc<ResourceAddress>) -> Place {
        let written = self.source().map(|source| source.header(of)).filter(|place| *place != Place::Nowhere);
        written.unwrap_or_else(|| self.plan.change(of).map_or(Place::Nowhere, |change| change.place.clone()))
    }

    fn instance(&self, of: &Rc<ResourceAddress>) -> Instance {
        Instance { address: of.to_string().into(), root: self.path.clone(), var_files: Vec::new() }
    }

    fn file(&self, span: Span) -> Option<Arc<SourceFile>> {
        // Nothing is copied out of a plan, and nothing is edited in it.
        self.source().and_then(|source| source.file(span)).filter(|file| file.may_be_shown)
    }

    fn provider(&self, of: &Rc<ResourceAddress>) -> Fact<Newest> {
        self.source().map_or_else(|| Fact::absent(Origin::nowhere()), |source| source.provider(of))
    }

    fn rules_from_elsewhere(&self, group: &ResourceAddress) -> Option<&'static str> {
        match self.source() {
            Some(source) => source.rules_from_elsewhere(group),
            None => match &self.plan.exported {
                Some(exported)
                    if !exported.iter().any(|other| (&other.kind, &other.name) == (&group.kind, &group.name)) =>
                {
                    None
                }
                _ => Some("others may add rules to it"),
            },
        }
    }

    fn is_given_to_a_module(&self, _: &ResourceAddress) -> bool {
        // What modules make of it is in the plan.
        false
    }

    fn reads(&self, of: &ResourceAddress, attributes: &[&str]) -> Vec<(Span, String)> {
        self.source().map(|source| source.reads(of, attributes)).unwrap_or_default()
    }

    fn missing_modules(&self) -> Vec<UnreadModule> {
        // Terraform had every module when it made the plan.
        Vec::new()
    }

    fn used_elsewhere(&self) -> UsedElsewhere {
        const REASON: &str = "a plan by itself does not tell who else uses it";
        match self.source() {
            Some(source) => source.used_elsewhere(),
            None => {
                let configurations = self.addresses(&[CONFIGURATION]);
                configurations.into_iter().map(|address| ((*address).clone(), REASON)).collect()
            }
        }
    }

    fn region(&self, of: &Rc<ResourceAddress>) -> Option<Value> {
        let planned = self.plan.change(of).and_then(|change| change.region.clone());
        planned.or_else(|| self.source()?.region(of))
    }

    fn change(&self, of: &Rc<ResourceAddress>) -> Option<&PlannedChange> {
        self.plan.change(of).filter(|_| self.side == Side::After)
    }

    fn before(&self) -> Option<Box<dyn Resources + '_>> {
        let before = Planned { plan: self.plan, path: self.path.clone(), source: None, side: Side::Before };
        (self.side == Side::After).then(|| Box::new(before) as Box<dyn Resources>)
    }
}

/// A planned value with the places of the expression that yields it; what the plan leaves open is as the source has it.
fn merged(planned: &Value, written: Option<&Value>, around: &Place) -> Value {
    let Some(written) = written.filter(|written| !written.is_null()) else { return placed(planned, around) };
    let at = |kind: Kind| Value::new(kind, written.trace.clone()).marked(planned.sensitive || written.sensitive);
    match (&planned.kind, &written.kind) {
        (Kind::Unknown(unknown), _) if *unknown.reason == Reason::Sensitive => at(planned.kind.clone()),
        (Kind::Unknown(_), _) => written.clone(),
        // The stretches of a text know their own places.
        (Kind::String(text), Kind::String(same)) if same.is_known() && text.as_str() == same.as_str() => {
            written.clone()
        }
        (Kind::Object(planned), Kind::Object(entries) | Kind::Map(entries)) => {
            let value = |name: &Rc<str>, entry: &Entry| {
                let source = entries.items.get(name);
                let key = source.map_or_else(|| entry.key.clone(), |source| source.key.clone());
                let value = merged(&entry.value, source.map(|source| &source.value), written.trace.place());
                (name.clone(), Entry { key, value })
            };
            let items = planned.items.iter().map(|(name, entry)| value(name, entry)).collect();
            at(Kind::Object(Rc::new(Entries { items, rest: planned.rest.clone() })))
        }
        (Kind::Tuple(items), _) => match written.elements() {
            Some(sources) if items.iter().any(|item| item.as_unknown().is_some()) && is_plain(items) => {
                if sources.len() >= items.len() { written.clone() } else { placed_all(items, &written.trace) }
            }
            Some(sources) if sources.len() == items.len() && !is_plain(items) => {
                let pairs = items.iter().zip(sources.iter());
                at(Kind::Tuple(pairs.map(|(item, source)| merged(item, Some(source), written.trace.place())).collect()))
            }
            _ => placed_all(items, &written.trace),
        },
        (kind, _) => at(kind.clone()),
    }
}

/// Whether a list holds no blocks: such lists may be sets, whose order is not that of the source.
fn is_plain(items: &[Value]) -> bool {
    items.iter().all(|item| item.entries().is_none())
}

fn placed_all(items: &Rc<[Value]>, trace: &Trace) -> Value {
    let items = items.iter().map(|item| Value { trace: trace.clone(), ..placed(item, trace.place()) });
    Value::new(Kind::Tuple(items.collect()), trace.clone())
}

/// A planned value that no expression of the source yields: it belongs to the block around it.
fn placed(planned: &Value, around: &Place) -> Value {
    let trace = Trace::new(around.clone(), Step::Given, Vec::new());
    let kind = match &planned.kind {
        Kind::Object(entries) => {
            let item = |(name, entry): (&Rc<str>, &Entry)| {
                let key = Text::computed(entry.key.shared(), trace.clone());
                (name.clone(), Entry { key, value: placed(&entry.value, around) })
            };
            Kind::Object(Rc::new(Entries {
                items: entries.items.iter().map(item).collect(),
                rest: entries.rest.clone(),
            }))
        }
        Kind::Tuple(items) => Kind::Tuple(items.iter().map(|item| placed(item, around)).collect()),
        Kind::String(text) if text.is_known() => Kind::String(Text::computed(text.shared(), trace.clone())),
        other => other.clone(),
    };
    Value::new(kind, trace).marked(planned.sensitive)
}
