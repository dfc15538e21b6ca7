//! Which commands go to Amazon MSK: by their brokers, by what a script speaks of, and by the endpoint they name.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::arguments::Arguments;
use super::aws;
use super::shell::Script;
use crate::client::hosts::{Bootstrap, Server};
use crate::eval::text::{SegmentKind, Text};
use crate::eval::value::Reason;

/// Stands in a reading where nobody can tell.
const OPEN: char = '\u{fffd}';
/// Most readings of a text, and most bytes of one.
const MOST: usize = 64;
const LONGEST: usize = 4096;
/// Most variables that stand for one another.
const DEPTH: usize = 16;
/// Other parts of a name that tells of Amazon's MSK: three letters by themselves are Moscow's time and its data centres.
const BESIDE_MSK: &[&str] = &["aws", "amazon", "auth", "bootstrap", "broker", "brokers", "cluster", "connect", "iam"];
/// Variables that send the commands of AWS's command line elsewhere, and its own name as an alias.
const ENDPOINTS: &[&str] = &["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_KAFKA", "AWS_ENDPOINT_URL_KAFKACONNECT", "aws"];

/// What a script tells about where its commands go.
pub(super) struct Msk<'s> {
    assignments: BTreeMap<&'s str, Vec<&'s Text>>,
    /// What variables hold, as far as it was asked.
    values: RefCell<BTreeMap<String, Vec<String>>>,
    is_spoken_of: bool,
}

/// Where brokers are.
#[derive(PartialEq, Eq)]
enum Whose {
    Msk,
    Others,
    Open,
}

impl<'s> Msk<'s> {
    pub(super) fn of(text: &str, script: &'s Script) -> Self {
        let mut assignments: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
        for (name, value) in &script.assignments {
            assignments.entry(name).or_default().push(value);
        }
        let is_spoken_of = speaks_of_msk(text) || script.commands.iter().any(|command| aws::is_call(command));
        Self { assignments, values: RefCell::default(), is_spoken_of }
    }

    /// Whether brokers are MSK's: whatever a variable may hold is, or nobody can tell and the script speaks of MSK.
    pub(super) fn has(&self, servers: &Text, is_in_container: bool) -> bool {
        let found: Vec<Whose> = self.readings(servers, DEPTH).iter().map(|servers| whose(servers)).collect();
        let is_open = self.is_spoken_of && !is_in_container;
        !found.contains(&Whose::Others) && (found.contains(&Whose::Msk) || is_open)
    }

    /// Whether a command of AWS's command line with these options goes to AWS.
    pub(super) fn is_aws(&self, options: &Arguments) -> bool {
        let is_aws =
            |endpoint: &String| endpoint.is_empty() || Bootstrap::parse(endpoint).servers.iter().all(is_of_aws);
        let of_options = options.value("endpoint-url").map(|endpoint| self.readings(endpoint, DEPTH));
        let of_variables = ENDPOINTS.iter().map(|name| self.values(name, DEPTH));
        let is_local = options.value("profile").is_some_and(|profile| profile.as_str().contains("localstack"));
        !is_local && of_options.into_iter().chain(of_variables).flatten().all(|endpoint| is_aws(&endpoint))
    }

    /// Every text that a word can come to.
    fn readings(&self, text: &Text, depth: usize) -> Vec<String> {
        let mut found = vec![String::new()];
        for segment in text.segments() {
            let values = match &segment.kind {
                SegmentKind::Unknown(unknown) => match &*unknown.reason {
                    Reason::Script(name) if self.assignments.contains_key(&**name) => self.values(name, depth),
                    _ => vec![OPEN.to_string()],
                },
                _ => vec![text.as_str()[segment.start as usize..segment.end as usize].to_owned()],
            };
            let joined = found.iter().flat_map(|start| values.iter().map(move |value| format!("{start}{value}")));
            found = joined.take(MOST + 1).collect();
            if found.len() > MOST || found.iter().any(|reading| reading.len() > LONGEST) {
                return vec![OPEN.to_string()];
            }
        }
        found
    }

