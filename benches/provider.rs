//! What the provider costs: the start of its process, and plans of the real `terraform` with and without it. Prints what it
//! measures, fails nothing. `PROVIDER` may name another build of it, such as the one that is handed out.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static PROVIDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let named = std::env::var_os("PROVIDER").map(|named| PathBuf::from(named).canonicalize().unwrap());
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_terraform-provider-msklint").into())
});
const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
const STARTS: usize = 40;

/// The same clusters in each plan, as one map.
fn clusters(count: usize) -> String {
    format!(
        r#"
locals {{
  clusters = {{ for number in range({count}) : "c-${{number}}" => {{
    kafka_version          = "3.9.x"
    number_of_broker_nodes = 6
    broker_node_group_info = [{{ instance_type = "kafka.m7g.large", client_subnets = ["a", "b", "c"] }}]
  }} }}
}}

resource "terraform_data" "cluster" {{
  for_each = local.clusters
  input    = each.value
}}
"#
    )
}

const REQUIRED: &str = "terraform {\n  required_providers {\n    msklint = { source = \"msk-lint/msklint\" }\n  }\n}\n";

const DATA: &str = r#"
data "msklint_lint" "main" {
  kafka_version          = "3.9.x"
  instance_type          = "kafka.m7g.large"
  number_of_broker_nodes = 6
  zones                  = 3
  properties             = { "default.replication.factor" = 3, "min.insync.replicas" = 2 }
}
"#;

const FUNCTION: &str = "\noutput \"ok\" {\n  value = provider::msklint::ok(local.clusters[\"c-0\"])\n}\n";

const EACH: &str = "\noutput \"each\" {\n  value = { for name, cluster in local.clusters : name => provider::msklint::ok(cluster) }\n}\n";

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The most memory in MiB that a process has held so far, where `/proc` tells.
fn memory(process: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0)
}

fn starts() {
    let mut most: f64 = 0.0;
    let mut times: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let mut command = Command::new(&*PROVIDER);
            command.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).env("PLUGIN_PROTOCOL_VERSIONS", "6");
            let started = Instant::now();
            let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            let time = started.elapsed();
            most = memory(&child.id().to_string()).unwrap_or_default().max(most);
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
            time
        })
        .collect();
    times.sort_unstable();
    let [first, middle, last] = [0, STARTS / 2, STARTS - 1].map(|at| milliseconds(times[at]));
    println!("start to handshake: {first:.1} / {middle:.1} / {last:.1} ms (least, median, most), {most:.1} MiB");
}

/// The most memory in MiB of one process of the provider while some work is done.
fn most_memory(work: impl FnOnce()) -> f64 {
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most: f64 = 0.0;
            while !is_done.load(Ordering::Relaxed) {
                for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
                    let is_ours = std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == *PROVIDER);
                    if let Some(memory) = entry.file_name().to_str().filter(|_| is_ours).and_then(memory) {
                        most = most.max(memory);
                    }
                }
                std::thread::sleep(Duration::from_millis(2));
            }
            most
        });
        work();
        is_done.store(true, Ordering::Relaxed);
        watch.join().unwrap_or_default()
    })
}

fn plan(folder: &Path, configuration: &Path) -> Option<Duration> {
    let mut command = Command::new("terraform");
    command.args(["plan", "-refresh=false", "-lock=false"]).current_dir(folder);
    command.env("TF_CLI_CONFIG_FILE", configuration).env("CHECKPOINT_DISABLE", "1");
    let started = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| started.elapsed())
}

/// Plans of some clusters, alone and with more and more asked of the provider; one of each in turn, of which the shortest
/// counts: whatever else the machine does only adds to it.
fn plans(count: usize, runs: usize) {
    let scratch = tempfile::tempdir().unwrap();
    let configuration = scratch.path().join("rc");
    let folder = PROVIDER.parent().unwrap().display();
    let mut text = String::new();
    write!(text, "provider_installation {{\n  dev_overrides {{\n    \"msk-lint/msklint\" = \"{folder}\"\n  }}\n  direct {{}}\n}}\n")
        .unwrap();
    std::fs::write(&configuration, text).unwrap();
    let alone = clusters(count);
    let variants = [
        ("without", alone.clone()),
        // What Terraform itself takes to start one process of a provider, with a certificate of its own, and to end it.
        ("required, not asked", [&alone, REQUIRED].concat()),
        ("a data source", [&alone, REQUIRED, DATA].concat()),
        ("a function", [&alone, REQUIRED, FUNCTION].concat()),
        ("both", [&alone, REQUIRED, DATA, FUNCTION].concat()),
        ("both, and each cluster", [&alone, REQUIRED, DATA, FUNCTION, EACH].concat()),
    ];
    let folders = variants.map(|(name, text)| {
        let folder = scratch.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("main.tf"), text).unwrap();
        (name, folder)
    });
    let mut times = vec![Vec::new(); folders.len()];
    for _ in 0..runs {
        for ((_, folder), times) in folders.iter().zip(&mut times) {
            let Some(time) = plan(folder, &configuration) else { return println!("terraform is not installed") };
            times.push(time);
        }
    }
    let least: Vec<f64> = times.iter().map(|times| times.iter().min().copied().map_or(0.0, milliseconds)).collect();
    println!("plan of {count} clusters, the shortest of {runs}:");
    for ((name, _), time) in folders.iter().zip(&least) {
        println!("  {name:<24} {time:>8.1} ms  {:>+8.1} ms", time - least[0]);
    }
    // Terraform calls each function while it validates, and again while it plans.
    println!("  each further call        {:>8.2} ms", (least[5] - least[4]) / (2 * count) as f64);
    let last = &folders[5].1;
    println!(
        "  most memory              {:>8.1} MiB",
        most_memory(|| {
            let _ = plan(last, &configuration);
        })
    );
}

fn main() {
    starts();
    // A short plan is disturbed more: it takes more runs until one is not.
    plans(10, 60);
    plans(200, 15);
}
