//! Any text as Java properties: keys and values where they stand.

#![no_main]

use libfuzzer_sys::fuzz_target;
use msk_lint::syntax::properties;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for line in properties::parse(text) {
        let range = line.range();
        assert!(end <= range.start && range.end <= text.len(), "{line:?}");
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        let _ = (line.decoded_key(text), line.decoded_value(text));
        end = range.end;
    }
});
