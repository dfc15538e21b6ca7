//! The Terraform provider: the same rules, asked by Terraform while it plans.
//!
//! `plugin` is a process that a host starts, `wire` what travels, `encoding` values on the way. What is asked becomes a
//! `subject` in the shape of resources, goes through the model and the rules like everything else, and comes back as a
//! `verdict`. Only here are there sockets and threads; nothing depends on files, the environment or the clock.

mod data;
mod diagnostics;
pub mod docs;
mod encoding;
mod fault;
mod functions;
mod made;
mod options;
pub mod plugin;
mod schema;
mod service;
mod subject;
mod types;
mod verdict;
pub mod wire;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

pub use service::MskLint;

/// The provider's address in the public registry, which is also what `--debug` attaches.
const ADDRESS: &str = "registry.terraform.io/msk-lint/msklint";

/// Runs the provider: for the host that started the process, or for any with `--debug`.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().skip(1).collect();
    let served = match &words[..] {
        [] => match plugin::Host::read(std::env::var_os::<&str>) {
            Ok(host) => plugin::serve(MskLint::default(), &host),
            Err(refusal) => Err(io::Error::other(refusal.to_string())),
        },
        [word] if word == "--debug" => plugin::serve_attached(MskLint::default(), ADDRESS),
        _ => Err(io::Error::other(plugin::Refusal::NoHost.to_string())),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
