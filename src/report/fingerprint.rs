//! A name for a finding that stays the same when lines move.

use std::collections::HashMap;
use std::path::Path;

use super::view::{Position, near, position};
use crate::files::{normalize, relative};
use crate::finding::Finding;
use crate::secrets::masked_line;
use crate::source::Sources;

/// What a finding is known by: 32 hexadecimal digits each.
pub struct Print {
    /// Rule, file, attribute, line and subject.
    pub fingerprint: String,
    /// The same whatever the subject: of several that share the line, the first may go.
    pub place: String,
}

/// The fingerprints of findings, in their order.
pub fn fingerprints(findings: &[Finding], sources: &Sources, path_of: &dyn Fn(&str) -> String) -> Vec<String> {
    prints(findings, sources, path_of).into_iter().map(|print| print.fingerprint).collect()
}

/// What findings are known by, in their order. `path_of` tells a file as seen from the repository by its display path: from
/// wherever it is looked at, a finding is the same.
pub fn prints(findings: &[Finding], sources: &Sources, path_of: &dyn Fn(&str) -> String) -> Vec<Print> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut paths: HashMap<&str, String> = HashMap::new();
    let mut of = |finding: &Finding| {
        let address = finding.primary().and_then(|label| label.address.as_deref()).unwrap_or_default();
        let at = finding.primary().and_then(|primary| position(primary, sources));
        let path = at.as_ref().map(|at| &**paths.entry(&at.file.path).or_insert_with(|| path_of(&at.file.path)));
        let line = at.as_ref().map(|at| line_of(at)).unwrap_or_default();
        let text = identity(finding, address, path.unwrap_or_default(), &line);
        let place = identity(finding, "", path.unwrap_or_default(), &line);
        let occurrence = *seen.entry(text.clone()).and_modify(|count| *count += 1).or_insert(0);
        let print = |text: &str| digest(&format!("{text}\u{0}{occurrence}"));
        Print { fingerprint: print(&text), place: print(&place) }
    };
    findings.iter().map(&mut of).collect()
}

/// What makes a finding this one: rule, file, subject, attribute and the text of its line, but not the line's number.
fn identity(finding: &Finding, address: &str, path: &str, line: &str) -> String {
    let Some(primary) = finding.primary() else { return format!("{}\u{0}{}", finding.rule, finding.message) };
    let attribute = primary.attribute.as_deref().unwrap_or_default();
    [&*finding.rule, path, address, attribute, line].join("\u{0}")
}

/// The text of a line (what is near, of a very long one); nothing of a file that may not be shown.
fn line_of(at: &Position<'_>) -> String {
    if !at.file.may_be_shown {
        return String::new();
    }
    let range = at.file.line_range(at.file.line_index(at.span.range.start));
    let line = at.file.bytes.get(range.as_usize()).unwrap_or_default();
    let (from, near) = near(line, 0, (at.span.range.start - range.start) as usize);
    masked_line(near, range.start as usize + from, at.secrets).trim().to_owned()
}

/// A path as seen from the repository, by its display path. `folder` is the current folder as seen from there.
pub fn in_repository(shown: &str, folder: &Path) -> String {
    relative(&normalize(&folder.join(shown)), Path::new(""))
}

/// FNV-1a over 128 bits: stable across versions and platforms, which hashes of the standard library are not.
fn digest(text: &str) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}
