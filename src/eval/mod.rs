//! Terraform's meaning: expressions to values with their history. Pure, demand-driven, bounded.
//!
//! Knows nothing of modules, variables or resources: those are names that a [`scope::Scope`] resolves.

pub mod access;
pub mod alternatives;
mod call;
mod condition;
pub mod convert;
pub mod equality;
pub mod files;
pub mod for_expression;
pub mod functions;
pub mod interpret;
pub mod limits;
pub mod number;
pub mod operators;
pub mod render;
pub mod scope;
mod template;
pub mod text;
pub mod trace;
pub mod types;
pub mod value;
