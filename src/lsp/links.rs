//! Links from the paths that `file`, `templatefile` and the like read to the files.

use std::path::Path;

use gen_lsp_types::DocumentLink;

use super::view::View;
use crate::files::{self, Files};
use crate::source::{Span, TextRange};
use crate::syntax::tree::{ExprKind, Part};

/// Functions whose first argument is the path of a file.
const READERS: &[&str] = &["file", "templatefile", "filebase64", "filesha256", "filemd5"];

/// The links of a file of Terraform code.
pub(super) fn links(view: &View<'_>, path: &Path, files: &dyn Files) -> Option<Vec<DocumentLink>> {
    let (id, source) = view.file(path)?;
    if view.open.get(path).is_some_and(|document| *document.text != *source.bytes) {
        return None;
    }
    let parsed = view.looked.analysis.files.iter().find(|file| file.id == id)?;
    let (tree, folder) = (&parsed.tree, path.parent()?);
    let link = |kind: &ExprKind| {
        let ExprKind::Call { name, arguments, .. } = kind else { return None };
        let first = *tree.expr_list(*arguments).first().filter(|_| READERS.contains(&tree.text(*name)))?;
        let ExprKind::Template(parts) = tree.expr(first).kind else { return None };
        // A path in the module, or one beside it: what else stands before it is not known here.
        let (base, literal, written) = match tree.parts(parts) {
            [Part::Literal { range, .. }] => (folder, *range, tree.text(*range)),
            [Part::Interpolation { value, .. }, Part::Literal { range, .. }]
                if tree.text(tree.expr(*value).range) == "path.module" =>
            {
                (folder, *range, tree.text(*range).trim_start_matches('/'))
            }
            _ => return None,
        };
        let target = files::normalize(&base.join(written));
        let range = view.range(Span { file: id, range: trimmed(tree.in_file(literal), tree.text(literal)) })?;
        let uri = view.uri(&target);
        files.exists(&target).then(|| DocumentLink { range, target: Some(uri.into()), ..DocumentLink::default() })
    };
    Some(tree.exprs().iter().filter_map(|expr| link(&expr.kind)).collect())
}

/// A range without the slash that it begins with.
fn trimmed(range: TextRange, text: &str) -> TextRange {
    let slashes = (text.len() - text.trim_start_matches('/').len()) as u32;
    TextRange::new(range.start + slashes, range.end)
}
