//! Hover: what a name means, what holds for it here, and where that comes from.

use std::path::Path;

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use super::place::{self, Spot};
use super::position::Lines;
use super::view::{Target, View};
use crate::client::Client;
use crate::inspect::{self, about};
use crate::model::cluster::Cluster;
use crate::model::named_facts;
use crate::model::properties::Property;
use crate::model::worlds::Worlds;
use crate::own;
use crate::project::CONFIGURATION;
use crate::report::sanitize::sanitize;
use crate::rules;
use crate::secrets::names_a_secret;
use crate::source::SourceFile;

/// Most clusters whose value is shown.
const MOST: usize = 8;

/// What a client shows for a place.
pub(super) fn hover(view: &View<'_>, path: &Path, at: Position) -> Option<Hover> {
    let Some(target) = view.target(path, at) else { return in_configuration(view, path, at) };
    let spot = place::spot(&target);
    let text = rule(view, &spot)
        .or_else(|| property(view, &target))
        .or_else(|| client_setting(view, &target))
        .or_else(|| {
            let word = spot.word?;
            argument(view, &target, word).or_else(|| named(word, &spot))
        })?;
    let range = spot.word_range.and_then(|range| view.range(target.span(range)));
    Some(Hover { contents: markdown(text), range })
}

/// The same for a configuration of this program, which is no part of what is looked at.
fn in_configuration(view: &View<'_>, path: &Path, at: Position) -> Option<Hover> {
    let text = view.open.get(path).filter(|_| path.ends_with(CONFIGURATION))?.text.clone();
    let file = SourceFile::new(CONFIGURATION, text);
    let offset = Lines::new(&file.bytes, view.client.encoding).offset(at);
    let text = rule(view, &place::spot(&Target::in_text(&file, offset)))?;
    Some(Hover { contents: markdown(text), range: None })
}

fn markdown(text: String) -> Contents {
    Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text })
}

/// The page of a rule, where a word names one: in an allow or a configuration.
fn rule(view: &View<'_>, spot: &Spot<'_>) -> Option<String> {
    let word = spot.word.filter(|_| spot.is_configuration || spot.line.contains("msk-lint:"))?;
    if let Some(rule) = rules::find(word) {
        return Some(rule.page.to_owned());
    }
    let own = view.project.layers.own_rules();
    own.iter().find(|rule| rule.name == *word).map(|rule| own::page(rule, "", ""))
}

/// A property of brokers or topics where it is written.
fn property(view: &View<'_>, target: &Target<'_>) -> Option<String> {
    let models = &view.looked.analysis.models;
    let stands_here = |property: &&Property| property.place.span().is_some_and(|span| target.is_in(span));
    let clusters: Vec<&Worlds<Cluster>> = models.iter().flat_map(|model| &model.clusters).collect();
    let written = |cluster: &Cluster| {
        let lines = &cluster.configuration.attached()?.properties.known()?.lines;
        lines.iter().find(stands_here).map(|line| line.name.clone())
    };
    let configurations = models.iter().flat_map(|model| &model.configurations);
    let unattached = configurations.filter_map(|worlds| {
        let lines = &worlds.first().properties.known()?.lines;
        lines.iter().find(stands_here).map(|line| line.name.clone())
    });
    let attached: Vec<_> =
        clusters.iter().filter_map(|worlds| Some((*worlds, written(worlds.first())?))).take(MOST).collect();
    let name = attached.first().map(|(_, name)| name.clone()).or_else(|| unattached.into_iter().next());
    if let Some(name) = name {
        let mut text = described(&name, about::broker_property(&name).unwrap_or_default());
        for (worlds, name) in &attached {
            text += &effective(view, worlds, name).unwrap_or_default();
        }
        return Some(text);
    }
    let topics = clusters.iter().flat_map(|worlds| &worlds.first().topics);
    let loose = models.iter().flat_map(|model| &model.loose_topics).map(Worlds::first);
    let config = topics.chain(loose).find_map(|topic| topic.configs.known()?.iter().find(stands_here))?;
    Some(described(&config.name, about::topic_property(&config.name).unwrap_or_default()))
}

