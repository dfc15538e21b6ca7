//! Values as Terraform has them, with two additions: why something is unknown, and where it comes from.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::limits::is_too_large;
use super::number::Number;
use super::text::Text;
use super::trace::Trace;
use super::types::Type;
use crate::source::Span;

/// A value, its history, and whether it may be shown.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it comes from.
    pub trace: Trace,
    /// Marked by `sensitive`: never printed.
    pub sensitive: bool,
    /// Of a sensitive text that was put together: the same, what is sensitive in it being unknown.
    pub open: Option<Rc<Text>>,
}

/// The kinds of values.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Not known, and why.
    Unknown(Unknown),
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, perhaps with unknown stretches.
    String(Text),
    /// `list(…)`: elements of one type.
    List(Rc<[Value]>),
    /// `set(…)`: sorted, without repetitions.
    Set(Rc<[Value]>),
    /// `[a, b]`: elements of their own types.
    Tuple(Rc<[Value]>),
    /// `map(…)`.
    Map(Rc<Entries>),
    /// `{ a = b }`.
    Object(Rc<Entries>),
    /// An instance of a resource, data source or module; its attributes are evaluated when asked for.
    Resource(Rc<ResourceAddress>),
}

/// The entries of a map or object, in byte order of their keys.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// Key to entry.
    pub items: BTreeMap<Rc<str>, Entry>,
    /// Set when there may be more entries than these, with the reason.
    pub rest: Option<Unknown>,
}

/// One entry of a map or object.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key with its origin.
    pub key: Text,
    /// The value.
    pub value: Value,
}

/// Something unknown: why, and of which type as far as that is known.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Why.
    pub reason: Rc<Reason>,
    /// Its type; [`Type::Any`] when that is unknown too.
    pub ty: Type,
}

/// Why a value is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// An attribute that only exists once the resource does.
    Resource {
        /// The resource instance.
        address: ResourceAddress,
        /// The attribute's path, such as `arn`.
        attribute: Rc<str>,
    },
    /// All instances of a resource or call, of which nobody knows how many there are.
    Instances {
        /// One that stands for each of them.
        of: ResourceAddress,
        /// Why their number is unknown.
        why: Rc<Reason>,
    },
    /// A variable that nothing sets.
    UnsetVariable(Rc<str>),
    /// A module whose source is not on disk.
    MissingModule(Rc<str>),
    /// A function whose result depends on time, chance or the outside.
    Function(Rc<str>),
    /// A condition that could be either, and whose branches differ.
    Condition(Rc<str>),
    /// Terraform refuses the expression.
    Error(Rc<str>, Option<Span>),
    /// Something that could not be read stands here.
    Broken(Option<Span>),
    /// The value depends on itself.
    Cycle(Rc<str>),
    /// A limit on work or size was reached.
    Limit(Rc<str>),
    /// An attribute that a plan leaves open, by its address.
    AfterApply(Rc<str>),
    /// Something that a question about resources does not tell.
    NotGiven(Rc<str>),
    /// Marked sensitive where it was read: not looked at.
    Sensitive,
    /// A value that lives only while Terraform runs, by its name.
    Ephemeral(Rc<str>),
    /// A file that is not here: outside, or made by something that runs first.
    File(Rc<str>),
    /// Something that a shell fills in: a variable, or what a command prints.
    Script(Rc<str>),
    /// What was said of it before, in words.
    Told(Rc<str>),
    /// Only known when Terraform runs: `terraform.workspace`, `path.cwd`, the provider's own data.
    RunTime(Rc<str>),
}

/// The address of an instance: of a resource, a data source or a module call.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceAddress {
    /// Address of the module instance, `module.a[0].module.b`; empty for the root.
    pub module: Rc<str>,
    /// What kind of thing it is.
    pub mode: Mode,
    /// The type, `aws_msk_cluster`.
    pub kind: Rc<str>,
    /// The name.
    pub name: Rc<str>,
    /// Its index or key.
    pub key: InstanceKey,
}

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// A resource that Terraform manages.
    Managed,
    /// A data source.
    Data,
    /// A module call: its attributes are the module's outputs, its kind is `module`.
    Module,
}

/// The index of an instance under `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InstanceKey {
    /// Neither is used.
    None,
    /// `[0]`
    Index(u64),
    /// `["a"]`
    Key(Rc<str>),
    /// There may be any number of instances; this stands for each of them.
    Any,
}

impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Key(key) => write!(f, "[{key:?}]"),
            Self::Any => f.write_str("[*]"),
        }
    }
}

