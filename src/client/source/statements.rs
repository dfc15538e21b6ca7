//! Room for more settings behind a statement that sets one, `map.put("key", value);`, a call in a chain, and a variable of the
//! environment: each is written once more for every setting.

use super::entry::Entry;
use super::kind::Kind;
use super::reader::File;
use crate::client::room::Room;
use crate::source::Span;

/// The text around an entry.
struct Around<'t> {
    /// What stands before it on its line.
    lead: &'t str,
    /// The entry.
    text: &'t str,
    /// What stands behind it on its line.
    rest: &'t str,
    end: usize,
    line_end: &'static str,
}

impl<'t> Around<'t> {
    fn of(file: &'t File, span: Span) -> Option<Self> {
        let whole = file.whole().filter(|_| span.file == file.id)?;
        let (start, end) = (span.range.start as usize, span.range.end as usize);
        let lead = whole.get(..start)?.rsplit('\n').next()?;
        let rest = whole.get(end..)?.split(['\r', '\n']).next()?;
        let line_end = if whole.contains("\r\n") { "\r\n" } else { "\n" };
        Some(Self { lead, text: whole.get(start..end)?, rest, end, line_end })
    }

    /// The blanks that its line begins with.
    fn indentation(&self) -> &'t str {
        &self.lead[..self.lead.len() - self.lead.trim_start().len()]
    }
}

/// Room behind a statement or a call that sets an entry.
pub(super) fn behind(file: &File, entry: &Entry) -> Option<Room> {
    if matches!(file.kind, Kind::Properties | Kind::Yaml | Kind::Json | Kind::Hocon | Kind::Environment) {
        return None;
    }
    let around = Around::of(file, entry.span)?;
    if file.kind == Kind::Rust { in_chain(file, &around) } else { statement(file, entry, &around) }
}

/// `map.put("key", value);`, `map["key"] = value`
fn statement(file: &File, entry: &Entry, around: &Around<'_>) -> Option<Room> {
    let ended = around.rest.trim_start().strip_prefix(';');
    let end = if ended.is_some() { ";" } else { "" };
    let after = ended.unwrap_or(around.rest).trim_start();
    let is_last = after.is_empty() || ["//", "#"].iter().any(|mark| after.starts_with(mark));
    let lead = around.lead.trim();
    let is_first = lead.is_empty() || (file.kind == Kind::Go && lead == "_ =");
    let is_alone = is_first && is_last;
    // What shares its line stands behind a whole statement, or first in a block, and before the next or the end of the block.
    let is_one_of = (is_first || lead.ends_with([';', '{', '}'])) && (is_last || ended.is_some() || after == "}");
    // One that ends with a semicolon and has none yet goes on in the lines below.
    let goes_on = ended.is_none()
        && (matches!(file.kind, Kind::Java | Kind::CSharp)
            || file.whole()?.get(around.end..)?.trim_start().starts_with(['.', '?']));
    if !(is_alone || is_one_of) || goes_on || around.text.contains('\n') {
        return None;
    }
    let is_path = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '@'));
    let open = around.text.find(['(', '['])?;
    // What is called or indexed must be the map itself, not a part of a value.
    let (before, inside) = around.text.split_at(open + 1);
    if !is_path(&around.text[..open]) {
        return None;
    }
    let (rest, quote) = match inside.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = inside[1..].find(quote)? + 2;
            inside.get(1..end - 1).filter(|key| *key == entry.key)?;
            (&inside[end..], quote)
        }
        // A constant: a text means the same.
        _ if matches!(file.kind, Kind::Java | Kind::Kotlin | Kind::Scala) => {
            let end = inside.find([',', ']', ')'])?;
            inside.get(..end).filter(|key| is_path(key))?;
            (&inside[end..], '"')
        }
        _ => return None,
    };
    let sign = if before.ends_with('(') { "," } else { "]" };
    let mut value = rest.trim_start().strip_prefix(sign)?.trim_start();
    if sign == "]" {
        value = value.strip_prefix('=').filter(|value| !value.starts_with('='))?.trim_start();
    }
    let between = &rest[..rest.len() - value.len()];
    let closing = if sign == "," { ")" } else { "" };
    let value = value.strip_suffix(closing)?.trim_end();
    // The language, or the type of the map, may take texts only: a text is taken everywhere else too.
    let is_plain = value.parse::<f64>().is_ok() || matches!(value, "true" | "false" | "True" | "False");
    let takes_texts = matches!(file.kind, Kind::Java | Kind::Kotlin | Kind::Scala | Kind::CSharp | Kind::Go)
        || value.trim_matches(['"', '\'']).parse::<f64>().is_ok();
    let (at, lead) = match ended {
        _ if is_alone => (around.end + around.rest.len(), format!("{}{}", around.line_end, around.lead)),
        Some(ended) => (around.end + around.rest.len() - ended.len(), " ".to_owned()),
        None => (around.end, "; ".to_owned()),
    };
    Some(Room {
        behind: format!("{closing}{end}"),
        between: format!("{quote}{between}"),
        quote: if value.starts_with('\'') { "'" } else { "\"" },
        quotes_all: !is_plain && takes_texts,
        on: if file.kind == Kind::Python { "True" } else { "true" },
        ..room(file, at, format!("{lead}{before}{quote}"))
    })
}

