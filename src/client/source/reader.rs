//! One file to the clients it configures.

use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "code")]
use super::code;
use super::kind::Kind;
use super::{connect, entry, environment, hocon, java, kubernetes, quarkus, spring, statements, yaml};
use crate::client::library::{Library, Role};
use crate::client::{Application, Client, Habits, Setting};
use crate::facts::client::Version;
use crate::finding::Instance;
use crate::source::{FileId, Place, SourceFile, Span, TextRange};
use crate::syntax::yaml::Node;
use entry::Entry;

/// A file that is read.
#[derive(Clone, Debug)]
pub struct File {
    /// Its id in the run.
    pub id: FileId,
    /// Path for display, and bytes.
    pub source: Arc<SourceFile>,
    /// Where it is.
    pub path: PathBuf,
    /// Its type.
    pub kind: Kind,
}

/// What lies around a file.
pub trait Surroundings {
    /// A file in the same folder.
    fn sibling(&self, of: &File, name: &str) -> Option<File>;
    /// The version of the library that reads the settings, if a manifest or lock file tells.
    fn version(&self, of: &File, library: Library) -> Option<Version>;
    /// The version of the framework that passes the settings on, if a lock file tells and it matters.
    fn framework(&self, of: &File, library: Library) -> Option<Version>;
    /// What the application that a file of Ruby belongs to does about errors, where all of it could be read.
    fn application(&self, of: &File) -> Option<Application>;
}

impl File {
    /// A part of the text; nothing where it is no UTF-8.
    pub fn text(&self, range: TextRange) -> Option<&str> {
        std::str::from_utf8(self.source.bytes.get(range.as_usize())?).ok()
    }

    /// The whole text.
    pub fn whole(&self) -> Option<&str> {
        std::str::from_utf8(&self.source.bytes).ok()
    }

    /// All of it.
    pub fn range(&self) -> TextRange {
        TextRange::new(0, self.source.bytes.len() as u32)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.source.path.rsplit('/').next().unwrap_or_default()
    }

    /// A span of it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.id, range: TextRange::new(start as u32, end as u32) }
    }
}

/// Most clients of a file, and most settings of all of them: people write a few.
pub(super) const MOST: usize = 200;
const MOST_SETTINGS: usize = 5_000;

/// The clients that a file configures.
pub fn read(file: &File, around: &dyn Surroundings) -> Vec<Client> {
    let mut clients = read_part(file, around, file.range());
    let mut settings = 0;
    let is_within = |client: &Client| {
        settings += client.settings.len();
        settings <= MOST_SETTINGS
    };
    let within = clients.iter().map(is_within).take_while(|is| *is).count();
    clients.truncate(within.min(MOST));
    // A log-in that only MSK has is not for the developer's machine: where it runs, other brokers are given.
    for client in clients.iter_mut().filter(|client| client.is_local() && client.talks_to_msk()) {
        client.forget("bootstrap.servers", "it is the developer's machine, and the log-in is MSK's: others are given");
    }
    // What is found of the others may be shown with the lines around it.
    let secrets: Vec<Span> = clients.iter().flat_map(|client| client.secrets.iter().copied()).collect();
    clients.retain(|client| !client.is_local());
    if let Some(client) = clients.first_mut() {
        client.secrets = secrets;
    }
    let writes_in_transactions =
        clients.iter().any(|client| client.is_producer() && client.setting("transactional.id").is_some());
    clients.iter_mut().for_each(|client| client.habits.writes_in_transactions = writes_in_transactions);
    clients
}

