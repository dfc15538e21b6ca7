//! Secrets in text: what is known to be one, or looks like one, is shown as [`MASK`], whatever its length.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::TextRange;

/// What is shown in place of a secret.
pub const MASK: &str = "****";

/// Words whose value is a secret, in lower case.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "api_key",
    "apikey",
    "access_key",
    "private_key",
    "keystore.key",
    "keystore_key",
    "user.info",
];
/// Words of names that make their value a secret, without what a language joins words with.
const SECRET_NAMES: &[&str] =
    &["password", "passwd", "passphrase", "secret", "jaas", "keystorekey", "sslkeypem", "userinfo"];
/// Ends of names that do.
const SECRET_ENDS: &[&str] = &["token", "apikey", "accesskey", "privatekey", "sslkey", "pfx"];
/// Ends of names that tell something about a secret which is none.
const HARMLESS_ENDS: &[&str] = &["arn", "arns", "length", "name", "names"];
/// As many letters of base64 on a line of their own are key material.
const LONG_LINE: usize = 48;
/// What names begin with that stand for something else, in Terraform and in code.
const REFERENCES: &[&str] = &[
    "var", "local", "module", "data", "each", "self", "this", "process", "os", "env", "ENV", "config", "settings",
    "System",
];
/// Prefixes of AWS access key ids.
const KEY_IDS: &[&str] = &["AKIA", "ASIA"];

/// Whether what goes by a name is, or may be, a secret: `ssl.keystore.password`, `sasl.jaas.config`; not `password_length`.
pub fn names_a_secret(name: &str) -> bool {
    // However a language joins the words: `ssl.key.password`, `ssl_key_password`, `sslKeyPassword`.
    let letters: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let letters = letters.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| letters.ends_with(end));
    let is_secret = SECRET_NAMES.iter().any(|word| letters.contains(word)) || ends(SECRET_ENDS);
    is_secret && !ends(HARMLESS_ENDS)
}

/// A text with its secrets masked.
pub fn mask(text: &str) -> Cow<'_, str> {
    let ranges = secrets(text);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without(text, ranges))
}

/// A whole text with what is known to be secret masked, line for line.
pub fn mask_known(text: &[u8], known: &[TextRange]) -> String {
    let mut masked = Vec::with_capacity(text.len());
    let mut from = 0;
    for range in joined(known.iter().map(|range| range.as_usize()).collect()) {
        let Some(secret) = text.get(range.clone()) else { continue };
        masked.extend_from_slice(&text[from..range.start]);
        let lines = secret.split_inclusive(|byte| *byte == b'\n');
        for line in lines {
            masked.extend_from_slice(MASK.as_bytes());
            masked.extend_from_slice(if line.ends_with(b"\n") { b"\n" } else { b"" });
        }
        from = range.end;
    }
    masked.extend_from_slice(&text[from..]);
    String::from_utf8_lossy(&masked).into_owned()
}

fn without(text: &str, ranges: Vec<Range<usize>>) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        masked.push_str(&text[from..range.start]);
        masked.push_str(MASK);
        from = range.end;
    }
    masked.push_str(&text[from..]);
    masked
}

/// A line, or a part of one, as text with the ranges of it that hold secrets; `at` is where its bytes stand in the file,
/// `known` what is known to be secret there.
pub(crate) fn secrets_of(line: &[u8], at: usize, known: &[TextRange]) -> (String, Vec<Range<usize>>) {
    let text = String::from_utf8_lossy(line).trim_end_matches(['\n', '\r']).to_owned();
    let inside =
        known.iter().map(|range| range.as_usize()).filter(|range| range.start < at + line.len() && at < range.end);
    let inside: Vec<Range<usize>> = inside
        .map(|range| range.start.saturating_sub(at)..(range.end - at).min(text.len()))
        .filter(|range| range.start < range.end)
        .collect();
    let is_whole = |range: &Range<usize>| text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
    // Where bytes are no text, nothing tells which characters they became.
    let is_text = inside.is_empty() || (std::str::from_utf8(line).is_ok() && inside.iter().all(is_whole));
    let mut found = if is_text { inside } else { std::iter::once(0..text.len()).collect() };
    found.extend(secrets(&text));
    let found = joined(found);
    (text, found)
}

/// A line as text without its secrets.
pub(crate) fn masked_line(line: &[u8], at: usize, known: &[TextRange]) -> String {
    let (text, secrets) = secrets_of(line, at, known);
    without(&text, secrets)
}

/// The bytes of a line that look like secrets, in order.
fn secrets(line: &str) -> Vec<Range<usize>> {
    let mut found = key_ids(line);
    found.extend(user_info(line));
    found.extend(key_material(line));
    let lowered = line.to_ascii_lowercase();
    for name in NAMES {
        let names = lowered.match_indices(name).filter(|(at, _)| !is_inside_arn(line, *at));
        found.extend(names.filter_map(|(at, name)| value_after(line, at + name.len())));
    }
    joined(found)
}

/// Whether the word at a place belongs to an ARN, such as one of `secretsmanager`: its colons assign nothing.
fn is_inside_arn(line: &str, at: usize) -> bool {
    let start = line[..at].rfind([' ', '\t', '"', '\'', '=', ',']).map_or(0, |before| before + 1);
    line[start..].starts_with("arn:")
}

/// Ranges in order, those that overlap made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// The password of `scheme://user:password@host`.
fn user_info(line: &str) -> Option<Range<usize>> {
    let start = line.find("://")? + 3;
    let authority = &line[start..];
    let authority = &authority[..authority.find(['/', '"', ' ', ',']).unwrap_or(authority.len())];
    let at = authority.rfind('@')?;
    let colon = authority[..at].find(':')?;
    (!authority.contains("${")).then_some(start + colon + 1..start + at)
}

