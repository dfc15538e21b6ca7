//! The reader against Java's documented behaviour and against a slow decoder of its own.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

/// Keys and values as Java reads them; nothing when it refuses the text.
fn read(text: &str) -> Option<Vec<(String, String)>> {
    let pair = |line: &Line| match line {
        Line::Property(property) => {
            Some(Some((property.decoded_key(text).into_owned(), property.decoded_value(text).into_owned())))
        }
        Line::Malformed(_) => Some(None),
        Line::Comment(_) | Line::Blank(_) => None,
    };
    parse(text).iter().filter_map(pair).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    Some(expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

#[test]
fn keys_and_values_are_those_of_java() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("a.b=1", &[("a.b", "1")]),
        ("  a.b = 1", &[("a.b", "1")]),
        ("a.b:1\na.c 2\na.d\t=\u{c}3", &[("a.b", "1"), ("a.c", "2"), ("a.d", "3")]),
        ("a=1  ", &[("a", "1  ")]),
        ("a==1\nb:=2\nc = = 3", &[("a", "=1"), ("b", "=2"), ("c", "= 3")]),
        ("a=1\r\nb=2\rc=3\n\r\n", &[("a", "1"), ("b", "2"), ("c", "3")]),
        ("# x=1\n! y=2\n  # z=3\na=#1", &[("a", "#1")]),
        ("# x \\\na=1", &[("a", "1")]),
        ("a=1,\\\n   2,\\\r\n\t3", &[("a", "1,2,3")]),
        ("a=1\\\n\nb=2", &[("a", "1"), ("b", "2")]),
        ("a=1\\\n# no comment", &[("a", "1# no comment")]),
        ("a=1\\\\\nb=2", &[("a", "1\\"), ("b", "2")]),
        ("a=1\\\\\\\n2", &[("a", "1\\2")]),
        ("a=1\\", &[("a", "1")]),
        ("a=1\\\n", &[("a", "1")]),
        ("a\\=b\\:c\\ d=1", &[("a=b:c d", "1")]),
        ("a=\\t\\n\\r\\f\\q\\\"", &[("a", "\t\n\r\u{c}q\"")]),
        ("\\u0061=\\u00e9\\uD83D\\uDE00", &[("a", "é😀")]),
        ("a=\\uD83Dx", &[("a", "\u{fffd}x")]),
        ("key", &[("key", "")]),
        ("=1", &[("", "1")]),
        ("fr\\\n  uit=ban\\\n  ana", &[("fruit", "banana")]),
        ("\\\n#c\nfoo=1", &[("foo", "1")]),
        ("\\", &[("", "")]),
        ("\\\n", &[("", "")]),
        ("\\\n  ", &[]),
        ("", &[]),
        ("\u{feff}a=é ü", &[("\u{feff}a", "é ü")]),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), pairs(expected), "{text:?}");
    }
    for refused in ["a=\\u12", "a=\\u12g4", "\\u=1", "a=1\nb=\\uzzzz"] {
        assert_eq!(read(refused), None, "{refused:?}");
    }
}

#[test]
fn places_cover_what_is_written() {
    let text = "# c\n  a.b = 1,\\\n     2 \n\nk:\n";
    let lines = parse(text);
    let [Line::Comment(comment), Line::Property(first), Line::Blank(_), Line::Property(last)] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert_eq!(&text[comment.clone()], "# c");
    assert_eq!((&text[first.key.clone()], &text[first.value.clone()]), ("a.b", "1,\\\n     2 "));
    assert_eq!((&text[first.line.clone()], first.continued), ("  a.b = 1,\\\n     2 ", true));
    assert_eq!(first.separator, Separator::Equals);
    assert_eq!(
        (last.value.clone(), last.separator, last.continued),
        (text.len() - 1..text.len() - 1, Separator::Colon, false)
    );
}

#[test]
fn odd_lines_are_told_apart_from_legal_ones() {
    use Suspicion::*;
    let comment = |range| Some(TrailingComment { range });
    let cases = [
        ("min.insync.replicas=2", None),
        ("min.insync.replicas: 2", None),
        ("min.insync.replicas 2", None),
        ("min.insync.replicas=", None),
        ("a.b=# x", comment(4..7)),
        ("a.b=#fff", None),
        ("a.b=x#y", None),
        ("a.b=2 # two", comment(5..11)),
        ("a.b=2 \t#two", comment(5..11)),
        ("min.insync.replicas", Some(NoSeparator)),
        ("just some words", Some(NoSeparator)),
        ("=2", Some(EmptyKey)),
        ("export A_B=2", Some(Export)),
        ("- a.b=2", Some(Yaml)),
        ("---", Some(Yaml)),
        ("properties:", Some(Yaml)),
        ("server.properties: |", Some(Yaml)),
        ("\"a.b\" = 2", Some(QuotedKey)),
        ("a.b=\"2\"", Some(QuotedValue)),
        ("a.b=2'", Some(QuotedValue)),
        ("sasl.jaas.config=x.Y required user=\"a\" password=\"b\";", None),
        ("a.b==2", Some(DoubleSeparator)),
        ("a.b=1\\nc.d=2", Some(EscapedLineBreak)),
        ("a.b=1\\nmore", None),
        ("a.b=1\\\\nc.d=2", None),
        ("a.b=\\u1", Some(Malformed)),
        ("# just some words", None),
        ("   ", None),
    ];
    for (text, expected) in cases {
        assert_eq!(suspicious(&parse(text)[0]), expected, "{text:?}");
    }
}

