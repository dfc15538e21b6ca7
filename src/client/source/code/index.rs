//! Which steps of a program concern which names, found once: files may be made to be searched for ever.

use std::collections::HashMap;

use super::program::{Change, Expr, Step, Value};

/// Most parts of a name with dots, the object of each being changed with it.
const PARTS: usize = 8;
/// Deepest place in an argument where a map is found that is handed on.
const DEPTH: usize = 4;

/// Methods of maps that leave them as they are.
pub(super) const READS: &[&str] = &[
    "clone",
    "contains",
    "containsKey",
    "containsValue",
    "copy",
    "dig",
    "each",
    "each_pair",
    "entries",
    "entrySet",
    "entry_set",
    "equals",
    "fetch",
    "forEach",
    "get",
    "getOrDefault",
    "getProperty",
    "hasOwnProperty",
    "hashCode",
    "has_key",
    "include?",
    "is_empty",
    "isEmpty",
    "items",
    "iter",
    "key?",
    "keySet",
    "keys",
    "length",
    "log_level",
    "map",
    "merge",
    "reject",
    "select",
    "size",
    "slice",
    "stringPropertyNames",
    "to_h",
    "to_json",
    "toString",
    "toMap",
    "toMutableMap",
    "toProperties",
    "to_s",
    "Validate",
    "values",
];

/// Methods of maps that are handed on themselves, to be called with what is known elsewhere.
const CHANGES: &[&str] = &["put", "putAll", "putIfAbsent", "set", "setProperty", "update", "__setitem__"];
/// Functions that leave a map that they are given as it is, by their last name: they show, count, copy or wrap it.
const READERS: &[&str] = &[
    // What shows it, or keeps a record of it.
    "console.dir",
    "critical",
    "debug",
    "dumps",
    "error",
    "exception",
    "fatal",
    "fine",
    "format",
    "info",
    "inspect",
    "log",
    "notice",
    "p",
    "pp",
    "pprint",
    "print",
    "printf",
    "println",
    "puts",
    "repr",
    "str",
    "stringify",
    "to_json",
    "toJson",
    "trace",
    "verbose",
    "warn",
    "warning",
    "writeValueAsString",
    "Debug",
    "Debugf",
    "Error",
    "Errorf",
    "Fatal",
    "Fatalf",
    "Info",
    "Infof",
    "LogDebug",
    "LogInformation",
    "LogTrace",
    "Marshal",
    "Print",
    "Printf",
    "Println",
    "Serialize",
    "SerializeObject",
    "Sprint",
    "Sprintf",
    "Warnf",
    "Write",
    "WriteLine",
    // What asks about it.
    "bool",
    "entries",
    "equals",
    "id",
    "isinstance",
    "keys",
    "len",
    "requireNonNull",
    "sorted",
    "type",
    "values",
    // What copies it.
    "copy",
    "copyOf",
    "deepcopy",
    "dict",
    "list",
    "structuredClone",
    "unmodifiableMap",
    "ConcurrentHashMap",
    "Dictionary",
    "HashMap",
    "LinkedHashMap",
    "Properties",
    "TreeMap",
    "hashMapOf",
    "linkedMapOf",
    "mapOf",
    "mutableMapOf",
];

/// Whether a function is known to leave what it is given as it is.
pub(super) fn is_reader(function: &str) -> bool {
    let last = function.rsplit(['.', ':']).next().unwrap_or(function);
    READERS.contains(&last)
}

/// The numbers of steps by the names that they concern.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The steps that set a name in a function, the innermost around them: the first, and whether it is the only one.
    set: HashMap<String, HashMap<Option<usize>, (usize, bool)>>,
    /// The steps that change a name or a field of it.
    changes: HashMap<String, Vec<usize>>,
    /// The steps that change, or hand on, what a step assigned.
    touching: HashMap<usize, Vec<usize>>,
    /// The calls that are handed a name itself.
    handed: HashMap<String, Vec<usize>>,
    /// The steps that give what a step assigned another name.
    other_names: HashMap<usize, Vec<usize>>,
}

