//! Input that was made to hurt: each ends in bounded time, with findings or reasons, never a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use msk_lint::analysis::{self, Analysis, Request};
use msk_lint::files::Memory;
use msk_lint::model::plain::Plain;
use msk_lint::syntax::{self, JsonStrings};

/// Longer than any of these may take in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn analysed(files: &[(&str, String)]) -> Analysis {
    let root = PathBuf::from("/root");
    let files = Memory::new(files.iter().map(|(path, text)| (root.join(path), text.clone().into_bytes())));
    let request = Request {
        paths: vec![root.clone()],
        current_folder: root.clone(),
        boundary: root,
        everything: true,
        ..Request::default()
    };
    analysis::analyse(&request, &files)
}

/// Runs something in a thread with a small stack, as an editor's might be.
fn bounded(name: &str, run: impl FnOnce() + Send + 'static) {
    let started = Instant::now();
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(run).unwrap();
    assert!(thread.join().is_ok(), "{name} panicked");
    println!("{name}: {:?}", started.elapsed());
    assert!(started.elapsed() < LIMIT, "{name} took {:?}", started.elapsed());
}

/// Lists of lists, each of which an alias repeats nine times in the next.
fn laughs(levels: usize) -> String {
    let level = |at: usize| format!("a{at}: &a{at} [{}]\n", format!("*a{},", at - 1).repeat(9));
    format!("a0: &a0 [1]\n{}", (1..levels).map(level).collect::<String>())
}

#[test]
fn what_aliases_repeat_is_paid_for() {
    for levels in [5, 6, 40] {
        bounded(&format!("{levels} levels"), move || {
            let text = laughs(levels).replace('\n', "\\n");
            let decoded =
                format!("output \"x\" {{\n  value = length([for i in range(1000) : yamldecode(\"{text}\").a0])\n}}\n");
            assert_eq!(analysed(&[("main.tf", decoded)]).models.len(), 1);
        });
    }
    bounded("the settings of a client", || {
        let text = format!("spring:\n  kafka:\n    bootstrap-servers: x:9092\n{}", laughs(40));
        analysed(&[("application.yml", text)]);
    });
}

#[test]
fn deep_nesting_is_refused() {
    for (name, open) in [
        ("lists", "["),
        ("parentheses", "("),
        ("objects", "{a="),
        ("calls", "f("),
        ("templates", "\"${"),
        ("not", "!"),
        ("minus", "-"),
        ("index", "a["),
        ("for", "[for x in "),
        ("if", "\"%{if "),
        ("conditions", "a ? "),
        ("blocks", "b {\n"),
    ] {
        bounded(name, move || {
            let text =
                if open.ends_with('\n') { open.repeat(100_000) } else { format!("a = {}", open.repeat(100_000)) };
            assert!(!syntax::parse(text.into_bytes().into()).errors().is_empty());
        });
    }
}

#[test]
fn long_rows_are_read_or_refused_in_linear_time() {
    bounded("operators", || {
        let tree = syntax::parse(format!("a = 1{}\n", " + 1".repeat(100_000)).into_bytes().into());
        assert!(!tree.errors().is_empty());
    });
    bounded("500 operators", || {
        assert!(syntax::parse(format!("a = 1{}\n", " + 1".repeat(500)).into_bytes().into()).errors().is_empty());
    });
    bounded("steps", || {
        assert!(!syntax::parse(format!("a = b{}\n", ".c".repeat(100_000)).into_bytes().into()).errors().is_empty());
    });
    bounded("keys", || {
        let keys: String = (0..100_000).map(|n| format!("  k{n} = {n}\n")).collect();
        assert!(syntax::parse(format!("a = {{\n{keys}}}\n").into_bytes().into()).errors().is_empty());
        assert!(syntax::parse(keys.into_bytes().into()).errors().is_empty());
    });
    bounded("heredocs", || {
        let text: String = (0..50_000).map(|n| format!("a{n} = <<E{n}\n")).collect();
        assert!(!syntax::parse(text.into_bytes().into()).errors().is_empty());
        let long = format!("a = <<a\n{}\nb = [\n", "a".repeat(4 << 20));
        assert!(!syntax::parse(long.into_bytes().into()).errors().is_empty());
    });
    bounded("open strings", || {
        let text: String = (0..50_000).map(|n| format!("a{n} = \"${{x[\n")).collect();
        assert!(!syntax::parse(text.into_bytes().into()).errors().is_empty());
    });
    bounded("json", || {
        for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000), "\"\\u12".repeat(100_000)] {
            let tree = syntax::parse_json(text.into_bytes().into(), JsonStrings::Templates);
            assert!(!tree.errors().is_empty());
        }
    });
}

/// A name, and files by path.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)]);

