//! Any bytes as JSON, with templates in its strings and without.

#![no_main]

use libfuzzer_sys::fuzz_target;
use msk_lint::syntax::{self, JsonStrings};

fuzz_target!(|bytes: &[u8]| {
    for strings in [JsonStrings::Templates, JsonStrings::Literal] {
        let tree = syntax::parse_json(bytes.into(), strings);
        for expr in tree.exprs() {
            let range = tree.in_file(expr.range);
            assert!(range.start <= range.end && range.end as usize <= bytes.len(), "{expr:?}");
        }
    }
});