impl Index {
    /// The index of steps with their numbers.
    pub(super) fn of(steps: &[Step]) -> Self {
        let mut index = Self::default();
        for step in steps {
            let Some(target) = &step.target else { continue };
            if step.change == Change::Set {
                let scope = scopes(target, step).last().copied().filter(|_| !step.is_field);
                let of_name = index.set.entry(target.clone()).or_default();
                of_name.entry(scope).and_modify(|(_, is_only)| *is_only = false).or_insert((step.id, true));
            }
            for name in std::iter::once(&**target).chain(objects(target)) {
                index.changes.entry(name.to_owned()).or_default().push(step.id);
            }
        }
        for step in steps.iter().filter(|step| step.change == Change::Set && step.target.is_some()) {
            if let Some(of) = step.value.other_name().and_then(|name| index.assigned(name, step)) {
                index.other_names.entry(of).or_default().push(step.id);
            }
        }
        for step in steps {
            let mut names: Vec<&str> = Vec::new();
            match (&step.target, &step.change, &step.value.value) {
                (Some(target), Change::Set, _) => names.extend(objects(target)),
                (Some(target), ..) => names.push(target),
                (None, _, Value::Call(call)) => {
                    let named = call.named.iter().map(|pair| &pair.value);
                    call.arguments.iter().chain(named).for_each(|argument| handed_on(argument, DEPTH, &mut names));
                    let handed = names.iter().map(|name| (*name).to_owned());
                    handed.for_each(|name| index.handed.entry(name).or_default().push(step.id));
                    names.extend(objects(&call.function));
                }
                _ => {}
            }
            names.sort_unstable();
            names.dedup();
            for of in names.iter().filter_map(|name| index.assigned(name, step)).collect::<Vec<_>>() {
                index.touching.entry(of).or_default().push(step.id);
            }
        }
        index
    }

    /// The one step that sets a name in the nearest function around another that does.
    pub(super) fn assigned(&self, name: &str, at: &Step) -> Option<usize> {
        let of_name = self.set.get(name)?;
        let scopes = scopes(name, at);
        let around = (0..=scopes.len()).rev().map(|length| length.checked_sub(1).map(|last| scopes[last]));
        let (first, is_only) = around.into_iter().find_map(|scope| of_name.get(&scope))?;
        is_only.then_some(*first)
    }

    /// The steps that change a name or a field of it, in order.
    pub(super) fn changes(&self, name: &str) -> &[usize] {
        self.changes.get(name).map_or(&[], Vec::as_slice)
    }

    /// The calls that are handed what a name is a part of, `self` for `self.config`.
    pub(super) fn handed_with(&self, name: &str) -> impl Iterator<Item = &usize> {
        objects(name).filter_map(|object| self.handed.get(object)).flatten()
    }

    /// The steps that give what a step assigned another name.
    pub(super) fn other_names(&self, of: usize) -> &[usize] {
        self.other_names.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The steps that change, or hand on, what a step assigned, in order.
    pub(super) fn touching(&self, of: usize) -> &[usize] {
        self.touching.get(&of).map_or(&[], Vec::as_slice)
    }
}

/// The functions whose names a name may be one of: none for attributes and for what functions return.
fn scopes<'s>(name: &str, step: &'s Step) -> &'s [usize] {
    if name.contains('.') || name.ends_with("()") { &[] } else { &step.scopes }
}

/// What a name with dots is a part of: `a.b` and `a` for `a.b.c`.
fn objects(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').take(PARTS).map(|(at, _)| &name[..at])
}

/// The names in an argument.
fn handed_on<'e>(argument: &'e Expr, depth: usize, names: &mut Vec<&'e str>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match &argument.value {
        Value::Name(name) => {
            names.push(name);
            // `forEach(map.put)`
            names.extend(name.rsplit_once('.').filter(|(_, method)| CHANGES.contains(method)).map(|(map, _)| map));
        }
        Value::List(parts) | Value::Merged(parts) => parts.iter().for_each(|part| handed_on(part, depth, names)),
        Value::Map(pairs) => pairs.iter().for_each(|pair| handed_on(&pair.value, depth, names)),
        _ => {}
    }
}
