//! The nodes of expressions and templates.

use super::List;
use crate::source::TextRange;

/// An expression of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub(in crate::syntax) u32);

/// One expression and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub range: TextRange,
}

/// The forms an expression takes.
#[derive(Clone, Copy, Debug)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number; its range is the text.
    Number,
    /// A quoted template.
    Template(List<Part>),
    /// `<<TAG` or `<<-TAG`; indentation is already taken off its literal parts.
    Heredoc(List<Part>),
    /// The first word of a reference.
    Variable,
    /// `base.name`.
    Attribute {
        /// Before the dot.
        base: ExprId,
        /// After it.
        name: TextRange,
    },
    /// `base.0`.
    LegacyIndex {
        /// Before the dot.
        base: ExprId,
        /// The digits.
        index: TextRange,
    },
    /// `base[key]`.
    Index {
        /// Before the bracket.
        base: ExprId,
        /// Inside it.
        key: ExprId,
    },
    /// `base[*]…` or `base.*…`.
    Splat {
        /// What is taken apart.
        base: ExprId,
        /// What is done with each item, over [`ExprKind::SplatItem`].
        each: ExprId,
    },
    /// The item of the innermost splat.
    SplatItem,
    /// `name(arguments)`, `provider::x::name(…)`.
    Call {
        /// The function's name with its namespaces.
        name: TextRange,
        /// The arguments.
        arguments: List<ExprId>,
        /// Whether the last one is followed by `...`.
        expand: bool,
    },
    /// `[a, b]`.
    Tuple(List<ExprId>),
    /// `{ a = b }`.
    Object(List<Item>),
    /// `[for …]` and `{for …}`.
    For(ForId),
    /// `condition ? then : otherwise`.
    Conditional {
        /// Before the question mark.
        condition: ExprId,
        /// When it is true.
        then: ExprId,
        /// When it is false.
        otherwise: ExprId,
    },
    /// `-a`, `!a`.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// The operand.
        operand: ExprId,
    },
    /// `a + b`.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// Left operand.
        left: ExprId,
        /// Right operand.
        right: ExprId,
    },
    /// `(a)`.
    Parenthesis(ExprId),
    /// Something that could not be read.
    Broken,
}

/// A `for` expression of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForId(pub(in crate::syntax) u32);

/// `for key, value in collection : result_key => result... if condition`.
#[derive(Clone, Copy, Debug)]
pub struct For {
    /// Name of the key or index, if given.
    pub key: Option<TextRange>,
    /// Name of the value.
    pub value: TextRange,
    /// What is walked.
    pub collection: ExprId,
    /// The key of the result; given for objects only.
    pub result_key: Option<ExprId>,
    /// The value of the result.
    pub result: ExprId,
    /// Whether results of one key are grouped (`...`).
    pub grouped: bool,
    /// The filter.
    pub condition: Option<ExprId>,
}

/// One `key = value` of an object.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The key; a bare word is a [`ExprKind::Variable`] and means its own text.
    pub key: ExprId,
    /// The value.
    pub value: ExprId,
}

/// A piece of a template. Strip markers (`~`) are already applied to the literals.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Text; in a heredoc one for each line.
    Literal {
        /// The raw text.
        range: TextRange,
        /// Which escapes it holds.
        escapes: Escapes,
    },
    /// `${…}`.
    Interpolation {
        /// What is inside.
        value: ExprId,
        /// From `${` to `}`.
        range: TextRange,
    },
    /// `%{ if }…%{ else }…%{ endif }`.
    If {
        /// The condition.
        condition: ExprId,
        /// When true.
        then: List<Part>,
        /// When false.
        otherwise: List<Part>,
    },
    /// `%{ for }…%{ endfor }`.
    For {
        /// Name of the key or index, if given.
        key: Option<TextRange>,
        /// Name of the value.
        value: TextRange,
        /// What is walked.
        collection: ExprId,
        /// What is repeated.
        body: List<Part>,
    },
}

/// Which escapes a literal part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// None: the text is the value.
    None,
    /// Those of quoted templates: `\n`, `\u0000`, `$${`, `%%{`, ….
    Quoted,
    /// Those of heredocs: `$${`, `%%{`.
    Heredoc,
}

/// A unary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// `!`
    Not,
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl UnaryOperator {
    /// How it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Negate => "-",
            Self::Not => "!",
        }
    }
}

impl BinaryOperator {
    /// How it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}
