//! The configuration that a plan carries: which resource an unknown value will come from.

use std::collections::{BTreeMap, BTreeSet};

use super::json::Node;
use crate::eval::value::{InstanceKey, Mode, Reason, ResourceAddress, Value};

/// Most steps through variables and outputs of modules.
const MOST_STEPS: u32 = 32;

/// `configuration` of a plan.
pub(super) struct Configuration<'f> {
    root: Option<Node<'f>>,
    /// Every resource's block, by the calls that lead to it, its type and its name.
    resources: BTreeMap<[String; 3], Node<'f>>,
}

impl<'f> Configuration<'f> {
    pub(super) fn new(node: Option<Node<'f>>) -> Self {
        let mut resources = BTreeMap::new();
        if let Some(root) = node.and_then(|node| node.get("root_module")) {
            collect(root, "", &mut resources);
        }
        Self { root: node, resources }
    }

    /// Whether the plan carries its configuration.
    pub(super) fn is_shown(&self) -> bool {
        self.root.is_some()
    }

    /// The expressions of a resource's block.
    pub(super) fn expressions(&self, address: &ResourceAddress) -> Option<Node<'f>> {
        self.block(address)?.get("expressions")
    }

    fn block(&self, address: &ResourceAddress) -> Option<Node<'f>> {
        let key = [calls(&address.module).join("."), address.kind.to_string(), address.name.to_string()];
        self.resources.get(&key).copied()
    }

    /// The region that the provider of a resource is configured for.
    pub(super) fn region(&self, address: &ResourceAddress, plan: Node<'_>) -> Option<Value> {
        let key = self.block(address)?.get("provider_config_key")?.text()?;
        let region = self.root?.get("provider_config")?.get(key)?.get("expressions")?.get("region")?;
        if let Some(constant) = region.get("constant_value") {
            return constant.value();
        }
        match &references(region)[..] {
            [reference] => plan.get("variables")?.get(reference.strip_prefix("var.")?)?.get("value")?.value(),
            _ => None,
        }
    }

    fn module(&self, calls: &[&str]) -> Option<Node<'f>> {
        let mut module = self.root?.get("root_module")?;
        for name in calls {
            module = module.get("module_calls")?.get(name)?.get("module")?;
        }
        Some(module)
    }

    /// The attribute of a resource that an expression of another one stands for, if it is exactly one.
    pub(super) fn referred(&self, from: &ResourceAddress, expression: Node<'_>) -> Option<Reason> {
        self.follow(&from.module, expression, MOST_STEPS)
    }

    /// The resources that outputs of the root module hand on.
    pub(super) fn exported(&self) -> BTreeSet<ResourceAddress> {
        let root = self.root.and_then(|root| root.get("root_module"));
        let outputs = root.and_then(|root| root.get("outputs")).map(|outputs| outputs.entries()).unwrap_or_default();
        let expressions = outputs.into_iter().filter_map(|(_, output)| output.get("expression"));
        let referred = expressions.flat_map(|expression| distinct(expression));
        let resources = referred.filter_map(|reference| match self.resolve("", reference, MOST_STEPS)? {
            Reason::Resource { address, .. } => Some(address),
            _ => None,
        });
        resources.collect()
    }

    fn follow(&self, module: &str, expression: Node<'_>, steps: u32) -> Option<Reason> {
        match distinct(expression)[..] {
            [reference] => self.resolve(module, reference, steps),
            _ => None,
        }
    }

    fn resolve(&self, module: &str, reference: &str, steps: u32) -> Option<Reason> {
        let steps = steps.checked_sub(1)?;
        let parts: Vec<&str> = split(reference);
        match parts[..] {
            ["var", name, ..] => {
                let (caller, call) = module.rsplit_once("module.")?;
                let caller = caller.trim_end_matches('.');
                let name_of_call = call.split('[').next()?;
                let calls = calls(caller);
                let call = self.module(&calls)?.get("module_calls")?.get(name_of_call)?;
                self.follow(caller, call.get("expressions")?.get(name)?, steps)
            }
            ["module", call, output, ..] => {
                let inner = match module.is_empty() {
                    true => format!("module.{call}"),
                    false => format!("{module}.module.{call}"),
                };
                let called = self.module(&calls(&inner))?;
                self.follow(&inner, called.get("outputs")?.get(output.split('[').next()?)?.get("expression")?, steps)
            }
            ["data" | "local" | "each" | "count" | "path" | "terraform" | "self", ..] => None,
            [kind, name, attribute, ..] => {
                let (name, key) = instance(name)?;
                let address = ResourceAddress {
                    module: module.into(),
                    mode: Mode::Managed,
                    kind: kind.into(),
                    name: name.into(),
                    key,
                };
                Some(Reason::Resource { address, attribute: attribute.into() })
            }
            _ => None,
        }
    }
}

fn collect<'f>(module: Node<'f>, calls: &str, found: &mut BTreeMap<[String; 3], Node<'f>>) {
    let text = |node: Node<'f>, name: &str| node.get(name).and_then(Node::text);
    for resource in module.get("resources").map(|resources| resources.items()).unwrap_or_default() {
        let is_managed = text(resource, "mode") == Some("managed");
        let named = text(resource, "type").zip(text(resource, "name")).filter(|_| is_managed);
        if let Some((kind, name)) = named {
            found.insert([calls, kind, name].map(str::to_owned), resource);
        }
    }
    for (name, call) in module.get("module_calls").map(|calls| calls.entries()).unwrap_or_default() {
        let calls = if calls.is_empty() { name.to_owned() } else { format!("{calls}.{name}") };
        if let Some(called) = call.get("module") {
            collect(called, &calls, found);
        }
    }
}

/// Whether what follows a reference's prefix is a further step of it.
fn is_suffix(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['.', '['])
}

/// The references of an expression, each without its prefixes, which follow it.
fn distinct(expression: Node<'_>) -> Vec<&str> {
    let mut distinct: Vec<&str> = Vec::new();
    for reference in references(expression) {
        if !distinct.iter().any(|known| known.strip_prefix(reference).is_some_and(is_suffix)) {
            distinct.push(reference);
        }
    }
    distinct
}

fn references(expression: Node<'_>) -> Vec<&str> {
    let references = expression.get("references").map(|references| references.items()).unwrap_or_default();
    references.into_iter().filter_map(Node::text).collect()
}

/// The names of the calls that lead to a module instance.
fn calls(module: &str) -> Vec<&str> {
    let steps = split(module);
    steps.chunks(2).filter_map(|pair| pair.get(1)?.split('[').next()).collect()
}

/// The parts of an address, split at dots outside of brackets.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let parts = text.split(move |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '.' && depth == 0
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// `name`, `name[0]` or `name["a"]`.
fn instance(text: &str) -> Option<(&str, InstanceKey)> {
    let Some((name, key)) = text.split_once('[') else { return Some((text, InstanceKey::None)) };
    let key = key.strip_suffix(']')?;
    Some((
        name,
        match key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
            Some(key) => InstanceKey::Key(key.into()),
            None => InstanceKey::Index(key.parse().ok()?),
        },
    ))
}