/// A line of a key or certificate.
fn key_material(line: &str) -> Option<Range<usize>> {
    let text = line.trim();
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let start = line.len() - line.trim_start().len();
    (text.len() >= LONG_LINE && text.bytes().all(is_base64)).then_some(start..start + text.len())
}

/// What is assigned behind a name: `= "value"`, `: value`, `="value"`, `"] = "value"`, `", "value"`. References are no
/// secrets.
fn value_after(line: &str, at: usize) -> Option<Range<usize>> {
    // The rest of a longer name: `password_length`, `secretsmanager`.
    let is_named = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let behind = line[at..].trim_start_matches(is_named);
    let name_end = &line[at..line.len() - behind.len()];
    let behind = behind.trim_start_matches([' ', '\t', '"', '\'', '`', '\\', ']', ')']);
    let quoted = |value: &str| value.starts_with(['"', '\'', '`', '\\']);
    let value = match behind.strip_prefix(['=', ':']) {
        Some(value) => value.trim_start_matches([' ', '\t', '=', '>', '\\']),
        // A key and a value as arguments, or as a pair.
        None => {
            let value = [",", "to ", "->"].iter().find_map(|sign| behind.strip_prefix(sign))?;
            let is_key = name_end.is_empty() || name_end.eq_ignore_ascii_case("_CONFIG");
            Some(value.trim_start()).filter(|value| is_key && quoted(value))?
        }
    };
    let start = line.len() - value.len();
    let (start, end) = match value.strip_prefix(['"', '\'', '`']) {
        Some(inside) => (start + 1, start + 1 + inside.find(['"', '\'', '`', '\\']).unwrap_or(inside.len())),
        None => (start, start + value.find([' ', '\t', ',', ';', '"', '\'', '\r', '\n']).unwrap_or(value.len())),
    };
    let text = &line[start..end];
    let first = text.split(['.', '[']).next().unwrap_or_default();
    let is_path = text.contains(['.', '['])
        && (REFERENCES.contains(&first) || first.starts_with("aws_") || first.starts_with("random_"));
    let is_reference = !quoted(value) && (is_path || text.contains('(') || matches!(text, "true" | "false" | "null"));
    let is_plain = text.is_empty()
        || text.starts_with("arn:")
        || text.starts_with("${")
        || text.starts_with('{')
        || text.starts_with('[');
    (!is_reference && !is_plain).then_some(start..end)
}

fn key_ids(line: &str) -> Vec<Range<usize>> {
    let is_key = |at: &usize| {
        let id = line.as_bytes().get(*at..*at + 20);
        id.is_some_and(|id| id.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
    };
    let starts = KEY_IDS.iter().flat_map(|prefix| line.match_indices(prefix).map(|(at, _)| at));
    starts.filter(is_key).map(|at| at + 4..at + 20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_secrets_are_masked() {
        assert_eq!(mask(r#"  password = "hunter2""#), r#"  password = "****""#);
        assert_eq!(mask("sasl.password=hunter2"), "sasl.password=****");
        assert_eq!(
            mask(r#"required username=\"a\" password=\"hunter2\";"#),
            r#"required username=\"a\" password=\"****\";"#
        );
        assert_eq!(mask("AKIAABCDEFGHIJKLMNOP"), "AKIA****");
        assert_eq!(mask("https://me:hunter2@host/x"), "https://me:****@host/x");
        assert_eq!(mask("  sasl_passphrase: 'hunter2'"), "  sasl_passphrase: '****'");
        assert_eq!(mask(&format!("  {}", "aB3/".repeat(16))), "  ****");
        assert_eq!(mask("{\"token\": \"abc\"}"), "{\"token\": \"****\"}");
        assert_eq!(mask("sasl.password=hun.ter2"), "sasl.password=****");
        assert_eq!(mask("key-store-password: hun.ter2"), "key-store-password: ****");
        assert_eq!(mask(r#"c["sasl.password"] = "hunter2""#), r#"c["sasl.password"] = "****""#);
        assert_eq!(mask(r#".set("sasl.password", "hunter2")"#), r#".set("sasl.password", "****")"#);
        assert_eq!(mask(r#"p.put(SSL_KEY_PASSWORD_CONFIG, "hunter2");"#), r#"p.put(SSL_KEY_PASSWORD_CONFIG, "****");"#);
        assert_eq!(mask(r#""sasl.password" to "hunter2""#), r#""sasl.password" to "****""#);
        assert_eq!(mask(r#"'sasl.password' => 'hun.ter2'"#), r#"'sasl.password' => '****'"#);
    }

    #[test]
    fn names_tell_secrets() {
        for name in [
            "ssl.keystore.password",
            "sasl.jaas.config",
            "listener.name.x.sasl.jaas.config",
            "my.api.token",
            "basic.auth.user.info",
            "delegation.token.secret.key",
            "ssl.keystore.key",
            "ssl.key.pem",
            "api-key",
            "clientSecret",
        ] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in
            ["password_length", "scram-secret-arn", "secret_names", "sasl.oauthbearer.token.endpoint.url", "acks"]
        {
            assert!(!names_a_secret(name), "{name}");
        }
    }

    #[test]
    fn references_and_other_names_are_not() {
        for line in [
            "password = var.password",
            "secret_arn = aws_secretsmanager_secret.x.arn",
            "password_length = 12 ",
            "tokens",
            "secret_arn = \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:x\"",
            "url = \"https://user:${var.password}@host\"",
        ] {
            let masked = mask(line);
            assert!(masked == line || line.contains("length"), "{masked}");
        }
    }
}