#[test]
fn evaluation_is_bounded() {
    let cases: &[Case<'_>] = &[
        (
            "cyclic locals",
            &[("main.tf", "locals {\n  a = local.b\n  b = local.a\n}\noutput \"o\" {\n  value = local.a\n}\n")],
        ),
        (
            "cyclic modules",
            &[
                ("main.tf", "module \"m\" {\n  source = \"./m\"\n}\noutput \"o\" {\n  value = module.m.o\n}\n"),
                ("m/main.tf", "module \"m\" {\n  source = \"../m\"\n}\noutput \"o\" {\n  value = module.m.o\n}\n"),
            ],
        ),
        (
            "exploding for",
            &[(
                "main.tf",
                "locals {\n  r = range(1000)\n  x = [for a in local.r : [for b in local.r : [for c in local.r : \"${a}${b}${c}\"]]]\n}\noutput \"o\" {\n  value = local.x\n}\n",
            )],
        ),
        (
            "count",
            &[(
                "main.tf",
                "resource \"aws_msk_cluster\" \"c\" {\n  count = 4000000000\n}\noutput \"o\" {\n  value = aws_msk_cluster.c[*].arn\n}\n",
            )],
        ),
        (
            "modules that call each other twice",
            &[
                ("main.tf", "module \"a\" {\n  source = \"./m\"\n}\nmodule \"b\" {\n  source = \"./m\"\n}\n"),
                (
                    "m/main.tf",
                    "module \"a\" {\n  source = \"../\"\n}\nmodule \"b\" {\n  source = \"../m\"\n}\nmodule \"c\" {\n  source = \"../n\"\n}\n",
                ),
                ("n/main.tf", "module \"a\" {\n  source = \"../m\"\n}\nresource \"aws_msk_cluster\" \"c\" {}\n"),
            ],
        ),
        (
            "modules by the thousand in modules by the thousand",
            &[
                ("main.tf", "module \"m\" {\n  source = \"./a\"\n  count  = 2000\n}\n"),
                ("a/main.tf", "module \"m\" {\n  source = \"../b\"\n  count  = 2000\n}\n"),
                ("b/main.tf", "module \"m\" {\n  source = \"../c\"\n  count  = 2000\n}\n"),
                ("c/main.tf", "resource \"aws_msk_configuration\" \"c\" {}\n"),
            ],
        ),
        (
            "dynamic blocks",
            &[(
                "main.tf",
                "locals {\n  r = flatten([for a in range(100) : range(1000)])\n}\nresource \"aws_msk_cluster\" \"c\" {\n  dynamic \"a\" {\n    for_each = local.r\n    content {\n      dynamic \"b\" {\n        for_each = local.r\n        content {}\n      }\n    }\n  }\n}\noutput \"o\" {\n  value = aws_msk_cluster.c.a\n}\n",
            )],
        ),
        (
            "empty directives",
            &[(
                "main.tf",
                "locals {\n  r = range(1000)\n}\noutput \"o\" {\n  value = \"%{for a in local.r}%{for b in local.r}%{for c in local.r}%{endfor}%{endfor}%{endfor}\"\n}\n",
            )],
        ),
        (
            "large texts again and again",
            &[(
                "main.tf",
                "locals {\n  s = join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"xxxxxxxx\"])])\n}\noutput \"o\" {\n  value = [for a in range(1000) : [for b in range(1000) : [md5(local.s), \"${local.s}x\", local.s == \"${local.s}\"]]]\n}\n",
            )],
        ),
        (
            "constants",
            &[
                ("main.tf", "variable \"v\" {}\noutput \"o\" {\n  value = var.v\n}\n"),
                (
                    "terraform.tfvars",
                    "v = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : [for d in range(1000) : d]]]]\n",
                ),
            ],
        ),
        (
            "self",
            &[(
                "main.tf",
                "resource \"aws_msk_cluster\" \"c\" {\n  cluster_name = aws_msk_cluster.c.cluster_name\n}\n",
            )],
        ),
        (
            "variable",
            &[(
                "main.tf",
                "variable \"v\" {\n  type = list(list(list(any)))\n  default = [[1, [2]], \"x\"]\n}\noutput \"o\" {\n  value = var.v\n}\n",
            )],
        ),
    ];
    for (name, files) in cases {
        let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
        bounded(name, move || {
            analysed(&files);
        });
    }
}

#[test]
fn doubling_locals_are_bounded() {
    let mut text = String::from("locals {\n  a0 = [\"xxxxxxxxxx\", \"y\"]\n  s0 = \"xxxxxxxxxxxxxxxx\"\n");
    for n in 1..60 {
        text += &format!(
            "  a{n} = [local.a{}, local.a{}]\n  s{n} = \"${{local.s{}}}${{local.s{}}}\"\n",
            n - 1,
            n - 1,
            n - 1,
            n - 1
        );
    }
    text += "}\noutput \"a\" {\n  value = length(flatten(local.a59))\n}\noutput \"s\" {\n  value = local.s59\n}\noutput \"j\" {\n  value = jsonencode(local.a59)\n}\noutput \"raw\" {\n  value = local.a59\n}\n";
    bounded("doubling", move || {
        analysed(&[("main.tf", text)]);
    });
}

