//! References to resources in blocks whose meaning is not evaluated, by their text.

use crate::eval::value::{InstanceKey, Mode, ResourceAddress};
use crate::root::ModuleInstance;
use crate::source::Span;
use crate::syntax::tree::{Block, ExprId, ExprKind, Tree};
use crate::terraform::file::ParsedFile;

/// The resources of a type that blocks of a module refer to; `of_interest` chooses the blocks by type and first label.
pub(super) fn to(
    instance: &ModuleInstance,
    kind: &str,
    of_interest: &dyn Fn(&str, &str) -> bool,
) -> Vec<ResourceAddress> {
    instance.module.files.iter().flat_map(|file| in_file(file, instance, kind, of_interest)).collect()
}

fn in_file(
    file: &ParsedFile,
    instance: &ModuleInstance,
    kind: &str,
    of_interest: &dyn Fn(&str, &str) -> bool,
) -> Vec<ResourceAddress> {
    let tree = &file.tree;
    let first_label = |block: &Block| tree.labels(block.labels).first().map_or("", |label| tree.text(label.text));
    let blocks = tree.blocks(tree.root().blocks).iter();
    let blocks: Vec<_> = blocks
        .filter(|block| of_interest(tree.text(block.kind), first_label(block)))
        .map(|block| block.range)
        .collect();
    let found = tree.exprs().iter().filter_map(|expr| {
        let name = name_of(tree, expr.kind, kind)?;
        blocks.iter().any(|block| block.touches(expr.range.start)).then(|| ResourceAddress {
            module: instance.address.clone(),
            mode: Mode::Managed,
            kind: kind.into(),
            name: name.into(),
            key: InstanceKey::None,
        })
    });
    found.collect()
}

/// `main` of `aws_msk_configuration.main`.
fn name_of<'a>(tree: &'a Tree, expr: ExprKind, kind: &str) -> Option<&'a str> {
    let ExprKind::Attribute { base, name } = expr else { return None };
    let base = tree.expr(base);
    (matches!(base.kind, ExprKind::Variable) && tree.text(base.range) == kind).then(|| tree.text(name))
}

/// Where expressions of a module read one of some attributes of a resource, and the type of the block that does.
pub(super) fn reads(instance: &ModuleInstance, of: &ResourceAddress, attributes: &[&str]) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for file in &instance.module.files {
        let tree = &file.tree;
        for expr in tree.exprs() {
            let ExprKind::Attribute { base, name } = expr.kind else { continue };
            let resource = without_index(tree, base);
            let is_read = attributes.contains(&tree.text(name))
                && name_of(tree, tree.expr(resource).kind, &of.kind) == Some(&*of.name);
            if is_read {
                let blocks = tree.blocks(tree.root().blocks).iter();
                let around = blocks.into_iter().find(|block| block.range.touches(expr.range.start));
                found.push((file.span(expr.range), around.map_or("", |block| tree.text(block.kind)).to_owned()));
            }
        }
    }
    found
}

/// The resource itself, of `resource[0]`, `resource["key"]` and `resource.0`.
fn without_index(tree: &Tree, expr: ExprId) -> ExprId {
    match tree.expr(expr).kind {
        ExprKind::Index { base, .. } | ExprKind::LegacyIndex { base, .. } => base,
        _ => expr,
    }
}
