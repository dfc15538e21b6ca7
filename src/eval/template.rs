//! Templates to texts that remember where each stretch comes from.

use std::rc::Rc;

use super::convert;
use super::for_expression::{Refusal, items};
use super::interpret::Interpreter;
use super::limits;
use super::render;
use super::text::{SegmentKind, Text, TextBuilder};
use super::trace::{Step, Trace};
use super::types::Type;
use super::value::{Kind, Reason, Unknown, Value};
use crate::source::{Place, Span, TextRange};
use crate::syntax;
use crate::syntax::tree::{ExprId, List, Part};
use crate::terraform::file::ParsedFile;

impl Interpreter<'_> {
    /// A quoted template; one that is a single interpolation keeps the type of its value.
    pub(super) fn template(&mut self, id: ExprId, parts: List<Part>) -> Value {
        let file = self.file.clone();
        match file.tree.parts(parts) {
            [Part::Interpolation { value, .. }] => self.eval(*value),
            _ => self.template_text(id, parts),
        }
    }

    /// A template that yields a string whatever it holds.
    pub(super) fn template_text(&mut self, id: ExprId, parts: List<Part>) -> Value {
        let mut builder = TemplateBuilder::default();
        let result = self.parts(parts, &mut builder);
        let work = limits::work_of_building(builder.text.len(), builder.text.stretches());
        if let Err(reason) = self.scope.spend(work) {
            return Value::unknown(reason, self.literal_trace(id));
        }
        match result {
            Ok(()) => {
                let place = Place::Text(self.span(id));
                let trace = match builder.parents.is_empty() {
                    true => Trace::literal(place),
                    false => Trace::new(place, Step::Computed("template".into()), builder.parents),
                };
                let value = Value::new(Kind::String(builder.text.finish()), trace).marked(builder.sensitive);
                value.opened(builder.open.filter(|_| !builder.is_closed).map(TextBuilder::finish))
            }
            Err((at, message)) => self.refused(at.unwrap_or(id), &message),
        }
    }

    fn parts(&mut self, parts: List<Part>, out: &mut TemplateBuilder) -> Result<(), (Option<ExprId>, String)> {
        let file = self.file.clone();
        for part in file.tree.parts(parts) {
            match part {
                Part::Literal { range, escapes } => {
                    for piece in syntax::decode(&file.tree, *range, *escapes) {
                        out.literal(&file, &piece.text, piece.range);
                    }
                }
                Part::Interpolation { value, range } => {
                    let result = self.eval(*value);
                    let at = file.span(*range);
                    out.interpolation(&result, at).map_err(|message| (Some(*value), message))?;
                }
                Part::If { condition, then, otherwise } => {
                    let decided = self.eval(*condition);
                    out.close(decided.sensitive);
                    match self.truth(&decided, *condition).map_err(|message| (Some(*condition), message))? {
                        Some(true) => self.parts(*then, out)?,
                        Some(false) => self.parts(*otherwise, out)?,
                        None => out.unknown(Unknown::new(self.open_condition(&decided, *condition))),
                    }
                }
                Part::For { key, value, collection, body } => {
                    let walked = self.eval(*collection);
                    out.close(walked.sensitive);
                    match items(&walked, self.scope) {
                        Ok(items) => {
                            for (item_key, item) in items {
                                self.bound(*key, *value, item_key, item, |this| this.parts(*body, out))?;
                            }
                        }
                        Err(Refusal::Unknown(unknown)) => out.unknown(unknown),
                        Err(Refusal::Error(message)) => return Err((Some(*collection), message.into())),
                    }
                }
            }
        }
        Ok(())
    }

    /// `templatefile(path, variables)` and `templatestring(text, variables)`.
    pub(super) fn template_call(&mut self, id: ExprId, name: &str, arguments: &[Value]) -> Value {
        let [source, variables] = arguments else {
            return self.refused(id, &format!("{name}() takes two arguments"));
        };
        if self.in_template {
            return self.refused(id, &format!("{name}() cannot be called from inside a template"));
        }
        let trace = self.computed(id, name, arguments.iter().map(|a| a.trace.clone()).collect());
        let unknown = |reason: Reason| Value::new(Kind::Unknown(Unknown::new(reason).of(Type::String)), trace.clone());
        if let Some(reason) = source.first_unknown() {
            return unknown(reason.reason.as_ref().clone());
        }
        let Some(entries) = variables.entries() else {
            return match variables.first_unknown() {
                Some(reason) => unknown(reason.reason.as_ref().clone()),
                None => self.refused(id, "the variables of a template must be an object"),
            };
        };
        let Kind::String(text) = &source.kind else {
            return self.refused(id, &format!("the first argument of {name}() must be a string"));
        };
        let bindings = entries.items.iter().map(|(name, entry)| (Rc::clone(name), entry.value.clone())).collect();
        let rendered = match name {
            "templatestring" => render::text(text, bindings, self.scope, &trace),
            _ => match self.scope.file(text.as_str()) {
                Ok(file) => render::file(file.id, file.source.clone(), bindings, self.scope),
                Err(reason) => return unknown(reason),
            },
        };
        match rendered {
            Ok((value, errors)) => {
                self.errors += errors;
                value.traced(trace)
            }
            Err(message) => self.refused(id, message),
        }
    }
}

