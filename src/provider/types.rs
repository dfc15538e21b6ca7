//! Types as hosts write them in JSON: `"string"`, `["list", "number"]`, `["object", {…}, ["optional"]]`.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value as Json, json};

use crate::eval::types::{Field, Type};

/// Deepest nesting of a type that is read.
pub(super) const DEPTH: usize = 64;

/// A type as a host writes it; `None` for anything else.
pub(super) fn read(json: &Json) -> Option<Type> {
    read_at(json, DEPTH)
}

fn read_at(json: &Json, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    match json {
        Json::String(name) => match &**name {
            "string" => Some(Type::String),
            "number" => Some(Type::Number),
            "bool" => Some(Type::Bool),
            "dynamic" => Some(Type::Any),
            _ => None,
        },
        Json::Array(parts) => {
            let (name, argument) = (parts.first()?.as_str()?, parts.get(1)?);
            let element = || read_at(argument, depth).map(Rc::new);
            match name {
                "list" => element().map(Type::List),
                "set" => element().map(Type::Set),
                "map" => element().map(Type::Map),
                "tuple" => {
                    argument.as_array()?.iter().map(|part| read_at(part, depth)).collect::<Option<_>>().map(Type::Tuple)
                }
                "object" => object(argument, parts.get(2), depth),
                _ => None,
            }
        }
        _ => None,
    }
}

fn object(attributes: &Json, optional: Option<&Json>, depth: usize) -> Option<Type> {
    let optional: Vec<&str> =
        optional.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    let field = |(name, ty): (&String, &Json)| {
        let field = Field { optional: optional.contains(&name.as_str()), ..Field::required(read_at(ty, depth)?) };
        Some((Rc::from(name.as_str()), field))
    };
    let fields: BTreeMap<Rc<str>, Field> = attributes.as_object()?.iter().map(field).collect::<Option<_>>()?;
    Some(Type::Object(Rc::new(fields)))
}

/// A type as hosts read it.
pub(super) fn write(ty: &Type) -> Json {
    match ty {
        Type::Any => json!("dynamic"),
        Type::String => json!("string"),
        Type::Number => json!("number"),
        Type::Bool => json!("bool"),
        Type::List(element) => json!(["list", write(element)]),
        Type::Set(element) => json!(["set", write(element)]),
        Type::Map(element) => json!(["map", write(element)]),
        Type::Tuple(elements) => json!(["tuple", elements.iter().map(write).collect::<Vec<_>>()]),
        Type::Object(fields) => {
            let types: serde_json::Map<String, Json> =
                fields.iter().map(|(name, field)| (name.to_string(), write(&field.ty))).collect();
            let optional: Vec<&str> =
                fields.iter().filter(|(_, field)| field.optional).map(|(name, _)| &**name).collect();
            if optional.is_empty() { json!(["object", types]) } else { json!(["object", types, optional]) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_back_as_they_were() {
        for text in [
            r#""string""#,
            r#"["list",["map","dynamic"]]"#,
            r#"["set","bool"]"#,
            r#"["tuple",["number",["tuple",[]]]]"#,
            r#"["object",{"a":"string","b":["list","number"]},["b"]]"#,
        ] {
            let json: Json = serde_json::from_str(text).unwrap_or_default();
            assert_eq!(read(&json).map(|ty| write(&ty)), Some(json), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_type() {
        for json in
            [json!(null), json!("text"), json!(["list"]), json!(["object", []]), json!(["tuple", ["x"]]), json!(7)]
        {
            assert_eq!(read(&json), None, "{json}");
        }
        let deep = (0..2 * DEPTH).fold(json!("string"), |inner, _| json!(["list", inner]));
        assert_eq!(read(&deep), None);
    }
}
