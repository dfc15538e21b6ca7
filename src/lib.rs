//! `msk-lint`: what will break in Kafka on Amazon MSK, shown where it is written.

pub mod eval;
pub mod finding;
pub mod source;
pub mod rules;
pub mod syntax;
