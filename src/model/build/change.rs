//! What a plan does to a subject: the action, what forces a replacement, and the subject as it was.

use std::rc::Rc;

use super::Resources;
use super::fields::{Field, Fields};
use super::origin;
use crate::eval::value::ResourceAddress;
use crate::model::change::Change;
use crate::model::fact::Origin;

/// The change of a subject, whose prior form `build` makes too.
pub(super) fn of<T>(fields: &Fields<'_>, build: fn(&dyn Resources, &Rc<ResourceAddress>) -> T) -> Option<Change<T>> {
    let planned = fields.resources.change(&fields.address)?;
    let prior = planned.before.as_ref().and_then(|_| fields.resources.before());
    let at = |path: &str| match fields.get(path) {
        Field::Written(value) => origin::of(&value.trace),
        Field::Absent(place) => Origin::at(place),
    };
    Some(Change {
        action: planned.action,
        asked_for: planned.asked_for,
        replaced_by: planned.replaced_by.iter().map(|path| (path.clone(), at(path))).collect(),
        before: prior.map(|prior| Box::new(build(&*prior, &fields.address))),
    })
}
