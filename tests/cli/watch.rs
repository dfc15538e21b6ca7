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

/// A program that watches a folder, with what it says of itself.
fn watching(project: &Project, words: &[&str], stdout: Stdio) -> (std::process::Child, Receiver<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_msk-lint"))
        .arg("--watch")
        .args(words)
        .current_dir(project.folder.join("live"))
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (sender, lines) = channel();
    std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    (child, lines)
}

const WATCHING: &str = "watching; Ctrl-C ends it";

#[cfg(unix)]
#[test]
fn what_it_writes_itself_is_no_change() {
    for (name, output, link) in [
        ("above", Some("../out.txt"), None),
        ("through", Some("../linked/out.txt"), Some(("live", "linked"))),
        ("behind", Some("link.txt"), Some(("../out.txt", "live/link.txt"))),
        ("redirected", None, None),
    ] {
        let project = Project::new(&format!("watch-own-{name}"), &[("live/main.tf", THREE_BROKERS), ("out.txt", "")]);
        if let Some((target, link)) = link {
            std::os::unix::fs::symlink(target, project.folder.join(link)).unwrap();
        }
        let words: Vec<&str> = output.into_iter().flat_map(|file| ["--format", "short", "--output", file]).collect();
        let stdout = match output {
            Some(_) => Stdio::null(),
            None => std::fs::File::create(project.folder.join("out.txt")).unwrap().into(),
        };
        let (mut child, lines) = watching(&project, &words, stdout);
        assert_eq!(next(&lines), WATCHING);
        let more = lines.recv_timeout(Duration::from_secs(3));
        assert!(more.is_err(), "{name}: {more:?}");
        // It looks still.
        project.write("live/main.tf", "");
        assert_eq!(next(&lines), WATCHING, "{name}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn its_words_may_come_back_through_a_pipe() {
    let project = Project::new("watch-tee", &[("live/main.tf", THREE_BROKERS), ("out.txt", "")]);
    let (mut child, lines) = watching(&project, &["--format", "short"], Stdio::piped());
    let mut stdout = child.stdout.take().unwrap();
    let mut file = std::fs::File::options().append(true).open(project.folder.join("out.txt")).unwrap();
    std::thread::spawn(move || std::io::copy(&mut stdout, &mut file));
    assert_eq!(next(&lines), WATCHING);
    let more = lines.recv_timeout(Duration::from_secs(4));
    assert!(more.is_err(), "{more:?}");
    project.write("live/main.tf", "");
    assert_eq!(next(&lines), WATCHING);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn names_of_rules_are_known_while_it_watches() {
    let project = Project::new("watch-rules", &[("live/main.tf", THREE_BROKERS)]);
    let (mut child, lines) = watching(&project, &["--only", "nonsense"], Stdio::null());
    assert!(next(&lines).starts_with("msk-lint: no rule is called nonsense"));
    assert_eq!(child.wait().unwrap().code(), Some(2));
    let rule =
        "rule \"team-size\" {\n  for = \"cluster\"\n  condition = self.brokers > 3\n  message = \"too small\"\n}\n";
    project.write(".msk-lint.hcl", rule);
    let (mut child, lines) = watching(&project, &["--only", "team-size"], Stdio::null());
    assert_eq!(next(&lines), WATCHING);
    project.write(".msk-lint.hcl", "");
    assert!(next(&lines).starts_with("msk-lint: no rule is called team-size"));
    assert_eq!(next(&lines), WATCHING);
    project.write(".msk-lint.hcl", rule);
    assert_eq!(next(&lines), WATCHING);
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
