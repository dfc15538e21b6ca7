//! Options with a library's own names and constants, as they reach the library that decides.

use crate::client::Style;
use crate::client::library::{Library, Role};
use crate::client::names::own_option;
use crate::client::source::entry::{Entry, Passed, Text};

/// Where @confluentinc/kafka-javascript has the options of kafkajs.
const KAFKAJS_BLOCK: &str = "kafkaJS.";

/// An entry as the library gets it; nothing where it has no such option and drops it.
pub(super) fn passed(library: Library, role: Role, entry: &Entry) -> Option<Passed<'_>> {
    let (key, is_own) = match library {
        Library::ConfluentJavaScript => match entry.key.strip_prefix(KAFKAJS_BLOCK) {
            Some(key) => (key, true),
            None => (&*entry.key, false),
        },
        // `Set` takes librdkafka's own names.
        Library::ConfluentDotnet => (&*entry.key, !entry.key.contains('.')),
        _ => (&*entry.key, library.options().is_some()),
    };
    let row = is_own.then(|| own_option(library, role, key)).flatten();
    let translates = library.options() != library.family().options();
    let mut passed = match row {
        Some(row) if translates => entry.renamed(row.property),
        None if translates && is_own => return None,
        _ => entry.renamed(key),
    };
    // A number without a unit is one of nanoseconds.
    if library.family().is_compiled()
        && row.is_some_and(|row| row.property.ends_with(".ms"))
        && entry.style == Style::Code
    {
        let number = entry.value.known().and_then(|text| text.parse::<i64>().ok());
        passed.value = number.map_or(passed.value, |number| Text::Known((number / 1_000_000).to_string()));
        passed.style = Style::Duration("time".into());
    }
    // What has Go's zero value is not set, but for the acknowledgements that a writer waits for.
    if library == Library::Segmentio && key != "RequiredAcks" && matches!(passed.value.known(), Some("0" | "")) {
        return None;
    }
    if let (Text::Member(name), Some(row)) = (&entry.value, row)
        && let Some((path, member)) = name.rsplit_once('.')
        && let Some((_, meaning)) = row.words.iter().find(|(word, _)| *word == member)
    {
        passed.value = Text::Known((*meaning).to_owned());
        passed.style = Style::Member(path.into(), row.words);
    }
    Some(passed)
}
