//! `msk-lint`: what will break in Kafka on Amazon MSK, shown where it is written.

pub mod source;
pub mod finding;
pub mod syntax;
pub mod eval;
pub mod terraform;
pub mod facts;
