//! Files that configure clients: which they are, and what they say. The formats know nothing of Kafka, the frameworks
//! nothing of spans.

mod application;
mod beside;
pub mod entry;
pub mod kind;
mod reader;

#[cfg(feature = "code")]
mod code;
mod connect;
mod embedded;
mod environment;
mod hocon;
mod java;
mod kubernetes;
mod made;
mod properties;
mod quarkus;
mod spring;
mod surroundings;
mod versions;
mod yaml;

pub use embedded::read as read_embedded;
pub use kind::{Kind, MAX_SIZE, kind, speaks_of_kafka};
pub use reader::{File, Surroundings, read};
pub use surroundings::Nearby;
