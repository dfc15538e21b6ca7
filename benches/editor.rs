//! The language server in a workspace of 2,000 Terraform files with 50 clusters: first diagnostics, keystroke to
//! diagnostics, and memory over 20,000 edits. Prints what it measures, fails nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request};
use msk_lint::lsp;
use serde_json::{Value as Json, json};

const FOLDERS: usize = 50;
const FILES_EACH: usize = 40;
/// Edits whose time is taken.
const TIMED: usize = 400;
/// Edits over which memory is watched.
const EDITS: usize = 20_000;
/// Small against what is measured is nothing; it is taken off.
const DEBOUNCE: Duration = Duration::from_millis(2);

/// Code beside a cluster.
fn filler(folder: usize, file: usize) -> String {
    let mut text = String::new();
    for part in 0..8 {
        write!(
            text,
            "variable \"name_{file}_{part}\" {{\n  type    = string\n  default = \"part-{part}\"\n}}\n\nresource \"aws_security_group\" \"part_{file}_{part}\" {{\n  name   = \"${{var.name_{file}_{part}}}-{folder}\"\n  vpc_id = data.aws_vpc.main.id\n\n  tags = merge(local.tags, {{ Name = \"part-{part}\" }})\n}}\n\n"
        )
        .unwrap();
    }
    text
}

fn cluster(number: usize) -> String {
    format!(
        "variable \"brokers\" {{\n  default = {}\n}}\n\nresource \"aws_msk_configuration\" \"main\" {{\n  name              = \"c-{number}\"\n  server_properties = <<-EOT\n    default.replication.factor=3\n    min.insync.replicas=2\n    num.partitions=6\n  EOT\n}}\n\nresource \"aws_msk_cluster\" \"main\" {{\n  cluster_name           = \"c-{number}\"\n  kafka_version          = \"3.9.x\"\n  number_of_broker_nodes = var.brokers\n\n  broker_node_group_info {{\n    instance_type  = \"kafka.m7g.large\"\n    client_subnets = [\"subnet-a\", \"subnet-b\", \"subnet-c\"]\n  }}\n\n  configuration_info {{\n    arn      = aws_msk_configuration.main.arn\n    revision = aws_msk_configuration.main.latest_revision\n  }}\n}}\n",
        3 + 3 * (number % 3)
    )
}

fn write_workspace(root: &Path) {
    std::fs::create_dir_all(root.join(".git")).unwrap();
    for folder in 0..FOLDERS {
        let path = root.join(format!("team-{folder}"));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("cluster.tf"), cluster(folder)).unwrap();
        for file in 1..FILES_EACH {
            std::fs::write(path.join(format!("part_{file}.tf")), filler(folder, file)).unwrap();
        }
    }
}

struct Client {
    connection: Connection,
    version: i32,
}

impl Client {
    fn notify(&self, method: &str, parameters: Json) {
        let message = Notification { method: method.to_owned(), params: parameters };
        self.connection.sender.send(message.into()).unwrap();
    }

    /// Waits for the diagnostics of a version of a buffer.
    fn wait(&self, uri: &str, version: i32) {
        loop {
            match self.connection.receiver.recv_timeout(Duration::from_secs(60)).expect("diagnostics") {
                Message::Notification(told)
                    if told.method == "textDocument/publishDiagnostics"
                        && told.params["uri"] == uri
                        && told.params["version"] == version =>
                {
                    return;
                }
                _ => {}
            }
        }
    }

    /// Replaces a character, and waits for what is then shown.
    fn edit(&mut self, uri: &str, line: usize, character: usize, text: &str) -> Duration {
        self.version += 1;
        let range = json!({
            "start": {"line": line, "character": character}, "end": {"line": line, "character": character + 1},
        });
        let started = Instant::now();
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": uri, "version": self.version},
                "contentChanges": [{"range": range, "text": text}],
            }),
        );
        self.wait(uri, self.version);
        started.elapsed()
    }
}

/// Memory of this process in MiB, where the system tells.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.split_whitespace().next().and_then(|size| size.parse::<usize>().ok()).unwrap_or(0) / 1024
}

fn main() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path().canonicalize().unwrap();
    write_workspace(&root);
    let (near, far) = Connection::memory();
    let options = lsp::Options { debounce: DEBOUNCE, ..lsp::Options::default() };
    let server = std::thread::spawn(move || lsp::serve(&far, &options));
    let mut client = Client { connection: near, version: 1 };
    let folder = format!("file://{}", root.display());
    let uri = format!("{folder}/team-7/cluster.tf");
    let started = Instant::now();
    let parameters = json!({"capabilities": {}, "workspaceFolders": [{"uri": folder, "name": "w"}]});
    client.connection.sender.send(Request::new(1.into(), "initialize".to_owned(), parameters).into()).unwrap();
    client.notify("initialized", json!({}));
    let text = cluster(7);
    let document = json!({"uri": uri, "languageId": "terraform", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.wait(&uri, 1);
    println!("first diagnostics after {:.0?}", started.elapsed());

    let line = text.lines().position(|line| line.contains("min.insync.replicas")).unwrap();
    let character = text.lines().nth(line).unwrap().len() - 1;
    let mut times: Vec<Duration> =
        (0..TIMED).map(|at| client.edit(&uri, line, character, if at % 2 == 0 { "3" } else { "2" })).collect();
    times.sort();
    let at = |share: usize| times[times.len() * share / 100].saturating_sub(DEBOUNCE);
    println!("keystroke to diagnostics beyond the debounce: p50 {:.1?}, p99 {:.1?}", at(50), at(99));

    let before = memory();
    for edit in 0..EDITS {
        client.edit(&uri, line, character, if edit % 2 == 0 { "3" } else { "2" });
        if (edit + 1) % (EDITS / 4) == 0 {
            println!("after {:>6} edits: {} MiB (at first {before} MiB)", edit + 1, memory());
        }
    }
    drop(client);
    server.join().unwrap();
}
