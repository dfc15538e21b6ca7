//! Where a value comes from: the place it was written and the hops it took from there.

use std::rc::Rc;

use crate::source::{Place, Span, TextRange};

/// Most hops of a whole that are told of its parts.
const MOST_HOPS: usize = 16;

/// The history of a value. Cheap to clone; shared by everything derived from it.
#[derive(Clone, Debug)]
pub struct Trace(Rc<Node>);

#[derive(Debug)]
struct Node {
    place: Place,
    step: Step,
    from: Vec<Trace>,
}

/// Histories can be as long as a file has lines: they are dropped step by step, not one inside the other.
impl Drop for Node {
    fn drop(&mut self) {
        let mut waiting = std::mem::take(&mut self.from);
        while let Some(Trace(node)) = waiting.pop() {
            waiting.extend(Rc::into_inner(node).map(|mut node| std::mem::take(&mut node.from)).unwrap_or_default());
        }
    }
}

/// How a value came to be at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Written here.
    Literal,
    /// A reference: `var.brokers`, `local.props["x"]`, `module.vpc.private_subnets`.
    Reference(Rc<str>),
    /// The default of a variable.
    Default(Rc<str>),
    /// An argument of a module call: the call's address and the argument's name.
    Argument(Rc<str>),
    /// An assignment in a variables file, the environment or on the command line.
    Assignment(Rc<str>),
    /// An interpolation in a template.
    Interpolation,
    /// Computed by a function or an operator of this name.
    Computed(Rc<str>),
    /// Chosen by a condition or a look-up.
    Chosen,
    /// Nobody wrote it: planned values, defaults, tests.
    Given,
}

impl Trace {
    /// A value written at a place.
    pub fn literal(place: Place) -> Self {
        Self::new(place, Step::Literal, Vec::new())
    }

    /// A value nobody wrote.
    pub fn given() -> Self {
        Self::new(Place::Nowhere, Step::Given, Vec::new())
    }

    /// A step that derives from other values.
    pub fn new(place: Place, step: Step, from: Vec<Trace>) -> Self {
        Self(Rc::new(Node { place, step, from }))
    }

    /// This value seen through one more hop.
    pub fn via(&self, place: Place, step: Step) -> Self {
        Self::new(place, step, vec![self.clone()])
    }

    /// This value, a part of another, seen through the nearest hops that the whole took from where it was written.
    pub fn within(&self, whole: &Self) -> Self {
        let mut hops = Vec::new();
        let mut at = whole;
        for _ in 0..MOST_HOPS {
            let [from] = at.from() else { break };
            match at.step() {
                Step::Computed(_) | Step::Literal => break,
                Step::Chosen | Step::Given => {}
                _ => hops.push(at),
            }
            at = from;
        }
        hops.into_iter().rev().fold(self.clone(), |trace, hop| trace.via(hop.place().clone(), hop.step().clone()))
    }

    /// The place of the last step.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The last step.
    pub fn step(&self) -> &Step {
        &self.0.step
    }

    /// What the last step was made from.
    pub fn from(&self) -> &[Trace] {
        &self.0.from
    }

    /// The step where a person would change the value: back through references, arguments and
    /// choices to what was written or computed.
    pub fn origin(&self) -> &Trace {
        let mut at = self;
        while !matches!(at.step(), Step::Computed(_) | Step::Literal) {
            let [from] = at.from() else { break };
            at = from;
        }
        at
    }

    /// The steps from the place of use back to the origin, the origin included.
    pub fn hops(&self) -> Vec<&Trace> {
        let mut hops = vec![self];
        let origin = self.origin();
        let mut at = self;
        while !Rc::ptr_eq(&at.0, &origin.0) {
            let [from] = at.from() else { break };
            at = from;
            hops.push(at);
        }
        hops
    }

    /// The bytes of a file that the origin covers.
    pub fn span(&self) -> Option<Span> {
        self.origin().place().span()
    }
}

impl Span {
    /// A part of this span, by offsets from its start.
    pub fn part(self, start: u32, end: u32) -> Self {
        Self { file: self.file, range: TextRange::new(self.range.start + start, self.range.start + end) }
    }
}
