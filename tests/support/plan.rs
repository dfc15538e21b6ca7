//! Plans in the format of `terraform show -json`, from the configuration before and after.

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body, Structure};
use serde_json::{Map, Value, json};

/// The plan that leads from one configuration to another. A resource with `# replaced by: path` in its block is
/// replaced, with `create_before_destroy` in its order.
pub fn between(before: &str, after: &str) -> String {
    let (old, new) = (resources(before), resources(after));
    let gone = old.iter().filter(|old| !new.iter().any(|new| new.is(old)));
    let removed = gone.map(|old| change(Some(old), None));
    let kept = new.iter().map(|new| change(old.iter().find(|old| new.is(old)), Some(new)));
    let changes: Vec<Value> = kept.chain(removed).collect();
    json!({ "format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes }).to_string()
}

/// A resource block and its text.
struct Resource<'t> {
    block: Block,
    text: &'t str,
}

impl Resource<'_> {
    fn label(&self, at: usize) -> &str {
        self.block.labels[at].as_str()
    }

    fn is(&self, other: &Self) -> bool {
        self.label(0) == other.label(0) && self.label(1) == other.label(1)
    }
}

fn resources(text: &str) -> Vec<Resource<'_>> {
    let body = hcl_edit::parser::parse_body(text).unwrap();
    let blocks = body.into_iter().filter_map(|structure| structure.into_block().ok());
    let resources = blocks.filter(|block| block.ident.as_str() == "resource");
    resources.map(|block| Resource { text: &text[block.span().unwrap()], block }).collect()
}

fn change(before: Option<&Resource<'_>>, after: Option<&Resource<'_>>) -> Value {
    let subject = after.or(before).unwrap();
    let (kind, name) = (subject.label(0), subject.label(1));
    let state = |resource: &Resource<'_>| {
        let mut state = object(&resource.block.body, &|expression| known(expression).unwrap_or(Value::Null));
        // What exists has an identity.
        state.insert("arn".into(), json!(format!("arn:aws:kafka:eu-west-1:1:{kind}/{name}")));
        Value::Object(state)
    };
    let planned = after.map(|new| object(&new.block.body, &|expression| known(expression).unwrap_or(Value::Null)));
    let unknown = after.map(|new| object(&new.block.body, &|expression| json!(known(expression).is_none())));
    let replaced_by = after.map(replaced_by).unwrap_or_default();
    let creates_first = after.is_some_and(|new| new.text.contains("create_before_destroy = true"));
    let actions = match (before, after) {
        (None, _) => json!(["create"]),
        (_, None) => json!(["delete"]),
        _ if !replaced_by.is_empty() && creates_first => json!(["create", "delete"]),
        _ if !replaced_by.is_empty() => json!(["delete", "create"]),
        (Some(before), Some(after)) if state(before) == state(after) => json!(["no-op"]),
        _ => json!(["update"]),
    };
    json!({
        "address": format!("{kind}.{name}"),
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": actions,
            "before": before.map(state),
            "after": planned,
            "after_unknown": unknown.unwrap_or_default(),
            "before_sensitive": {},
            "after_sensitive": {},
            "replace_paths": replaced_by,
        },
    })
}

fn replaced_by(resource: &Resource<'_>) -> Vec<Vec<String>> {
    let paths = resource.text.lines().filter_map(|line| line.trim().strip_prefix("# replaced by: ").map(str::to_owned));
    paths.map(|path| path.split('.').map(str::to_owned).collect()).collect()
}

/// A body in the shape of the provider's schema: arguments, and nested blocks as lists of objects.
fn object(body: &Body, leaf: &dyn Fn(&Expression) -> Value) -> Map<String, Value> {
    let mut object = Map::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                object.insert(attribute.key.to_string(), leaf(&attribute.value));
            }
            Structure::Block(block) if block.ident.as_str() != "lifecycle" => {
                let nested = Value::Object(self::object(&block.body, leaf));
                let list = object.entry(block.ident.to_string()).or_insert_with(|| json!([]));
                list.as_array_mut().unwrap().push(nested);
            }
            Structure::Block(_) => {}
        }
    }
    object
}

/// The value of a literal; what refers to something is known only after apply.
fn known(expression: &Expression) -> Option<Value> {
    Some(match expression {
        Expression::Bool(value) => json!(value.value()),
        Expression::Number(value) => serde_json::from_str(&value.value().to_string()).unwrap(),
        Expression::String(value) => json!(value.as_str()),
        Expression::Array(items) => Value::Array(items.iter().map(known).collect::<Option<_>>()?),
        Expression::HeredocTemplate(text) => json!(text.template.to_string()),
        _ => return None,
    })
}
