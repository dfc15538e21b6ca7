//! `msk-lint`: what will break in Kafka on Amazon MSK, shown where it is written.

pub mod eval;
pub mod facts;
pub mod finding;
pub mod model;
pub mod source;
pub mod syntax;
