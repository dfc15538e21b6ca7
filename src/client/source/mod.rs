//! Files that configure clients: which they are, and what they say. The formats know nothing of Kafka, the frameworks
//! nothing of spans.

pub mod entry;
pub mod kind;
mod reader;

mod connect;
mod java;
mod properties;
mod spring;
mod surroundings;
mod versions;

pub use kind::{Kind, kind, speaks_of_kafka};
pub use reader::{File, Surroundings, read};
pub use surroundings::Nearby;
