//! The editor: the same engine behind the Language Server Protocol. Types of the protocol and of JSON stay in here.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod documents;
mod folders;
mod handshake;
mod hints;
mod hover;
mod links;
mod messages;
mod navigation;
mod place;
mod position;
mod questions;
mod server;
mod transport;
mod uri;
mod view;
mod watch;
mod worker;

use std::io;
use std::time::Duration;

use lsp_server::Connection;

use crate::date::Date;
use crate::project;

/// What the command line says about a server.
#[derive(Clone, Debug)]
pub struct Options {
    /// What holds for every folder of the client; folder and paths are the client's.
    pub project: project::Options,
    /// The date of every look, in place of the system's.
    pub today: Option<Date>,
    /// How long to wait for the next keystroke.
    pub debounce: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { project: project::Options::default(), today: None, debounce: Duration::from_millis(150) }
    }
}

/// Serves a client over standard input and output, and gives the exit code.
///
/// # Errors
/// When no thread can be started.
pub fn run(options: &Options) -> io::Result<u8> {
    let (connection, threads) = transport::stdio()?;
    let code = serve(&connection, options);
    drop(connection);
    threads.finish();
    Ok(code)
}

/// Serves a client until it leaves, and gives the exit code: 0 after `shutdown`, else 1.
pub fn serve(connection: &Connection, options: &Options) -> u8 {
    server::serve(connection, options)
}
