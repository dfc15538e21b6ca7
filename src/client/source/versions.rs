//! Versions of libraries as manifests and lock files beside the code tell them.

use crate::client::library::Library;
use crate::facts::client::{self, Version};

/// Where a version stands: the file's name, and how to find it in the text.
pub(super) struct Manifest {
    /// The name of the file.
    pub(super) file: &'static str,
    read: fn(&str, &str) -> Option<Version>,
    /// The name of the package in it.
    package: &'static str,
    /// Turns the package's version into that of the library which checks the settings.
    library: fn(Version) -> Option<Version>,
}

impl Manifest {
    /// Whether it is a file of this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.file.strip_prefix('*').map_or(self.file == name, |ending| name.ends_with(ending))
    }

    /// The version in the text of the file.
    pub(super) fn version(&self, text: &str) -> Option<Version> {
        (self.library)((self.read)(text, self.package)?)
    }
}

const fn manifest(file: &'static str, package: &'static str, read: fn(&str, &str) -> Option<Version>) -> Manifest {
    Manifest { file, read, package, library: Some }
}

/// A package with a librdkafka of its own inside.
const fn bundling(
    file: &'static str,
    package: &'static str,
    read: fn(&str, &str) -> Option<Version>,
    library: fn(Version) -> Option<Version>,
) -> Manifest {
    Manifest { file, read, package, library }
}

const CONFLUENT_PYTHON: &[Manifest] = &[
    manifest("poetry.lock", "confluent-kafka", locked),
    manifest("uv.lock", "confluent-kafka", locked),
    manifest("Pipfile.lock", "confluent-kafka", pipfile),
    manifest("requirements.txt", "confluent-kafka", required),
];
const KAFKA_PYTHON: &[Manifest] = &[
    manifest("poetry.lock", "kafka-python", locked),
    manifest("uv.lock", "kafka-python", locked),
    manifest("Pipfile.lock", "kafka-python", pipfile),
    manifest("requirements.txt", "kafka-python", required),
];
const AIOKAFKA: &[Manifest] = &[
    manifest("poetry.lock", "aiokafka", locked),
    manifest("uv.lock", "aiokafka", locked),
    manifest("requirements.txt", "aiokafka", required),
];
const RUBY: &[Manifest] = &[bundling("Gemfile.lock", "karafka-rdkafka", bundled, of_karafka_rdkafka)];
const KARAFKA: &[Manifest] = &[manifest("Gemfile.lock", "karafka", bundled)];
const GO: &[Manifest] = &[
    manifest("go.mod", "github.com/confluentinc/confluent-kafka-go/v2", module),
    manifest("go.mod", "github.com/confluentinc/confluent-kafka-go", module),
];
const DOTNET: &[Manifest] = &[
    manifest("Directory.Packages.props", "Confluent.Kafka", referenced),
    manifest("*.csproj", "Confluent.Kafka", referenced),
];
const RUST: &[Manifest] = &[manifest("Cargo.lock", "rdkafka-sys", bundled_by_crate)];
const SARAMA: &[Manifest] =
    &[manifest("go.mod", "github.com/IBM/sarama", module), manifest("go.mod", "github.com/Shopify/sarama", module)];
const FRANZ_GO: &[Manifest] = &[manifest("go.mod", "github.com/twmb/franz-go", module)];
const SEGMENTIO: &[Manifest] = &[manifest("go.mod", "github.com/segmentio/kafka-go", module)];
const NODE: &[Manifest] = &[
    manifest("package-lock.json", "kafkajs", npm),
    manifest("yarn.lock", "kafkajs", yarn),
    manifest("pnpm-lock.yaml", "kafkajs", pnpm),
];
const NODE_RDKAFKA: &[Manifest] = &[
    bundling("package-lock.json", NODE_RDKAFKA_PACKAGE, npm, of_node_rdkafka),
    bundling("yarn.lock", NODE_RDKAFKA_PACKAGE, yarn, of_node_rdkafka),
    bundling("pnpm-lock.yaml", NODE_RDKAFKA_PACKAGE, pnpm, of_node_rdkafka),
    bundling("package-lock.json", KAFKA_JAVASCRIPT, npm, of_kafka_javascript),
    bundling("yarn.lock", KAFKA_JAVASCRIPT, yarn, of_kafka_javascript),
    bundling("pnpm-lock.yaml", KAFKA_JAVASCRIPT, pnpm, of_kafka_javascript),
];
const NODE_RDKAFKA_PACKAGE: &str = "node-rdkafka";
const KAFKA_JAVASCRIPT: &str = "@confluentinc/kafka-javascript";
const JAVA: &[Manifest] = &[
    manifest("build.gradle", CLIENTS, gradle),
    manifest("build.gradle.kts", CLIENTS, gradle),
    manifest("gradle/libs.versions.toml", CLIENTS, catalog),
    manifest("pom.xml", "kafka-clients", maven),
    manifest("build.gradle", "", spring_gradle),
    manifest("build.gradle.kts", "", spring_gradle),
    manifest("pom.xml", "", spring_maven),
];
const CLIENTS: &str = "org.apache.kafka:kafka-clients";

