//! Modules of the public registry whose meaning is known without their code: which output stems from which argument.

use std::rc::Rc;

use crate::eval::trace::{Step, Trace};
use crate::eval::types::Type;
use crate::eval::value::{Kind, Reason, Unknown, Value};

/// A registry module.
pub(super) struct KnownModule {
    source: &'static str,
    outputs: &'static [Output],
}

/// An output with as many elements as an argument.
pub(super) struct Output {
    name: &'static str,
    /// The argument that decides it.
    pub(super) argument: &'static str,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    /// One new thing for each element of the argument.
    OneForEach,
    /// The argument itself.
    Same,
}

const fn each(name: &'static str, argument: &'static str) -> Output {
    Output { name, argument, what: What::OneForEach }
}

const VPC: &[Output] = &[
    each("private_subnets", "private_subnets"),
    each("private_subnet_arns", "private_subnets"),
    each("public_subnets", "public_subnets"),
    each("public_subnet_arns", "public_subnets"),
    each("database_subnets", "database_subnets"),
    each("intra_subnets", "intra_subnets"),
    each("elasticache_subnets", "elasticache_subnets"),
    each("redshift_subnets", "redshift_subnets"),
    Output { name: "private_subnets_cidr_blocks", argument: "private_subnets", what: What::Same },
    Output { name: "public_subnets_cidr_blocks", argument: "public_subnets", what: What::Same },
    Output { name: "azs", argument: "azs", what: What::Same },
    Output { name: "vpc_cidr_block", argument: "cidr", what: What::Same },
];

const MODULES: &[KnownModule] = &[KnownModule { source: "terraform-aws-modules/vpc/aws", outputs: VPC }];

/// The module behind a source, with or without the registry's host name in front.
pub(super) fn find(source: &str) -> Option<&'static KnownModule> {
    let source = source.strip_prefix("registry.terraform.io/").unwrap_or(source);
    MODULES.iter().find(|module| module.source == source)
}

impl KnownModule {
    pub(super) fn output(&self, name: &str) -> Option<&Output> {
        self.outputs.iter().find(|output| output.name == name)
    }
}

impl Output {
    /// The output's value, from the argument that decides it.
    pub(super) fn of(&self, argument: Option<Value>) -> Option<Value> {
        let argument = argument?;
        let trace = argument.trace.via(argument.trace.place().clone(), Step::Reference(self.name.into()));
        match self.what {
            What::Same => Some(argument.traced(trace)),
            What::OneForEach => {
                let created: Rc<[Value]> =
                    argument.elements()?.iter().enumerate().map(|(at, _)| self.created(at)).collect();
                Some(Value::new(Kind::Tuple(created), trace))
            }
        }
    }

    fn created(&self, index: usize) -> Value {
        let reason = Reason::RunTime(format!("{}[{index}]", self.name).into());
        Value::new(Kind::Unknown(Unknown::new(reason).of(Type::String)), Trace::given())
    }
}
