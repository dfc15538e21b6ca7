//! What the bytes of a file tell without being parsed: whether it speaks of MSK, and which folders it calls.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem;

/// What a scan of one file found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// It speaks of MSK.
    pub(super) mentions_msk: bool,
    /// It speaks of Kafka, MSK or not.
    pub(super) mentions_kafka: bool,
    /// It names the resource type of Kafka's ACLs.
    pub(super) names_acls: bool,
    /// It declares a variable.
    pub(super) declares_variables: bool,
    /// It configures a provider or a backend, as root modules do.
    pub(super) configures: bool,
    /// It may call modules.
    pub(super) calls_modules: bool,
    /// Local module sources, as written.
    pub(super) calls: Vec<String>,
}

/// How far the end of a host's name may lie behind its service.
const LONGEST_HOST: usize = 64;

/// A word that tells something, perhaps by what stands beside it.
#[derive(Clone, Copy)]
enum Word {
    Msk,
    /// What IAM lets clients do, and alarms.
    Kafka,
    /// A broker by its host name.
    Broker,
    Acls,
    /// Kafka, MSK or not.
    AnyKafka,
    Provider,
    Backend,
    Module,
    LocalPath,
}

/// The words, found in one pass.
const WORDS: [(&str, Word); 14] = [
    ("msk", Word::Msk),
    ("kafka-cluster:", Word::Kafka),
    ("AWS/Kafka", Word::Kafka),
    ("kafka_acl", Word::Acls),
    (".kafka.", Word::Broker),
    (".kafka-serverless.", Word::Broker),
    ("afka", Word::AnyKafka),
    ("AFKA", Word::AnyKafka),
    ("provider", Word::Provider),
    ("backend", Word::Backend),
    ("module", Word::Module),
    ("\"./", Word::LocalPath),
    ("\"..", Word::LocalPath),
    ("\".\"", Word::LocalPath),
];

/// `None` for no list of plain words.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Leftmost: what else is not searched with the vector instructions of the processor.
    let mut builder = AhoCorasick::builder();
    // Those find whole words by themselves: the automaton behind them hardly runs, so it is the one that is soonest made.
    builder.match_kind(MatchKind::LeftmostFirst).kind(Some(AhoCorasickKind::NoncontiguousNFA));
    builder.build(WORDS.iter().map(|(word, _)| word)).ok()
});

/// Scans the bytes of a file.
pub(super) fn scan(bytes: &[u8]) -> Scan {
    // A word of its own: where it stands at all, it does so again and again.
    let declares_variables = memmem::find(bytes, b"variable").is_some();
    let mut scan = Scan { declares_variables, ..Scan::default() };
    for found in FINDER.iter().flat_map(|finder| finder.find_iter(bytes)) {
        let (before, after) = (&bytes[..found.start()], &bytes[found.end()..]);
        match WORDS[found.pattern()].1 {
            Word::Msk => scan.mentions_msk |= is_of_amazon(before, after),
            Word::Kafka => scan.mentions_msk = true,
            Word::Broker => {
                scan.mentions_kafka = true;
                scan.mentions_msk |= is_of_amazons_host(after);
            }
            Word::Acls => (scan.mentions_kafka, scan.names_acls) = (true, true),
            Word::AnyKafka => scan.mentions_kafka = true,
            Word::Provider => {
                let is_json = before.ends_with(b"\"") && after.starts_with(b"\"");
                scan.configures |= is_json || after.starts_with(b" \"");
            }
            Word::Backend => scan.configures = true,
            Word::Module => scan.calls_modules = true,
            Word::LocalPath if is_source(before) => scan.calls.extend(local_path(&bytes[found.start() + 1..])),
            Word::LocalPath => {}
        }
    }
    scan
}

/// Whether `msk` is part of a resource type, or of the name of a registry module that makes clusters.
fn is_of_amazon(before: &[u8], after: &[u8]) -> bool {
    before.ends_with(b"aws_") || after.starts_with(b"-kafka-cluster") || after.starts_with(b"-apache-kafka-cluster")
}

/// Whether the name of a host ends as Amazon's do.
fn is_of_amazons_host(after: &[u8]) -> bool {
    memmem::find(&after[..after.len().min(LONGEST_HOST)], b".amazonaws.com").is_some()
}

/// `./…` up to the quote that ends it.
fn local_path(rest: &[u8]) -> Option<String> {
    let rest = &rest[..rest.len().min(512)];
    let end = memchr::memchr2(b'"', b'\n', rest)?;
    let path = std::str::from_utf8(&rest[..end]).ok()?;
    let is_local = path.starts_with("./") || path.starts_with("../") || path == "." || path == "..";
    (is_local && !path.contains("${")).then(|| path.to_owned())
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
