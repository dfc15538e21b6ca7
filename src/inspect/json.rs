//! `inspect --format json`, in the shape that is promised to others.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use super::{ClusterView, clusters, describe, settings, without_secrets};
use crate::client::Client;
use crate::model::availability::Row;
use crate::model::build::RootModel;
use crate::model::cluster::Cluster;
use crate::model::fact::{From, State};
use crate::model::named_facts::Shown;
use crate::model::plain::Plain;
use crate::source::Sources;

/// Writes models and clients as JSON.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(models: &[RootModel], clients: &[Client], sources: &Sources, out: &mut dyn Write) -> std::io::Result<()> {
    let roots: Vec<&RootModel> = models.iter().filter(|model| !model.is_script).collect();
    let mut document = json!({
        "schema_version": 1,
        "roots": roots.iter().copied().map(root).collect::<Vec<_>>(),
        "clusters": clusters(models).map(|view| cluster(&view, sources)).collect::<Vec<_>>(),
        "clients": clients.iter().map(|one| client(one, sources)).collect::<Vec<_>>(),
    });
    if let ([only], Some(object)) = (&roots[..], document.as_object_mut()) {
        object.insert("outputs".to_owned(), outputs(only));
    }
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn root(model: &RootModel) -> Json {
    json!({ "path": model.path, "var_files": model.var_files, "outputs": outputs(model) })
}

fn outputs(model: &RootModel) -> Json {
    model
        .outputs
        .iter()
        .map(|(name, value)| (name.clone(), output(&without_secrets(name, value))))
        .collect::<Map<_, _>>()
        .into()
}

fn output(value: &Plain) -> Json {
    match value {
        Plain::Unknown(reason) => json!({ "state": "unknown", "reason": reason }),
        Plain::Sensitive => json!({ "state": "known", "sensitive": true }),
        value if value.is_known() => json!({ "state": "known", "value": plain(value) }),
        value => json!({ "state": "partial", "value": plain(value) }),
    }
}

fn plain(value: &Plain) -> Json {
    match value {
        Plain::Null => Json::Null,
        Plain::Bool(value) => Json::Bool(*value),
        Plain::Number(digits) => digits.parse().map_or_else(|_| Json::String(digits.clone()), Json::Number),
        Plain::String(text) => Json::String(text.clone()),
        Plain::List(items) => items.iter().map(plain).collect(),
        Plain::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), plain(value))).collect::<Map<_, _>>().into()
        }
        Plain::Unknown(reason) => json!({ "unknown": reason }),
        Plain::Sensitive => json!({ "sensitive": true }),
    }
}

fn cluster(view: &ClusterView<'_>, sources: &Sources) -> Json {
    let cluster = view.cluster;
    let named = |facts: Vec<(String, Json)>| Json::Object(facts.into_iter().collect());
    json!({
        "address": cluster.instance.address,
        "kind": cluster.kind.get().map(|kind| kind.as_str()),
        "root": cluster.instance.root,
        "var_files": cluster.instance.var_files,
        "location": describe(&cluster.block, sources),
        "facts": named(view.facts.iter().map(|(name, shown)| ((*name).to_owned(), fact(shown, sources))).collect()),
        "properties": named(view.properties.iter().map(|(name, shown)| (name.to_string(), fact(shown, sources))).collect()),
        "availability": view.availability.iter().flat_map(|matrix| matrix.rows()).map(row).collect::<Vec<_>>(),
    })
}

fn client(client: &Client, sources: &Sources) -> Json {
    let of = |cluster: &Cluster| json!({ "address": cluster.instance.address, "root": cluster.instance.root });
    let settings = settings(client).into_iter().map(|(setting, shown)| {
        let mut json = fact(&shown, sources);
        if let Some(object) = json.as_object_mut() {
            object.insert("key".to_owned(), (&*setting.key).into());
        }
        (setting.name.to_string(), json)
    });
    json!({
        "address": client.instance.address,
        "path": client.instance.root,
        "location": describe(&client.place, sources),
        "library": client.library.name(),
        "version": client.version.map(|version| version.to_string()),
        "role": client.role.as_str(),
        "msk": client.talks_to_msk(),
        "complete": client.complete,
        "clusters": client.cluster.iter().chain(&client.or_clusters).map(|cluster| of(cluster)).collect::<Vec<_>>(),
        "settings": settings.collect::<Map<_, _>>(),
    })
}

fn row(row: &Row) -> Json {
    json!({
        "lost": row.lost.as_str(),
        "writes": row.writes.as_str(),
        "share": row.share,
        "reads": row.reads.as_str(),
        "data": row.data.as_str(),
    })
}

fn fact(fact: &Shown, sources: &Sources) -> Json {
    let mut object = Map::new();
    let (state, value) = match &fact.state {
        State::Known(value) => ("known", Some(value)),
        State::Unknown(_) => ("unknown", None),
        State::Absent => ("absent", None),
    };
    object.insert("state".into(), state.into());
    if fact.sensitive {
        object.insert("sensitive".into(), true.into());
    } else if let Some(value) = value {
        object.insert("value".into(), plain(value));
    }
    if let State::Unknown(reason) = &fact.state {
        object.insert("reason".into(), (&**reason).into());
    }
    if let Some(origin) = describe(&fact.origin.place, sources) {
        object.insert("origin".into(), origin.into());
    }
    let hops =
        fact.origin.hops.iter().filter_map(|hop| Some(format!("{} {}", describe(&hop.place, sources)?, hop.what)));
    object.insert("hops".into(), hops.collect::<Vec<_>>().into());
    if !matches!(fact.state, State::Absent) {
        object.insert("from".into(), from(fact.from).into());
    }
    Json::Object(object)
}

fn from(from: From) -> &'static str {
    match from {
        From::Written => "written",
        From::ProviderDefault => "provider-default",
        From::MskDefault => "msk-default",
    }
}
