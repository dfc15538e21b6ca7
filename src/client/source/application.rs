//! What a whole Ruby application does about errors: whether something in it may stop or reload a client.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;

use crate::client::Application;
use crate::files::Files;

/// Most folders and files of an application that are looked at, and most bytes.
const MOST: usize = 20_000;
const MOST_BYTES: usize = 64 << 20;

/// Folders whose code is not the application's own, or does not run in it.
const OTHERS: &[&str] = &["spec", "test", "vendor", "node_modules", "tmp", "log", "public"];

/// The application in a folder; nothing where it is too large to be read as a whole.
pub(super) fn read(files: &dyn Files, root: &Path) -> Option<Application> {
    let texts = texts(files, root)?;
    let some = |is_meant: &dyn Fn(&[u8]) -> bool| texts.iter().any(|text| is_meant(text));
    let may_stop = some(&|text| has(text, STOPS) || (has(text, ERRORS) && has(text, STOPS_AFTER_ERROR)))
        || texts.iter().flat_map(|text| listeners(text)).any(|name| !is_known(&name, &texts));
    Some(Application { may_stop, may_reload: some(&|text| has(text, RELOADS)) })
}

/// The words of what reacts to errors.
const ERRORS: &[&str] = &["error.occurred", "error_occurred"];
/// The words of what stops the process wherever it stands.
const STOPS: &[&str] = &["unknown_partition", "LivenessListener", "Process.kill", "Server.stop", "exit!"];
/// The words of what stops it beside something that reacts to errors.
const STOPS_AFTER_ERROR: &[&str] = &["exit", "abort", "raise", "throw", "stop"];
/// The words of what makes a producer anew.
const RELOADS: &[&str] = &["idempotent_fatal_error", ".fatal?", ":fatal", "fatal_error?"];

fn has(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| memmem::find(text, word.as_bytes()).is_some())
}

/// The Ruby files of an application.
fn texts(files: &dyn Files, root: &Path) -> Option<Vec<Arc<[u8]>>> {
    let mut waiting: Vec<PathBuf> = vec![root.to_path_buf()];
    let (mut seen, mut bytes, mut found) = (0, 0, Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in files.list(&folder).ok()? {
            seen += 1;
            let is_own = !entry.name.starts_with('.') && !OTHERS.contains(&&*entry.name);
            let path = folder.join(&entry.name);
            if entry.is_folder() && is_own {
                waiting.push(path);
            } else if entry.is_file() && entry.name.ends_with(".rb") {
                let text = files.read(&path).ok()?;
                bytes += text.len();
                found.push(text);
            }
        }
        if seen > MOST || bytes > MOST_BYTES {
            return None;
        }
    }
    Some(found)
}

/// The names of the listeners that are subscribed to everything; events and blocks have none.
fn listeners(text: &[u8]) -> Vec<String> {
    const CALL: &str = "monitor.subscribe";
    let named = |at: usize| {
        let rest =
            String::from_utf8_lossy(text.get(at + CALL.len()..)?.split(|byte| *byte == b'\n').next()?).into_owned();
        let rest = rest.trim_start_matches(['(', ' ']);
        let end =
            rest.find(|letter: char| !letter.is_alphanumeric() && letter != ':' && letter != '_').unwrap_or(rest.len());
        let is_event = rest.starts_with(['\'', '"']) || (rest.starts_with(':') && !rest.starts_with("::"));
        (!is_event).then(|| rest[..end].trim_start_matches(':').to_owned())
    };
    memmem::find_iter(text, CALL).filter_map(named).collect()
}

/// Whether what a listener does is known: Karafka's own only write and count, the others' classes are here.
fn is_known(listener: &str, texts: &[Arc<[u8]>]) -> bool {
    let class = format!("class {}", listener.rsplit("::").next().unwrap_or_default());
    let is_class = listener.starts_with(|first: char| first.is_ascii_uppercase());
    let is_karafka = ["Karafka::", "WaterDrop::"].iter().any(|module| listener.starts_with(module));
    is_karafka || (is_class && texts.iter().any(|text| memmem::find(text, class.as_bytes()).is_some()))
}