#[derive(Default)]
struct TemplateBuilder {
    text: TextBuilder,
    parents: Vec<Trace>,
    sensitive: bool,
    /// From the first sensitive part on: the text, what is sensitive in it being unknown.
    open: Option<TextBuilder>,
    /// Whether all of it is sensitive.
    is_closed: bool,
    is_full: bool,
}

impl TemplateBuilder {
    /// Whether so much more fits in; if not, what would follow is unknown.
    fn has_room_for(&mut self, bytes: usize, stretches: usize) -> bool {
        let fits = self.text.len() + bytes <= limits::MOST_BYTES
            && self.text.stretches() + stretches <= limits::MOST_STRETCHES;
        if !fits && !std::mem::replace(&mut self.is_full, true) {
            self.unknown(Unknown::new(Reason::Limit("the length of this text".into())));
        }
        fits && !self.is_full
    }

    fn literal(&mut self, file: &ParsedFile, text: &str, range: TextRange) {
        if !self.has_room_for(text.len(), 1) {
            return;
        }
        let span = file.span(range);
        let is_verbatim = span.range.len() as usize == text.len() && file.stands_at.is_none();
        let kind = if is_verbatim { SegmentKind::Verbatim(span) } else { SegmentKind::Computed };
        let trace = Trace::literal(Place::Text(span));
        if let Some(open) = &mut self.open {
            open.push(text, kind.clone(), trace.clone());
        }
        self.text.push(text, kind, trace);
    }

    /// What is sensitive decides what stands here.
    fn close(&mut self, is_sensitive: bool) {
        self.sensitive |= is_sensitive;
        self.is_closed |= is_sensitive;
    }

    fn interpolation(&mut self, value: &Value, at: Span) -> Result<(), String> {
        let text: Text = convert::to_text(value).map_err(|fault| fault.to_string())?;
        self.sensitive |= value.sensitive;
        if !self.has_room_for(text.as_str().len(), text.segments().len()) {
            return Ok(());
        }
        self.parents.push(value.trace.clone());
        let hop = |trace: &Trace| trace.via(Place::Text(at), Step::Interpolation);
        if value.sensitive && self.open.is_none() {
            self.open = Some(self.text.clone());
        }
        match (&mut self.open, &value.open) {
            (Some(open), Some(part)) if value.sensitive => open.push_text(part, hop),
            (Some(open), None) if value.sensitive => {
                open.push_unknown(Unknown::new(Reason::Sensitive), Trace::literal(Place::Text(at)));
            }
            (Some(open), _) => open.push_text(&text, hop),
            (None, _) => {}
        }
        self.text.push_text(&text, hop);
        Ok(())
    }

    fn unknown(&mut self, unknown: Unknown) {
        if let Some(open) = &mut self.open {
            open.push_unknown(unknown.clone(), Trace::given());
        }
        self.text.push_unknown(unknown, Trace::given());
    }
}
