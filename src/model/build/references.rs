//! References to resources in blocks whose meaning is not evaluated, by their text.

use crate::eval::value::{InstanceKey, Mode, ResourceAddress};
use crate::root::ModuleInstance;
use crate::syntax::tree::{Block, ExprKind, Tree};
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
