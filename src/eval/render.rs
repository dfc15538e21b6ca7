//! Templates that are texts of their own: a file, a string, an argument of a data source. They see nothing but their
//! variables.

use std::rc::Rc;
use std::sync::Arc;

use super::convert::convert;
use super::interpret::Interpreter;
use super::scope::Scope;
use super::text::{SegmentKind, Text, TextBuilder};
use super::trace::{Step, Trace};
use super::types::Type;
use super::value::{Kind, Reason, Value};
use crate::source::{FileId, SourceFile};
use crate::syntax;
use crate::terraform::file::ParsedFile;

/// Stands for a template that is no file; nothing that leaves this module is said to be in it.
const NO_FILE: FileId = FileId(u32::MAX - 1);

/// The names a template sees.
pub(super) type Bindings = Vec<(Rc<str>, Value)>;

/// A template rendered: the value, and how many times Terraform would have refused something in it.
pub(super) type Rendered = Result<(Value, usize), &'static str>;

/// Renders a template that is all of a file.
pub(super) fn file(file: FileId, source: Arc<SourceFile>, bindings: Bindings, scope: &dyn Scope) -> Rendered {
    let (tree, root) = syntax::parse_template(source.bytes.clone());
    if !tree.errors().is_empty() {
        return Err("the template has a syntax error");
    }
    let parsed = ParsedFile::text(file, source, tree);
    let mut inside = Interpreter::with_bindings(Arc::new(parsed), scope, bindings);
    inside.in_template = true;
    let value = inside.eval(root);
    Ok((value, inside.errors))
}

/// Renders a template that is a text; its stretches stay where they stand.
pub(super) fn text(template: &Text, bindings: Bindings, scope: &dyn Scope, trace: &Trace) -> Rendered {
    let source = Arc::new(SourceFile::new("", template.as_str().as_bytes()));
    let (value, errors) = file(NO_FILE, source, bindings, scope)?;
    let Kind::String(rendered) = &value.kind else { return Ok((value.traced(trace.clone()), errors)) };
    let mut placed = TextBuilder::default();
    for segment in rendered.segments() {
        match &segment.kind {
            SegmentKind::Verbatim(span) if span.file == NO_FILE => {
                placed.push_slice(template, span.range.start as usize, span.range.end as usize);
            }
            kind => {
                let part = &rendered.as_str()[segment.start as usize..segment.end as usize];
                placed.push(part, kind.clone(), outside(&segment.trace, trace));
            }
        }
    }
    let kind = Kind::String(placed.finish());
    Ok((Value { kind, trace: trace.clone(), ..value }, errors))
}

/// A history without the steps inside a template that is no file.
fn outside(inside: &Trace, around: &Trace) -> Trace {
    let is_inside = |trace: &Trace| trace.place().span().is_some_and(|span| span.file == NO_FILE);
    match inside.from() {
        _ if !is_inside(inside) => inside.clone(),
        [from] if !is_inside(from) => from.via(around.place().clone(), Step::Interpolation),
        _ => around.clone(),
    }
}

/// `rendered` of the data source `template_file`: its template with its variables, all of them strings.
pub fn template_file(template: &Value, variables: Option<&Value>, scope: &dyn Scope, trace: &Trace) -> Value {
    let unknown = |reason: Reason| Value::unknown(reason, trace.clone());
    let strings = variables.map(|variables| convert(variables, &Type::Map(Rc::new(Type::String))));
    let variables = match strings.transpose() {
        Ok(variables) => variables,
        Err(message) => return unknown(Reason::Error(message.into(), trace.span())),
    };
    let entries = variables.as_ref().map(Value::entries);
    let (Kind::String(text), None | Some(Some(_))) = (&template.kind, &entries) else {
        let missing = template.first_unknown().or_else(|| variables.as_ref()?.first_unknown());
        return unknown(missing.map_or(Reason::Broken(trace.span()), |unknown| unknown.reason.as_ref().clone()));
    };
    if let Some(missing) = text.first_unknown() {
        return unknown(missing.reason.as_ref().clone());
    }
    let items = entries.flatten().into_iter().flat_map(|entries| &entries.items);
    let bindings = items.map(|(name, entry)| (name.clone(), entry.value.clone())).collect();
    match self::text(text, bindings, scope, trace) {
        Ok((value, _)) => value.marked(template.sensitive),
        Err(message) => unknown(Reason::Error(message.into(), trace.span())),
    }
}