#[test]
fn doubling_inside_one_expression_is_bounded() {
    let nested = |inner: &str| format!("{}{inner}{}", "[for x in [[x, x]] : ".repeat(60), "]".repeat(60));
    for inner in ["[x, x]", "var.v ? [x, x] : [x]", "can([x, x])", "[x][var.v]", "x == [x]", "\"${jsonencode(x)}\""] {
        let text = format!("variable \"v\" {{}}\noutput \"o\" {{\n  value = [for x in [1] : {}]\n}}\n", nested(inner));
        bounded(inner, move || {
            analysed(&[("main.tf", text)]);
        });
    }
}

#[test]
fn long_conditions_are_met_again_and_again() {
    let comment = format!("/* {} */", "word ".repeat(400_000));
    for value in [
        "[for n in range(1000) : (COMMENT var.v) ? n : 0]",
        "(COMMENT var.v) ? 1 : 0",
        "[for n in range(1000) : n if (COMMENT var.v)]",
    ] {
        let repeated: String = (0..40).map(|n| format!("  l{n} = {value}\n")).collect();
        // The comment is written once for all of them.
        let text = repeated.replacen("COMMENT", &comment, 1).replace("COMMENT", "");
        bounded(value, move || {
            analysed(&[(
                "main.tf",
                format!("variable \"v\" {{}}\nlocals {{\n{text}}}\noutput \"o\" {{\n  value = local.l0\n}}\n"),
            )]);
        });
    }
}

#[test]
fn what_explodes_takes_nothing_else_down() {
    let text = "locals {\n  r = range(1000)\n  x = [for a in local.r : [for b in local.r : [for c in local.r : a]]]\n}\noutput \"a\" {\n  value = local.x\n}\nresource \"aws_msk_cluster\" \"c\" {\n  number_of_broker_nodes = 3\n  cluster_name = local.x\n}\noutput \"o\" {\n  value = aws_msk_cluster.c.number_of_broker_nodes\n}\n";
    bounded("exploding neighbour", move || {
        let analysis = analysed(&[("main.tf", text.to_owned())]);
        assert_eq!(analysis.models[0].outputs["o"], Plain::Number("3".to_owned()));
    });
}

#[test]
fn broken_neighbours_hide_nothing() {
    let good = "resource \"aws_msk_cluster\" \"good\" {\n  number_of_broker_nodes = 3\n}\n";
    for broken in [
        "resource \"aws_msk_cluster\" \"b\" {\n  x = [1,\n",
        "x = \"",
        "}}}}\n",
        "\u{feff}\u{0}\u{1}",
        "variable \"n\" { type = number default = 3 }\n",
    ] {
        let analysis = analysed(&[("a.tf", broken.to_owned()), ("b.tf", good.to_owned())]);
        let addresses: Vec<String> = analysis
            .models
            .iter()
            .flat_map(|model| &model.clusters)
            .map(|c| c.first().instance.address.to_string())
            .collect();
        assert!(addresses.contains(&"aws_msk_cluster.good".to_owned()), "{broken:?}: {addresses:?}");
    }
}

#[test]
fn mutated_files_never_panic() {
    let seeds: Vec<Vec<u8>> =
        ["testdata/infra/modules/msk/main.tf", "testdata/infra/prod/main.tf", "testdata/infra/modules/network/main.tf"]
            .iter()
            .map(|path| std::fs::read(path).unwrap())
            .collect();
    let mut state: u64 = 0x1234_5678;
    let mut below = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit.max(1) as u64) as usize
    };
    let bits: &[&[u8]] = &[
        b"\"",
        b"${",
        b"}",
        b"{",
        b"[",
        b"]",
        b"<<EOT\n",
        b"<<-E\n",
        b"\n",
        b"%{ if ",
        b"~",
        b"\xff",
        b"for ",
        b"=",
        b"...",
        b"/*",
        b"#",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"::",
        b".*",
        b"[*]",
    ];
    for round in 0..6_000 {
        let mut text = seeds[round % seeds.len()].clone();
        for _ in 0..=below(4) {
            let at = below(text.len());
            match below(3) {
                0 => drop(text.splice(at..at, bits[below(bits.len())].iter().copied())),
                1 => drop(text.drain(at..(at + below(30)).min(text.len()))),
                _ => text[at] = below(256) as u8,
            }
        }
        let length = text.len() as u32;
        let tree = syntax::parse(text.clone().into());
        for expr in tree.exprs() {
            assert!(expr.range.start <= expr.range.end && expr.range.end <= length, "{round}: {expr:?}");
        }
        for error in tree.errors() {
            assert!(error.range.end <= length + 1 && error.range.start <= error.range.end, "{round}: {error:?}");
        }
        drop(syntax::parse_json(text.into(), JsonStrings::Templates));
    }
}