/// `.set("key", "value")`, on a line of its own or in a row; `config.set("key", "value");`
fn in_chain(file: &File, around: &Around<'_>) -> Option<Room> {
    let object = around.lead.trim_end().strip_suffix(".set(")?;
    let behind = around.rest.trim_start().strip_prefix(')')?;
    let end = around.end + around.rest.len() - behind.len();
    let is_name = |name: &str| name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let own = object.trim();
    let is_statement = !own.is_empty() && is_name(own) && behind.trim_start().starts_with(';');
    let (at, before, after) = match () {
        () if own.is_empty() => (end, format!("{}{}.set(\"", around.line_end, around.indentation()), ")"),
        () if is_statement => {
            let at = around.end + around.rest.len();
            (at, format!("{}{}{own}.set(\"", around.line_end, around.indentation()), ");")
        }
        () => (end, ".set(\"".to_owned(), ")"),
    };
    Some(Room { behind: after.to_owned(), between: "\", ".to_owned(), ..room(file, at, before) })
}

/// Room behind the last of some variables of the environment, for those that begin with a prefix.
pub(super) fn behind_variables(file: &File, variables: &[Entry], prefix: &str) -> Option<Room> {
    let last = variables.iter().filter(|entry| entry.span.file == file.id).max_by_key(|entry| entry.span.range)?;
    let around = Around::of(file, last.span).filter(|around| !around.text.contains('\n'))?;
    let at = around.end + around.rest.len();
    let is_entry = around.text.starts_with(&last.key);
    if file.kind == Kind::Environment {
        let value = around.text.split_once('=')?.1.trim_start();
        let quote = ["\"", "'"].into_iter().find(|quote| value.starts_with(quote)).unwrap_or_default();
        // One that does not end here goes on in the lines below.
        let goes_on = around.text.ends_with('\\') || around.rest.trim_end().ends_with('\\');
        if value.len() == quote.len() || !value.ends_with(quote) || goes_on {
            return None;
        }
        let before = format!("{}{}{prefix}", around.line_end, around.lead);
        return Some(Room { between: "=".to_owned(), quote, ..room(file, at, before) }).filter(|_| is_entry);
    }
    if file.kind != Kind::Yaml || !around.lead.trim().is_empty() {
        return None;
    }
    let line = format!("{}{}", around.line_end, around.lead);
    if is_entry {
        return Some(Room { between: ": ".to_owned(), ..room(file, at, format!("{line}{prefix}")) });
    }
    // `- name: …` on the line before.
    let start = last.span.range.start as usize - around.lead.len();
    let name_line = file.whole()?.get(..start)?.trim_end_matches(['\r', '\n']).rsplit('\n').next()?;
    let name_lead = name_line.find("- name:").map(|at| &name_line[..at]).filter(|lead| lead.trim().is_empty())?;
    let before = format!("{}{name_lead}- name: {prefix}", around.line_end);
    let between = format!("{line}value: ");
    Some(Room { between, ..room(file, at, before) }).filter(|_| around.text.starts_with("value:"))
}

/// Room for texts at a place.
fn room(file: &File, at: usize, before: String) -> Room {
    Room {
        at: file.span(at, at),
        comma_at: None,
        head: String::new(),
        before,
        between: String::new(),
        separator: "",
        end: "",
        quote: "\"",
        quotes_all: true,
        on: "true",
        names_only: false,
        variables: matches!(file.kind, Kind::Environment | Kind::Yaml),
        behind: String::new(),
    }
}
