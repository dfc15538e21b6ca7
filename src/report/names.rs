//! Short names of root modules: as much of the end of a path as tells it from the others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::finding::{Finding, Instance};

/// The name of each root module that findings speak of.
pub struct RootNames {
    names: BTreeMap<Arc<str>, String>,
}

impl RootNames {
    /// Names for the roots of some findings.
    pub fn new(findings: &[Finding]) -> Self {
        let roots = findings.iter().flat_map(|finding| &finding.instances).map(|instance| instance.root.clone());
        let roots: BTreeSet<Arc<str>> = roots.collect();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for end in roots.iter().flat_map(|root| ends(root)) {
            *uses.entry(end).or_default() += 1;
        }
        let name = |root: &Arc<str>| ends(root).find(|end| uses.get(end) == Some(&1)).unwrap_or(root).to_owned();
        Self { names: roots.iter().map(|root| (root.clone(), name(root))).collect() }
    }

    /// The subjects of a finding in brackets: address, and the root or the variables file that it is evaluated with.
    pub fn instances(&self, finding: &Finding) -> String {
        match &finding.instances[..] {
            [] => String::new(),
            [one] => format!(" [{}]", self.instance(one)),
            [first, others @ ..] => format!(" [{} and {} more]", self.instance(first), others.len()),
        }
    }

    fn instance(&self, instance: &Instance) -> String {
        let root = self.names.get(&instance.root).map_or(&*instance.root, String::as_str);
        let name = match instance.var_files.last() {
            Some(file) => file.strip_prefix(&*instance.root).map_or(&**file, |rest| rest.trim_start_matches('/')),
            None => root,
        };
        format!("{}, {name}", instance.address)
    }
}

/// The ends of a path at its slashes, shortest first, then the whole.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[at + 1..]).chain([path])
}
