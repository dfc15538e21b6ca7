//! The grammar: what an expression of a type may look like, with holes for others.

use super::Type::{self, Bool, Map, Num, Numbers, Object, Str, Strings};
use super::{Maker, NUMBERS, TEXTS, TYPES};
use crate::case::quoted;

impl Maker {
    pub(super) fn literal(&mut self, ty: Type) -> String {
        match ty {
            Str => quoted(self.pick(&TEXTS)),
            // What converts is as good as the thing itself.
            Num if self.chance(5) => quoted(self.pick(&NUMBERS)),
            Num => self.pick(&NUMBERS).to_owned(),
            Bool => self.pick(&["true", "false", "\"true\""]).to_owned(),
            Strings | Numbers => {
                let item = if ty == Strings { Str } else { Num };
                let items: Vec<String> = (0..self.below(4)).map(|_| self.literal(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Map => {
                let keys = ["a", "\"10\"", "\"9\"", "B", "\"b c\""];
                let entries: Vec<String> =
                    keys[..self.below(5)].iter().map(|key| format!("{key} = {}", quoted(self.pick(&TEXTS)))).collect();
                format!("{{ {} }}", entries.join(", "))
            }
            Object => {
                let (a, b, c) = (self.literal(Str), self.literal(Num), self.literal(Strings));
                format!("{{ a = {a}, b = {b}, c = {c}, d = {{ e = false }} }}")
            }
        }
    }

    /// A value for a variable: of an object, parts may be missing.
    pub(super) fn given(&mut self, ty: Type) -> String {
        if ty != Object {
            return self.literal(ty);
        }
        let (a, c) = (self.literal(Str), self.literal(Strings));
        let b = self.pick(&["", ", b = 7", ", b = \"8\""]);
        let d = self.pick(&["", ", d = {}", ", d = null", ", d = { e = \"false\" }"]);
        format!("{{ a = {a}, c = {c}{b}{d} }}")
    }

    /// An expression of a type; the depth bounds how far it nests.
    pub(super) fn expression(&mut self, ty: Type, depth: usize) -> String {
        if depth == 0 || self.chance(6) {
            let unknown = if self.open { &self.unknown[..] } else { &[] };
            let fitting = self.names.iter().chain(unknown).filter(|(_, of)| *of == ty);
            let known: Vec<String> = fitting.map(|(name, _)| name.clone()).collect();
            return if known.is_empty() || self.chance(3) { self.literal(ty) } else { self.pick_of(&known).clone() };
        }
        let depth = depth - 1;
        if self.chance(3) {
            return self.of_any(ty, depth);
        }
        // Now and then something of another type, to be converted or refused.
        let ty = if self.odd && self.chance(25) { self.pick(&TYPES) } else { ty };
        match ty {
            Str => self.string(depth),
            Num => self.number(depth),
            Bool => self.boolean(depth),
            Strings => self.strings(depth),
            Numbers => self.numbers(depth),
            Map => self.map(depth),
            Object => self.object(depth),
        }
    }

    /// Fills the holes of one of the forms: `$S` with a string, `$N` a number, `$B` a boolean, `$L` a list of strings,
    /// `$U` a set of numbers, `$M` a map, `$O` an object. `@` is a name that the form binds to a string; small letters
    /// stand where it may be used.
    fn fill(&mut self, forms: &[&str], depth: usize) -> String {
        let form = self.pick(forms);
        let name = self.bound();
        let mut pieces = form.split('$');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let hole = piece.chars().next().unwrap_or('{');
            let ty = match hole.to_ascii_uppercase() {
                'S' => Str,
                'N' => Num,
                'B' => Bool,
                'L' => Strings,
                'U' => Numbers,
                'M' => Map,
                'O' => Object,
                _ => {
                    text += &format!("${piece}");
                    continue;
                }
            };
            if hole.is_ascii_lowercase() {
                self.names.push((name.clone(), Str));
            }
            text += &self.expression(ty, depth);
            self.names.retain(|(known, _)| *known != name);
            text += &piece[1..];
        }
        text.replace('@', &name)
    }

    fn of_any(&mut self, ty: Type, depth: usize) -> String {
        let (one, two, condition) =
            (self.expression(ty, depth), self.expression(ty, depth), self.expression(Bool, depth));
        match self.below(9) {
            0 | 1 => format!("({condition} ? {one} : {two})"),
            2 => {
                let was_open = std::mem::replace(&mut self.open, false);
                let tried = format!("try({}, {})", self.expression(ty, depth), self.expression(ty, depth));
                self.open = was_open;
                tried
            }
            3 => format!("[{one}, {two}][{}]", self.below(2)),
            4 => format!("{{ p = {one}, q = {two} }}.p"),
            5 => format!("element([{one}, {two}], {})", self.below(4)),
            6 => format!("jsondecode(jsonencode({one}))"),
            7 => format!("lookup({{ p = {one} }}, \"p\", {two})"),
            _ => format!("({one})"),
        }
    }

    fn string(&mut self, depth: usize) -> String {
        let forms = [
            "\"<${$S}>${$N}\"",
            "\"${$B}-${$S}\"",
            "\"%{ if $B }yes${$S}%{ else }no%{ endif }\"",
            "\"%{ for @ in $L ~} ${$s}, %{ endfor }\"",
            "upper($S)",
            "title($S)",
            "replace($S, \"a\", $S)",
            "replace($S, \"/[a-z]+/\", \"<$0>\")",
            "substr($S, 0, 2)",
            "join($S, $L)",
            "join(\"\\n\", [for @, @v in $M : \"${@}=${$s}\"])",
            "format(\"%s|%5d|%t\", $S, $N, $B)",
            "format(\"%v %q\", $L, $S)",
            "trimspace($S)",
            "trimprefix($S, $S)",
            "indent(2, $S)",
            "md5($S)",
            "jsonencode($O)",
            "jsonencode([$M, $N, $B])",
            "yamlencode($M)",
            "tostring($N)",
            "tostring($B)",
            "coalesce($S, $S, \"z\")",
            "one([$S])",
            "element($L, $N)",
            "$L[0]",
            "$O.a",
            "values($M)[0]",
            "$M[$S]",
            "lookup($M, $S, $S)",
            "chomp($S)",
            "base64encode($S)",
            "urlencode($S)",
            "cidrsubnet(\"10.0.0.0/8\", 8, abs($N))",
            "templatestring(terraform_data.one.input, { a = $S })",
            "keys($O)[0]",
            "[for @ in $L : $s if $b][0]",
        ];
        self.fill(&forms, depth)
    }

    fn number(&mut self, depth: usize) -> String {
        let forms = [
            "($N + $N)",
            "($N - $N)",
            "($N * $N)",
            "($N / 4)",
            "($N % 3)",
            "(0 - $N)",
            "length($L)",
            "length($S)",
            "length($M)",
            "length($U)",
            "max($N, $N)",
            "min($N, $N, 4)",
            "ceil($N)",
            "floor($N)",
            "abs($N)",
            "signum($N)",
            "pow($N % 5, 2)",
            "parseint(\"1f\", 16)",
            "tonumber($S)",
            "sum($U)",
            "sum([for @ in $L : $n])",
            "$O.b",
            "index([\"a\", \"b\"], \"b\")",
            "one($U)",
            "length([$S, $S][*])",
            "tolist($U)[0]",
        ];
        self.fill(&forms, depth)
    }

    fn boolean(&mut self, depth: usize) -> String {
        let forms = [
            "($N < $N)",
            "($N >= $N)",
            "($S == $S)",
            "($N == $N)",
            "($L != $L)",
            "($M == $M)",
            "($O == null)",
            "($B && $B)",
            "($B || $B)",
            "!$B",
            "contains($L, $S)",
            "startswith($S, $S)",
            "strcontains($S, \"a\")",
            "can($N)",
            "can(regex(\"^a\", $S))",
            "alltrue([for @ in $L : $b])",
            "anytrue([$B, $B])",
            "tobool($S)",
            "$O.d.e",
        ];
        self.fill(&forms, depth)
    }

    fn strings(&mut self, depth: usize) -> String {
        let forms = [
            "[$S, $S]",
            "[$N, $S, $B]",
            "[for @ in $L : $s]",
            "[for @ in $L : $s if $b]",
            "[for @, @v in $M : $s]",
            "[for @ in tolist($U) : tostring(@)]",
            "tolist([$S, $S])",
            "tolist(toset($L))",
            "keys($M)",
            "values($M)",
            "split(\",\", $S)",
            "sort($L)",
            "distinct($L)",
            "compact($L)",
            "concat($L, $L)",
            "reverse($L)",
            "slice(concat($L, [$S, $S]), 0, 2)",
            "flatten([$L, [$L, [$S]]])",
            "formatlist(\"%s-%d\", $L, $N)",
            "setunion($L, $L)",
            "setintersection($L, $L)",
            "setsubtract($L, $L)",
            "[$O, $O][*].a",
            "[$O, $O].*.a",
            "$S[*]",
            "regexall(\"[a-z]\", $S)",
            "coalescelist($L, [\"z\"])",
            "chunklist($L, 2)[0]",
            "$O.c",
            "{ for @ in $L : $s => @... }[$S]",
        ];
        self.fill(&forms, depth)
    }

    fn numbers(&mut self, depth: usize) -> String {
        let forms = [
            "toset([$N, $N])",
            "toset([for @ in $L : $n])",
            "[for @ in $L : $n if $b]",
            "range($N)",
            "range(1, $N)",
            "setunion($U, $U)",
            "toset(concat(tolist($U), [$N]))",
        ];
        self.fill(&forms, depth)
    }

    fn map(&mut self, depth: usize) -> String {
        let forms = [
            "{ a = $S, ($S) = $S }",
            "{ \"k-${$S}\" = $S, b = $N }",
            "{ for k, group in { for @ in $L : $s => $s... } : k => join(\"+\", group) }",
            "{ for @ in distinct($L) : @ => $s }",
            "{ for @, @v in $M : upper(@) => $s if $b }",
            "merge($M, $M)",
            "merge($M, { a = $S }, null)",
            "zipmap(keys($M), values($M))",
            "zipmap([\"p\", \"q\"], [$S, $S])",
            "tomap({ a = $S, b = $S })",
            "tomap({ a = $S, b = $N })",
            "merge([$M, $M]...)",
        ];
        self.fill(&forms, depth)
    }

    fn object(&mut self, depth: usize) -> String {
        let forms = ["{ a = $S, b = $N, c = $L, d = { e = $B } }", "merge($O, { b = $N })"];
        self.fill(&forms, depth)
    }

    /// A heredoc, which only stands at the end of a line.
    pub(super) fn heredoc(&mut self) -> String {
        let (flush, mut text) = (self.chance(2), String::new());
        for _ in 0..self.below(5) + 1 {
            let indent = self.pick(&["", "  ", "    ", "\t"]);
            let line = match self.below(7) {
                0 => String::new(),
                1 => "log.retention.hours=168".to_owned(),
                2 => format!("k=${{{}}}", self.expression(Str, 2)),
                3 => format!("${{~ {} ~}} tail", self.expression(Num, 2)),
                4 => format!("%{{ if {} }}a%{{ else }}b%{{ endif }}", self.expression(Bool, 2)),
                5 => self
                    .fill(&["%{ for @ in $L ~}\n  - ${@}=$0\n%{ endfor ~}", "%{ for @ in $L }<${$s}>%{ endfor }"], 2),
                _ => "\\n $${a} %%{b} \"q\" ".to_owned(),
            };
            text += &format!("{indent}{line}\n");
        }
        format!("<<{}EOT\n{text}{}EOT", if flush { "-" } else { "" }, if flush { "    " } else { "" })
    }
}
