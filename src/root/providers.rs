//! Providers: the configuration that a resource uses, and which versions a root may install.

use std::rc::Rc;

use super::inputs::Constants;
use super::{ModuleInstance, Repetition, Root};
use crate::eval::interpret;
use crate::eval::value::{ResourceAddress, Value};
use crate::source::Place;
use crate::syntax::tree::ExprKind;
use crate::terraform::file::ExprRef;
use crate::terraform::module::Declaration;
use crate::terraform::provider_version::{self, Newest};

impl Root<'_> {
    /// An argument of the provider configuration that a resource uses: the one that it names, else the default one, as
    /// modules declare it and calls hand it on. A module's own configuration takes nothing from its callers', unless it
    /// only says that one is handed on.
    pub fn provider_argument(&self, of: &ResourceAddress, provider: &str, argument: &str) -> Option<Value> {
        let (mut instance, resource) = self.declaration(of)?;
        let mut used = match resource.content.value("provider") {
            Some(named) => Used::named(text(named))?,
            None => Used { provider: provider.into(), alias: None },
        };
        loop {
            let declared = instance.module.providers.iter().find(|(name, found)| used.is(name, found));
            if let Some((_, found)) = declared.filter(|(_, found)| configures(found)) {
                let value = found.content.value(argument)?;
                return Some(interpret::evaluate(value, &self.scope(&instance, Repetition::Once)));
            }
            let caller = instance.caller.as_ref()?;
            used = used.handed_on(caller.instance.module.calls.get(&caller.name)?)?;
            instance = caller.instance.clone();
        }
    }

    /// The newest version of a provider that can be installed for a module instance, and where that is said: in the lock
    /// file, else in the constraints of the module and its callers; `None` where nothing says it.
    pub fn newest_provider(&self, instance: &Rc<ModuleInstance>, provider: &str) -> Option<(Newest, Place)> {
        self.locked_provider(provider).or_else(|| {
            let mut found: Option<(Newest, Place)> = None;
            let mut module = Some(instance);
            while let Some(instance) = module {
                for constraint in constraints(instance, provider) {
                    let Some(text) = constraint.as_str() else { continue };
                    let (newest, place) = (Newest::of(text), constraint.trace.place().clone());
                    found = Some(found.map_or((newest, place), |(known, place)| (known.and(newest), place)));
                }
                module = instance.caller.as_ref().map(|caller| &caller.instance);
            }
            found
        })
    }

    fn locked_provider(&self, provider: &str) -> Option<(Newest, Place)> {
        let lock = self.workspace.locked_providers(&self.folder)?;
        let source = format!("/hashicorp/{provider}");
        let (_, locked) = lock.providers.iter().find(|(address, _)| address.ends_with(&source))?;
        let version = interpret::evaluate(locked.content.value("version")?, &Constants::default());
        let newest = Newest::UpTo(provider_version::version(version.as_str()?)?);
        Some((newest, version.trace.place().clone()))
    }
}

/// The provider configuration that something uses: `aws`, or `aws.west`.
struct Used {
    provider: String,
    alias: Option<String>,
}

impl Used {
    fn named(text: &str) -> Option<Self> {
        let text = text.trim_matches('"');
        let (provider, alias) = text.split_once('.').map_or((text, None), |(provider, alias)| (provider, Some(alias)));
        // One of several, by a key, is none that could be told here.
        let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        (is_name(provider) && alias.is_none_or(is_name))
            .then(|| Self { provider: provider.to_owned(), alias: alias.map(str::to_owned) })
    }

    fn is(&self, name: &str, declared: &Declaration) -> bool {
        let alias = declared.content.value("alias").map(|alias| text(alias).trim_matches('"'));
        *name == *self.provider && alias == self.alias.as_deref()
    }

    /// What a call hands on under its name; a call without `providers` hands on the default ones.
    fn handed_on(self, call: &Declaration) -> Option<Self> {
        let Some(providers) = call.content.value("providers") else { return self.alias.is_none().then_some(self) };
        let tree = &providers.file.tree;
        let ExprKind::Object(items) = tree.expr(providers.id).kind else { return None };
        let own = self.alias.map_or(self.provider.clone(), |alias| format!("{}.{alias}", self.provider));
        let written = |id| tree.text(tree.expr(id).range);
        let item = tree.items(items).iter().find(|item| *written(item.key).trim_matches(['"', '(', ')']) == *own)?;
        Self::named(written(item.value))
    }
}

/// Whether a provider block says more than that there is one.
fn configures(declared: &Declaration) -> bool {
    let mut arguments = declared.content.arguments.keys();
    !declared.content.blocks.is_empty() || arguments.any(|name| !matches!(&**name, "alias" | "version"))
}

/// The text of an expression: providers are named, not computed.
fn text(expr: &ExprRef) -> &str {
    expr.file.tree.text(expr.file.tree.expr(expr.id).range)
}

/// Version constraints of a provider in one module: `required_providers`, in either form, and the argument `version` that
/// provider blocks once had.
fn constraints(instance: &ModuleInstance, provider: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for settings in &instance.module.settings {
        for required in settings.content.blocks_of("required_providers") {
            let Some(value) =
                required.content.value(provider).map(|expr| interpret::evaluate(expr, &Constants::default()))
            else {
                continue;
            };
            match value.entries() {
                Some(entries) => found.extend(entries.items.get("version").map(|entry| entry.value.clone())),
                None => found.push(value),
            }
        }
    }
    let of_provider = |(name, declaration): &(Box<str>, Declaration)| {
        let version = declaration.content.value("version").filter(|_| **name == *provider)?;
        Some(interpret::evaluate(version, &Constants::default()))
    };
    found.extend(instance.module.providers.iter().filter_map(of_provider));
    found
}
