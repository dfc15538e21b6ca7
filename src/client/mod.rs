//! Clients of Kafka as their configuration files and code say: one model for every library and language.

pub mod defaults;
pub mod fault;
pub mod hosts;
pub mod karafka;
pub mod library;
pub mod login;
pub mod names;
pub mod reading;
pub mod refusal;
pub mod room;
pub mod source;
mod tie;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

pub use tie::{tie, tie_to};

use crate::facts::client::Version;
use crate::finding::Instance;
use crate::model::cluster::{Cluster, ClusterKind};
use crate::model::fact::{Fact, Origin, State};
use crate::model::topic::Topic;
use crate::secrets::names_a_secret;
use crate::source::{Place, Span};
use hosts::Bootstrap;
use library::{Family, Library, Role};
use refusal::Refusal;
use room::Room;

/// One client: the settings that reach one library for one role.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// What it is called and the file it stands in.
    pub instance: Instance,
    /// The file it stands in, or the expression behind it; absolute. Once a run knows it.
    pub file: Option<Arc<Path>>,
    /// The library that reads the settings.
    pub library: Library,
    /// The version of that library (of librdkafka for what wraps it), if files beside it tell.
    pub version: Option<Version>,
    /// What it does.
    pub role: Role,
    /// Where it begins: what is missing belongs there.
    pub place: Place,
    /// What is set, each canonical name once: the value that counts.
    pub settings: Vec<Setting>,
    /// Whether nothing else can set anything: absent is then the library's default.
    pub complete: bool,
    /// What the code around it does.
    pub habits: Habits,
    /// Where more settings can be written.
    pub room: Option<Room>,
    /// The version of the framework that passes the settings on, where files beside it tell and it matters.
    pub framework: Option<Version>,
    /// The characters of its files that are or may be secrets: they are never shown.
    pub secrets: Vec<Span>,
    /// Whether a signer for MSK's IAM authentication is used.
    pub signs_for_msk: bool,
    /// The cluster of the run that it talks to.
    pub cluster: Option<Arc<Cluster>>,
    /// The attribute of the cluster that its brokers are, `bootstrap_brokers_sasl_iam`.
    pub brokers_of: Option<Arc<str>>,
    /// Others that it may be instead: the same in another environment, or of the same name.
    pub or_clusters: Vec<Arc<Cluster>>,
}

/// What the code around a client does, as far as it is seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Habits {
    /// Where the program ends because of errors from which the library recovers by itself.
    pub exits: Vec<Place>,
    /// The topics that the same file makes, where it says how many replicas they get.
    pub topics: Vec<Topic>,
    /// Whether the same file makes a producer that writes in transactions.
    pub writes_in_transactions: bool,
    /// What the whole application does about errors, where it was read.
    pub application: Option<Application>,
}

/// What an application does about errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    /// Whether something may stop the process.
    pub may_stop: bool,
    /// Whether something may make a producer anew.
    pub may_reload: bool,
}

/// One setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Kafka's name for it where the meaning is the same, else the library's.
    pub name: Arc<str>,
    /// How it is spelled.
    pub key: Arc<str>,
    /// The value as the library gets it, units already made the library's; its place is that of key and value.
    pub value: Fact<Arc<str>>,
    /// How another value has to be written in its place.
    pub style: Style,
}

/// How the characters of a value stand in their file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// As text, with nothing around it.
    Text,
    /// As code, where a word needs quotes.
    Code,
    /// As a member of a type or package, which stands before the dot; and what each member means.
    Member(Arc<str>, &'static [(&'static str, &'static str)]),
    /// As a duration of Go: the name of the package `time`.
    Duration(Arc<str>),
}

impl Setting {
    /// Whether its value may be a secret, which is never shown.
    pub fn is_secret(&self) -> bool {
        names_a_secret(&self.name) || names_a_secret(&self.key)
    }

    /// The characters that hold a secret, where they are known to stand as such.
    fn secret(&self) -> Option<Span> {
        let text = self.text().filter(|_| self.is_secret())?;
        // A login module without a password in it says only how the client logs in.
        let is_open = &*self.name == "sasl.jaas.config" && login::is_without_secret(text);
        self.value.origin.literal.or_else(|| self.value.origin.place.span()).filter(|_| !is_open)
    }

    /// The value, if it is known.
    pub fn text(&self) -> Option<&str> {
        self.value.known().map(AsRef::as_ref)
    }
}

impl Client {
    /// Whose rules it follows.
    pub fn family(&self) -> Family {
        self.library.family()
    }

    /// Whether it is known to write.
    pub fn is_producer(&self) -> bool {
        self.role == Role::Producer
    }

    /// Whether it is known to read.
    pub fn is_consumer(&self) -> bool {
        self.role == Role::Consumer
    }

