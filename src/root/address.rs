//! Values by their address, as people write it: `module.msk.aws_msk_cluster.this.kafka_version`, `var.brokers`.

use std::rc::Rc;

use super::instance::ModuleInstance;
use super::{Repetition, Root};
use crate::eval::access;
use crate::eval::number::Number;
use crate::eval::trace::Trace;
use crate::eval::value::{InstanceKey, Kind, Mode, ResourceAddress, Value};
use crate::source::{FileId, Span, TextRange};
use crate::syntax;
use crate::syntax::tree::{ExprId, ExprKind, Part, Tree};

/// One step of an address.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Name(String),
    Key(InstanceKey),
}

impl Root<'_> {
    /// The value at an address; `None` when nothing is declared there. An index or key that is left out stands for the
    /// first instance, and a nested block for the first of its type.
    pub fn at(&self, address: &str) -> Option<Value> {
        let (tree, id) = syntax::parse_expression(address.as_bytes().into());
        let mut steps = Vec::new();
        flatten(&tree, id, &mut steps)?;
        self.find(&self.module_instance()?, &steps)
    }

    fn find(&self, instance: &Rc<ModuleInstance>, steps: &[Step]) -> Option<Value> {
        use Step::Name;
        let (value, rest) = match steps {
            [Name(kind), Name(name), rest @ ..] if kind == "var" => (self.variable(instance, name)?, rest),
            [Name(kind), Name(name), rest @ ..] if kind == "output" => (self.output(instance, name)?, rest),
            [Name(kind), Name(name), rest @ ..] if kind == "local" => {
                instance.module.locals.get(&**name)?;
                let nowhere = Span { file: FileId(u32::MAX), range: TextRange::new(0, 0) };
                (self.scope(instance, Repetition::Once).local(name, nowhere), rest)
            }
            [Name(kind), Name(name), rest @ ..] if kind == "module" => {
                let (of, rest) = self.instance_of(instance, Mode::Module, kind, name, rest)?;
                let of = Rc::new(of);
                let inside = self.called_instance(&of);
                let found = inside.as_ref().and_then(|inside| self.find(inside, rest));
                let [Name(output), rest @ ..] = rest else { return None };
                let is_output = inside.is_none_or(|inside| inside.module.outputs.contains_key(&**output));
                let output = || follow(self, self.attribute(&of, output, &Trace::given()), rest);
                return found.or_else(|| is_output.then(output)?);
            }
            [Name(data), Name(kind), Name(name), rest @ ..] if data == "data" => {
                let (of, rest) = self.instance_of(instance, Mode::Data, kind, name, rest)?;
                (Value::new(Kind::Resource(Rc::new(of)), Trace::given()), rest)
            }
            [Name(kind), Name(name), rest @ ..] => {
                let (of, rest) = self.instance_of(instance, Mode::Managed, kind, name, rest)?;
                (Value::new(Kind::Resource(Rc::new(of)), Trace::given()), rest)
            }
            _ => return None,
        };
        follow(self, value, rest)
    }

    /// The instance that the steps name, the first when they name none, and the steps after it.
    fn instance_of<'s>(
        &self,
        instance: &Rc<ModuleInstance>,
        mode: Mode,
        kind: &str,
        name: &str,
        steps: &'s [Step],
    ) -> Option<(ResourceAddress, &'s [Step])> {
        let module = instance.address.clone();
        let single = ResourceAddress { module, mode, kind: kind.into(), name: name.into(), key: InstanceKey::None };
        let keys = self.expansion(&single)?.keys();
        let (key, rest) = match steps {
            [Step::Key(key), rest @ ..] => (key.clone(), rest),
            _ => (keys.first()?.clone(), steps),
        };
        (keys.contains(&key) || keys == [InstanceKey::Any]).then_some((ResourceAddress { key, ..single }, rest))
    }
}

/// Follows the last steps of an address through a value.
fn follow(root: &Root<'_>, value: Value, steps: &[Step]) -> Option<Value> {
    steps.iter().try_fold(value, |value, step| match (step, &value.kind) {
        (Step::Name(name), Kind::Resource(of)) => Some(root.attribute(of, name, &Trace::given())),
        (Step::Name(name), _) => {
            let first = value.elements().map(|items| items.first().cloned());
            access::attribute(&first.unwrap_or(Some(value))?, name).ok()
        }
        (Step::Key(key), _) => {
            let key = match key {
                InstanceKey::Index(index) => Kind::Number(Number::from(*index)),
                InstanceKey::Key(name) => {
                    return access::index(&value, &Value::string(name.clone(), Trace::given())).ok();
                }
                _ => return None,
            };
            access::index(&value, &Value::new(key, Trace::given())).ok()
        }
    })
}

/// The steps of an address, first to last; `None` when it is none.
fn flatten(tree: &Tree, id: ExprId, steps: &mut Vec<Step>) -> Option<()> {
    match tree.expr(id).kind {
        ExprKind::Variable => steps.push(Step::Name(tree.text(tree.expr(id).range).to_owned())),
        ExprKind::Attribute { base, name } => {
            flatten(tree, base, steps)?;
            steps.push(Step::Name(tree.text(name).to_owned()));
        }
        ExprKind::Index { base, key } => {
            flatten(tree, base, steps)?;
            let key = match tree.expr(key).kind {
                ExprKind::Number => InstanceKey::Index(tree.text(tree.expr(key).range).parse().ok()?),
                ExprKind::Template(parts) => match tree.parts(parts) {
                    [Part::Literal { range, .. }] => InstanceKey::Key(tree.text(*range).into()),
                    _ => return None,
                },
                _ => return None,
            };
            steps.push(Step::Key(key));
        }
        _ => return None,
    }
    Some(())
}
