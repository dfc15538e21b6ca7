//! Half-typed files: how much of the rest is kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use msk_lint::source::TextRange;
use msk_lint::syntax::{self, tree::Block, tree::Tree};

/// A small generator of numbers that is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// One half-typed edit: what is inserted where, or which bytes go.
struct Edit {
    at: usize,
    removed: usize,
    inserted: String,
}

const KINDS: &[&str] = &[
    "no value",
    "half a name",
    "half a block",
    "no brace",
    "no quote",
    "open heredoc",
    "open list",
    "open interpolation",
    "open reference",
    "open object",
];

/// An edit of a kind inside a block, at a place chosen by `random`.
fn edit(kind: &str, tree: &Tree, text: &str, block: &Block, random: &mut Random) -> Option<Edit> {
    let attributes = tree.attributes(tree.body(block.body).attributes);
    let after_line = |at: usize| text[at..].find('\n').map(|offset| at + offset + 1);
    let attribute = attributes.get(random.below(attributes.len()))?;
    let value = tree.expr(attribute.value).range;
    let line_end = after_line(value.end as usize)?;
    let line_start = text[..attribute.name.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line_start..attribute.name.start as usize];
    let insert = |at: usize, line: &str| Some(Edit { at, removed: 0, inserted: format!("{indent}{line}\n") });
    match kind {
        "no value" => insert(line_end, "new_key ="),
        "half a name" => insert(line_end, "numb"),
        "half a block" => Some(Edit {
            at: after_line(block.range.end as usize)?,
            removed: 0,
            inserted: "resource \"aws_msk\n".into(),
        }),
        "no brace" => Some(Edit { at: block.range.end as usize - 1, removed: 1, inserted: String::new() }),
        "no quote" => {
            let quoted = &text[value.as_usize()];
            (quoted.starts_with('"') && quoted.len() > 2).then_some(Edit {
                at: value.end as usize - 1,
                removed: 1,
                inserted: String::new(),
            })
        }
        "open heredoc" => insert(line_end, "server_properties = <<EOT"),
        "open list" => insert(line_end, "client_subnets = [var.a,"),
        "open interpolation" => insert(line_end, "label = \"x-${var."),
        "open reference" => insert(line_end, "label = var."),
        "open object" => insert(line_end, "labels = { a ="),
        _ => None,
    }
}

/// Where a range of the unbroken file lies after the edit.
fn shifted(range: TextRange, edit: &Edit) -> TextRange {
    let shift = |at: u32| {
        if (at as usize) < edit.at + edit.removed { at } else { at + edit.inserted.len() as u32 - edit.removed as u32 }
    };
    TextRange::new(shift(range.start), shift(range.end))
}

/// Top-level blocks by header and range.
fn blocks(tree: &Tree) -> Vec<(TextRange, TextRange)> {
    tree.blocks(tree.root().blocks).iter().map(|block| (block.header, block.range)).collect()
}

fn attribute_ranges(tree: &Tree, block: &Block) -> Vec<(TextRange, TextRange)> {
    let attributes = tree.attributes(tree.body(block.body).attributes);
    attributes.iter().map(|attribute| (attribute.name, tree.expr(attribute.value).range)).collect()
}

fn terraform_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            terraform_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "tf") {
            found.push(path);
        }
    }
}

#[test]
fn half_typed_files_keep_the_rest() {
    let mut files = Vec::new();
    // A folder of other code can be named to measure on it.
    match std::env::var("MSK_LINT_RECOVERY_TREE") {
        Ok(folder) => terraform_files(Path::new(&folder), &mut files),
        Err(_) => terraform_files(Path::new("testdata"), &mut files),
    }
    files.sort();
    let mut random = Random(0x5eed);
    let (mut blocks_kept, mut blocks_all, mut attributes_kept, mut attributes_all, mut cases) = (0, 0, 0, 0, 0);
    let mut lost = Vec::new();
    for path in &files {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let tree = syntax::parse(text.clone().into_bytes().into());
        let top: Vec<Block> = tree.blocks(tree.root().blocks).to_vec();
        if !tree.errors().is_empty() || top.len() < 3 {
            continue;
        }
        for kind in KINDS.iter().copied().cycle().take(KINDS.len() * 3) {
            let block = top[random.below(top.len())];
            if tree.attributes(tree.body(block.body).attributes).len() < 2 {
                continue;
            }
            let Some(edit) = edit(kind, &tree, &text, &block, &mut random) else { continue };
            let mut broken = text.clone();
            broken.replace_range(edit.at..edit.at + edit.removed, &edit.inserted);
            let read = syntax::parse(broken.into_bytes().into());
            if read.errors().is_empty() {
                continue;
            }
            cases += 1;
            let found: BTreeSet<_> = blocks(&read).into_iter().collect();
            for other in top.iter().filter(|other| other.header != block.header) {
                blocks_all += 1;
                let wanted = (shifted(other.header, &edit), shifted(other.range, &edit));
                if found.contains(&wanted) {
                    blocks_kept += 1
                } else {
                    lost.push(format!("{} {kind}: block {}", path.display(), tree.text(other.header)))
                }
            }
            let header = shifted(block.header, &edit);
            let damaged = read.blocks(read.root().blocks).iter().find(|found| found.header == header);
            let kept: BTreeSet<_> =
                damaged.map(|found| attribute_ranges(&read, found)).unwrap_or_default().into_iter().collect();
            for (name, value) in attribute_ranges(&tree, &block) {
                if kind == "no quote" && value.end as usize == edit.at + 1 {
                    continue;
                }
                attributes_all += 1;
                let wanted = (shifted(name, &edit), shifted(value, &edit));
                if kept.contains(&wanted) {
                    attributes_kept += 1
                } else {
                    lost.push(format!("{} {kind}: {}", path.display(), tree.text(name)))
                }
            }
        }
    }
    let share = |kept: usize, all: usize| 100.0 * kept as f64 / all as f64;
    let (blocks, attributes) = (share(blocks_kept, blocks_all), share(attributes_kept, attributes_all));
    let shown = format!(
        "{cases} half-typed files: {blocks:.3} % of {blocks_all} other blocks, {attributes:.3} % of {attributes_all} attributes kept\n{}",
        lost.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
    println!("{shown}");
    assert!(cases >= 100, "{cases} cases are too few");
    assert!(blocks >= 99.9 && attributes >= 99.5, "{shown}");
}
