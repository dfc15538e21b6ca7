//! `msk-lint`: what will break in Kafka on Amazon MSK, shown where it is written.

pub mod allow;
pub mod analysis;
pub mod check;
pub mod cli;
pub mod client;
pub mod coverage;
pub mod date;
pub mod discover;
pub mod eval;
pub mod facts;
pub mod files;
pub mod finding;
pub mod fix;
pub mod inspect;
pub mod lint;
pub mod model;
pub mod one_cause;
pub mod plan;
pub mod policy;
pub mod report;
pub mod root;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod terraform;
pub mod workspace;
