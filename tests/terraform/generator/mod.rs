//! Modules made by chance from a grammar: the same seed, the same module.
//!
//! Expressions are built by type, so that most of them mean something; a few are of another type and are converted or
//! refused.

mod grammar;

use super::case::Case;

/// The types that expressions are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Str,
    Num,
    Bool,
    Strings,
    Numbers,
    Map,
    Object,
}

use Type::{Bool, Map, Num, Numbers, Object, Str, Strings};

const TYPES: [Type; 7] = [Str, Num, Bool, Strings, Numbers, Map, Object];

impl Type {
    fn constraint(self) -> &'static str {
        match self {
            Str => "string",
            Num => "number",
            Bool => "bool",
            Strings => "list(string)",
            Numbers => "set(number)",
            Map => "map(string)",
            Object => {
                "object({ a = string, b = optional(number, 3), c = optional(list(string)), d = optional(object({ e = optional(bool, true) }), {}) })"
            }
        }
    }
}

const TEXTS: [&str; 12] = ["", "a", "b", "é😀", "10", "9", "true", " pad ", "a,b,,c", "x=1\ny=2\n", "${a}", "\"q\"\\"];
const NUMBERS: [&str; 9] = ["0", "1", "2", "3", "-7", "2.5", "0.1", "1e3", "12345678901234567890"];

/// A module with variables, files of values, locals, resources, a module called with count or for_each, overrides.
pub fn module(seed: u64) -> Case {
    let mut maker = Maker::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635);
    let mut case = Case { name: format!("seed {seed}"), ..Case::default() };
    maker.variables(&mut case);
    maker.resources(&mut case);
    maker.locals(&mut case);
    maker.child(&mut case);
    maker.outputs(&mut case);
    case
}

struct Maker {
    state: u64,
    /// What can be referred to.
    names: Vec<(String, Type)>,
    /// The same, unknown until apply.
    unknown: Vec<(String, Type)>,
    /// Whether unknown names may be used. Not inside `try`: what is unknown may still fail there.
    open: bool,
    /// Whether something of the wrong type may stand anywhere: outputs alone may be refused.
    odd: bool,
    bound: usize,
}

impl Maker {
    fn new(state: u64) -> Self {
        Self { state, names: Vec::new(), unknown: Vec::new(), open: false, odd: false, bound: 0 }
    }

    fn variables(&mut self, case: &mut Case) {
        let mut files = vec!["terraform.tfvars", "10.auto.tfvars", "9.auto.tfvars", "a.auto.tfvars"];
        if self.chance(2) {
            files.push("given.tfvars");
            case.add("given.tfvars", "");
            case.arguments.push((None, "given.tfvars".to_owned()));
        }
        for index in 0..4 {
            let (name, ty) = (format!("v{index}"), self.pick(&TYPES));
            let (default, constraint) = (self.given(ty), ty.constraint());
            let nullable = self.pick(&["", "", "  nullable = false\n"]);
            case.add(
                "variables.tf",
                &format!("variable \"{name}\" {{\n  type = {constraint}\n  default = {default}\n{nullable}}}\n"),
            );
            for path in &files {
                if self.chance(5) {
                    let value = if self.chance(8) { "null".to_owned() } else { self.given(ty) };
                    case.add(path, &format!("{name} = {value}\n"));
                }
            }
            if self.chance(4) {
                let value = match ty {
                    Str => "${from} env".to_owned(),
                    Num => self.pick(&NUMBERS).to_owned(),
                    Bool => "true".to_owned(),
                    _ => self.given(ty),
                };
                case.environment.push((name.clone(), value));
            }
            if self.chance(4) {
                let default = self.literal(ty);
                case.add("x_override.tf", &format!("variable \"{name}\" {{\n  default = {default}\n}}\n"));
            }
            self.names.push((format!("var.{name}"), ty));
        }
    }

