//! `--watch`: a report for each change, until it is stopped.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::project::{Project, THREE_BROKERS};

/// The next line, within a time that is long enough for any machine.
fn next(lines: &Receiver<String>) -> String {
    lines.recv_timeout(Duration::from_secs(120)).expect("a line")
}

#[test]
fn every_change_is_looked_at() {
    let module =
        "variable \"brokers\" {}\nresource \"aws_msk_cluster\" \"main\" {\n  number_of_broker_nodes = var.brokers\n}\n";
    let call = |brokers: u32| format!("module \"msk\" {{\n  source  = \"../msk\"\n  brokers = {brokers}\n}}\n");
    let project = Project::new("watch", &[("live/main.tf", &call(6)), ("msk/main.tf", module)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_msk-lint"))
        .args(["--watch", "--only", "too-few-brokers", "--format", "short", "--quiet", "live"])
        .current_dir(&project.folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = channel();
    std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    // It may take a moment until it watches.
    for _ in 0..60 {
        project.write("live/main.tf", &call(3));
        if let Ok(line) = lines.recv_timeout(Duration::from_secs(2)) {
            assert!(line.starts_with("live/main.tf:3:13: warning too-few-brokers "), "{line}");
            break;
        }
        project.write("live/main.tf", &call(6));
    }
    while lines.recv_timeout(Duration::from_secs(2)).is_ok() {}
    // A file outside the paths that a module comes from, and a new one.
    project.write("msk/main.tf", &module.replace("= var.brokers", "= 2"));
    assert!(next(&lines).starts_with("msk/main.tf:3:28: warning too-few-brokers "));
    project.write("live/other.tf", THREE_BROKERS);
    let both = [next(&lines), next(&lines)];
    assert!(both[0].starts_with("live/other.tf:2:28: "), "{both:?}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_does_not_go_with_watching_is_refused() {
    let project = Project::new("watch-usage", &[("main.tf", THREE_BROKERS)]);
    for words in [&["--watch", "--fix"][..], &["--watch", "--diff"], &["--watch", "-"], &["inspect", "--watch"]] {
        assert_eq!(project.run(words).code, 2, "{words:?}");
    }
}
