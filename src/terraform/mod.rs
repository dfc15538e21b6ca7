//! Terraform's files as Terraform sees them: modules of variables, locals, resources, calls and outputs. No values yet.

pub mod content;
pub mod file;
mod json;
pub mod lower;
pub mod module;
pub mod provider_version;
pub mod type_constraint;
