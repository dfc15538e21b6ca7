//! The whole tool on large generated trees, against ripgrep on the same trees; and on one small module, beside other
//! linters. Prints ratios of one run, fails nothing. A folder of other code can be named in `MSK_LINT_BENCH_TREE`.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod generate;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of which the shortest counts.
const RUNS: usize = 9;

/// Other linters, with the arguments that a folder is added to. Neither asks its maker for news.
const OTHERS: &[(&str, &[&str])] = &[
    ("trivy", &["config", "--quiet", "--skip-check-update", "--skip-version-check"]),
    ("checkov", &["--quiet", "--compact", "--skip-download", "--framework", "terraform", "-d"]),
];

fn lint(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_msk-lint"));
    command.args(["--fail-on", "never", "--format", "json"]).arg(folder).current_dir(folder);
    command
}

fn search(pattern: &str, folder: &Path) -> Command {
    let mut command = Command::new("rg");
    command.args(["-l", pattern]).arg(folder);
    command
}

fn time(mut command: Command) -> Option<Duration> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    command.status().ok()?;
    Some(started.elapsed())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The shortest of some runs.
fn best(runs: usize, command: impl Fn() -> Command) -> Option<Duration> {
    (0..runs).map(|_| time(command())).collect::<Option<Vec<_>>>()?.into_iter().min()
}

/// How long a run took, and the most memory in MiB that it held at once, where `/proc` tells.
fn weigh(mut command: Command) -> Option<(Duration, f64)> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0;
    while child.try_wait().ok()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok()).unwrap_or(most);
        std::thread::sleep(Duration::from_micros(200));
    }
    Some((started.elapsed(), most / 1024.0))
}

fn most_memory(command: Command) -> f64 {
    weigh(command).map_or(0.0, |(_, memory)| memory)
}

/// Number and bytes of the files below a folder.
fn size(folder: &Path) -> (usize, u64) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => size(&entry.path()),
        Ok(kind) if kind.is_file() => (1, entry.metadata().map_or(0, |metadata| metadata.len())),
        _ => (0, 0),
    };
    entries.map(size).fold((0, 0), |(files, bytes), (more_files, more_bytes)| (files + more_files, bytes + more_bytes))
}

/// One tree: the tool and the search in turns, so that what else the machine does bears on both. Gives the tool's time.
fn compare(folder: &Path, pattern: &str) -> Duration {
    let (files, bytes) = size(folder);
    println!("{}: {files} files, {:.1} MB", folder.display(), bytes as f64 / 1e6);
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.extend(time(lint(folder)));
        others.extend(time(search(pattern, folder)));
    }
    let ours = ours.into_iter().min().unwrap_or_default();
    println!("  msk-lint            {:>8.1} ms", milliseconds(ours));
    let name = format!("rg -l '{pattern}'");
    match others.into_iter().min() {
        Some(time) => {
            let ratio = ours.as_secs_f64() / time.as_secs_f64();
            println!("  {name:<19} {:>8.1} ms   msk-lint takes {ratio:.2} times as long", milliseconds(time));
        }
        None => println!("  rg is not installed"),
    }
    println!("  most memory         {:>8.1} MiB", most_memory(lint(folder)));
    ours
}

/// One folder: the tool and other linters.
fn beside_others(folder: &Path, what: &str) {
    let show = |name: &str, time: Duration, memory: f64| {
        println!("{what}, {name:<8} {:>10.1} ms {memory:>8.1} MiB", milliseconds(time));
    };
    show("msk-lint", best(20, || lint(folder)).unwrap_or_default(), most_memory(lint(folder)));
    for (name, arguments) in OTHERS {
        let mut command = Command::new(name);
        command.args(*arguments).arg(folder);
        match weigh(command) {
            Some((time, memory)) => show(name, time, memory),
            None => println!("{what}: {name} is not installed"),
        }
    }
}

fn main() {
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let small = generate::terraform(&scratch, 1_000);
    let all = compare(&generate::terraform(&scratch, 10_000), "msk|kafka");
    let tenth = best(RUNS, || lint(&small)).unwrap_or_default();
    println!(
        "ten times the files of {} take {:.2} times as long",
        small.display(),
        all.as_secs_f64() / tenth.as_secs_f64()
    );
    compare(&generate::sources(&scratch, 20_000), "kafka");
    if let Some(named) = std::env::var_os("MSK_LINT_BENCH_TREE") {
        compare(Path::new(&named), "msk|kafka");
    }
    beside_others(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/infra/prod"), "one module");
    beside_others(&generate::terraform(&scratch, 100), "100 files");
}
