//! The documents of the provider for a registry, from the same declarations that hosts read.

use std::fmt::Write;

use super::data::{self, PROVIDER};
use super::functions::{self, Function, Parameter};
use super::schema::{Attribute, Block, Mode};
use crate::eval::types::Type;

/// Every document: its path in the repository, and its text.
pub fn documents() -> Vec<(String, String)> {
    let mut documents = vec![("docs/index.md".to_owned(), index())];
    for source in data::ALL {
        let short = source.name.trim_start_matches("msklint_");
        let mut text = front_matter(source.name, first_line(source.block.description));
        let _ = write!(text, "# {}\n\n{}\n\n{}", source.name, source.block.description, example(source.example));
        text += &block(source.block);
        documents.push((format!("docs/data-sources/{short}.md"), text));
    }
    for function in functions::ALL {
        documents.push((format!("docs/functions/{}.md", function.name), self::function(function)));
    }
    documents
}

fn front_matter(title: &str, description: &str) -> String {
    format!("---\npage_title: \"{title}\"\nsubcategory: \"\"\ndescription: |-\n  {description}\n---\n\n")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn example(text: &str) -> String {
    format!("## Example\n\n```terraform\n{text}\n```\n\n")
}

fn index() -> String {
    let mut text = front_matter("msklint", PROVIDER.description);
    let _ = write!(text, "# msklint\n\n{}\n\n", PROVIDER.description);
    text += "Functions judge resources before they exist: what is known already is judged at the plan, the rest at apply.\n\n";
    text += &example(
        "terraform {\n  required_providers {\n    msklint = {\n      source = \"msk-lint/msklint\"\n    }\n  }\n}\n\nresource \
         \"aws_msk_cluster\" \"main\" {\n  # …\n\n  lifecycle {\n    postcondition {\n      condition     = \
         provider::msklint::ok(self)\n      error_message = provider::msklint::report(self)\n    }\n  }\n}",
    );
    text += "A `postcondition` stops the plan; a `check` block warns and never stops anything. Functions need Terraform 1.8 or \
             OpenTofu 1.7, data sources Terraform 1.0. An output keeps what was known when it was planned: the next apply \
             brings it up to date.\n\n";
    text += &block(&PROVIDER);
    text
}

fn block(block: &Block) -> String {
    let mut text = "## Schema\n".to_owned();
    for (title, mode) in [("Required", Mode::Required), ("Optional", Mode::Optional), ("Read-Only", Mode::Computed)] {
        let of_mode: Vec<&Attribute> = block.attributes.iter().filter(|attribute| attribute.mode == mode).collect();
        let nested = block.blocks.iter().filter(|_| mode == Mode::Optional);
        let nested: Vec<String> = nested
            .map(|(name, inner)| format!("- `{name}` (Block List) {} (see [below](#{name}))\n", inner.description))
            .collect();
        if !of_mode.is_empty() || !nested.is_empty() {
            let _ = write!(text, "\n### {title}\n\n{}{}", attributes(&of_mode), nested.concat());
        }
    }
    for (name, inner) in block.blocks {
        let all: Vec<&Attribute> = inner.attributes.iter().collect();
        let _ = write!(text, "\n<a id=\"{name}\"></a>\n### `{name}`\n\n{}", attributes(&all));
    }
    text
}

fn attributes(attributes: &[&Attribute]) -> String {
    let line = |attribute: &&Attribute| {
        format!("- `{}` ({}) {}\n", attribute.name, words(&(attribute.ty)()), attribute.description)
    };
    attributes.iter().map(line).collect()
}

fn function(function: &Function) -> String {
    let mut text = front_matter(&format!("{} function", function.name), function.summary);
    let _ = write!(text, "# function: {}\n\n{}.\n\n{}\n\n", function.name, function.summary, function.description);
    text += &example(function.example);
    let parameter = |parameter: &Parameter| format!("{} {}", parameter.name, words(&(parameter.ty)()));
    let mut parameters: Vec<String> = function.parameters.iter().map(parameter).collect();
    parameters.extend(function.variadic.iter().map(|variadic| format!("{} …", parameter(variadic))));
    let result = words(&(function.result)());
    let _ = write!(
        text,
        "## Signature\n\n```text\n{}({}) {result}\n```\n\n## Arguments\n\n",
        function.name,
        parameters.join(", ")
    );
    for parameter in function.parameters.iter().chain(&function.variadic) {
        let _ = writeln!(text, "- `{}` ({}) {}", parameter.name, words(&(parameter.ty)()), parameter.description);
    }
    text
}

/// A type as people read it.
fn words(ty: &Type) -> String {
    match ty {
        Type::Any => "Dynamic".to_owned(),
        Type::String => "String".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Bool => "Boolean".to_owned(),
        Type::List(element) => format!("List of {}", words(element)),
        Type::Set(element) => format!("Set of {}", words(element)),
        Type::Map(element) => format!("Map of {}", words(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object(_) => "Object".to_owned(),
    }
}
