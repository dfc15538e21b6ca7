//! What is found about clients.

use msk_lint::rules::{self, Check};

#[path = "memory.rs"]
mod memory;

pub use memory::{analyse, lint};

/// Whether a rule is about clients, or about the run.
pub fn is_about_clients(name: &str) -> bool {
    rules::find(name).is_some_and(|rule| matches!(rule.check, Check::Client(_) | Check::Run))
}
