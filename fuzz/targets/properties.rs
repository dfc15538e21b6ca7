//! Any text as Java properties: keys and values where they stand.

#![no_main]

use libfuzzer_sys::fuzz_target;
use msk_lint::syntax::properties::{self, Line};

fuzz_target!(|text: &str| {
    let mut end = 0;
    for line in properties::parse(text) {
        let range = line.range();
        assert!(end <= range.start && range.end <= text.len(), "{line:?}");
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        if let Line::Property(property) = &line {
            assert!(text.get(property.key.clone()).is_some() && text.get(property.value.clone()).is_some());
            let _ = (property.decoded_key(text), property.decoded_value(text));
        }
        end = range.end;
    }
});
