//! Providers: the configuration of the default one, and which versions a root may install.

use std::rc::Rc;

use super::inputs::Constants;
use super::{ModuleInstance, Repetition, Root};
use crate::eval::interpret;
use crate::eval::value::Value;
use crate::source::Place;
use crate::terraform::module::Declaration;
use crate::terraform::provider_version::{self, Newest};

impl Root<'_> {
    /// `region` of the default configuration of a provider in the root module.
    pub fn provider_region(&self, provider: &str) -> Option<Value> {
        let instance = self.module_instance()?;
        let is_default = |(name, declaration): &&(Box<str>, Declaration)| {
            **name == *provider && declaration.content.value("alias").is_none()
        };
        let (_, declaration) = instance.module.providers.iter().find(is_default)?;
        let region = declaration.content.value("region")?;
        Some(interpret::evaluate(region, &self.scope(&instance, Repetition::Once)))
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
