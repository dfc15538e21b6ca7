//! The command from outside: arguments, files and exit codes in; text out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

mod allows;
mod arguments;
mod config;
mod fix;
mod formats;
mod harm;
mod hostile;
mod hosts;
mod inspect;
mod knowledge;
mod known;
mod own_rules;
mod pages;
mod progress;
mod project;
mod recommend;
mod report;
mod revisions;
mod secrets;
mod servers;
mod start;
mod validators;
mod watch;

#[path = "../support/unchecked.rs"]
mod unchecked;