/// Where the version of a library may be told.
const OF_LIBRARIES: &[(Library, &[Manifest])] = &[
    (Library::ConfluentPython, CONFLUENT_PYTHON),
    (Library::KafkaPython, KAFKA_PYTHON),
    (Library::Aiokafka, AIOKAFKA),
    (Library::Karafka, RUBY),
    (Library::WaterDrop, RUBY),
    (Library::RdkafkaRuby, RUBY),
    (Library::ConfluentGo, GO),
    (Library::ConfluentDotnet, DOTNET),
    (Library::RustRdkafka, RUST),
    (Library::Sarama, SARAMA),
    (Library::FranzGo, FRANZ_GO),
    (Library::Segmentio, SEGMENTIO),
    (Library::KafkaJs, NODE),
    (Library::NodeRdkafka, NODE_RDKAFKA),
    (Library::ConfluentJavaScript, NODE_RDKAFKA),
    (Library::Java, JAVA),
    (Library::SpringBoot, JAVA),
];
/// Where the version of a framework may be told, where it decides what reaches the library.
const OF_FRAMEWORKS: &[(Library, &[Manifest])] = &[(Library::Karafka, KARAFKA)];

fn of(library: Library, known: &'static [(Library, &[Manifest])]) -> &'static [Manifest] {
    known.iter().find(|(known, _)| *known == library).map_or(&[], |(_, manifests)| manifests)
}

/// The files that may tell the version of a library.
pub(super) fn manifests(library: Library) -> &'static [Manifest] {
    of(library, OF_LIBRARIES)
}

/// The files that may tell the version of a framework.
pub(super) fn of_framework(library: Library) -> &'static [Manifest] {
    of(library, OF_FRAMEWORKS)
}

/// The names of all of them, as glob patterns.
pub(super) fn files() -> impl Iterator<Item = &'static str> {
    let all = OF_LIBRARIES.iter().chain(OF_FRAMEWORKS);
    all.flat_map(|(_, manifests)| *manifests).map(|manifest| manifest.file)
}

/// The librdkafka inside karafka-rdkafka, for the versions in which it changed.
fn of_karafka_rdkafka(gem: Version) -> Option<Version> {
    const BUNDLED: &[(&str, &str)] = &[
        ("0.12.4", "2.0.2"),
        ("0.13.10", "2.2.0"),
        ("0.14.1", "2.3.0"),
        ("0.16.0", "2.4.0"),
        ("0.17.0", "2.5.0"),
        ("0.17.4", "2.5.3"),
        ("0.18.0", "2.6.1"),
        ("0.19.0", "2.8.0"),
        ("0.21.0", "2.11.0"),
        ("0.22.0", "2.11.1"),
        ("0.23.0", "2.12.1"),
        ("0.24.0", "2.13.0"),
        ("0.25.0", "2.13.2"),
        ("0.26.0", "2.14.0"),
        ("0.27.0", "2.14.1"),
        ("0.28.0", "2.14.2"),
    ];
    inside(BUNDLED, gem)
}

