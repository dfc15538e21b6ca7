//! Any bytes as Terraform code: a tree whose ranges lie inside the file, in an order that makes sense.

#![no_main]

use libfuzzer_sys::fuzz_target;
use msk_lint::syntax::{self, tree::Tree};

fuzz_target!(|bytes: &[u8]| {
    let tree = syntax::parse(bytes.into());
    check(&tree, bytes.len());
    // What is read once is read the same way again.
    assert_eq!(tree.errors(), syntax::parse(bytes.into()).errors());
    let (template, _) = syntax::parse_template(bytes.into());
    check(&template, bytes.len());
    let (expression, _) = syntax::parse_expression(bytes.into());
    check(&expression, bytes.len());
});

fn check(tree: &Tree, length: usize) {
    for expr in tree.exprs() {
        assert!(expr.range.start <= expr.range.end && expr.range.end as usize <= length, "{expr:?}");
    }
    for error in tree.errors() {
        assert!(error.range.start <= error.range.end && error.range.end as usize <= length + 2, "{error:?}");
    }
    for comment in tree.comments() {
        assert!(comment.start < comment.end && comment.end as usize <= length, "{comment:?}");
    }
}