/// The clients of a part of a file: the whole, or a file inside of it.
pub(super) fn read_part(file: &File, around: &dyn Surroundings, range: TextRange) -> Vec<Client> {
    match file.kind {
        Kind::Properties => of_documents(file, around, spring::of_properties(file, range)),
        Kind::Hocon => hocon::read(file, around),
        Kind::Shell | Kind::Makefile => Vec::new(),
        Kind::Environment => of_variables(file, around, &environment::lines(file)),
        Kind::Yaml | Kind::Json => {
            let documents = yaml::documents(file, range);
            let mut clients = of_documents(file, around, spring::of_nodes(file, range.start, &documents));
            for document in documents {
                if kubernetes::is_manifest(&document) {
                    clients.extend(kubernetes::read(file, around, &document));
                } else {
                    connectors(file, around, range.start, &document, &mut clients);
                    clients.extend(kubernetes::of_containers(file, around, range.start, &document));
                }
            }
            clients
        }
        #[cfg(not(feature = "code"))]
        _ => Vec::new(),
        #[cfg(feature = "code")]
        Kind::Ruby
        | Kind::Python
        | Kind::JavaScript
        | Kind::TypeScript
        | Kind::Tsx
        | Kind::Go
        | Kind::Java
        | Kind::CSharp
        | Kind::Kotlin
        | Kind::Scala
        | Kind::Rust => code::read(file, around),
    }
}

/// Clients of flat lists of entries.
fn of_documents(file: &File, around: &dyn Surroundings, documents: Vec<spring::Document>) -> Vec<Client> {
    if documents.iter().any(|document| spring::speaks(&document.entries)) {
        return spring::read(file, around, documents);
    }
    let of_entries = |document: spring::Document| {
        let entries = document.entries;
        let framework = quarkus::read(file, around, &entries).or_else(|| quarkus::micronaut(file, around, &entries));
        framework.unwrap_or_else(|| match file.kind {
            Kind::Properties => {
                connect::read(file, around, &entries).unwrap_or_else(|| java::read(file, around, &entries))
            }
            _ => Vec::new(),
        })
    };
    documents.into_iter().flat_map(of_entries).collect()
}

/// Clients of the frameworks that read variables of the environment.
pub(super) fn of_variables(file: &File, around: &dyn Surroundings, variables: &[Entry]) -> Vec<Client> {
    let mut clients = spring::of_variables(file, around, environment::for_spring(variables));
    // Spring has files that variables lie over: nothing is added to them.
    clients.iter_mut().for_each(|client| client.room = None);
    let connect = environment::for_connect(variables);
    let own: Vec<Entry> = variables.iter().filter(|entry| entry.key.starts_with("CONNECT_")).cloned().collect();
    let of_connect = connect::read(file, around, &connect).unwrap_or_default().into_iter().map(|client| {
        let role = client
            .instance
            .address
            .split_once(" of the ")
            .map_or(String::new(), |(role, _)| role.to_ascii_uppercase() + "_");
        Client { room: statements::behind_variables(file, &own, &format!("CONNECT_{role}")), ..client }
    });
    clients.extend(of_connect);
    clients
}

/// Every map of a document that configures a connector.
fn connectors(file: &File, around: &dyn Surroundings, start: u32, node: &Node, found: &mut Vec<Client>) {
    if node.get("connector.class").is_some() {
        found.extend(connect::read(file, around, &yaml::entries(file, start, node)).unwrap_or_default());
        return;
    }
    node.entries().iter().for_each(|(_, value)| connectors(file, around, start, value, found));
    node.items().iter().for_each(|item| connectors(file, around, start, item, found));
}

/// A client with what is known of the file it stands in.
pub(super) fn client(
    file: &File,
    around: &dyn Surroundings,
    library: Library,
    role: Role,
    address: &str,
    settings: Vec<Setting>,
) -> Option<Client> {
    // The first that stands in this file: what is missing belongs beside it.
    let spans = settings.iter().filter_map(|setting| setting.value.origin.place.span());
    let first = spans.filter(|span| span.file == file.id).min()?;
    let root: Arc<str> = file.source.path.clone();
    let secrets = settings.iter().filter_map(Setting::secret).collect();
    Some(Client {
        instance: Instance { address: address.into(), root, var_files: Vec::new() },
        file: None,
        library,
        version: around.version(file, library),
        role,
        place: Place::Text(first),
        settings,
        complete: true,
        room: None,
        habits: Habits::default(),
        secrets,
        framework: around.framework(file, library),
        signs_for_msk: false,
        cluster: None,
        brokers_of: None,
        or_clusters: Vec::new(),
    })
}