/// The librdkafka inside node-rdkafka, for the versions in which it changed.
fn of_node_rdkafka(package: Version) -> Option<Version> {
    const BUNDLED: &[(&str, &str)] = &[
        ("2.7.0", "0.11.6"),
        ("2.7.1", "1.1.0"),
        ("2.7.4", "1.2.2"),
        ("2.8.0", "1.3.0"),
        ("2.9.0", "1.4.2"),
        ("2.10.0", "1.5.2"),
        ("2.10.1", "1.5.3"),
        ("2.11.0", "1.6.1"),
        ("2.12.0", "1.7.0"),
        ("2.13.0", "1.8.2"),
        ("2.14.4", "1.9.2"),
        ("2.15.0", "2.0.2"),
        ("2.16.0", "2.1.1"),
        ("2.17.0", "2.2.0"),
        ("2.18.0", "2.3.0"),
        ("3.1.0", "2.5.0"),
        ("3.1.1", "2.5.3"),
        ("3.2.1", "2.6.1"),
        ("3.3.0", "2.8.0"),
        ("3.4.0", "2.10.0"),
        ("3.4.1", "2.10.1"),
        ("3.5.0", "2.11.1"),
        ("3.6.0", "2.12.0"),
    ];
    inside(BUNDLED, package)
}

/// The librdkafka inside @confluentinc/kafka-javascript, for the versions in which it changed.
fn of_kafka_javascript(package: Version) -> Option<Version> {
    const BUNDLED: &[(&str, &str)] = &[
        ("0.2.0", "2.5.3"),
        ("0.3.0", "2.6.0"),
        ("1.0.0", "2.6.1"),
        ("1.2.0", "2.8.0"),
        ("1.3.0", "2.10.0"),
        ("1.3.2", "2.10.1"),
        ("1.4.0", "2.11.0"),
        ("1.4.1", "2.11.1"),
        ("1.6.0", "2.12.0"),
        ("1.7.0", "2.12.1"),
        ("1.8.0", "2.13.0"),
        ("1.8.2", "2.13.2"),
        ("1.9.0", "2.14.0"),
        ("1.9.1", "2.14.2"),
        ("1.10.0", "2.15.0"),
        ("1.10.1", "2.15.1"),
    ];
    inside(BUNDLED, package)
}

/// What Spring Boot sets where its plugin, or the list of what it manages, decides about versions.
fn spring_gradle(text: &str, _: &str) -> Option<Version> {
    if text.contains(&format!("{CLIENTS}:")) {
        return None;
    }
    // `ext['kafka.version'] = '3.6.1'`
    if let Some((_, rest)) = ["['kafka.version']", "[\"kafka.version\"]"].iter().find_map(|mark| text.split_once(mark))
    {
        return Version::parse(rest.trim_start_matches([' ', '=', '\'', '"']));
    }
    let list = || Some(text.split_once("org.springframework.boot:spring-boot-dependencies:")?.1);
    let plugin = || {
        let manages = ["io.spring.dependency-management", "BOM_COORDINATES"].iter().any(|word| text.contains(word));
        let mut lines = text.lines().filter(|_| manages);
        let line = lines.find(|line| line.contains("org.springframework.boot") && line.contains("version"))?;
        let (_, version) = line.rsplit_once("version")?;
        Some(version.trim_start_matches([' ', '(', '\'', '"']))
    };
    client::managed_by_spring_boot(Version::parse(list().or_else(plugin)?)?)
}

/// What Spring Boot sets for a child of its own project, or where its list of what it manages is imported.
fn spring_maven(text: &str, _: &str) -> Option<Version> {
    let of = |artifact: &str, end: &str| {
        let (before, rest) = text.split_once(&format!("<artifactId>{artifact}</artifactId>"))?;
        let is_of_spring = before.trim_end().ends_with("<groupId>org.springframework.boot</groupId>");
        let element = rest.split_once(end).map(|(element, _)| element).filter(|_| is_of_spring)?;
        Some(element.split_once("<version>")?.1.trim_start())
    };
    // Somebody says which one, and it was not understood.
    let is_told = text.split_once("<artifactId>kafka-clients</artifactId>").is_some_and(|(_, rest)| {
        rest.split_once("</dependency>").is_some_and(|(dependency, _)| dependency.contains("<version>"))
    });
    let parent = of("spring-boot-starter-parent", "</parent>");
    if parent.is_some()
        && let Some((_, version)) = text.split_once("<kafka.version>").filter(|_| !is_told)
    {
        return Version::parse(version);
    }
    let version = parent.or_else(|| of("spring-boot-dependencies", "</dependency>")).filter(|_| !is_told)?;
    let property = version.strip_prefix("${").and_then(|rest| rest.split_once('}'));
    let version = match property {
        Some((property, _)) => text.split_once(&format!("<{property}>"))?.1,
        None => version,
    };
    client::managed_by_spring_boot(Version::parse(version)?)
}

