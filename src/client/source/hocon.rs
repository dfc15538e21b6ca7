//! HOCON to entries: the settings of Akka's and Pekko's Kafka connectors, as Play, Lagom and others have them.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Text, settings};
use super::java;
use super::reader::{File, Surroundings, client};
use crate::client::library::{Library, Role};
use crate::client::{Client, Style};

/// Deepest nesting.
const DEPTH: usize = 64;
/// Most entries of a file, and the longest path of one in bytes.
const MOST: usize = 20_000;
const LONGEST_KEY: usize = 1_000;

/// What a file says.
#[derive(Debug, Default)]
struct Read {
    entries: Vec<Entry>,
    /// Paths whose settings come from elsewhere too; all of them where another file is included.
    open: Vec<String>,
}

/// The part of a path above which a client is named, and below which its library's settings stand.
const PASSED_ON: &str = "kafka-clients.";

/// The clients of the settings below every `kafka-clients`.
pub(super) fn read(file: &File, around: &dyn Surroundings) -> Vec<Client> {
    let Some(text) = file.whole() else { return Vec::new() };
    let mut reader = Reader { file, text, at: 0, read: Read::default() };
    reader.skip_blank();
    let is_braced = reader.take('{');
    reader.members("", DEPTH);
    if is_braced {
        reader.take('}');
    }
    let read = reader.read;
    let open: BTreeSet<&str> = read.open.iter().map(String::as_str).collect();
    let mut owners: BTreeMap<&str, Vec<(&str, &Entry)>> = BTreeMap::new();
    for entry in &read.entries {
        if let Some((owner, key)) = entry.key.split_once(PASSED_ON) {
            owners.entry(owner).or_default().push((key, entry));
        }
    }
    owners.iter().flat_map(|(owner, below)| of_owner(file, around, &open, owner, below)).collect()
}

fn of_owner(
    file: &File,
    around: &dyn Surroundings,
    open: &BTreeSet<&str>,
    owner: &str,
    below: &[(&str, &Entry)],
) -> Vec<Client> {
    let prefix = format!("{owner}{PASSED_ON}");
    let below = || below.iter().copied();
    let name = owner.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    let roles = match (last.contains("producer"), last.contains("consumer")) {
        (true, false) => vec![Role::Producer],
        (false, true) => vec![Role::Consumer],
        _ => java::roles(below().map(|(key, _)| key)),
    };
    let is_open = open.contains("") || prefix.match_indices('.').any(|(at, _)| open.contains(&prefix[..at]));
    let of_role = |role: Role| {
        let passed = below().map(|(key, entry)| entry.renamed(key));
        let address = if name.is_empty() { PASSED_ON.trim_end_matches('.') } else { name };
        let made = client(file, around, Library::Java, role, address, settings(Library::Java, role, passed))?;
        Some(Client { complete: !is_open, ..made })
    };
    roles.into_iter().filter_map(of_role).collect()
}

