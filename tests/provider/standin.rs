//! A provider that stands in for the AWS one in tests: its resources of MSK have the real schema, and what AWS would
//! compute is unknown until apply and made up then. Nothing is created anywhere.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, HashMap};
use std::process::ExitCode;

use msk_lint::facts::schema::{self, Attribute, AttributeType, Mode};
use msk_lint::provider::plugin::{self, Host};
use msk_lint::provider::wire::provider as wire;
use rmpv::Value as Packed;
use tonic::{Request, Response, Status};

const RESOURCES: [&str; 3] = ["aws_msk_cluster", "aws_msk_configuration", "aws_msk_topic"];

fn main() -> ExitCode {
    let host = Host::read(std::env::var_os::<&str>).unwrap();
    plugin::serve(StandIn, &host).unwrap();
    ExitCode::SUCCESS
}

struct StandIn;

/// The attributes of a resource directly inside a block.
fn members(kind: &str, block: &str) -> Vec<(&'static str, &'static Attribute)> {
    let prefix = if block.is_empty() { String::new() } else { format!("{block}.") };
    let inside =
        schema::attributes(kind).filter_map(|attribute| Some((attribute.path.strip_prefix(&*prefix)?, attribute)));
    inside.filter(|(name, _)| !name.contains('.')).collect()
}

fn ty(attribute: &Attribute) -> &'static str {
    match attribute.value_type {
        AttributeType::Bool => "\"bool\"",
        AttributeType::Number => "\"number\"",
        AttributeType::StringMap => "[\"map\",\"string\"]",
        AttributeType::StringSet => "[\"set\",\"string\"]",
        _ => "\"string\"",
    }
}

fn block(kind: &str, path: &str) -> wire::schema::Block {
    let mut found = wire::schema::Block::default();
    for (name, attribute) in members(kind, path) {
        if attribute.value_type.is_block() {
            let is_set = attribute.value_type == AttributeType::BlockSet;
            let nesting = if is_set {
                wire::schema::nested_block::Nesting::Set
            } else {
                wire::schema::nested_block::Nesting::List
            };
            let only_one = i64::from(attribute.value_type == AttributeType::Block);
            found.blocks.push(wire::schema::NestedBlock {
                type_name: name.to_owned(),
                block: Some(block(kind, attribute.path)),
                nesting: nesting.into(),
                min_items: 0,
                max_items: only_one,
            });
        } else {
            found.attributes.push(wire::schema::Attribute {
                name: name.to_owned(),
                r#type: ty(attribute).as_bytes().to_vec(),
                required: attribute.mode == Mode::Required,
                optional: matches!(attribute.mode, Mode::Optional | Mode::OptionalComputed),
                computed: matches!(attribute.mode, Mode::Computed | Mode::OptionalComputed),
                ..Default::default()
            });
        }
    }
    found
}

/// Puts something in place of each computed attribute that has no value.
fn fill(kind: &str, path: &str, value: Packed, with: &dyn Fn(&Attribute, Packed) -> Packed) -> Packed {
    match value {
        Packed::Map(pairs) => {
            let attributes: BTreeMap<&str, &Attribute> = members(kind, path).into_iter().collect();
            Packed::Map(
                pairs
                    .into_iter()
                    .map(|(name, value)| {
                        let attribute = attributes[name.as_str().unwrap()];
                        let value = match attribute.value_type.is_block() {
                            true => fill(kind, attribute.path, value, with),
                            false => with(attribute, value),
                        };
                        (name, value)
                    })
                    .collect(),
            )
        }
        Packed::Array(items) => Packed::Array(items.into_iter().map(|item| fill(kind, path, item, with)).collect()),
        other => other,
    }
}

fn is_computed(attribute: &Attribute) -> bool {
    matches!(attribute.mode, Mode::Computed | Mode::OptionalComputed)
}

fn unknown(attribute: &Attribute, value: Packed) -> Packed {
    match (&attribute.default, value) {
        (Some(default), Packed::Nil) if attribute.mode == Mode::OptionalComputed => known(attribute, default),
        (_, Packed::Nil) if is_computed(attribute) => Packed::Ext(0, vec![0]),
        (_, value) => value,
    }
}

fn made_up(attribute: &Attribute, value: Packed) -> Packed {
    match value {
        Packed::Ext(..) => match attribute.path {
            "arn" | "id" => format!("arn:aws:kafka:eu-central-1:123456789012:{}/made-up/1", attribute.resource).into(),
            "storage_mode" => "LOCAL".into(),
            _ => known(attribute, "1"),
        },
        value => value,
    }
}

