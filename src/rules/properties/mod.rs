//! The lines of `server_properties`: what Kafka knows, what MSK takes, what the author meant.

use super::Group;

pub(super) const GROUP: Group = Group { title: "server_properties", rules: &[] };
