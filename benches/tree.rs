//! The whole tool on a large generated tree, against ripgrep on the same tree; and on one small module. Prints ratios of
//! one run, fails nothing. A folder of other code can be named in `MSK_LINT_BENCH_TREE`.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILES: usize = 10_000;
const MODULES: usize = 200;
/// Size of a file, about.
const BYTES: usize = 6_000;

/// Code as it stands beside clusters: nothing of MSK in it.
fn filler(number: usize) -> String {
    let mut text = format!("# Part {number} of the landscape.\n");
    let mut part = 0;
    while text.len() < BYTES {
        write!(
            text,
            r#"
variable "name_{part}" {{
  description = "Name of part {part} in the network {number}"
  type        = string
  default     = "part-{part}"
}}

resource "aws_security_group" "part_{part}" {{
  name   = "${{var.name_{part}}}-{number}"
  vpc_id = data.aws_vpc.main.id

  ingress {{
    from_port   = {port}
    to_port     = {port}
    protocol    = "tcp"
    cidr_blocks = [for subnet in data.aws_subnet.private : subnet.cidr_block]
  }}

  tags = merge(local.tags, {{ Name = "part-{part}" }})
}}
"#,
            port = 1024 + part
        )
        .unwrap();
        part += 1;
    }
    text
}

/// A root module with its cluster, called with arguments, and the shared module behind it.
fn cluster(number: usize) -> [(&'static str, String); 3] {
    let root = format!(
        "module \"kafka\" {{\n  source     = \"./cluster\"\n  name       = \"cluster-{number}\"\n  brokers    = {}\n  properties = {{\n    \"min.insync.replicas\"        = 2\n    \"default.replication.factor\" = 3\n  }}\n}}\n",
        3 + 3 * (number % 3)
    );
    let module = include_str!("../testdata/infra/modules/msk/main.tf").to_owned();
    let variables = "variable \"name\" {}\nvariable \"brokers\" {\n  type = number\n}\nvariable \"properties\" {\n  type = map(string)\n}\n";
    [("main.tf", root), ("cluster/main.tf", module), ("cluster/variables.tf", variables.to_owned())]
}

/// Writes the tree, unless it is there.
fn generate(folder: &Path, files: usize) {
    if folder.join("complete").exists() {
        return;
    }
    let put = |path: PathBuf, text: &str| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let modules = files * MODULES / FILES;
    for number in 0..modules {
        for (path, text) in cluster(number) {
            put(folder.join(format!("teams/team-{number}/kafka")).join(path), &text);
        }
    }
    for number in 0..files - 3 * modules {
        put(folder.join(format!("teams/team-{}/part-{}/main-{number}.tf", number % 250, number % 10)), &filler(number));
    }
    put(folder.join("complete"), "");
}

/// The shortest of some runs.
fn best(runs: usize, mut command: impl FnMut() -> Command) -> Option<Duration> {
    let run = |_| {
        let mut command = command();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let started = Instant::now();
        command.status().ok()?;
        Some(started.elapsed())
    };
    (0..runs).map(run).collect::<Option<Vec<_>>>()?.into_iter().min()
}

fn lint(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_msk-lint"));
    command.args(["--fail-on", "never", "--format", "json"]).arg(folder).current_dir(folder);
    command
}

/// The most memory a run held at once, in MiB; known where `/proc` is.
fn peak(mut command: Command) -> Option<f64> {
    let mut child = command.stdout(Stdio::null()).spawn().ok()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().ok()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok()).or(peak);
        std::thread::sleep(Duration::from_micros(200));
    }
    peak.map(|kilobytes| kilobytes / 1024.0)
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => bytes_below(&entry.path()),
        Ok(kind) if kind.is_file() => entry.metadata().map_or(0, |metadata| metadata.len()),
        _ => 0,
    };
    entries.map(size).sum()
}

fn main() {
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (whole, half) = (scratch.join("tree"), scratch.join("half-tree"));
    generate(&whole, FILES);
    generate(&half, FILES / 2);
    let named = std::env::var_os("MSK_LINT_BENCH_TREE").map(PathBuf::from);
    for tree in [Some(whole.clone()), named].into_iter().flatten() {
        let search = || {
            let mut command = Command::new("rg");
            command.args(["-l", "msk|kafka"]).arg(&tree);
            command
        };
        let (ours, search) = (best(7, || lint(&tree)).unwrap_or_default(), best(7, search));
        println!("{}: {:.1} MB", tree.display(), bytes_below(&tree) as f64 / 1e6);
        println!("  msk-lint           {:>8.1} ms", ours.as_secs_f64() * 1e3);
        match search {
            Some(time) => {
                let ratio = ours.as_secs_f64() / time.as_secs_f64();
                println!(
                    "  rg -l 'msk|kafka'  {:>8.1} ms   msk-lint takes {ratio:.2} times as long",
                    time.as_secs_f64() * 1e3
                );
            }
            None => println!("  rg is not installed"),
        }
        println!("  most memory        {:>8.1} MiB", peak(lint(&tree)).unwrap_or_default());
    }
    let (all, part) = (best(5, || lint(&whole)).unwrap_or_default(), best(5, || lint(&half)).unwrap_or_default());
    println!("twice the files take {:.2} times as long", all.as_secs_f64() / part.as_secs_f64());
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/infra/prod");
    println!("one module           {:>8.1} ms", best(20, || lint(&small)).unwrap_or_default().as_secs_f64() * 1e3);
    for (name, words) in [("checkov", &["--quiet", "-d"][..]), ("trivy", &["config", "--quiet"][..])] {
        let other = best(1, || {
            let mut command = Command::new(name);
            command.args(words).arg(&small);
            command
        });
        if let Some(time) = other {
            println!("one module, {name:<8} {:>8.1} ms", time.as_secs_f64() * 1e3);
        }
    }
}
