//! Terraform's meaning: expressions to values with their history. Pure, demand-driven, bounded.

pub mod access;
pub mod convert;
pub mod equality;
pub mod functions;
pub mod limits;
pub mod number;
pub mod operators;
pub mod text;
pub mod trace;
pub mod types;
pub mod value;
