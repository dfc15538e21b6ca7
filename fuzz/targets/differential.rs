//! Any text read by us and by hcl-edit: the same verdict, and arguments at the same places.

#![no_main]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(difference) = oracle::disagreement(text) {
        panic!("{difference}");
    }
});
