//! Which files may configure a client, by name and by bytes, before anything is parsed.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// The type of a file that may configure a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Java properties.
    Properties,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// HOCON.
    Hocon,
    /// Lines of `NAME=value` for the environment.
    Environment,
    /// Ruby.
    Ruby,
    /// Python.
    Python,
    /// JavaScript.
    JavaScript,
    /// Go.
    Go,
    /// Java.
    Java,
    /// C#.
    CSharp,
    /// Kotlin.
    Kotlin,
    /// Scala.
    Scala,
    /// Rust.
    Rust,
    /// TypeScript.
    TypeScript,
    /// TypeScript with elements of HTML.
    Tsx,
    /// A shell script: it makes no client, but perhaps clusters and topics.
    Shell,
    /// A Makefile, the same.
    Makefile,
}

/// Types by how the names of files end.
const ENDINGS: &[(&str, Kind)] = &[
    ("sh", Kind::Shell),
    ("bash", Kind::Shell),
    ("mk", Kind::Makefile),
    ("conf", Kind::Hocon),
    ("properties", Kind::Properties),
    ("yml", Kind::Yaml),
    ("yaml", Kind::Yaml),
    ("json", Kind::Json),
    ("rb", Kind::Ruby),
    ("py", Kind::Python),
    ("js", Kind::JavaScript),
    ("mjs", Kind::JavaScript),
    ("cjs", Kind::JavaScript),
    ("jsx", Kind::JavaScript),
    ("ts", Kind::TypeScript),
    ("mts", Kind::TypeScript),
    ("cts", Kind::TypeScript),
    ("tsx", Kind::Tsx),
    ("go", Kind::Go),
    ("java", Kind::Java),
    ("cs", Kind::CSharp),
    ("kt", Kind::Kotlin),
    ("scala", Kind::Scala),
    ("rs", Kind::Rust),
];
/// Names of Makefiles.
const MAKEFILES: &[&str] = &["Makefile", "makefile", "GNUmakefile"];

/// Folders of code that never runs in production.
const SILENT_FOLDERS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "testdata",
    "integrationTest",
    "testFixtures",
    "spec",
    "specs",
    "__tests__",
    "__mocks__",
    "fixtures",
    "example",
    "examples",
    "sample",
    "samples",
    "third_party",
    "site-packages",
    "bower_components",
    "dist",
    "docs",
    "documentation",
    "benches",
];
/// What such folders end with where something of their own begins their name; .NET's projects of tests are called so.
const SILENT_ENDINGS: &[&str] = &["-examples", "-samples", "-tests", ".Test", "Tests"];

/// Largest file that is looked at: what people write by hand is smaller.
pub const MAX_SIZE: u64 = 1 << 20;

/// The type of a file by its path below what was asked for; `None` for files that configure no client.
pub fn kind(path: &str) -> Option<Kind> {
    let mut folders = path.split('/');
    let name = folders.next_back()?;
    if folders.any(is_silent) || is_test(name) {
        return None;
    }
    if name == ".env" || name.starts_with(".env.") || name.ends_with(".env") {
        return Some(Kind::Environment);
    }
    if MAKEFILES.contains(&name) {
        return Some(Kind::Makefile);
    }
    let ending = name.rsplit_once('.')?.1;
    let (_, kind) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
    let is_meant = match kind {
        Kind::Yaml => !is_compose(name),
        Kind::TypeScript => !name.ends_with(".d.ts"),
        _ => true,
    };
    is_meant.then_some(*kind)
}

/// Glob patterns of the names by which files have a type.
pub fn patterns() -> impl Iterator<Item = String> {
    let endings = ENDINGS.iter().map(|(ending, _)| format!("*.{ending}"));
    endings.chain(MAKEFILES.iter().chain(&[".env", ".env.*", "*.env"]).map(|name| (*name).to_owned()))
}

impl Kind {
    /// How a comment begins that goes on to the end of the line.
    pub fn comment_sign(self) -> &'static str {
        match self {
            Self::JavaScript | Self::TypeScript | Self::Tsx | Self::Java | Self::Kotlin => "//",
            Self::Go | Self::CSharp | Self::Scala | Self::Rust => "//",
            _ => "#",
        }
    }
}

/// A folder that never runs in production, by its whole name or by what such names end with.
fn is_silent(folder: &str) -> bool {
    SILENT_FOLDERS.contains(&folder) || SILENT_ENDINGS.iter().any(|ending| folder.ends_with(ending))
}

/// Brokers of a developer's machine, not clients.
fn is_compose(name: &str) -> bool {
    name.starts_with("docker-compose") || name.starts_with("compose.")
}

fn is_test(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem.ends_with("_test")
        || stem.ends_with("_spec")
        || stem.starts_with("test_")
        || (stem.ends_with("Test") || stem.ends_with("Tests") || stem.ends_with("IT"))
        || (name.ends_with(".scala") && (stem.ends_with("Spec") || stem.ends_with("Suite")))
        || stem.ends_with("-test")
        || name.contains(".test.")
        || name.contains(".spec.")
        || name.contains(".min.")
}

const WORDS: [&str; 9] = [
    "afka",
    "AFKA",
    "sarama",
    "franz-go",
    "bootstrap.servers",
    "sasl.mechanism",
    "WaterDrop",
    "connector.class",
    "CONNECT_",
];

/// Finds any of the words in one pass; `None` for no list of plain words.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Leftmost: what else is not searched with the vector instructions of the processor.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS).ok()
});

/// Whether the bytes have a word without which no client is configured.
pub fn speaks_of_kafka(bytes: &[u8]) -> bool {
    FINDER.iter().any(|finder| finder.is_match(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_name() {
        assert_eq!(kind("config/client.properties"), Some(Kind::Properties));
        assert_eq!(kind("app/karafka.rb"), Some(Kind::Ruby));
        assert_eq!(kind(".env.production"), Some(Kind::Environment));
        for silent in [
            "spec/karafka.rb",
            "registry-examples/src/app.js",
            "src/test/resources/application.yml",
            "docker-compose.yml",
            "producer_test.py",
            "kafka.spec.js",
            "README.md",
        ] {
            assert_eq!(kind(silent), None, "{silent}");
        }
    }

    #[test]
    fn bytes_decide_before_parsing() {
        assert!(speaks_of_kafka(b"spring:\n  kafka:\n"));
        assert!(speaks_of_kafka(b"SPRING_KAFKA_PRODUCER_ACKS=1"));
        assert!(!speaks_of_kafka(b"spring:\n  redis:\n"));
    }
}