    /// Every text that a variable is set to.
    fn values(&self, name: &str, depth: usize) -> Vec<String> {
        if let Some(known) = self.values.borrow().get(name) {
            return known.clone();
        }
        let Some(depth) = depth.checked_sub(1) else { return vec![OPEN.to_string()] };
        // What a variable adds to itself tells nothing.
        self.values.borrow_mut().insert(name.to_owned(), vec![OPEN.to_string()]);
        let texts = self.assignments.get(name).into_iter().flatten();
        let mut values: Vec<String> = texts.flat_map(|text| self.readings(text, depth)).take(MOST + 1).collect();
        if values.len() > MOST {
            values = vec![OPEN.to_string()];
        }
        self.values.borrow_mut().insert(name.to_owned(), values.clone());
        values
    }
}

/// Whose brokers a list of servers names.
fn whose(servers: &str) -> Whose {
    let servers = servers.replace(&format!(":{OPEN}"), "");
    let lists = servers.split_whitespace().map(|list| Bootstrap::parse(without_path(list)));
    let found: Vec<Whose> = lists.map(|list| whose_list(&list)).collect();
    match found.iter().find(|whose| **whose != Whose::Msk) {
        _ if found.contains(&Whose::Others) => Whose::Others,
        None if !found.is_empty() => Whose::Msk,
        _ => Whose::Open,
    }
}

fn whose_list(list: &Bootstrap) -> Whose {
    match () {
        () if list.is_msk() => Whose::Msk,
        () if list.servers.iter().all(is_open) => Whose::Open,
        () => Whose::Others,
    }
}

/// Whether nobody can tell a host: a part of it is unknown, or it is a sample such as `<brokers>`.
fn is_open(server: &Server) -> bool {
    let known = server.host.rsplit(OPEN).next().unwrap_or_default();
    server.host.contains('<') || (server.host.contains(OPEN) && (!known.contains('.') || is_of_aws(server)))
}

/// Whether a host is in a domain of AWS.
fn is_of_aws(server: &Server) -> bool {
    let host = server.host.split('/').next().unwrap_or_default();
    [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"].iter().any(|domain| host.ends_with(domain))
}

/// Hosts of ZooKeeper without the path behind them, in which it keeps Kafka's data.
fn without_path(servers: &str) -> &str {
    let start = servers.rfind("://").map_or(0, |at| at + "://".len());
    servers[start..].find('/').map_or(servers, |at| &servers[..start + at])
}

/// Whether a text, its comments aside, names MSK, its commands or its hosts.
fn speaks_of_msk(text: &str) -> bool {
    text.lines().map(without_comment).any(|line| {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
        let lower = line.to_ascii_lowercase();
        let phrases = ["aws kafka", "amazon msk", "aws msk", "arn:aws:kafka:", "$msk", "${msk"];
        phrases.iter().any(|phrase| lower.contains(phrase))
            || line.split(|letter| !is_part(letter)).any(names_msk)
            || line.split(|letter: char| letter.is_whitespace() || "\"'`,;=/@".contains(letter)).any(is_host)
    })
}

/// `MSK_BROKERS`, `aws-msk-iam-auth`, `mskCluster`; not `msk` nor `msk-dc1`.
fn names_msk(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(['-', '.', '_']).collect();
    let is_joined = lower.contains('_') || parts.iter().any(|part| BESIDE_MSK.contains(part));
    let camel = word.strip_prefix("msk").or_else(|| word.strip_prefix("Msk")).unwrap_or_default();
    (parts.contains(&"msk") && is_joined) || camel.starts_with(|letter: char| letter.is_ascii_uppercase())
}

fn is_host(word: &str) -> bool {
    let zone = [".kafka.", ".kafka-serverless."].iter().find_map(|zone| word.find(zone));
    zone.is_some_and(|at| word[at..].contains(".amazonaws.com"))
}

/// A line up to the `#` that begins a word.
fn without_comment(line: &str) -> &str {
    let is_start = |at: &usize| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    line.match_indices('#').map(|(at, _)| at).find(is_start).map_or(line, |at| &line[..at])
}
