//! Shell text to simple commands: words with their quotes, continued lines, comments and here-documents. What the shell
//! fills in is unknown.

use super::parts::{Dialect, Part};
use crate::eval::text::{SegmentKind, Text, TextBuilder};
use crate::eval::trace::Trace;
use crate::eval::value::{Reason, Unknown};
use crate::source::{FileId, Place, Span, TextRange};

/// Deepest nesting of `$( … )`.
const DEPTH: usize = 16;
/// Most commands of a file.
const MOST: usize = 10_000;
/// Words behind which a command begins, and those whose arguments are assignments.
const KEYWORDS: &[&str] = &["do", "elif", "else", "if", "then", "time", "until", "while", "{", "!"];
const ASSIGNING: &[&str] = &["alias", "declare", "env", "export", "local", "readonly", "typeset"];

/// What a text of the shell's says.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Simple commands, in order; those inside of `$( … )` before the one around them.
    pub(super) commands: Vec<Vec<Text>>,
    /// What variables are set to, or to what they fall back.
    pub(super) assignments: Vec<(String, Text)>,
}

/// Reads the parts of a file that hold commands.
pub(super) fn read(file: FileId, text: &str, parts: &[Part]) -> Script {
    let mut script = Script::default();
    for part in parts {
        let (start, end) = (part.range.start, part.range.end);
        let Some(text) = text.get(..end).filter(|text| text.is_char_boundary(start)) else { continue };
        let mut reader =
            Reader { text, file, at: start, dialect: part.dialect, waiting: Vec::new(), script: &mut script };
        match &part.name {
            Some(name) => {
                let value = reader.value(DEPTH);
                script.assignments.push((name.clone(), value));
            }
            None => reader.commands(DEPTH, false),
        }
    }
    script
}