/// What a cluster makes of a property, and what it would make of none.
fn effective(view: &View<'_>, worlds: &Worlds<Cluster>, name: &str) -> Option<String> {
    let cluster = worlds.first();
    let value = inspect::value_and_origin(&inspect::effective(worlds, name)?, view.sources());
    let default = inspect::default(cluster, name).filter(|_| !names_a_secret(name));
    let default = default.map_or_else(String::new, |default| format!("; unset: {}", code(&default)));
    Some(format!("\n{}: {}{default}\n", code(&cluster.instance.address), code(&value)))
}

/// A setting of a client where it is written.
fn client_setting(view: &View<'_>, target: &Target<'_>) -> Option<String> {
    let find = |client: &'_ Client| {
        client
            .settings
            .iter()
            .position(|setting| setting.value.origin.place.span().is_some_and(|span| target.is_in(span)))
    };
    let (client, at) = view.looked.analysis.clients.iter().find_map(|client| Some((client, find(client)?)))?;
    let setting = client.settings.get(at)?;
    let mut text = described(&setting.key, about::client_property(client.family(), &setting.name).unwrap_or_default());
    let version = client.version.map_or_else(String::new, |version| format!(" {version}"));
    let role = client.role.as_str();
    text += &format!("\n{role} of {}{version}", client.library.name());
    if let Some(default) = client.default(&setting.name) {
        text += &format!("; unset: {}", code(&default));
    }
    if let Some(cluster) = &client.cluster {
        text += &format!("; talks to {}", code(&cluster.instance.address));
    }
    Some(text + "\n")
}

/// An argument of a cluster: the value it resolves to, its hops, and what the layout does when something is down.
fn argument(view: &View<'_>, target: &Target<'_>, word: &str) -> Option<String> {
    let names: &[&str] = match word {
        "number_of_broker_nodes" => &["brokers"],
        "client_subnets" => &["zones", "subnets"],
        "instance_type" => &["instance_type"],
        "kafka_version" => &["kafka_version"],
        "storage_mode" => &["storage_mode"],
        "volume_size" => &["volume_size"],
        "client_broker" => &["client_broker"],
        _ => return None,
    };
    let block = view.block(target)?;
    let is_here = |cluster: &Cluster| {
        cluster.block.span().is_some_and(|span| span.file == target.id && block.touches(span.range.start))
    };
    let clusters = view.looked.analysis.models.iter().flat_map(|model| &model.clusters);
    let mut text = String::new();
    for worlds in clusters.filter(|worlds| is_here(worlds.first())).take(MOST) {
        let cluster = worlds.first();
        let root = &cluster.instance.root;
        text += &format!("{} in {}\n\n", code(&cluster.instance.address), code(root));
        for (name, fact) in named_facts::in_all_worlds(worlds, named_facts::of_cluster) {
            if names.contains(&name) {
                text += &format!("* {name}: {}\n", code(&inspect::value_and_origin(&fact, view.sources())));
            }
        }
        if matches!(word, "number_of_broker_nodes" | "client_subnets")
            && let Some(table) = inspect::availability(worlds)
        {
            text += &format!("\n```text\n{}\n```\n\n", table.trim_matches('\n'));
        }
    }
    (!text.is_empty()).then_some(text)
}

/// What the tables tell of a word where no model helps: text that is being written, templates.
fn named(word: &str, spot: &Spot<'_>) -> Option<String> {
    let lines = match &spot.properties {
        Some(place::Properties::Broker) => about::broker_property(word)?,
        Some(place::Properties::Topic) => about::topic_property(word)?,
        None => match spot.attribute {
            Some("kafka_version") => vec![about::kafka_version(word)?],
            Some("instance_type") => vec![about::instance_type(word)?],
            _ => return None,
        },
    };
    Some(described(word, lines))
}

fn described(name: &str, lines: Vec<String>) -> String {
    let lines = lines.iter().map(|line| format!("* {line}\n")).collect::<String>();
    format!("{}\n\n{lines}", code(name))
}

/// Text as code: nothing in it is taken for Markdown.
fn code(text: &str) -> String {
    let text = sanitize(text).replace(['\n', '\r'], " ");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