fn known(attribute: &Attribute, text: &str) -> Packed {
    match attribute.value_type {
        AttributeType::Bool => Packed::Boolean(text == "true"),
        AttributeType::Number => text.parse::<i64>().unwrap_or(1).into(),
        AttributeType::StringMap => Packed::Map(Vec::new()),
        AttributeType::StringSet => Packed::Array(Vec::new()),
        _ => text.into(),
    }
}

fn unpack(encoded: Option<wire::Encoded>) -> Packed {
    rmpv::decode::read_value(&mut &encoded.unwrap().msgpack[..]).unwrap()
}

fn pack(value: &Packed) -> Option<wire::Encoded> {
    let mut msgpack = Vec::new();
    rmpv::encode::write_value(&mut msgpack, value).unwrap();
    Some(wire::Encoded { msgpack, json: Vec::new() })
}

#[tonic::async_trait]
impl wire::provider_server::Provider for StandIn {
    async fn get_provider_schema(
        &self,
        _: Request<wire::SchemaRequest>,
    ) -> Result<Response<wire::SchemaResponse>, Status> {
        let schema = |kind: &str| wire::Schema { version: 0, block: Some(block(kind, "")) };
        let resources: HashMap<String, wire::Schema> = RESOURCES.map(|kind| (kind.to_owned(), schema(kind))).into();
        let provider = wire::Schema { version: 0, block: Some(wire::schema::Block::default()) };
        Ok(Response::new(wire::SchemaResponse { provider: Some(provider), resources, ..Default::default() }))
    }

    async fn validate_provider_config(
        &self,
        _: Request<wire::ValidateProviderRequest>,
    ) -> Result<Response<wire::ValidateProviderResponse>, Status> {
        Ok(Response::new(Default::default()))
    }

    async fn configure_provider(
        &self,
        _: Request<wire::ConfigureRequest>,
    ) -> Result<Response<wire::ConfigureResponse>, Status> {
        Ok(Response::new(Default::default()))
    }

    async fn validate_resource_config(
        &self,
        _: Request<wire::ValidateResourceRequest>,
    ) -> Result<Response<wire::ValidateResourceResponse>, Status> {
        Ok(Response::new(Default::default()))
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<wire::UpgradeStateRequest>,
    ) -> Result<Response<wire::UpgradeStateResponse>, Status> {
        let request = request.into_inner();
        let json: serde_json::Value = serde_json::from_slice(&request.state.unwrap().json).unwrap();
        let state = pack(&packed(&json));
        Ok(Response::new(wire::UpgradeStateResponse { state, diagnostics: Vec::new() }))
    }

    async fn read_resource(
        &self,
        request: Request<wire::ReadResourceRequest>,
    ) -> Result<Response<wire::ReadResourceResponse>, Status> {
        let state = request.into_inner().state;
        Ok(Response::new(wire::ReadResourceResponse { state, diagnostics: Vec::new() }))
    }

    async fn plan_resource_change(
        &self,
        request: Request<wire::PlanRequest>,
    ) -> Result<Response<wire::PlanResponse>, Status> {
        let request = request.into_inner();
        let planned = fill(&request.type_name, "", unpack(request.proposed), &unknown);
        Ok(Response::new(wire::PlanResponse { planned: pack(&planned), ..Default::default() }))
    }

    async fn apply_resource_change(
        &self,
        request: Request<wire::ApplyRequest>,
    ) -> Result<Response<wire::ApplyResponse>, Status> {
        let request = request.into_inner();
        let state = fill(&request.type_name, "", unpack(request.planned), &made_up);
        Ok(Response::new(wire::ApplyResponse { state: pack(&state), diagnostics: Vec::new() }))
    }
}

fn packed(json: &serde_json::Value) -> Packed {
    match json {
        serde_json::Value::Null => Packed::Nil,
        serde_json::Value::Bool(flag) => (*flag).into(),
        serde_json::Value::Number(number) => number.as_i64().unwrap().into(),
        serde_json::Value::String(text) => text.as_str().into(),
        serde_json::Value::Array(items) => Packed::Array(items.iter().map(packed).collect()),
        serde_json::Value::Object(pairs) => {
            Packed::Map(pairs.iter().map(|(name, value)| (name.as_str().into(), packed(value))).collect())
        }
    }
}
