//! `inspect --why`: how one value came about, drawn as a finding is.

use super::{text, without_secrets};
use crate::finding::{Finding, Label, Level, PolicyEntry};
use crate::model::build::{RootModel, Why};
use crate::model::plain::Plain;

/// One explanation for each root in which the address is declared; the same one only once.
pub fn explanations(models: &[RootModel]) -> Vec<Finding> {
    let mut shown: Vec<Finding> = Vec::new();
    for model in models {
        let Some(finding) = model.why.as_ref().map(|why| explanation(model, why)) else { continue };
        match shown.iter_mut().find(|known| known.message == finding.message && known.labels == finding.labels) {
            Some(known) => known.instances.extend(finding.instances),
            None => shown.push(finding),
        }
    }
    shown
}

fn explanation(model: &RootModel, why: &Why) -> Finding {
    let name = why.address.rsplit(['.', '"']).find(|part| !part.is_empty()).unwrap_or_default();
    let value = without_secrets(name, &why.value);
    let (message, reason) = match value {
        Plain::Unknown(reason) => {
            (format!("{} is unknown", why.address), Some(why.otherwise.clone().unwrap_or(reason)))
        }
        value => (format!("{} = {}", why.address, text::plain(&value)), None),
    };
    let set_by = why.set_by.as_ref().map(|what| format!("set by {what}"));
    let instance = crate::finding::Instance {
        address: why.address.clone(),
        root: model.path.clone(),
        var_files: model.var_files.clone(),
    };
    Finding {
        rule: "why".into(),
        level: Level::Note,
        message,
        labels: why.steps.iter().map(|(place, what)| Label::new(place.clone(), what.as_str())).collect(),
        notes: reason.into_iter().chain(set_by).collect(),
        help: None,
        instances: vec![instance],
        policy: PolicyEntry::default(),
        fixes: Vec::new(),
    }
}
