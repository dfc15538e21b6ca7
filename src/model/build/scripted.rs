//! What scripts make, as resources: judged by the rules for Terraform, without what only Terraform does.

use std::rc::Rc;
use std::sync::Arc;

use super::Resources;
use super::attachment::UsedElsewhere;
use super::root::{self, RootModel, UnreadModule};
use crate::eval::trace::Trace;
use crate::eval::value::{InstanceKey, Kind, Mode, ResourceAddress, Value};
use crate::finding::Instance;
use crate::model::fact::{Fact, From, Origin};
use crate::model::worlds::Assumptions;
use crate::script::Made;
use crate::source::{Place, SourceFile, Span};
use crate::terraform::provider_version::Newest;
use crate::workspace::Workspace;

const ELSEWHERE: &str = "other commands may do it";

/// Joins what the commands of one script make; `path` is its file, for display.
pub fn build_script(path: &str, made: Vec<Made>, workspace: &Workspace<'_>) -> RootModel {
    let address = |(index, made): (usize, Made)| {
        let address = ResourceAddress {
            module: "".into(),
            mode: Mode::Managed,
            kind: made.kind.into(),
            name: made.name(),
            key: InstanceKey::Index(index as u64),
        };
        (Rc::new(address), made)
    };
    let path: Arc<str> = path.into();
    let scripted =
        Scripted { path: path.clone(), made: made.into_iter().enumerate().map(address).collect(), workspace };
    let mut model = RootModel { path, is_script: true, ..root::join(&scripted) };
    model.leave_open(ELSEWHERE);
    for cluster in &mut model.clusters {
        cluster.for_each_mut(|cluster| {
            cluster.capacity.update_timeout_minutes =
                Fact::unknown("Terraform does not wait for it", Origin::nowhere());
        });
    }
    for configuration in &mut model.configurations {
        configuration.for_each_mut(|configuration| configuration.name_varies = true);
    }
    model
}

struct Scripted<'w> {
    path: Arc<str>,
    made: Vec<(Rc<ResourceAddress>, Made)>,
    workspace: &'w Workspace<'w>,
}

impl Scripted<'_> {
    fn made(&self, of: &ResourceAddress) -> Option<&Made> {
        self.made.iter().find(|(address, _)| **address == *of).map(|(_, made)| made)
    }
}

impl Resources for Scripted<'_> {
    fn addresses(&self, kinds: &[&str]) -> Vec<Rc<ResourceAddress>> {
        self.made.iter().filter(|(_, made)| kinds.contains(&made.kind)).map(|(address, _)| address.clone()).collect()
    }

    fn exists(&self, of: &Rc<ResourceAddress>) -> bool {
        self.made(of).is_some()
    }

    fn defaults_from(&self) -> From {
        From::MskDefault
    }

    fn in_every_world(&self, visit: &mut dyn FnMut()) -> Vec<(usize, Assumptions)> {
        visit();
        vec![(0, Vec::new())]
    }

    fn argument(&self, of: &Rc<ResourceAddress>, name: &str) -> Option<Value> {
        let made = self.made(of)?;
        match (made.arguments.items.get(name), &made.arguments.rest) {
            (Some(entry), _) => Some(entry.value.clone()),
            (None, Some(rest)) => {
                Some(Value::new(Kind::Unknown(rest.clone()), Trace::literal(Place::Text(made.header))))
            }
            (None, None) => None,
        }
    }

    fn header(&self, of: &Rc<ResourceAddress>) -> Place {
        self.made(of).map_or(Place::Nowhere, |made| Place::Text(made.header))
    }

    fn instance(&self, of: &Rc<ResourceAddress>) -> Instance {
        let title = self.made(of).map_or_else(|| of.to_string(), |made| made.title.clone());
        Instance { address: title.into(), root: self.path.clone(), var_files: Vec::new() }
    }

    fn file(&self, span: Span) -> Option<Arc<SourceFile>> {
        self.workspace.source(span.file)
    }

    fn provider(&self, _: &Rc<ResourceAddress>) -> Fact<Newest> {
        Fact::absent(Origin::nowhere())
    }

    fn missing_modules(&self) -> Vec<UnreadModule> {
        Vec::new()
    }

    fn used_elsewhere(&self) -> UsedElsewhere {
        UsedElsewhere::new()
    }

    fn region(&self, _: &Rc<ResourceAddress>) -> Option<Value> {
        None
    }
}
