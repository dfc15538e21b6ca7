//! Clients in code: files in, findings out; a module for each language.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../support/client.rs"]
mod client;
#[cfg(feature = "csharp")]
mod csharp;
#[cfg(feature = "go")]
mod go;
#[cfg(any(feature = "java", feature = "rust", feature = "csharp"))]
mod hardened;
#[cfg(any(feature = "java", feature = "kotlin", feature = "scala"))]
mod jvm;
mod overwritten;
#[cfg(feature = "rust")]
mod rust;
#[cfg(feature = "typescript")]
mod typescript;

const NOTHING: &[&str] = &[];

/// `rule place text`, in order, and what a fix would put in place of what.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let analysis = client::analyse(files);
    let text = |span: msk_lint::source::Span| analysis.sources.get(span.file).unwrap().text(span.range).into_owned();
    let shown = |finding: &msk_lint::finding::Finding| {
        let span = finding.primary().and_then(|label| label.place.span());
        let at = span.map_or_else(String::new, |span| format!("{} {}", analysis.sources.describe(span), text(span)));
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
        let edits = edits.map(|edit| format!(" [{} -> {}]", text(edit.span), edit.text));
        format!("{} {at}{}", finding.rule, edits.collect::<String>())
    };
    client::lint(&analysis, &client::is_about_clients).iter().map(shown).collect()
}
