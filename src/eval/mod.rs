//! Terraform's meaning: expressions to values with their history. Pure, demand-driven, bounded.

pub mod number;
pub mod text;
pub mod trace;
pub mod types;
pub mod value;