struct Reader<'t> {
    text: &'t str,
    file: FileId,
    at: usize,
    dialect: Dialect,
    /// Marks that end the here-documents of this line.
    waiting: Vec<String>,
    script: &'t mut Script,
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

    /// Commands up to the end, or to the bracket that closes `$(`.
    fn commands(&mut self, depth: usize, is_nested: bool) {
        let mut words = Vec::new();
        let mut open = 0_usize;
        while self.script.commands.len() < MOST {
            let Some(letter) = self.peek() else { break };
            match letter {
                ' ' | '\t' | '\r' => self.skip(),
                '\\' if self.is_continued() => self.skip_continuation(),
                '#' => self.skip_line(),
                '\n' => {
                    self.skip();
                    self.finish(&mut words);
                    self.skip_here_documents();
                }
                ')' if is_nested && open == 0 => {
                    self.skip();
                    break;
                }
                // Arithmetic, whose `<<` begins no here-document.
                '(' if self.rest().starts_with("((") => self.skip_balanced('(', ')'),
                '(' if words.last().is_some_and(is_array) => self.array(&mut words, depth),
                ';' | '&' | '|' | '(' | ')' => {
                    open = if letter == '(' { open + 1 } else { open.saturating_sub(usize::from(letter == ')')) };
                    self.skip();
                    self.finish(&mut words);
                }
                '<' | '>' => self.redirection(depth),
                _ => {
                    let word = self.word(depth);
                    words.push(word);
                }
            }
        }
        self.finish(&mut words);
    }

    fn finish(&mut self, words: &mut Vec<Text>) {
        let is = |word: &Text, names: &[&str]| word.is_known() && names.contains(&word.as_str());
        let keywords = words.iter().take_while(|word| is(word, KEYWORDS)).count();
        if let [first, name, within, values @ ..] = &words[keywords..]
            && is(first, &["for", "select"])
            && is(within, &["in"])
        {
            let values = values.iter().map(|value| (name.as_str().to_owned(), value.clone()));
            self.script.assignments.extend(values);
        }
        for word in &words[keywords..] {
            match assignment(word) {
                Some(assignment) => self.script.assignments.push(assignment),
                None if is(word, ASSIGNING) || word.known_prefix().starts_with('-') => {}
                None => break,
            }
        }
        if !words.is_empty() {
            self.script.commands.push(std::mem::take(words));
        }
    }

    /// The items of `NAME=( … )`.
    fn array(&mut self, words: &mut Vec<Text>, depth: usize) {
        let name = words.pop().and_then(|word| assignment(&word)).map(|(name, _)| name).unwrap_or_default();
        self.skip();
        while let Some(letter) = self.peek() {
            match letter {
                ')' => return self.skip(),
                '#' => self.skip_line(),
                letter if letter.is_whitespace() || ";&|(<>".contains(letter) => self.skip(),
                _ => {
                    let item = self.word(depth);
                    self.script.assignments.push((name.clone(), item));
                }
            }
        }
    }

    fn is_continued(&self) -> bool {
        let after = self.rest().strip_prefix('\\').unwrap_or_default();
        after.starts_with('\n') || after.starts_with("\r\n")
    }

    fn skip_continuation(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
        // Make takes the tab of the next line away; to the shell blanks are blanks.
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn redirection(&mut self, depth: usize) {
        let is_here = self.rest().starts_with("<<") && !self.rest().starts_with("<<<");
        while matches!(self.peek(), Some('<' | '>' | '&' | '-' | '|' | ' ' | '\t')) {
            self.skip();
        }
        if matches!(self.peek(), None | Some('\n' | '(' | ')' | ';')) {
            return;
        }
        let word = self.word(depth);
        if is_here {
            self.waiting.push(word.as_str().to_owned());
        }
    }

    fn skip_here_documents(&mut self) {
        for mark in std::mem::take(&mut self.waiting) {
            while !self.rest().is_empty() {
                let line = self.rest().split_inclusive('\n').next().unwrap_or_default();
                let is_end = line.trim() == mark;
                self.at += line.len();
                if is_end {
                    break;
                }
            }
        }
    }

    /// One word, quotes taken off.
    fn word(&mut self, depth: usize) -> Text {
        let mut word = TextBuilder::default();
        while let Some(letter) = self.peek() {
            match letter {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\\' if self.is_continued() => self.skip_continuation(),
                '\\' => {
                    self.skip();
                    let start = self.at;
                    self.skip();
                    self.push(&mut word, start, self.at);
                }
                '\'' => {
                    self.skip();
                    let start = self.at;
                    self.at += self.rest().find('\'').unwrap_or(self.rest().len());
                    self.push(&mut word, start, self.at);
                    self.skip();
                }
                '"' => self.quoted(&mut word, depth),
                '$' => self.expansion(&mut word, depth),
                '`' => self.backquoted(&mut word),
                _ => {
                    let start = self.at;
                    let is_plain = |letter: char| !" \t\r\n;&|()<>\\'\"$`".contains(letter);
                    self.at += self.rest().find(|letter| !is_plain(letter)).unwrap_or(self.rest().len());
                    self.push(&mut word, start, self.at);
                }
            }
        }
        word.finish()
    }

    /// What is left, as between quotes; quotes in it are taken off.
    fn value(&mut self, depth: usize) -> Text {
        let mut value = TextBuilder::default();
        while !self.rest().is_empty() {
            self.inside_quotes(&mut value, depth);
        }
        value.finish()
    }

    fn quoted(&mut self, word: &mut TextBuilder, depth: usize) {
        self.skip();
        self.inside_quotes(word, depth);
    }

    /// Up to the quote that ends it.
    fn inside_quotes(&mut self, word: &mut TextBuilder, depth: usize) {
        while let Some(letter) = self.peek() {
            match letter {
                '"' => return self.skip(),
                '\\' if self.is_continued() => self.skip_continuation(),
                '\\' if self.rest().starts_with(['\\'])
                    && matches!(self.rest().as_bytes().get(1), Some(b'"' | b'$' | b'`' | b'\\')) =>
                {
                    self.skip();
                    let start = self.at;
                    self.skip();
                    self.push(word, start, self.at);
                }
                '$' => self.expansion(word, depth),
                '`' => self.backquoted(word),
                _ => {
                    let start = self.at;
                    self.skip();
                    self.at += self.rest().find(['"', '\\', '$', '`']).unwrap_or(self.rest().len());
                    self.push(word, start, self.at);
                }
            }
        }
    }

    fn backquoted(&mut self, word: &mut TextBuilder) {
        let start = self.at;
        self.skip();
        self.at += self.rest().find('`').unwrap_or(self.rest().len());
        self.skip();
        self.push_unknown(word, start, "what a command prints");
    }

    /// `$NAME`, `${NAME}`, `$( … )`, `$(( … ))`: unknown.
    fn expansion(&mut self, word: &mut TextBuilder, depth: usize) {
        let start = self.at;
        self.skip();
        // In a Makefile `$$` is the shell's `$`.
        if self.dialect == Dialect::Make && self.peek() == Some('$') {
            self.skip();
        }
        match self.peek() {
            Some('(') if self.dialect == Dialect::Shell && depth > 0 && !self.rest().starts_with("((") => {
                let from = self.at + 1;
                self.skip();
                self.commands(depth - 1, true);
                let inside = self.text.get(from..self.at.saturating_sub(1)).unwrap_or_default();
                // Azure's pipelines write a variable like a command.
                let name = if name_at(inside) == inside { inside } else { "what a command prints" };
                self.push_unknown(word, start, name);
            }
            Some('(') => {
                let from = self.at + 1;
                self.skip_balanced('(', ')');
                let inside = self.text.get(from..self.at.saturating_sub(1)).unwrap_or_default();
                let name = if name_at(inside) == inside { inside } else { "a variable" };
                self.push_unknown(word, start, name);
            }
            Some('{') => {
                let from = self.at + 1;
                self.skip_balanced('{', '}');
                let to = self.at.saturating_sub(1).max(from);
                let inside = self.text.get(from..to).unwrap_or_default();
                // `${{ env.NAME }}` of GitHub's workflows.
                let of_env = inside.strip_prefix('{').and_then(|inside| inside.trim_start().strip_prefix("env."));
                let name = name_at(of_env.unwrap_or(inside)).to_owned();
                let behind = inside.get(name.len()..).unwrap_or_default();
                let fallback = [":-", ":=", "-", "="].iter().find_map(|mark| behind.strip_prefix(mark));
                if let Some(fallback) = fallback.filter(|_| of_env.is_none() && depth > 0) {
                    let mut reader = Reader {
                        text: &self.text[..to],
                        at: to - fallback.len(),
                        waiting: Vec::new(),
                        script: self.script,
                        ..*self
                    };
                    let value = reader.value(depth - 1);
                    self.script.assignments.push((name.clone(), value));
                }
                self.push_unknown(word, start, &name);
            }
            Some('\'' | '"') | None => self.push(word, start, self.at),
            Some(letter) => {
                let name = name_at(self.rest()).to_owned();
                match (name.is_empty(), letter) {
                    (false, _) => self.at += name.len(),
                    (true, '0'..='9' | '@' | '*' | '#' | '?' | '!' | '$' | '-') => self.skip(),
                    (true, _) => return self.push(word, start, self.at),
                }
                self.push_unknown(word, start, &name);
            }
        }
    }

    fn skip_balanced(&mut self, open: char, close: char) {
        let mut depth = 0_usize;
        while let Some(letter) = self.peek() {
            self.skip();
            if letter == open {
                depth += 1;
            } else if letter == close {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    fn place(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, range: TextRange::new(start as u32, end as u32) }
    }

    fn push(&self, word: &mut TextBuilder, start: usize, end: usize) {
        let span = self.place(start, end);
        let text = self.text.get(start..end).unwrap_or_default();
        word.push(text, SegmentKind::Verbatim(span), Trace::literal(Place::Text(span)));
    }

    fn push_unknown(&self, word: &mut TextBuilder, start: usize, name: &str) {
        let place = Place::Text(self.place(start, self.at));
        word.push_unknown(Unknown::new(Reason::Script(name.into())), Trace::literal(place));
    }
}

/// The name of a variable at the start of a text, or the number of an argument.
fn name_at(text: &str) -> &str {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let is_number = text.starts_with(|letter: char| letter.is_ascii_digit());
    let end = text.find(|letter: char| if is_number { !letter.is_ascii_digit() } else { !is_name(letter) });
    &text[..end.unwrap_or(text.len())]
}

/// `NAME=value`, `NAME+=value`.
fn assignment(word: &Text) -> Option<(String, Text)> {
    let name = name_at(word.known_prefix());
    let behind = word.as_str().get(name.len()..)?;
    let value = behind.strip_prefix("+=").or_else(|| behind.strip_prefix('=')).filter(|_| !name.is_empty())?;
    Some((name.to_owned(), word.slice(word.as_str().len() - value.len(), word.as_str().len())))
}

/// `NAME=` before a bracket.
fn is_array(word: &Text) -> bool {
    word.is_known() && word.as_str().ends_with('=') && assignment(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(text: &str) -> Vec<Vec<String>> {
        let part = Part { range: 0..text.len(), dialect: Dialect::Shell, name: None };
        let script = read(FileId(0), text, &[part]);
        let shown = |word: &Text| match word.is_known() {
            true => word.as_str().to_owned(),
            false => format!("{}?", word.as_str()),
        };
        script.commands.iter().map(|words| words.iter().map(shown).collect()).collect()
    }

    #[test]
    fn words_are_those_of_the_shell() {
        let text =
            "a 'b c'\"d $E\\\"\" \\\n  f\\ g # no\nh=1 i | j;k\ncat <<'X' >y\nl m\nX\nn $(o \"p\" | q) r${S:-t}u";
        let expected: [&[&str]; 10] = [
            &["a", "b cd \"?", "f g"],
            &["h=1", "i"],
            &["j"],
            &["k"],
            &["cat"],
            &["o", "p"],
            &["q"],
            &["n", "?", "ru?"],
            &[],
            &[],
        ];
        let expected: Vec<_> = expected.iter().filter(|words| !words.is_empty()).collect();
        let found = commands(text);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn arithmetic_begins_no_here_document() {
        let text = "x=$((1<<2))\n(( x <<= 1 ))\nfor ((i=1<<2;i<9;i++)); do a; done\nwhile ((i<<1)); do b; done\nc $((2<<$((x))))d\n(e <<X\nf\nX\n)\ng";
        let expected: [&[&str]; 9] =
            [&["x=?"], &["for"], &["do", "a"], &["done"], &["while"], &["do", "b"], &["done"], &["c", "d?"], &["e"]];
        let found = commands(text);
        assert_eq!(found[..9], expected, "{found:?}");
        assert_eq!(found[9..], [["g"]], "{found:?}");
    }

    #[test]
    fn nothing_makes_it_fail() {
        for text in [
            "((",
            "$((",
            "$((1<<2)",
            "'",
            "\"",
            "$(",
            "${",
            "`",
            "<<",
            "a <<X",
            "\\",
            "$",
            "é$é",
            ")",
            "a \"\\",
            "x=${y:-${z",
        ] {
            commands(text);
        }
        for nested in ["$(", "((", "$(("] {
            commands(&nested.repeat(100_000));
        }
    }
}
