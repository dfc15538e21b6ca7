//! Why a value is what it is: the places it was made of, from where it is used back to where it was written.

use std::sync::Arc;

use super::origin;
use super::root::plain;
use crate::eval::trace::{Step, Trace};
use crate::eval::value::Reason;
use crate::facts::schema;
use crate::model::plain::Plain;
use crate::root::Root;
use crate::source::Place;

/// Most places of one explanation.
const MOST_PLACES: usize = 24;

/// A value with its history.
#[derive(Clone, Debug)]
pub struct Why {
    /// The address that was asked for.
    pub address: Arc<str>,
    /// The value.
    pub value: Plain,
    /// What decides where nothing is written.
    pub otherwise: Option<String>,
    /// What sets it where no file does: the command line or the environment.
    pub set_by: Option<String>,
    /// Places and what happens there, from the use back to the origin.
    pub steps: Vec<(Place, String)>,
}

/// Explains the value at an address; `None` when nothing is declared there.
pub(super) fn explain(root: &Root<'_>, address: &str) -> Option<Why> {
    let value = root.expanded(root.at(address)?);
    let mut steps = Vec::new();
    walk(&value.trace, &mut steps);
    let otherwise = value.as_unknown().and_then(|unknown| match &*unknown.reason {
        Reason::Resource { address, attribute } => {
            let default = schema::default(&address.kind, attribute)?;
            Some(format!("it is not written; the provider's default is {default}"))
        }
        _ => None,
    });
    let set_by = outside(&value.trace);
    Some(Why { address: address.into(), value: plain(&value), otherwise, set_by, steps })
}

/// The assignment at the origin of a value, if it stands in no file.
fn outside(trace: &Trace) -> Option<String> {
    let last = *trace.hops().last()?;
    match last.step() {
        Step::Assignment(what) if *last.place() == Place::Nowhere => Some(what.to_string()),
        _ => None,
    }
}

fn walk(trace: &Trace, steps: &mut Vec<(Place, String)>) {
    if steps.len() >= MOST_PLACES {
        return;
    }
    let what = match trace.step() {
        Step::Literal => "written here".to_owned(),
        Step::Computed(by) => format!("computed: {by}"),
        Step::Chosen => "chosen here".to_owned(),
        Step::Given => String::new(),
        _ => origin::words(trace).map(|words| words.to_string()).unwrap_or_default(),
    };
    let is_new = !steps.iter().any(|(place, _)| place == trace.place());
    if *trace.place() != Place::Nowhere && is_new {
        steps.push((trace.place().clone(), what));
    }
    trace.from().iter().for_each(|from| walk(from, steps));
}