struct Reader<'f> {
    file: &'f File,
    text: &'f str,
    at: usize,
    read: Read,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn take(&mut self, letter: char) -> bool {
        let is_there = self.peek() == Some(letter);
        if is_there {
            self.skip();
        }
        is_there
    }

    /// Blanks, line breaks, commas and comments.
    fn skip_blank(&mut self) {
        loop {
            match self.peek() {
                Some(letter) if letter.is_whitespace() || letter == ',' || letter == '\u{feff}' => self.skip(),
                Some('#') => self.skip_line(),
                Some('/') if self.rest().starts_with("//") => self.skip_line(),
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.skip();
        }
    }

    /// The members of an object, up to its end or that of the file.
    fn members(&mut self, prefix: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            self.at = self.text.len();
            return;
        };
        loop {
            self.skip_blank();
            match self.peek() {
                None | Some('}') => return,
                Some(']' | ':' | '=' | '+' | '[' | '{') => {
                    self.skip();
                    continue;
                }
                _ => {}
            }
            if self.read.entries.len() >= MOST {
                self.at = self.text.len();
                return;
            }
            if self.rest().starts_with("include") && self.rest()[7..].starts_with([' ', '\t', '"', '(']) {
                self.read.open.push(prefix.trim_end_matches('.').to_owned());
                self.skip_line();
                continue;
            }
            let start = self.at;
            let key = format!("{prefix}{}", self.key());
            if key.len() > LONGEST_KEY {
                self.at = self.text.len();
                return;
            }
            self.skip_spaces();
            match self.peek() {
                Some('{') => self.object(&key, depth),
                Some('=' | ':' | '+') => {
                    let adds = self.take('+');
                    self.skip();
                    self.skip_value_blank();
                    self.value(key, start, adds, depth);
                }
                _ => self.skip_line(),
            }
        }
    }

    fn skip_value_blank(&mut self) {
        while self.peek().is_some_and(|letter| letter.is_whitespace()) {
            self.skip();
        }
    }

    fn object(&mut self, key: &str, depth: usize) {
        self.skip();
        self.members(&format!("{key}."), depth);
        self.take('}');
    }

    /// A path: bare parts and quoted ones, joined with dots.
    fn key(&mut self) -> String {
        let mut key = String::new();
        while let Some(letter) = self.peek() {
            match letter {
                '"' => key += &self.quoted(),
                '=' | ':' | '{' | '}' | '+' | '\n' | ',' | '[' | ']' => break,
                _ => {
                    key.push(letter);
                    self.skip();
                }
            }
        }
        key.trim().to_owned()
    }

    /// The text of a string in quotes.
    fn quoted(&mut self) -> String {
        self.skip();
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.skip();
            match letter {
                '"' | '\n' => break,
                '\\' => {
                    text.extend(self.peek());
                    self.skip();
                }
                letter => text.push(letter),
            }
        }
        text
    }

    /// A value: an object, or text, which several parts on a line make up.
    fn value(&mut self, key: String, start: usize, adds: bool, depth: usize) {
        let from = self.at;
        let mut parts: Vec<Text> = Vec::new();
        let mut literal = None;
        let is_optional = self.rest().starts_with("${?");
        loop {
            self.skip_spaces();
            let at = self.at;
            match self.peek() {
                None | Some('\n' | '\r' | ',' | '}' | ']' | '#') => break,
                Some('/') if self.rest().starts_with("//") => break,
                Some('{') => {
                    // An object behind a substitution lies over what that stands for.
                    if !parts.is_empty() {
                        self.read.open.push(key.clone());
                    }
                    self.object(&key, depth);
                    return;
                }
                Some('[') => parts.push(self.list(depth)),
                Some('$') if self.rest().starts_with("${") => {
                    self.at += self.rest().find('}').map_or(self.rest().len(), |end| end + 1);
                    parts.push(Text::Unknown("another setting or the environment decides it".into()));
                }
                Some('"') if self.rest().starts_with("\"\"\"") => {
                    let inside = self.at + 3;
                    let end = self.text[inside..].find("\"\"\"").map_or(self.text.len(), |end| inside + end);
                    parts.push(Text::Known(self.text[inside..end].to_owned()));
                    self.at = (end + 3).min(self.text.len());
                }
                Some('"') => {
                    let text = self.quoted();
                    literal = (at + 1 + text.len() + 1 == self.at).then_some((at + 1, at + 1 + text.len()));
                    parts.push(Text::Known(text));
                }
                Some(_) => {
                    let stop = |letter: char| "\n\r,}]#\"$[{".contains(letter);
                    let end = self.rest().find(stop).unwrap_or(self.rest().len());
                    let end = self.rest()[..end].find("//").unwrap_or(end).max(1);
                    let end = (at..=at + end).rev().find(|end| self.text.is_char_boundary(*end)).unwrap_or(at);
                    let text = self.text[at..end].trim_end();
                    if text.is_empty() {
                        self.skip();
                        continue;
                    }
                    literal = Some((at, at + text.len()));
                    parts.push(Text::Known(text.to_owned()));
                    self.at = at + text.len();
                }
            }
        }
        let end = from + self.text[from..self.at].trim_end().len();
        // A substitution that may be missing leaves what stood there before: nobody can tell which it is.
        let is_nothing = parts.is_empty();
        let value = match &parts[..] {
            [Text::Known(text)] if !adds => Text::written(text),
            [] => Text::Known(String::new()),
            parts if parts.iter().all(|part| part.known().is_some()) && !adds => {
                Text::written(&parts.iter().filter_map(Text::known).collect::<Vec<_>>().join(" "))
            }
            _ if is_optional => Text::Unknown("the environment may set it".into()),
            _ => Text::Unknown("another setting or the environment decides it".into()),
        };
        let literal = literal.filter(|_| parts.len() == 1).map(|(start, end)| self.file.span(start, end));
        // What a substitution stands for may be an object of settings.
        if parts.iter().any(|part| part.known().is_none()) {
            self.read.open.push(key.clone());
        }
        if !is_nothing {
            let span = self.file.span(start, end.max(start));
            self.read.entries.push(Entry { key, value, span, literal, style: Style::Text });
        }
    }

    /// The items of a list joined with commas.
    fn list(&mut self, depth: usize) -> Text {
        self.skip();
        let mut items = Vec::new();
        let mut is_known = depth > 0;
        loop {
            self.skip_blank();
            match self.peek() {
                None => break,
                Some(']') => {
                    self.skip();
                    break;
                }
                Some('"') => items.push(self.quoted()),
                Some('[') if depth > 0 => {
                    is_known = false;
                    self.list(depth - 1);
                }
                Some('{' | '$') => {
                    is_known = false;
                    self.skip_balanced();
                }
                Some(_) => {
                    let end = self.rest().find(['\n', ',', ']', '#', '}']).unwrap_or(self.rest().len());
                    let item = self.rest()[..end].trim().to_owned();
                    if item.is_empty() {
                        self.skip();
                    } else {
                        self.at += end;
                        items.push(item);
                    }
                }
            }
        }
        if is_known { Text::Known(items.join(",")) } else { Text::Unknown("it is no list of texts".into()) }
    }

    /// Something in braces that is of no interest.
    fn skip_balanced(&mut self) {
        let mut depth = 0_usize;
        while let Some(letter) = self.peek() {
            match letter {
                '"' => drop(self.quoted()),
                '{' => {
                    depth += 1;
                    self.skip();
                }
                '}' => {
                    self.skip();
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return;
                    }
                }
                '\n' | ',' | ']' if depth == 0 => return,
                _ => self.skip(),
            }
        }
    }
}