/// What the newest row up to a version says.
fn inside(rows: &[(&str, &str)], version: Version) -> Option<Version> {
    let row = rows.iter().rev().find(|(from, _)| Version::parse(from).is_some_and(|from| from <= version));
    row.and_then(|(_, librdkafka)| Version::parse(librdkafka))
}

/// `name = "x"` and `version = "1.2.3"` below it, as TOML lock files have them.
fn locked(text: &str, package: &str) -> Option<Version> {
    let at = text.find(&format!("name = \"{package}\"\n"))?;
    let rest = text[at..].lines().nth(1)?;
    Version::parse(rest.strip_prefix("version = \"")?)
}

/// `version = "4.9.0+2.12.1"`: the crate's version, and that of librdkafka in it.
fn bundled_by_crate(text: &str, package: &str) -> Option<Version> {
    let at = text.find(&format!("name = \"{package}\"\n"))?;
    Version::parse(text[at..].lines().nth(1)?.split_once('+')?.1)
}

/// `<PackageReference Include="x" Version="1.2.3" />`
fn referenced(text: &str, package: &str) -> Option<Version> {
    let rest = &text[text.find(&format!("Include=\"{package}\""))?..];
    let element = &rest[..rest.find('>')?];
    Version::parse(element.split_once("Version=\"")?.1)
}

/// `package==1.2.3`
fn required(text: &str, package: &str) -> Option<Version> {
    let line = text.lines().map(str::trim).find(|line| {
        let rest = line.strip_prefix(package);
        rest.is_some_and(|rest| rest.starts_with(['=', '[']))
    })?;
    Version::parse(line.split_once("==")?.1)
}

fn pipfile(text: &str, package: &str) -> Option<Version> {
    let at = text.find(&format!("\"{package}\": {{"))?;
    let rest = &text[at..];
    let end = rest.find('}')?;
    let version = rest[..end].split_once("\"version\": \"==")?.1;
    Version::parse(version)
}

/// `    package (1.2.3)`
fn bundled(text: &str, package: &str) -> Option<Version> {
    let mark = format!("    {package} (");
    let at = text.find(&mark)?;
    Version::parse(&text[at + mark.len()..])
}

/// `module v1.2.3`
fn module(text: &str, package: &str) -> Option<Version> {
    let version = |line: &str| {
        line.trim().trim_start_matches("require ").strip_prefix(package)?.strip_prefix(' ').map(str::to_owned)
    };
    Version::parse(&text.lines().find_map(version)?)
}

/// `"node_modules/x": {` and `"version": "1.2.3"` below it.
fn npm(text: &str, package: &str) -> Option<Version> {
    let at = text.find(&format!("\"node_modules/{package}\": {{"))?;
    let version = text[at..].lines().nth(1)?.trim().strip_prefix("\"version\": \"")?;
    Version::parse(version)
}

/// `"x@^1.0.0":` and `version "1.2.3"` below it; without the quotes and with a colon in newer files.
fn yarn(text: &str, package: &str) -> Option<Version> {
    let mut lines = text.lines().skip_while(|line| {
        let name = line.trim_start_matches('"').strip_prefix(package);
        !name.is_some_and(|rest| rest.starts_with('@'))
    });
    let version = lines.nth(1)?.trim().strip_prefix("version")?;
    Version::parse(version.trim_start_matches([':', ' ', '"']))
}

/// `x@1.2.3:`, with a slash before it in older files.
fn pnpm(text: &str, package: &str) -> Option<Version> {
    let version = |line: &str| {
        let name = line.trim().trim_start_matches(['\'', '/']);
        Version::parse(name.strip_prefix(package)?.strip_prefix('@')?)
    };
    text.lines().find_map(version)
}

