//! The table of functions: parameters, results, and how each treats unknown parts.

use std::rc::Rc;

use super::call::{Call, Outcome};
use super::{
    collections, decode, encoding, files, format, hash, json, lists, maps, network, numeric, regexes, sets, strings,
    time, types, yaml,
};
use crate::eval::types::Type;

/// A function.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) parameters: &'static [Parameter],
    pub(super) variadic: Option<Parameter>,
    pub(super) returns: Parameter,
    pub(super) mode: Mode,
    pub(super) body: fn(&mut Call) -> Outcome,
}

/// How a function treats unknown parts and marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// An argument that is not wholly known makes the result unknown; a mark anywhere marks the result.
    Whole,
    /// It looks at what is known; a mark anywhere marks the result.
    Mixed,
    /// It hands on parts of its arguments, which keep their own marks.
    Parts,
    /// It is about marks.
    Marks,
}

/// What a parameter is declared as, or a result is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parameter {
    Str,
    Num,
    Bool,
    /// Anything but `null`.
    Any,
    /// Anything.
    Nullable,
    Strings,
    Numbers,
    Bools,
    List,
    Set,
    StringSet,
    ListMap,
}

impl Parameter {
    pub(super) fn ty(self) -> Type {
        match self {
            Self::Str => Type::String,
            Self::Num => Type::Number,
            Self::Bool => Type::Bool,
            Self::Any | Self::Nullable => Type::Any,
            Self::Strings => Type::List(Rc::new(Type::String)),
            Self::Numbers => Type::List(Rc::new(Type::Number)),
            Self::Bools => Type::List(Rc::new(Type::Bool)),
            Self::List => Type::List(Rc::new(Type::Any)),
            Self::Set => Type::Set(Rc::new(Type::Any)),
            Self::StringSet => Type::Set(Rc::new(Type::String)),
            Self::ListMap => Type::Map(Rc::new(Self::Strings.ty())),
        }
    }

    pub(super) fn is_nullable(self) -> bool {
        self == Self::Nullable
    }
}

use Mode::{Marks, Mixed, Parts, Whole};
use Parameter::{Any, Bool, Bools, List, ListMap, Nullable, Num, Numbers, Set, Str, StringSet, Strings};

type Body = fn(&mut Call) -> Outcome;

const fn new(
    name: &'static str,
    parameters: &'static [Parameter],
    returns: Parameter,
    mode: Mode,
    body: Body,
) -> Function {
    Function { name, parameters, variadic: None, returns, mode, body }
}

const fn many(
    name: &'static str,
    parameters: &'static [Parameter],
    variadic: Parameter,
    returns: Parameter,
    mode: Mode,
    body: Body,
) -> Function {
    Function { name, parameters, variadic: Some(variadic), returns, mode, body }
}

