//! What we call refused against what the real libraries refuse: thousands of combinations of settings given to both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod cases;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use cases::Case;
use msk_lint::analysis::{self, Request};
use msk_lint::date::Date;
use msk_lint::files::{Files, Memory};
use msk_lint::finding::{Applicability, Level};
use msk_lint::fix::{self, Job};
use msk_lint::lint::{self, Options};
use msk_lint::policy::Policy;
use msk_lint::rules::Rule;

/// Rules that say that a client does not start.
const REFUSING: &[&str] = &["client-refuses-to-start", "client-value-misread", "unknown-client-property"];

/// The versions that are asked: `.ci/run` installs them.
const VERSIONS: &str = "confluent-kafka==2.16.1\nkafka-python==3.0.12\naiokafka==0.14.0\n";

/// A Python that has the libraries.
fn python() -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let python = target.join("tools/python/bin/python");
    let check = Command::new(&python).args(["-c", "import aiokafka, confluent_kafka, kafka"]).output().ok()?;
    check.status.success().then_some(python)
}

/// The libraries' answers; empty where a client was made.
fn asked(python: &Path, cases: &[String]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/libraries/answer.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("python starts");
    let mut input = child.stdin.take().unwrap();
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// The numbers of the cases that we say do not start.
fn refused(cases: &[Case]) -> BTreeSet<usize> {
    let root = PathBuf::from("/project");
    let mut files: Vec<(PathBuf, Vec<u8>)> = cases
        .iter()
        .enumerate()
        .map(|(number, case)| (root.join(format!("case{number}.py")), case.python().into_bytes()))
        .collect();
    files.push((root.join("requirements.txt"), VERSIONS.as_bytes().to_vec()));
    let files = Memory::new(files);
    let request =
        Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
    let analysis = analysis::analyse(&request, &files);
    assert_eq!(analysis.clients.len(), cases.len(), "every case is recognised as one client");
    let policy = Arc::new(Policy::built_in("guide").unwrap());
    let wanted = |rule: &Rule| REFUSING.contains(&rule.name);
    let today = Date::parse("2026-11-22").unwrap();
    let outcome = lint::lint(&analysis, &Options { policy_for: &|_: &str| policy.clone(), rules: &wanted, today });
    let says_refused = |finding: &&msk_lint::finding::Finding| {
        finding.level == Level::Error && !finding.message.contains("reads this as")
    };
    let number = |finding: &msk_lint::finding::Finding| {
        let path = &finding.instances.first()?.root;
        path.strip_prefix("case")?.strip_suffix(".py")?.parse().ok()
    };
    outcome.findings.iter().filter(says_refused).filter_map(number).collect()
}

/// A Python that has the libraries; nothing, and a word about it, where it is missing at the desk.
fn python_or_skip() -> Option<PathBuf> {
    let found = python();
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "the client libraries are missing: .ci/run installs them");
        println!("SKIPPED: no client libraries in target/tools/python; .ci/run installs them");
    }
    found
}

/// A program after all its fixes; nothing where there are none.
fn fixed(code: &str) -> Option<String> {
    let root = PathBuf::from("/project");
    let file = root.join("app.py");
    let files = Memory::new([
        (file.clone(), code.as_bytes().to_vec()),
        (root.join("requirements.txt"), VERSIONS.as_bytes().to_vec()),
    ]);
    let policy = Arc::new(Policy::built_in("strict").unwrap());
    let look = |files: &dyn Files| {
        let root = PathBuf::from("/project");
        let request =
            Request { paths: vec![root.clone()], current_folder: root.clone(), boundary: root, ..Request::default() };
        let analysis = analysis::analyse(&request, files);
        let today = Date::parse("2026-11-22").unwrap();
        let policy_for = |_: &str| policy.clone();
        let findings = lint::lint(&analysis, &Options { policy_for: &policy_for, rules: &|_| true, today }).findings;
        (analysis, findings)
    };
    let result = fix::fix(&Job {
        files: &files,
        look: &look,
        least: Applicability::Unsafe,
        is_wanted: &|_, _| true,
        writable: &|path| Some(Path::new("/project").join(path)),
    });
    result.changed.get(&file).map(|change| String::from_utf8(change.after.to_vec()).unwrap())
}

#[test]
fn what_fixes_write_is_accepted() {
    const MSK: &str = "b-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9094";
    let Some(python) = python_or_skip() else { return };
    let cases: Vec<Case> = cases::all().into_iter().step_by(4).collect();
    let answers = asked(&python, &cases.iter().map(Case::json).collect::<Vec<_>>());
    let accepted = cases.iter().zip(&answers).filter(|(_, answer)| answer.is_empty()).map(|(case, _)| case);
    let on_msk = |case: &Case| {
        let host = |code: String, host: &str| code.replace(host, MSK);
        host(host(case.python(), "kafka.example.com:9092"), "127.0.0.1.example.com:9")
    };
    let programs: Vec<String> = accepted.filter_map(|case| fixed(&on_msk(case))).collect();
    assert!(programs.len() > 100, "{} programs have fixes", programs.len());
    let hardened = programs.iter().filter(|code| code.contains("reconnect") || code.contains("metadata")).count();
    assert!(hardened > 100, "{hardened} programs got settings that were missing");
    let quoted: Vec<String> =
        programs.iter().map(|code| format!("{{\"code\": {}}}", serde_json::to_string(code).unwrap())).collect();
    let refused: Vec<_> =
        programs.iter().zip(asked(&python, &quoted)).filter(|(_, answer)| !answer.is_empty()).collect();
    println!("{} programs, {hardened} hardened, {} refused", programs.len(), refused.len());
    assert!(refused.is_empty(), "{} are refused: {:#?}", refused.len(), &refused[..refused.len().min(10)]);
}

#[test]
fn agrees_with_the_libraries() {
    let Some(python) = python_or_skip() else { return };
    let cases = cases::all();
    assert!(cases.len() >= 2_000, "{} cases", cases.len());
    let answers = asked(&python, &cases.iter().map(Case::json).collect::<Vec<_>>());
    assert_eq!(answers.len(), cases.len(), "every case has an answer");
    let refused = refused(&cases);
    let mut differing = Vec::new();
    let mut accepted = 0;
    for (number, (case, answer)) in cases.iter().zip(&answers).enumerate() {
        // Kerberos is the default mechanism; whether it is there is a matter of how the library was built.
        let is_accepted = answer.is_empty() || answer.contains("No provider for SASL mechanism GSSAPI");
        accepted += usize::from(is_accepted);
        if is_accepted == refused.contains(&number) {
            differing.push(format!("{}\n  library: {answer}\n  refused by us: {}", case.json(), is_accepted));
        }
    }
    println!("{} cases, {accepted} accepted, {} differ", cases.len(), differing.len());
    assert!(accepted > cases.len() / 10 && accepted < cases.len() * 9 / 10, "{accepted} accepted");
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing[..differing.len().min(40)].join("\n"));
}
