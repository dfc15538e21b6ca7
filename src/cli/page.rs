//! A rule's page for reading on a terminal: Markdown without its marks.

use std::io::{self, Write};

/// Writes a page. What its code blocks hold stands indented; headings and code are set off where colours may be used.
pub(super) fn write(page: &str, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let paint = |code: &str, text: &str| match color {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    };
    let mut is_code = false;
    for line in page.trim_end().lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            writeln!(out, "{}", if line.is_empty() { String::new() } else { format!("    {}", code(line, &paint)) })?;
        } else if let Some(heading) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')) {
            writeln!(out, "{}", paint("1", heading))?;
        } else {
            writeln!(out, "{}", prose(line, &paint))?;
        }
    }
    Ok(())
}

/// A line of an example: its comment is dimmed, a mark of what is found there stands out.
fn code(line: &str, paint: &dyn Fn(&str, &str) -> String) -> String {
    for (mark, color) in [("# error: ", "1;31"), ("# warning: ", "1;33"), ("# note: ", "1;36")] {
        if let Some((before, name)) = line.split_once(mark) {
            return format!("{before}{}", paint(color, &format!("{mark}{name}")));
        }
    }
    line.to_owned()
}

/// A line of text, code in it set off.
fn prose(line: &str, paint: &dyn Fn(&str, &str) -> String) -> String {
    let pieces = line.split('`').enumerate();
    pieces.map(|(index, piece)| if index % 2 == 1 { paint("36", piece) } else { piece.to_owned() }).collect()
}