    fn resources(&mut self, case: &mut Case) {
        for path in ["main.tf", "child/main.tf"] {
            case.add(path, "resource \"terraform_data\" \"one\" {\n  input = \"in\"\n}\n");
        }
        let count = self.pick(&["2", "length([\"a\", \"b\", \"c\"])", "var.v0 == null ? 1 : 2"]);
        let text = self.expression(Str, 2);
        let input = format!("try(\"${{count.index}}-${{{text}}}\", \"failed\")");
        case.add(
            "main.tf",
            &format!("resource \"terraform_data\" \"many\" {{\n  count = {count}\n  input = {input}\n}}\n"),
        );
        let names = |names: [(&str, Type); 2]| names.map(|(name, ty)| (name.to_owned(), ty));
        self.names.extend(names([("terraform_data.one.input", Str), ("terraform_data.many[*].input", Strings)]));
        self.unknown.extend(names([("terraform_data.one.id", Str), ("terraform_data.many[*].id", Strings)]));
    }

    fn locals(&mut self, case: &mut Case) {
        for index in 0..3 {
            let ty = self.pick(&TYPES);
            let (value, otherwise) = (self.expression(ty, 3), self.literal(ty));
            case.add("main.tf", &format!("locals {{\n  l{index} = try({value}, {otherwise})\n}}\n"));
            self.names.push((format!("local.l{index}"), ty));
            if index == 2 && self.chance(3) {
                case.add("y_override.tf", &format!("locals {{\n  l2 = {}\n}}\n", self.literal(ty)));
            }
        }
        for (name, ty, value) in [
            ("u0", Str, "\"x-${terraform_data.one.id}\""),
            ("u1", Strings, "[terraform_data.one.id, \"b\"]"),
            ("u2", Map, "{ a = terraform_data.one.id, b = \"c\" }"),
        ] {
            case.add("main.tf", &format!("locals {{\n  {name} = {value}\n}}\n"));
            self.unknown.push((format!("local.{name}"), ty));
        }
    }

    fn child(&mut self, case: &mut Case) {
        let (ty, made) = (self.pick(&TYPES), self.pick(&TYPES));
        let (repeat, key) =
            self.pick(&[("", ""), ("  count = 2\n", "[1]"), ("  for_each = toset([\"k\", \"j\"])\n", "[\"k\"]")]);
        let (argument, otherwise) = (self.expression(ty, 2), self.literal(ty));
        case.add(
            "main.tf",
            &format!(
                "module \"child\" {{\n  source = \"./child\"\n{repeat}  given = try({argument}, {otherwise})\n}}\n"
            ),
        );
        let (default, constraint) = (self.given(ty), ty.constraint());
        case.add(
            "child/main.tf",
            &format!("variable \"given\" {{\n  type = {constraint}\n  default = {default}\n}}\n"),
        );
        let mut inside = Self { names: vec![("var.given".to_owned(), ty)], ..Self::new(self.next()) };
        for (name, value) in [
            ("made", format!("try({}, {})", inside.expression(made, 3), inside.literal(made))),
            ("given", "var.given".to_owned()),
        ] {
            case.add("child/main.tf", &format!("output \"{name}\" {{\n  value = {value}\n}}\n"));
        }
        self.names.push((format!("module.child{key}.made"), made));
        self.names.push((format!("module.child{key}.given"), ty));
    }

    /// One for each name, and ten expressions.
    fn outputs(&mut self, case: &mut Case) {
        self.open = true;
        let names = self.names.iter().chain(&self.unknown).map(|(name, _)| name.clone());
        let mut values: Vec<String> = names.collect();
        self.odd = self.chance(4);
        for _ in 0..10 {
            let ty = self.pick(&TYPES);
            values.push(if self.chance(4) { self.heredoc() } else { self.expression(ty, 4) });
        }
        for (index, value) in values.iter().enumerate() {
            case.add("outputs.tf", &format!("output \"o{index}\" {{\n  value = {value}\n}}\n"));
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// True once in so many times.
    fn chance(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        *self.pick_of(items)
    }

    fn pick_of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    fn bound(&mut self) -> String {
        self.bound += 1;
        format!("x{}", self.bound)
    }
}
