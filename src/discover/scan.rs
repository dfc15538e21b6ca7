//! What the bytes of a file tell without being parsed: whether it speaks of MSK, and which folders it calls.

use memchr::memmem;

/// What a scan of one file found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// It speaks of MSK.
    pub(super) mentions_msk: bool,
    /// It declares a variable.
    pub(super) declares_variables: bool,
    /// It configures a provider or a backend, as root modules do.
    pub(super) configures: bool,
    /// Local module sources, as written.
    pub(super) calls: Vec<String>,
}

/// How far the end of a host's name may lie behind its service.
const LONGEST_HOST: usize = 64;

/// Scans the bytes of a file.
pub(super) fn scan(bytes: &[u8]) -> Scan {
    let mentions_msk = mentions_msk(bytes);
    let has = |word: &[u8]| memmem::find(bytes, word).is_some();
    let configures = has(b"provider \"") || has(b"\"provider\"") || has(b"backend");
    Scan { mentions_msk, declares_variables: has(b"variable"), configures, calls: local_sources(bytes) }
}

/// Resources of MSK, topics, the registry modules that make clusters, what IAM lets clients do, alarms, and brokers by
/// their host names.
fn mentions_msk(bytes: &[u8]) -> bool {
    let is_named = |at: usize| {
        let before = |word: &[u8]| bytes[..at].ends_with(word);
        let after = |word: &[u8]| bytes[at..].starts_with(word);
        before(b"aws_") || after(b"msk-kafka-cluster") || after(b"msk-apache-kafka-cluster")
    };
    let holds = |words: &[u8]| memmem::find(bytes, words).is_some();
    let is_host = |word: &[u8]| {
        let after = |at: usize| &bytes[at..bytes.len().min(at + LONGEST_HOST)];
        memmem::find_iter(bytes, word).any(|at| memmem::find(after(at), b".amazonaws.com").is_some())
    };
    memmem::find_iter(bytes, b"msk").any(is_named)
        || holds(b"kafka-cluster:")
        || holds(b"AWS/Kafka")
        || is_host(b".kafka.")
        || is_host(b".kafka-serverless.")
}

/// `source = "./…"`, also as JSON.
fn local_sources(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for quote in memmem::find_iter(bytes, b"\".").map(|at| at + 1) {
        if !is_source(&bytes[..quote - 1]) {
            continue;
        }
        let rest = &bytes[quote..bytes.len().min(quote + 512)];
        let Some(end) = memchr::memchr2(b'"', b'\n', rest) else { continue };
        if let Ok(source) = std::str::from_utf8(&rest[..end])
            && (source.starts_with("./") || source.starts_with("../") || source == "." || source == "..")
            && !source.contains("${")
        {
            found.push(source.to_owned());
        }
    }
    found
}

/// Whether the text ends in `source =` or `"source":`.
fn is_source(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let Some((b'=' | b':', before)) = before.split_last() else { return false };
    let before = before.trim_ascii_end();
    before.strip_suffix(b"\"").unwrap_or(before).ends_with(b"source")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_msk_and_calls() {
        let scan = scan(b"module \"a\" {\n  source=\"../a\"\n}\nmodule \"b\" {\n source   = \"./b\" # x\n}\nresource \"aws_msk_cluster\" \"c\" {}\n");
        assert!(scan.mentions_msk);
        assert_eq!(scan.calls, ["../a", "./b"]);
    }

    #[test]
    fn brokers_by_name_are_msk() {
        let provider = |host: &str| format!("provider \"kafka\" {{ bootstrap_servers = [\"{host}:9098\"] }}");
        assert!(scan(provider("b-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com").as_bytes()).mentions_msk);
        assert!(!scan(provider("kafka.internal").as_bytes()).mentions_msk);
    }

    #[test]
    fn other_words_are_no_msk() {
        for text in ["msk", "mask_x", "var.msk_name", "source = \"x/msk/aws\""] {
            assert!(!scan(text.as_bytes()).mentions_msk, "{text}");
        }
        assert!(scan(b"source = \"terraform-aws-modules/msk-kafka-cluster/aws\"").mentions_msk);
    }

    #[test]
    fn json_sources_count() {
        assert_eq!(scan(br#"{"module":{"a":{"source" : "./m"}}}"#).calls, ["./m"]);
    }
}
