//! Where brackets end when they were never closed.

use super::parser::Parser;

/// Blocks that stand at the top level of a file and nowhere else.
const TOP_LEVEL: &[&str] = &[
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "module",
    "provider",
    "terraform",
    "moved",
    "import",
    "removed",
    "check",
    "ephemeral",
    "include",
    "dependency",
    "dependencies",
    "generate",
    "remote_state",
    "unit",
    "stack",
];

impl Parser<'_> {
    /// After a newline inside brackets, in recovery: a line that looks like the next argument or block, no further
    /// right than the argument being read, ends every bracket.
    pub(super) fn end_brackets_at_new_line(&mut self) {
        if !self.recovering {
            return;
        }
        let line_start = self.at;
        if self.in_quotes > 0 {
            self.end = line_start;
            return;
        }
        let Some(column) = self.argument_column else { return };
        let line = &self.text[line_start..self.end];
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = &line[indent..];
        let is_statement = indent <= column && begins_statement(rest);
        let closes_block = indent < column && rest.starts_with(b"}");
        if is_statement || closes_block {
            self.end = line_start;
        }
    }
}

/// `name =`, `name {`, `name "label"`.
fn begins_statement(line: &[u8]) -> bool {
    let word = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    if word == 0 || line[0].is_ascii_digit() {
        return false;
    }
    let rest = line[word..].trim_ascii_start();
    match rest {
        [b'=', b'=' | b'>', ..] => false,
        [b'=' | b'{' | b'"', ..] => true,
        _ => false,
    }
}

/// A line that opens a top-level block.
pub(super) fn is_top_level_header(line: &[u8]) -> bool {
    let word = line.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
    let is_keyword = TOP_LEVEL.iter().any(|keyword| keyword.as_bytes() == &line[..word]);
    let rest = line[word..].trim_ascii_start();
    is_keyword && matches!(rest.first(), Some(b'"' | b'{'))
}