/// Java's two loops written down as they are: lines first, keys and values then.
fn reference(text: &str) -> Option<Vec<(String, String)>> {
    let text: Vec<char> = text.chars().collect();
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    let (mut skip_blanks, mut appended, mut backslash, mut at) = (true, false, false, 0);
    loop {
        let Some(&character) = text.get(at) else {
            if backslash {
                line.pop();
                lines.push(line);
            } else if !line.is_empty() {
                lines.push(line);
            }
            break;
        };
        at += 1;
        if skip_blanks {
            if " \t\u{c}".contains(character) || !appended && "\r\n".contains(character) {
                continue;
            }
            (skip_blanks, appended) = (false, false);
        }
        if line.is_empty() && "#!".contains(character) {
            while text.get(at).is_some_and(|next| !"\r\n".contains(*next)) {
                at += 1;
            }
            skip_blanks = true;
        } else if !"\r\n".contains(character) {
            line.push(character);
            backslash = character == '\\' && !backslash;
        } else if line.is_empty() {
            skip_blanks = true;
        } else if backslash && at < text.len() {
            line.pop();
            (skip_blanks, appended, backslash) = (true, true, false);
            at += usize::from(character == '\r' && text[at] == '\n');
        } else if !backslash {
            lines.push(std::mem::take(&mut line));
            skip_blanks = true;
        }
    }
    lines.iter().map(|line| reference_pair(line)).collect()
}

fn reference_pair(line: &[char]) -> Option<(String, String)> {
    let (mut key, mut value, mut separated, mut backslash) = (0, line.len(), false, false);
    while key < line.len() {
        if "=: \t\u{c}".contains(line[key]) && !backslash {
            (value, separated) = (key + 1, "=:".contains(line[key]));
            break;
        }
        backslash = line[key] == '\\' && !backslash;
        key += 1;
    }
    while value < line.len() {
        if !" \t\u{c}".contains(line[value]) {
            if separated || !"=:".contains(line[value]) {
                break;
            }
            separated = true;
        }
        value += 1;
    }
    Some((reference_text(&line[..key])?, reference_text(&line[value..])?))
}

fn reference_text(characters: &[char]) -> Option<String> {
    let (mut units, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        let mut character = characters[at];
        at += 1;
        if character == '\\' && at < characters.len() {
            character = characters[at];
            at += 1;
            if character == 'u' {
                let digits: String = characters.get(at..at + 4)?.iter().collect();
                if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                units.push(u16::from_str_radix(&digits, 16).ok()?);
                at += 4;
                continue;
            }
            character = match character {
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                'f' => '\u{c}',
                other => other,
            };
        }
        units.extend(character.encode_utf16(&mut [0; 2]).iter());
    }
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect())
}

#[test]
fn random_texts_are_read_as_the_reference_reads_them() {
    const PARTS: [&str; 20] = [
        "a", "b.c", "=", ":", " ", "\t", "\u{c}", "\\", "\n", "\r", "#", "!", "é", "😀", "u", "\\u0041", "\\uD83D",
        "\\uDE00", "n", "0",
    ];
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    for _ in 0..60_000 {
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let text: String = (0..next() % 24).map(|_| PARTS[(next() % 20) as usize]).collect();
        assert_eq!(read(&text), reference(&text), "{text:?}");
        check_places(&text);
    }
}

/// Lines follow each other, and every range lies inside its line on character boundaries.
fn check_places(text: &str) {
    let mut end = 0;
    for line in parse(text) {
        let range = line.range();
        assert!(end <= range.start && text.get(range.clone()).is_some(), "{text:?} {line:?}");
        assert!(text[end..range.start].chars().all(|character| "\r\n".contains(character)), "{text:?} {line:?}");
        end = range.end;
        if let Line::Property(property) = &line {
            for part in [&property.key, &property.value] {
                assert!(range.start <= part.start && part.end <= range.end, "{text:?} {line:?}");
                assert!(text.get(part.clone()).is_some(), "{text:?} {line:?}");
            }
            assert!(property.key.end <= property.value.start, "{text:?} {line:?}");
        }
        if let Some(Suspicion::TrailingComment { range: comment }) = suspicious(&line) {
            assert!(range.start <= comment.start && comment.end <= range.end, "{text:?} {line:?}");
            assert!(text.get(comment).is_some(), "{text:?} {line:?}");
        }
    }
    assert!(text[end..].chars().all(|character| "\r\n".contains(character)), "{text:?}");
}

#[test]
fn long_texts_take_linear_time() {
    let text = "a.b=1\\\n".repeat(200_000) + &"\\".repeat(1_000_000);
    assert_eq!(parse(&text).len(), 1);
}
