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
mod statements;
mod surroundings;
mod versions;
mod yaml;

pub use embedded::read as read_embedded;
pub use kind::{Kind, MAX_SIZE, kind, patterns, speaks_of_kafka};
pub use reader::{File, Surroundings, read};
pub use spring::names as names_of_spring;
pub use surroundings::Nearby;

/// Glob patterns of the files in which versions of libraries are looked for, below any folder.
pub fn manifests() -> impl Iterator<Item = &'static str> {
    versions::files().chain(["Gemfile"])
}

/// Whether some bytes of a text of code are a comment.
#[cfg(feature = "code")]
pub fn is_comment(kind: Kind, text: &str, range: std::ops::Range<usize>) -> bool {
    code::is_comment(kind, text, range)
}

/// Whether some bytes of a text of code are a comment: no code is read.
#[cfg(not(feature = "code"))]
pub fn is_comment(_: Kind, _: &str, _: std::ops::Range<usize>) -> bool {
    false
}
