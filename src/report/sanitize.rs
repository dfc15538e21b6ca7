//! Untrusted text made safe for terminals and for the logs of CI systems.

use std::borrow::Cow;

/// Text without control characters, direction marks or invisible characters: each is shown by its code.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(is_unsafe);
    if is_plain && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_unsafe(letter) {
            safe.push_str(&visible(letter));
        } else {
            safe.push(letter);
        }
    }
    Cow::Owned(safe.replace("##[", "##\\[").replace("##vso[", "##vso\\["))
}

/// The same for a line that CI systems may read from its beginning: it never starts a command.
pub fn sanitize_line(text: &str) -> Cow<'_, str> {
    let safe = sanitize(text);
    if safe.trim_start().starts_with("::") { Cow::Owned(safe.replacen("::", ":\\:", 1)) } else { safe }
}

/// How an unsafe character is shown.
pub(super) fn visible(letter: char) -> String {
    match letter {
        '\t' => " ".to_owned(),
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + letter as u32).unwrap_or('?').to_string(),
        '\u{7f}' => "\u{2421}".to_owned(),
        _ => format!("\\u{{{:x}}}", letter as u32),
    }
}

/// Whether a character can move the cursor, change direction, hide, or end a line, or is none: XML refuses those.
pub(super) fn is_unsafe(letter: char) -> bool {
    let is_none = letter as u32 & 0xfffe == 0xfffe;
    is_none
        || matches!(
            letter,
            '\u{0}'..='\u{1f}'
                | '\u{7f}'..='\u{9f}'
                | '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