impl fmt::Display for ResourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.module.is_empty() {
            write!(f, "{}.", self.module)?;
        }
        if self.mode == Mode::Data {
            f.write_str("data.")?;
        }
        write!(f, "{}.{}{}", self.kind, self.name, self.key)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource { address, attribute } => write!(f, "{address}.{attribute} is known only after apply"),
            Self::Instances { of, why } => {
                let one = ResourceAddress { key: InstanceKey::None, ..of.clone() };
                write!(f, "nobody knows how many {one} there are: {why}")
            }
            Self::AfterApply(what) => write!(f, "{what} is known only after apply"),
            Self::NotGiven(what) => write!(f, "{what} was not given"),
            Self::Sensitive => f.write_str("it is sensitive"),
            Self::UnsetVariable(name) => write!(f, "nothing sets {name}"),
            Self::MissingModule(source) => write!(f, "module {source} is not on disk"),
            Self::Function(name) => write!(f, "{name}() depends on more than these files"),
            Self::Condition(text) => write!(f, "it depends on the condition {text}"),
            Self::Error(message, _) => write!(f, "Terraform refuses it: {message}"),
            Self::Broken(_) => f.write_str("there is a syntax error here"),
            Self::Cycle(name) => write!(f, "{name} depends on itself"),
            Self::Limit(what) => write!(f, "{what} is over the limit"),
            Self::Ephemeral(name) => write!(f, "{name} is ephemeral"),
            Self::File(path) => write!(f, "the file {path} cannot be read here"),
            Self::Script(name) if name.is_empty() => f.write_str("it is known only when the script runs"),
            Self::Script(what) => write!(f, "{what} is known only when the script runs"),
            Self::Told(words) => f.write_str(words),
            Self::RunTime(what) => write!(f, "{what} is known only when Terraform runs"),
        }
    }
}

impl Reason {
    /// The resource whose attribute, or whose instances, something unknown is.
    pub fn resource(&self) -> Option<&ResourceAddress> {
        match self {
            Self::Resource { address: of, .. } | Self::Instances { of, .. } => Some(of),
            _ => None,
        }
    }
}

impl Unknown {
    /// Unknown of any type.
    pub fn new(reason: Reason) -> Self {
        Self { reason: Rc::new(reason), ty: Type::Any }
    }

    /// The same, of a known type.
    pub fn of(self, ty: Type) -> Self {
        Self { ty, ..self }
    }
}

impl Value {
    /// A value with its history.
    pub fn new(kind: Kind, trace: Trace) -> Self {
        Self { kind, trace, sensitive: false, open: None }
    }

    /// An unknown value of any type.
    pub fn unknown(reason: Reason, trace: Trace) -> Self {
        Self::new(Kind::Unknown(Unknown::new(reason)), trace)
    }

    /// A string with one origin.
    pub fn string(text: impl Into<Rc<str>>, trace: Trace) -> Self {
        Self::new(Kind::String(Text::computed(text, trace.clone())), trace)
    }

    /// `null`.
    pub fn null(trace: Trace) -> Self {
        Self::new(Kind::Null, trace)
    }

    /// The same without a type, for an unknown value whose type is lost on the way.
    pub fn untyped(mut self) -> Self {
        if let Kind::Unknown(unknown) = &mut self.kind {
            unknown.ty = Type::Any;
        }
        self
    }

    /// This value with another history.
    pub fn traced(self, trace: Trace) -> Self {
        Self { trace, ..self }
    }

    /// This value, a part of another, with the way that the whole took.
    pub fn within(self, whole: &Self) -> Self {
        let trace = self.trace.within(&whole.trace);
        self.traced(trace)
    }

    /// This value, sensitive if `mark` is set or it already was.
    pub fn marked(self, mark: bool) -> Self {
        Self { sensitive: self.sensitive || mark, open: self.open.filter(|_| !mark), ..self }
    }

    /// This sensitive text, with what may be known of it.
    pub fn opened(self, open: Option<Text>) -> Self {
        Self { open: open.map(Rc::new), ..self }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The reason, if the value as a whole is unknown.
    pub fn as_unknown(&self) -> Option<&Unknown> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The first reason found in the value or anything inside it; `None` when it is wholly known.
    pub fn first_unknown(&self) -> Option<Unknown> {
        if is_too_large(self) {
            return Some(Unknown::new(Reason::Limit("the size of a value".into())));
        }
        self.find_unknown()
    }

    fn find_unknown(&self) -> Option<Unknown> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown.clone()),
            Kind::String(text) => text.first_unknown().cloned(),
            Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => items.iter().find_map(Self::find_unknown),
            Kind::Map(entries) | Kind::Object(entries) => {
                entries.values().find_map(Self::find_unknown).or_else(|| entries.rest.clone())
            }
            Kind::Resource(address) => {
                Some(Unknown::new(Reason::Resource { address: address.as_ref().clone(), attribute: "id".into() }))
            }
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => None,
        }
    }

    /// The elements of a list, set or tuple.
    pub fn elements(&self) -> Option<&Rc<[Value]>> {
        match &self.kind {
            Kind::List(items) | Kind::Set(items) | Kind::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map or object.
    pub fn entries(&self) -> Option<&Rc<Entries>> {
        match &self.kind {
            Kind::Map(entries) | Kind::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text of a wholly known string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) if text.is_known() => Some(text.as_str()),
            _ => None,
        }
    }
}