    /// What is written for a setting, known or not.
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| &*setting.name == name)
    }

    /// A written, known value.
    pub fn text(&self, name: &str) -> Option<(&str, &Setting)> {
        let setting = self.setting(name)?;
        Some((setting.text()?, setting))
    }

    /// A written, known number, as the library reads it.
    pub fn number(&self, name: &str) -> Option<(i64, &Setting)> {
        let (text, setting) = self.text(name)?;
        Some((reading::number(self.family(), text)?, setting))
    }

    /// A written, known number that is read as it is written: of others there is nothing more to say.
    pub fn sound_number(&self, name: &str) -> Option<(i64, &Setting)> {
        self.number(name).filter(|(_, setting)| fault::fault(self, setting).is_none())
    }

    /// A written, known flag, as the library reads it.
    pub fn flag(&self, name: &str) -> Option<(bool, &Setting)> {
        let (text, setting) = self.text(name)?;
        Some((reading::flag(self.family(), text)?, setting))
    }

    /// Whether a setting is known to be written nowhere.
    pub fn lacks(&self, name: &str) -> bool {
        self.complete && self.setting(name).is_none()
    }

    /// The value that counts: written, else the library's default where nothing else can set it.
    pub fn effective(&self, name: &str) -> Option<String> {
        match self.setting(name) {
            Some(setting) => setting.text().map(str::to_owned),
            None if self.complete => self.default(name),
            None => None,
        }
    }

    /// The same as a number.
    pub fn effective_number(&self, name: &str) -> Option<i64> {
        reading::number(self.family(), &self.effective(name)?)
    }

    /// The default of the library in this version; `None` too when it depends on a version that is not known.
    pub fn default(&self, name: &str) -> Option<String> {
        defaults::default(self, name, defaults::Unsure::Nothing)
    }

    /// The default as a number: of the newest version when the version is not known.
    pub fn newest_default(&self, name: &str) -> Option<i64> {
        reading::number(self.family(), &defaults::default(self, name, defaults::Unsure::Newest)?)
    }

    /// A written number that is worse than the default: below it.
    pub fn lowered(&self, name: &str) -> Option<(i64, &Setting)> {
        let (number, setting) = self.sound_number(name)?;
        let is_worse = self.newest_default(name).is_none_or(|default| number < default);
        is_worse.then_some((number, setting))
    }

    /// A written number that is worse than the default: above it.
    pub fn raised(&self, name: &str) -> Option<(i64, &Setting)> {
        let (number, setting) = self.sound_number(name)?;
        let is_worse = self.newest_default(name).is_none_or(|default| number > default);
        is_worse.then_some((number, setting))
    }

    /// A written number that is no better than the default: at most that.
    pub fn kept_low(&self, name: &str) -> Option<(i64, &Setting)> {
        let (number, setting) = self.sound_number(name)?;
        let is_better = self.newest_default(name).is_some_and(|default| number > default);
        (!is_better).then_some((number, setting))
    }

    /// Whether the library has a setting, in its version or, where that is not known, in all of them.
    pub fn knows(&self, name: &str) -> bool {
        names::is_known(self.family(), self.role, name, self.version)
    }

    /// Whether it reads as a member of a consumer group.
    pub fn is_in_group(&self) -> bool {
        // Karafka names the group of each topic elsewhere.
        self.library == Library::Karafka || self.setting("group.id").is_some()
    }

    /// What the library refuses of this client.
    pub fn refusals(&self) -> Vec<Refusal<'_>> {
        refusal::refusals(self)
    }

    /// Whether the library refuses some settings together whatever number one of them is: that it is there is enough.
    pub fn refuses_whatever(&self, names: &[&str], one: &str) -> bool {
        ["1", "2147483647"].iter().all(|value| {
            let other = self.with(&[(one, value)]);
            refusal::refusals(&other).iter().any(|refusal| refusal.names == names)
        })
    }

    /// Whether a setting is part of what the library refuses: there is no more to say about its value.
    pub fn is_refused(&self, name: &str) -> bool {
        self.refusals().iter().any(|refusal| refusal.names.contains(&name))
    }

    /// Whether the library would start with other values of some settings, written ones and new ones, whatever its
    /// version and the settings that are not known.
    pub fn accepts(&self, values: &[(&str, &str)]) -> bool {
        self.with(values).refusals().is_empty() && !self.may_refuse(values)
    }

    /// Whether the library may refuse other values of some settings, in some version where that is not known, or with
    /// some values of settings that are not.
    pub fn may_refuse(&self, values: &[(&str, &str)]) -> bool {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        refusal::may_refuse(&self.with(values), &names)
    }

    /// The same client with other values of some settings.
    pub fn with(&self, values: &[(&str, &str)]) -> Self {
        let mut changed = self.clone();
        for (name, value) in values {
            match changed.settings.iter_mut().find(|setting| &*setting.name == *name) {
                Some(setting) => setting.value.state = State::Known((*value).into()),
                None => changed.settings.push(Setting {
                    name: (*name).into(),
                    key: (*name).into(),
                    value: Fact::written((*value).into(), Origin::at(self.place.clone())),
                    style: Style::Text,
                }),
            }
        }
        changed
    }

    /// Another value of a setting as it has to be written in its place; nothing where the library has no word for it.
    pub fn spelled(&self, setting: &Setting, value: &str) -> Option<String> {
        let is_python = self.instance.root.ends_with(".py");
        Some(match (&setting.style, value) {
            (Style::Member(path, words), _) => {
                let (member, _) = words.iter().find(|(_, means)| *means == value)?;
                format!("{path}.{member}")
            }
            (Style::Duration(time), _) => match value.parse::<u64>().ok()? {
                milliseconds if milliseconds % 1000 == 0 => format!("{} * {time}.Second", milliseconds / 1000),
                milliseconds => format!("{milliseconds} * {time}.Millisecond"),
            },
            (Style::Text, _) => value.to_owned(),
            (Style::Code, "true") if is_python => "True".to_owned(),
            (Style::Code, "false") if is_python => "False".to_owned(),
            (Style::Code, "true" | "false") => value.to_owned(),
            // Both take the number only.
            (Style::Code, "all") if matches!(self.library, Library::KafkaJs | Library::ConfluentJavaScript) => {
                "-1".to_owned()
            }
            (Style::Code, _) if value.parse::<f64>().is_ok() => value.to_owned(),
            (Style::Code, _) => format!("\"{value}\""),
        })
    }

    /// The brokers to start from.
    pub fn bootstrap(&self) -> Option<Bootstrap> {
        self.text("bootstrap.servers").map(|(text, _)| Bootstrap::parse(text))
    }

    /// The brokers of MSK to start from and the setting that names them, if all its entries are such: other names can
    /// stand for several brokers (serverless, private links, load balancers).
    pub fn bootstrap_brokers(&self) -> Option<(BTreeSet<u32>, &Setting)> {
        let servers = self.bootstrap()?.servers;
        let brokers = servers.iter().map(hosts::Server::broker).collect::<Option<BTreeSet<u32>>>()?;
        Some((brokers, self.setting("bootstrap.servers").filter(|_| !servers.is_empty())?))
    }

    /// Whether it is known to talk to MSK: by a host, a signer or mechanism, or a cluster of the run.
    pub fn talks_to_msk(&self) -> bool {
        let names_it = |name: &str, word: &str| self.text(name).is_some_and(|(text, _)| text.contains(word));
        self.cluster.is_some()
            || self.signs_for_msk
            || self.bootstrap().is_some_and(|bootstrap| bootstrap.is_msk())
            || names_it("sasl.mechanism", "AWS_MSK_IAM")
            || names_it("sasl.jaas.config", "software.amazon.msk")
            || names_it("sasl.client.callback.handler.class", "software.amazon.msk")
            || names_it("sasl.login.callback.handler.class", "software.amazon.msk")
            || names_it("sasl.oauthbearer.metadata.authentication.type", "aws_iam")
    }

    /// Whether it is known to talk to brokers of a provisioned cluster: a serverless one chooses replicas by itself.
    pub fn talks_to_provisioned(&self) -> bool {
        let is_provisioned = |cluster: &Arc<Cluster>| !cluster.is(ClusterKind::Serverless);
        let names_a_broker = |bootstrap: Bootstrap| bootstrap.servers.iter().any(|server| server.broker().is_some());
        self.cluster.as_ref().is_some_and(is_provisioned) || self.bootstrap().is_some_and(names_a_broker)
    }

    /// Whether it is known to talk to a serverless cluster.
    pub fn talks_to_serverless(&self) -> bool {
        let is_serverless = |bootstrap: Bootstrap| bootstrap.servers.iter().any(hosts::Server::is_serverless);
        self.cluster.as_ref().is_some_and(|cluster| cluster.is(ClusterKind::Serverless))
            || self.bootstrap().is_some_and(is_serverless)
    }

    /// Takes what is written for a setting for unknown.
    fn forget(&mut self, name: &str, reason: &str) {
        for setting in self.settings.iter_mut().filter(|setting| &*setting.name == name) {
            setting.value.state = State::Unknown(reason.into());
        }
    }

    /// Whether all its brokers are on the machine it runs on, or in the same Docker network.
    pub fn is_local(&self) -> bool {
        self.bootstrap().is_some_and(|bootstrap| bootstrap.is_local())
    }

    /// Whether something of it is unknown that a rule would have to know.
    pub fn is_unknown(&self, name: &str) -> bool {
        self.setting(name).is_some_and(|setting| matches!(setting.value.state, State::Unknown(_)))
    }
}