/// All functions but the special forms, by name.
#[rustfmt::skip]
pub(super) static TABLE: &[Function] = &[
    new("abs", &[Num], Num, Whole, numeric::abs),
    new("abspath", &[Str], Str, Whole, files::abspath),
    new("alltrue", &[Bools], Bool, Mixed, lists::alltrue),
    new("anytrue", &[Bools], Bool, Mixed, lists::anytrue),
    new("base64decode", &[Str], Str, Whole, encoding::base64decode),
    new("base64encode", &[Str], Str, Whole, encoding::base64encode),
    new("base64gzip", &[Str], Str, Whole, beyond_string),
    new("base64sha256", &[Str], Str, Whole, hash::base64sha256),
    new("base64sha512", &[Str], Str, Whole, hash::base64sha512),
    new("basename", &[Str], Str, Whole, files::basename),
    many("bcrypt", &[Str], Num, Str, Whole, beyond_string),
    new("ceil", &[Num], Num, Whole, numeric::ceil),
    new("chomp", &[Str], Str, Mixed, strings::chomp),
    new("chunklist", &[List, Num], List, Parts, lists::chunklist),
    new("cidrhost", &[Str, Num], Str, Whole, network::cidrhost),
    new("cidrnetmask", &[Str], Str, Whole, network::cidrnetmask),
    new("cidrsubnet", &[Str, Num, Num], Str, Whole, network::cidrsubnet),
    many("cidrsubnets", &[Str], Num, Strings, Whole, network::cidrsubnets),
    many("coalesce", &[], Nullable, Any, Parts, collections::coalesce),
    many("coalescelist", &[], Nullable, Any, Parts, collections::coalescelist),
    new("compact", &[Strings], Strings, Parts, lists::compact),
    many("concat", &[], Any, Any, Parts, lists::concat),
    new("contains", &[Any, Any], Bool, Mixed, lists::contains),
    new("csvdecode", &[Str], Any, Whole, encoding::csvdecode),
    new("dirname", &[Str], Str, Whole, files::dirname),
    new("distinct", &[List], List, Parts, lists::distinct),
    new("element", &[Any, Num], Any, Parts, lists::element),
    new("endswith", &[Str, Str], Bool, Mixed, strings::endswith),
    new("ephemeralasnull", &[Nullable], Any, Parts, types::ephemeralasnull),
    new("file", &[Str], Str, Whole, files::file),
    new("filebase64", &[Str], Str, Whole, files::filebase64),
    new("filebase64sha256", &[Str], Str, Whole, files::filebase64sha256),
    new("filebase64sha512", &[Str], Str, Whole, files::filebase64sha512),
    new("fileexists", &[Str], Bool, Whole, files::fileexists),
    new("filemd5", &[Str], Str, Whole, files::filemd5),
    new("fileset", &[Str, Str], StringSet, Whole, files::fileset),
    new("filesha1", &[Str], Str, Whole, files::filesha1),
    new("filesha256", &[Str], Str, Whole, files::filesha256),
    new("filesha512", &[Str], Str, Whole, files::filesha512),
    new("flatten", &[Any], Any, Parts, lists::flatten),
    new("floor", &[Num], Num, Whole, numeric::floor),
    many("format", &[Str], Nullable, Str, Mixed, format::format),
    new("formatdate", &[Str, Str], Str, Whole, time::formatdate),
    many("formatlist", &[Str], Nullable, Strings, Mixed, format::formatlist),
    new("indent", &[Num, Str], Str, Mixed, strings::indent),
    new("index", &[Any, Any], Num, Mixed, lists::index),
    new("issensitive", &[Nullable], Bool, Marks, types::issensitive),
    many("join", &[Str], Strings, Str, Mixed, strings::join),
    new("jsondecode", &[Str], Any, Whole, decode::jsondecode),
    new("jsonencode", &[Nullable], Str, Mixed, json::jsonencode),
    new("keys", &[Any], Any, Parts, maps::keys),
    new("length", &[Any], Num, Parts, collections::length),
    new("log", &[Num, Num], Num, Whole, numeric::log),
    many("lookup", &[Any, Str], Nullable, Any, Parts, maps::lookup),
    new("lower", &[Str], Str, Mixed, strings::lower),
    new("matchkeys", &[List, List, List], List, Parts, lists::matchkeys),
    many("max", &[], Num, Num, Whole, numeric::max),
    new("md5", &[Str], Str, Whole, hash::md5),
    many("merge", &[], Nullable, Any, Parts, maps::merge),
    many("min", &[], Num, Num, Whole, numeric::min),
    new("nonsensitive", &[Nullable], Any, Marks, types::nonsensitive),
    new("one", &[Any], Any, Parts, collections::one),
    new("parseint", &[Any, Num], Num, Whole, numeric::parseint),
    new("pathexpand", &[Str], Str, Whole, files::pathexpand),
    new("plantimestamp", &[], Str, Whole, beyond_string),
    new("pow", &[Num, Num], Num, Whole, numeric::pow),
    many("range", &[], Num, Numbers, Whole, numeric::range),
    new("regex", &[Str, Str], Any, Whole, regexes::regex),
    new("regexall", &[Str, Str], List, Whole, regexes::regexall),
    new("replace", &[Str, Str, Str], Str, Mixed, strings::replace),
    new("reverse", &[Any], Any, Parts, lists::reverse),
    new("rsadecrypt", &[Str, Str], Str, Whole, beyond_string),
    new("sensitive", &[Nullable], Any, Marks, types::sensitive),
    many("setintersection", &[Set], Set, Set, Mixed, sets::setintersection),
    many("setproduct", &[], Any, Any, Parts, sets::setproduct),
    new("setsubtract", &[Set, Set], Set, Mixed, sets::setsubtract),
    many("setunion", &[Set], Set, Set, Mixed, sets::setunion),
    new("sha1", &[Str], Str, Whole, hash::sha1),
    new("sha256", &[Str], Str, Whole, hash::sha256),
    new("sha512", &[Str], Str, Whole, hash::sha512),
    new("signum", &[Num], Num, Whole, numeric::signum),
    new("slice", &[Any, Num, Num], Any, Parts, lists::slice),
    new("sort", &[Strings], Strings, Mixed, lists::sort),
    new("split", &[Str, Str], Strings, Whole, strings::split),
    new("startswith", &[Str, Str], Bool, Mixed, strings::startswith),
    new("strcontains", &[Str, Str], Bool, Mixed, strings::strcontains),
    new("strrev", &[Str], Str, Whole, strings::strrev),
    new("substr", &[Str, Num, Num], Str, Mixed, strings::substr),
    new("sum", &[Any], Num, Whole, numeric::sum),
    new("textdecodebase64", &[Str, Str], Str, Whole, encoding::textdecodebase64),
    new("textencodebase64", &[Str, Str], Str, Whole, encoding::textencodebase64),
    new("timeadd", &[Str, Str], Str, Whole, time::timeadd),
    new("timecmp", &[Str, Str], Num, Whole, time::timecmp),
    new("timestamp", &[], Str, Whole, beyond_string),
    new("title", &[Str], Str, Whole, strings::title),
    new("tobool", &[Nullable], Bool, Parts, types::tobool),
    new("tolist", &[Nullable], List, Parts, types::tolist),
    new("tomap", &[Nullable], Any, Parts, types::tomap),
    new("tonumber", &[Nullable], Num, Parts, types::tonumber),
    new("toset", &[Nullable], Set, Parts, types::toset),
    new("tostring", &[Nullable], Str, Parts, types::tostring),
    new("transpose", &[ListMap], ListMap, Whole, maps::transpose),
    new("trim", &[Str, Str], Str, Mixed, strings::trim),
    new("trimprefix", &[Str, Str], Str, Mixed, strings::trimprefix),
    new("trimspace", &[Str], Str, Mixed, strings::trimspace),
    new("trimsuffix", &[Str, Str], Str, Mixed, strings::trimsuffix),
    new("upper", &[Str], Str, Mixed, strings::upper),
    new("urlencode", &[Str], Str, Whole, encoding::urlencode),
    new("uuid", &[], Str, Whole, beyond_string),
    new("uuidv5", &[Str, Str], Str, Whole, hash::uuidv5),
    new("values", &[Any], Any, Parts, maps::values),
    new("yamldecode", &[Str], Any, Whole, decode::yamldecode),
    new("yamlencode", &[Nullable], Str, Whole, yaml::yamlencode),
    new("zipmap", &[Strings, Any], Any, Parts, maps::zipmap),
];

/// Time, chance, or secrets and compression whose exact bytes no rule looks at.
fn beyond_string(call: &mut Call) -> Outcome {
    Ok(call.beyond(Type::String))
}
