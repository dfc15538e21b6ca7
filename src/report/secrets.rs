//! Secrets in excerpts: masked, with their length kept so that columns still fit.

use std::ops::Range;

/// Words whose value is a secret, in lower case.
const NAMES: &[&str] = &["password", "passwd", "secret", "token", "api_key", "apikey", "access_key", "private_key"];
/// Prefixes of AWS access key ids.
const KEY_IDS: &[&str] = &["AKIA", "ASIA"];

/// Whether what goes by a name is a secret: `ssl.keystore.password`, `client_secret`; not `password_length`.
pub fn names_a_secret(name: &str) -> bool {
    let lowered = name.to_ascii_lowercase().replace('-', "_");
    NAMES.iter().any(|secret| lowered.ends_with(secret))
}

/// The bytes of a line that hold a secret.
pub(super) fn secrets(line: &str) -> Vec<Range<usize>> {
    let mut found = key_ids(line);
    let lowered = line.to_ascii_lowercase();
    for name in NAMES {
        for (at, _) in lowered.match_indices(name) {
            found.extend(value_after(line, at + name.len()));
        }
    }
    found
}

/// What is assigned behind a name: `= "value"`, `: value`, `="value"`. References are no secrets.
fn value_after(line: &str, at: usize) -> Option<Range<usize>> {
    let rest = &line[at..];
    // The rest of a longer name: `password_length`, `secretsmanager`.
    let named =
        rest.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    let operator = named.trim_start_matches([' ', '\t', '"', '\\']).strip_prefix(['=', ':'])?;
    let value = operator.trim_start_matches([' ', '\t', '=', '>', '\\']);
    let start = line.len() - value.len();
    let (start, end) = match value.strip_prefix('"') {
        Some(quoted) => (start + 1, start + 1 + quoted.find(['"', '\\']).unwrap_or(quoted.len())),
        None => (start, start + value.find([' ', '\t', ',', ';', '"', '\'', '\r', '\n']).unwrap_or(value.len())),
    };
    let text = &line[start..end];
    let is_reference = !value.starts_with('"')
        && (text.contains('.') || text.contains('(') || matches!(text, "true" | "false" | "null"));
    let is_plain = text.is_empty() || text.starts_with("${") || text.starts_with('{') || text.starts_with('[');
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

    fn masked(line: &str) -> String {
        let mut masked = line.to_owned();
        for range in secrets(line) {
            let stars = "*".repeat(range.len());
            masked.replace_range(range, &stars);
        }
        masked
    }

    #[test]
    fn literal_secrets_are_masked() {
        assert_eq!(masked(r#"  password = "hunter2""#), r#"  password = "*******""#);
        assert_eq!(masked("sasl.password=hunter2"), "sasl.password=*******");
        assert_eq!(
            masked(r#"required username=\"a\" password=\"hunter2\";"#),
            r#"required username=\"a\" password=\"*******\";"#
        );
        assert_eq!(masked("AKIAABCDEFGHIJKLMNOP"), "AKIA****************");
        assert_eq!(masked("{\"token\": \"abc\"}"), "{\"token\": \"***\"}");
    }

    #[test]
    fn references_and_other_names_are_not() {
        for line in [
            "password = var.password",
            "secret_arn = aws_secretsmanager_secret.x.arn",
            "password_length = 12 ",
            "tokens",
        ] {
            let masked = masked(line);
            assert!(masked == line || line.contains("length"), "{masked}");
        }
    }
}
