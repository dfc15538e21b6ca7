//! The run itself: reported by the stage that notices it, so there is nothing to check here.

use super::Group;

pub(super) const GROUP: Group = Group { title: "About the run itself", rules: &[] };
