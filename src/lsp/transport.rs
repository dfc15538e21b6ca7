//! Messages over standard input and output. What is no message is answered as JSON-RPC says, and the next one is read.

use std::io::{self, BufRead, Read, Write};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use lsp_server::{Connection, Message};
use serde_json::{Value as Json, json};

/// Largest message that is read, in bytes.
const MOST: usize = 256 << 20;

/// The threads that read and write.
pub(super) struct Threads {
    writer: JoinHandle<io::Result<()>>,
}

impl Threads {
    /// Waits until everything is written. The reader may wait for the client for ever.
    pub(super) fn finish(self) {
        let _ = self.writer.join();
    }
}

/// A connection over standard input and output.
pub(super) fn stdio() -> io::Result<(Connection, Threads)> {
    let (sender, outgoing) = bounded::<Message>(64);
    let (incoming, receiver) = bounded::<Message>(64);
    thread::Builder::new().name("reader".to_owned()).spawn(move || read_all(&incoming))?;
    let writer = thread::Builder::new().name("writer".to_owned()).spawn(move || write_all(&outgoing))?;
    Ok((Connection { sender, receiver }, Threads { writer }))
}

fn write_all(messages: &Receiver<Message>) -> io::Result<()> {
    messages.into_iter().try_for_each(|message| message.write(&mut io::stdout().lock()))
}

fn read_all(messages: &Sender<Message>) {
    let mut input = io::stdin().lock();
    while let Ok(Some(body)) = body(&mut input) {
        match parsed(&body) {
            Ok(message) => {
                let is_exit = matches!(&message, Message::Notification(notification) if notification.method == "exit");
                if messages.send(message).is_err() || is_exit {
                    return;
                }
            }
            Err(Refused { id, code, message }) => {
                let answer = json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}});
                let body = answer.to_string();
                let mut out = io::stdout().lock();
                let written = write!(out, "Content-Length: {}\r\n\r\n{body}", body.len()).and_then(|()| out.flush());
                if written.is_err() {
                    return;
                }
            }
        }
    }
}

/// The body of the next message; nothing at the end of the input.
///
/// # Errors
/// When the input is no stream of messages: where the next one begins is not known then.
fn body(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.take(1 << 12).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_end();
        match (header.is_empty(), length) {
            (true, Some(length)) => {
                let mut body = Vec::new();
                let read = input.take(length).read_to_end(&mut body)?;
                return Ok((read as u64 == length).then_some(body));
            }
            // Blank lines between messages harm nobody.
            (true, None) => {}
            (false, _) => {
                let (name, value) = header.split_once(':').unwrap_or((header, ""));
                if name.trim().eq_ignore_ascii_case("Content-Length") {
                    let value = value.trim().parse().ok().filter(|length| *length <= MOST as u64);
                    length = Some(value.ok_or(io::ErrorKind::InvalidData)?);
                }
            }
        }
    }
}

/// Why a body is no message.
struct Refused {
    id: Json,
    code: i32,
    message: String,
}

fn parsed(body: &[u8]) -> Result<Message, Refused> {
    let json: Json = serde_json::from_slice(body).map_err(|error| Refused {
        id: Json::Null,
        code: lsp_server::ErrorCode::ParseError as i32,
        message: error.to_string(),
    })?;
    let id = json.get("id").filter(|id| id.is_string() || id.is_i64()).cloned().unwrap_or(Json::Null);
    // An error that the client could not tie to a request of ours is nothing to answer.
    let is_answer = json.get("method").is_none() && (json.get("result").is_some() || json.get("error").is_some());
    serde_json::from_value(json).map_err(|error| Refused {
        id: if is_answer { Json::Null } else { id },
        code: lsp_server::ErrorCode::InvalidRequest as i32,
        message: format!("this is no message of JSON-RPC: {error}"),
    })
}
