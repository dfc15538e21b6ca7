//! The process: how it begins, what it refuses, and that it ends with its host and leaves nothing behind.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

fn provider() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terraform-provider-msklint"));
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn hosted(sockets: &Path) -> Command {
    let mut command = provider();
    command.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).env("PLUGIN_PROTOCOL_VERSIONS", "5,6");
    command.env("PLUGIN_UNIX_SOCKET_DIR", sockets);
    command
}

pub fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

pub fn wait(child: &mut Child) -> bool {
    let patience = Instant::now() + Duration::from_secs(20);
    while Instant::now() < patience {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    false
}

fn refused(output: &Output, expected: &str) {
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"", "nothing that a host would take for a handshake");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(expected), "{said}");
}

#[test]
fn by_hand_it_says_what_it_is() {
    refused(&provider().output().unwrap(), "Terraform starts it");
    refused(&provider().env("TF_PLUGIN_MAGIC_COOKIE", "wrong").output().unwrap(), "Terraform starts it");
    refused(&provider().arg("--help").env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).output().unwrap(), "Terraform starts it");
}

#[test]
fn a_host_of_another_protocol_is_refused() {
    let mut command = provider();
    command.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).env("PLUGIN_PROTOCOL_VERSIONS", "5");
    refused(&command.output().unwrap(), "speaks 6");
}

#[test]
fn a_certificate_that_is_none_is_refused() {
    let sockets = tempfile::tempdir().unwrap();
    let output = hosted(sockets.path()).env("PLUGIN_CLIENT_CERT", "no certificate").output().unwrap();
    refused(&output, "certificate cannot be read");
    assert_eq!(std::fs::read_dir(sockets.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn the_socket_is_private_and_goes_with_the_process() {
    use std::os::unix::fs::PermissionsExt;
    let sockets = tempfile::tempdir().unwrap();
    let mut child = hosted(sockets.path()).spawn().unwrap();
    let line = first_line(&mut child);
    let parts: Vec<&str> = line.split('|').collect();
    assert_eq!((parts[0], parts[1], parts[2], parts[4], parts[5]), ("1", "6", "unix", "grpc", ""), "{line}");
    let folder = Path::new(parts[3]).parent().unwrap();
    assert_eq!(std::fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(wait(&mut child), "it ends");
    assert_eq!(std::fs::read_dir(sockets.path()).unwrap().count(), 0, "nothing is left");
}

#[cfg(unix)]
#[test]
fn it_ends_with_a_host_that_was_killed_and_lives_through_what_happens_at_the_terminal() {
    let sockets = tempfile::tempdir().unwrap();
    // A host that starts the provider and waits.
    let script = format!("{} & echo $!; wait", env!("CARGO_BIN_EXE_terraform-provider-msklint"));
    let mut host = Command::new("sh");
    host.args(["-c", &script]).env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).env("PLUGIN_PROTOCOL_VERSIONS", "6");
    host.env("PLUGIN_UNIX_SOCKET_DIR", sockets.path()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut host = host.spawn().unwrap();
    let mut lines = BufReader::new(host.stdout.take().unwrap()).lines();
    let said = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
    let process = said.iter().find(|line| line.parse::<u32>().is_ok()).unwrap();
    let is_alive = || Command::new("kill").args(["-0", process]).stderr(Stdio::null()).status().unwrap().success();
    for signal in ["-INT", "-HUP"] {
        Command::new("kill").args([signal, process]).status().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        assert!(is_alive(), "{signal} is the host's to handle");
    }
    host.kill().unwrap();
    host.wait().unwrap();
    let patience = Instant::now() + Duration::from_secs(20);
    while is_alive() && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!is_alive(), "no orphan");
    assert_eq!(std::fs::read_dir(sockets.path()).unwrap().count(), 0, "nothing is left");
}

/// Shells have signals ignored in the background, and what is started from there ignores them, too; but not what a process
/// has taken: that, the next one begins with as usual.
#[cfg(unix)]
fn take_what_is_ignored() {
    use tokio::signal::unix::{SignalKind, signal};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _inside = runtime.enter();
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let is_ignored = mask.is_some_and(|mask| mask & (1 << (kind.as_raw_value() - 1)) != 0);
        if is_ignored {
            drop(signal(kind).unwrap());
        }
    }
}

#[cfg(unix)]
#[test]
fn attached_it_ends_at_any_signal_and_leaves_nothing_behind() {
    let start = |sockets: &Path| provider().arg("--debug").env("TMPDIR", sockets).spawn().unwrap();
    let signal = |child: &Child, name: &str| {
        Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    };
    let left = |sockets: &Path| std::fs::read_dir(sockets).unwrap().count();
    take_what_is_ignored();
    for name in ["-INT", "-TERM", "-HUP"] {
        let sockets = tempfile::tempdir().unwrap();
        let mut child = start(sockets.path());
        assert!(first_line(&mut child).starts_with("TF_REATTACH_PROVIDERS="));
        signal(&child, name);
        assert!(wait(&mut child), "it ends at {name}");
        assert!(child.wait().unwrap().success(), "{name}");
        assert_eq!(left(sockets.path()), 0, "{name}");
        // While it starts, whether or not it has come to its socket.
        for delay in 0..10 {
            let mut child = start(sockets.path());
            std::thread::sleep(Duration::from_millis(delay * 2));
            signal(&child, name);
            assert!(wait(&mut child), "it ends at {name} after {delay}");
            assert_eq!(left(sockets.path()), 0, "{name} after {delay}");
        }
    }
}

#[test]
fn a_folder_too_long_for_a_socket_gives_a_port() {
    let around = tempfile::tempdir().unwrap();
    let deep = around.path().join("x".repeat(120));
    std::fs::create_dir(&deep).unwrap();
    let mut child = hosted(&deep).spawn().unwrap();
    let line = first_line(&mut child);
    assert!(line.starts_with("1|6|tcp|127.0.0.1:"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn garbage_on_the_socket_does_no_harm() {
    use std::io::{Read, Write};
    let sockets = tempfile::tempdir().unwrap();
    let mut child = hosted(sockets.path()).spawn().unwrap();
    let line = first_line(&mut child);
    let path = line.split('|').nth(3).unwrap();
    for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"", &[0xFF; 4096], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00"] {
        let mut stream = std::os::unix::net::UnixStream::connect(path).unwrap();
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert!(child.try_wait().unwrap().is_none(), "it goes on");
    child.kill().unwrap();
    child.wait().unwrap();
}
