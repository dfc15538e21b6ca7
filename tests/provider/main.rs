//! The provider, asked by the real `terraform`. Where that is missing the tests say so, and fail in CI.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod calls;
mod docs;
#[cfg(unix)]
mod host;
mod process;
mod release;
mod terraform;
mod workdir;

#[path = "../support/unchecked.rs"]
mod unchecked;
