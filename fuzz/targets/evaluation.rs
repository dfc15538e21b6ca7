//! Any bytes as a project, all the way from files to reports.
//!
//! A line `# file: PATH` begins the next file; what stands before the first is `main.tf`.

#![no_main]

use std::path::PathBuf;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::Memory;
use msk_lint::policy::Policy;
use msk_lint::report::{self, Format, Report, Style};
use msk_lint::{inspect, lint, rules};

fuzz_target!(|bytes: &[u8]| {
    let root = PathBuf::from("/project");
    let request = Request {
        paths: vec![root.clone()],
        current_folder: root.clone(),
        boundary: root.clone(),
        everything: true,
        ..Request::default()
    };
    let analysis = analysis::analyse(&request, &Memory::new(project(bytes, &root)));
    let policy = Arc::new(Policy::guide().clone());
    let today = Date::new(2026, 11, 26).unwrap_or_else(|| unreachable!());
    let options = lint::Options { policy_for: &|_: &str| policy.clone(), rules: &|_| true, today };
    let outcome = lint::lint(&analysis, &options);
    // A rule that panics is a finding to its user; here it is what we look for.
    let broken = outcome.findings.iter().find(|finding| finding.rule == "internal-error");
    assert!(broken.is_none(), "{broken:?}");
    let ran: Vec<_> = rules::all().collect();
    let report = Report {
        suppressed: &outcome.suppressed,
        rules: &ran,
        ..Report::of(&outcome.findings, &analysis.sources)
    };
    let mut out = Vec::new();
    for format in Format::names().filter_map(Format::parse) {
        assert!(report::render(format, &report, &Style::default(), &mut out).is_ok());
    }
    assert!(inspect::write_json(&analysis.models, &analysis.clients, &analysis.sources, &mut out).is_ok());
    assert!(std::str::from_utf8(&out).is_ok());
});

fn project(bytes: &[u8], root: &std::path::Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = vec![(root.join("main.tf"), Vec::new())];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let path = line.strip_prefix(b"# file: ").and_then(|path| std::str::from_utf8(path.trim_ascii()).ok());
        if let Some(path) = path.filter(|path| !path.is_empty() && !path.contains("..")) {
            files.push((root.join(path.trim_start_matches('/')), Vec::new()));
        }
        if let Some((_, text)) = files.last_mut() {
            text.extend_from_slice(line);
        }
    }
    files
}
