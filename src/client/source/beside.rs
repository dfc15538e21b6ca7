//! Room for more settings beside those of a file: found in the text around one of them, the same for every format.

use super::entry::Entry;
use super::kind::Kind;
use super::reader::File;
use super::statements;
use crate::client::room::Room;

/// Room for settings whose keys begin with a prefix: behind the last entry that has them in the same map, else in the
/// nearest map around.
pub(super) fn room<'e>(file: &File, entries: impl IntoIterator<Item = &'e Entry>, prefix: &str) -> Option<Room> {
    let mut entries: Vec<&Entry> = entries.into_iter().filter(|entry| entry.span.file == file.id).collect();
    let has_map = entries.iter().any(|entry| !prefix.is_empty() && entry.key.starts_with(prefix));
    let shared = |entry: &Entry| entry.key.bytes().zip(prefix.bytes()).take_while(|(a, b)| a == b).count();
    entries.sort_by_key(|entry| (shared(entry), entry.span.range));
    entries.into_iter().rev().find_map(|entry| {
        let of_code = || statements::behind(file, entry).filter(|_| prefix.is_empty());
        behind(file, entry, prefix, has_map).or_else(of_code)
    })
}

/// How an entry is written.
struct Written<'t> {
    /// The key's part that stands here, without quotes.
    key: &'t str,
    /// What stands before it: quotes and the like.
    opening: &'t str,
    /// What stands between it and the value.
    between: &'t str,
    /// The value as it is written.
    value: &'t str,
    /// The part of the whole key that stands elsewhere, around it.
    outside: &'t str,
}

fn behind(file: &File, entry: &Entry, prefix: &str, has_map: bool) -> Option<Room> {
    let text = file.whole()?;
    let (start, end) = (entry.span.range.start as usize, entry.span.range.end as usize);
    let written = written(entry, text.get(start..end)?)?;
    let inside = prefix.strip_prefix(written.outside)?;
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indentation = Some(&text[line_start..start]).filter(|lead| lead.trim().is_empty());
    let has_commas = file.kind != Kind::Properties && ends_item(&text[end..]);
    let comma =
        text[end..].find(|letter| letter != ' ' && letter != '\t').filter(|at| text[end + at..].starts_with(','));
    let behind_comma = comma.filter(|_| has_commas).map_or(end, |at| end + at + 1);
    let style = Style { file, written: &written, inside };
    let Some(indentation) = indentation else {
        // Entries on one line are told apart by commas only.
        return has_commas.then(|| Room { at: file.span(end, end), ..style.room(", ", String::new()) });
    };
    let rest = text[behind_comma..].split(['\r', '\n']).next().unwrap_or_default();
    let is_last_on_line = rest.trim().is_empty() || ["#", "//"].iter().any(|mark| rest.trim_start().starts_with(mark));
    let at = if is_last_on_line { behind_comma + rest.len() } else { behind_comma };
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    // A map that is not there yet gets a line of its own where maps are nested by lines.
    let is_nested = file.kind == Kind::Yaml && !has_commas && !written.key.contains('.') && !has_map;
    let line = format!("{line_end}{indentation}");
    let room = match inside.strip_suffix('.').filter(|inside| is_nested && !inside.contains('.')) {
        Some(map) => {
            let step = indentation.len().checked_sub(outer_indentation(&text[..line_start], indentation.len()))?;
            let deeper = format!("{line}{}", " ".repeat(step.max(2)));
            Style { inside: "", ..style }.room(&deeper, format!("{line}{map}:"))
        }
        None => style.room(&line, String::new()),
    };
    Some(Room {
        at: file.span(at, at),
        comma_at: (has_commas && comma.is_none()).then(|| file.span(end, end)),
        separator: if has_commas { "," } else { "" },
        end: if has_commas && comma.is_some() { "," } else { "" },
        ..room
    })
}

/// What new entries have in common with one that is written.
struct Style<'a> {
    file: &'a File,
    written: &'a Written<'a>,
    /// The part of the prefix that has to be written.
    inside: &'a str,
}

impl Style<'_> {
    fn room(&self, lead: &str, head: String) -> Room {
        let (kind, written) = (self.file.kind, self.written);
        let quote_of = |text: &str| ["\"", "'"].into_iter().find(|quote| text.contains(quote));
        let is_code = !matches!(kind, Kind::Properties | Kind::Yaml | Kind::Environment);
        let quote = quote_of(written.opening).or_else(|| quote_of(written.value)).unwrap_or("\"");
        let number = written.value.trim_matches(['"', '\'']);
        let is_quoted_number = number.len() < written.value.len() && number.parse::<i64>().is_ok();
        // Values that stand below each other do so by blanks that only they need.
        let between = written.between.trim_end_matches(' ');
        let blank = if between.len() < written.between.len() { " " } else { "" };
        Room {
            at: self.file.span(0, 0),
            comma_at: None,
            head,
            before: format!("{lead}{}{}", written.opening, self.inside),
            between: format!("{between}{blank}"),
            separator: "",
            end: "",
            quote: if is_code { quote } else { "" },
            quotes_all: kind == Kind::Json || (is_code && is_quoted_number),
            on: if kind == Kind::Python { "True" } else { "true" },
            names_only: is_code && quote_of(written.opening).is_none(),
            variables: false,
            behind: String::new(),
        }
    }
}

/// The parts of an entry; nothing where it is not written as key and value in one piece.
fn written<'t>(entry: &'t Entry, text: &'t str) -> Option<Written<'t>> {
    let starts = std::iter::once(0).chain(entry.key.match_indices('.').map(|(at, _)| at + 1));
    let opening_end = text.find(|letter| !matches!(letter, '"' | '\'' | '[' | ':'))?;
    let at_start = |start: usize| {
        let key = entry.key[start..].trim_matches(['[', ']']);
        (!key.is_empty() && text[opening_end..].starts_with(key)).then_some((start, key))
    };
    let (start, key) = starts.into_iter().find_map(at_start)?;
    let rest = &text[opening_end + key.len()..];
    let closing = rest.find(|letter| !matches!(letter, '"' | '\'' | ']' | ' ' | '\t')).unwrap_or(rest.len());
    let sign = ["=>", "=", ":"].iter().find(|sign| rest[closing..].starts_with(**sign))?;
    let value = closing + sign.len();
    let value = value + rest[value..].find(|letter| letter != ' ' && letter != '\t')?;
    let (between, value) = rest.split_at(value);
    // A value that begins on a line of its own is a list or a block.
    let is_in_line = !value.starts_with(['\r', '\n', '|', '>']);
    is_in_line.then_some(Written { key, opening: &text[..opening_end], between, value, outside: &entry.key[..start] })
}

/// Whether what follows an entry, comments aside, tells it apart from the next or ends a list of entries.
fn ends_item(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start();
        if rest.starts_with('#') || rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, next)| next);
        } else {
            return rest.starts_with([',', '}', ')', ']']);
        }
    }
}

/// The indentation of the line that a line is nested in.
fn outer_indentation(before: &str, own: usize) -> usize {
    let indentations =
        before.lines().rev().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    indentations.map(|line| line.len() - line.trim_start().len()).find(|width| *width < own).unwrap_or(0)
}