/// A version catalog: the module, and its version there or by reference.
fn catalog(text: &str, package: &str) -> Option<Version> {
    let line = text
        .lines()
        .find(|line| line.contains(&format!("\"{package}\"")) || line.contains(&format!("\"{package}:")))?;
    let after = |mark: &str| line.split_once(mark).map(|(_, rest)| rest.trim_start_matches([' ', '=', '"']));
    if let Some(version) = after("version.ref") {
        let name = version.split('"').next()?;
        let is_named = |line: &&str| line.split('=').next().is_some_and(|key| key.trim() == name);
        let version = text.lines().find(is_named)?.split_once('=')?.1;
        return Version::parse(version.trim().trim_matches('"'));
    }
    after("version").or_else(|| after(&format!("{package}:"))).and_then(Version::parse)
}

/// `group:artifact:1.2.3`
fn gradle(text: &str, package: &str) -> Option<Version> {
    let at = text.find(&format!("{package}:"))?;
    Version::parse(&text[at + package.len() + 1..])
}

/// `<artifactId>x</artifactId>` with `<version>1.2.3</version>` beside it.
fn maven(text: &str, package: &str) -> Option<Version> {
    let mark = format!("<artifactId>{package}</artifactId>");
    let rest = &text[text.find(&mark)? + mark.len()..];
    let dependency = &rest[..rest.find("</dependency>")?];
    let version = dependency.split_once("<version>")?.1;
    match version.trim_start().strip_prefix("${").and_then(|rest| rest.split_once('}')) {
        // A property of the same file.
        Some((property, _)) => Version::parse(text.split_once(&format!("<{property}>"))?.1),
        None => Version::parse(version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read() {
        let found = |library: Library, file: &str, text: &str| {
            let mut of_file = manifests(library).iter().filter(|manifest| manifest.file == file);
            of_file.find_map(|manifest| manifest.version(text)).map(|version| version.to_string())
        };
        let of = |version: &str| Some(version.to_owned());
        let python = Library::ConfluentPython;
        assert_eq!(found(python, "requirements.txt", "# x\nconfluent-kafka==2.3.0 ; x\n"), of("2.3.0"));
        assert_eq!(found(python, "requirements.txt", "confluent-kafka>=2.3.0\n"), None, "not pinned");
        assert_eq!(
            found(python, "uv.lock", "[[package]]\nname = \"confluent-kafka\"\nversion = \"2.11.0\"\n"),
            of("2.11.0")
        );
        assert_eq!(found(Library::Karafka, "Gemfile.lock", "  specs:\n    karafka-rdkafka (0.20.1)\n"), of("2.8.0"));
        let module = "require (\n\tgithub.com/confluentinc/confluent-kafka-go/v2 v2.6.1\n)";
        assert_eq!(found(Library::ConfluentGo, "go.mod", module), of("2.6.1"));
        let lock = "\"node_modules/kafkajs\": {\n  \"version\": \"2.2.4\",";
        assert_eq!(found(Library::KafkaJs, "package-lock.json", lock), of("2.2.4"));
        assert_eq!(found(Library::KafkaJs, "yarn.lock", "kafkajs@^2.0.0:\n  version \"2.2.4\"\n"), of("2.2.4"));
        assert_eq!(found(Library::KafkaJs, "yarn.lock", "\"kafkajs@npm:^2.0.0\":\n  version: 2.2.4\n"), of("2.2.4"));
        assert_eq!(found(Library::KafkaJs, "yarn.lock", "kafkajs-lz4@1.2.1:\n  version \"1.2.1\"\n"), None);
        assert_eq!(found(Library::KafkaJs, "pnpm-lock.yaml", "packages:\n  kafkajs@2.2.4:\n"), of("2.2.4"));
        let lock = "\"node_modules/@confluentinc/kafka-javascript\": {\n  \"version\": \"1.5.0\",";
        assert_eq!(found(Library::NodeRdkafka, "package-lock.json", lock), of("2.11.1"));
        assert_eq!(found(Library::NodeRdkafka, "yarn.lock", "node-rdkafka@3.3.1:\n  version \"3.3.1\"\n"), of("2.8.0"));
        assert_eq!(
            found(Library::Java, "build.gradle", "implementation 'org.apache.kafka:kafka-clients:3.6.1'"),
            of("3.6.1")
        );
        let pom = "<dependency><artifactId>kafka-clients</artifactId><version>3.7.0</version></dependency>";
        assert_eq!(found(Library::Java, "pom.xml", pom), of("3.7.0"));
        let property = "<properties><kafka.version>3.4.1</kafka.version></properties><dependency><artifactId>kafka-clients</artifactId><version>${kafka.version}</version></dependency>";
        assert_eq!(found(Library::Java, "pom.xml", property), of("3.4.1"));
        let catalog = "[versions]\nkafka = \"3.5.2\"\n[libraries]\nclients = { module = \"org.apache.kafka:kafka-clients\", version.ref = \"kafka\" }\n";
        assert_eq!(found(Library::Java, "gradle/libs.versions.toml", catalog), of("3.5.2"));
        let direct = "clients = { module = \"org.apache.kafka:kafka-clients\", version = \"3.5.1\" }\n";
        assert_eq!(found(Library::Java, "gradle/libs.versions.toml", direct), of("3.5.1"));
        let short = "clients = \"org.apache.kafka:kafka-clients:3.5.0\"\n";
        assert_eq!(found(Library::Java, "gradle/libs.versions.toml", short), of("3.5.0"));
        let parent = "<parent>\n<groupId>org.springframework.boot</groupId>\n<artifactId>spring-boot-starter-parent</artifactId>\n<version>3.2.1</version>\n</parent>";
        assert_eq!(found(Library::Java, "pom.xml", parent), of("3.6.1"));
        let own = format!("{parent}<properties><kafka.version>3.7.0</kafka.version></properties>");
        assert_eq!(found(Library::Java, "pom.xml", &own), of("3.7.0"));
        let clients =
            format!("{parent}<dependency><artifactId>kafka-clients</artifactId><version>${{x}}</version></dependency>");
        assert_eq!(found(Library::Java, "pom.xml", &clients), None, "somebody else tells it");
        let unlisted = parent.replace("3.2.1", "9.9.0");
        assert_eq!(found(Library::Java, "pom.xml", &unlisted), None);
        let list = "<properties><boot>2.7.18</boot></properties><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-dependencies</artifactId><version>${boot}</version></dependency>";
        assert_eq!(found(Library::SpringBoot, "pom.xml", list), of("3.1.2"));
        let plugin = "plugins {\n  id 'org.springframework.boot' version '3.4.2'\n  id 'io.spring.dependency-management' version '1.1.7'\n}\n";
        assert_eq!(found(Library::Java, "build.gradle", plugin), of("3.8.1"));
        let alone = plugin.replace("io.spring.dependency-management", "com.example");
        assert_eq!(found(Library::Java, "build.gradle", &alone), None, "nobody manages versions");
        let kotlin = "plugins {\n  id(\"org.springframework.boot\") version \"4.0.4\"\n}\nimplementation(platform(SpringBootPlugin.BOM_COORDINATES))\n";
        assert_eq!(found(Library::Java, "build.gradle.kts", kotlin), of("4.1.2"));
        let other = format!("{plugin}ext['kafka.version'] = '3.9.1'\n");
        assert_eq!(found(Library::Java, "build.gradle", &other), of("3.9.1"));
        let pnpm = "packages:\n  kafkajs@2.2.3:\n    resolution: {}\n";
        assert_eq!(found(Library::KafkaJs, "pnpm-lock.yaml", pnpm), of("2.2.3"));
        let yarn = "kafkajs@^2.0.0:\n  version \"2.2.2\"\n";
        assert_eq!(found(Library::KafkaJs, "yarn.lock", yarn), of("2.2.2"));
        let berry = "\"kafkajs@npm:^2.0.0\":\n  version: 2.2.1\n";
        assert_eq!(found(Library::KafkaJs, "yarn.lock", berry), of("2.2.1"));
        let other = "require github.com/twmb/franz-go/pkg/kadm v1.2.0\nrequire github.com/twmb/franz-go v1.21.5\n";
        assert_eq!(found(Library::FranzGo, "go.mod", other), of("1.21.5"));
        let managed = "<dependency><artifactId>kafka-clients</artifactId></dependency><version>1.0.0</version>";
        assert_eq!(found(Library::Java, "pom.xml", managed), None, "another element's version");
    }
}
