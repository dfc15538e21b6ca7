//! How fast the parser is, against a scan of the same bytes and against hcl-edit. Prints figures, fails nothing.

#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A module like those in public repositories, with a number to vary it.
fn module(number: usize) -> String {
    let fixture = include_str!("../testdata/infra/modules/msk/main.tf");
    let variables = include_str!("../testdata/infra/modules/msk/variables.tf");
    let network = include_str!("../testdata/infra/modules/network/main.tf");
    let extra = format!(
        "resource \"aws_msk_configuration\" \"c{number}\" {{\n  name = \"c{number}\"\n  server_properties = <<-EOT\n    auto.create.topics.enable=false\n    default.replication.factor=${{var.rf}}\n    min.insync.replicas=2\n    num.io.threads=8\n  EOT\n}}\n"
    );
    format!("# {number}\n{fixture}{variables}{network}{extra}")
}

/// Terraform files below a folder.
fn files_below(folder: &Path, found: &mut Vec<Arc<[u8]>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, kind) = (entry.path(), entry.file_type());
        if kind.as_ref().is_ok_and(|kind| kind.is_dir()) {
            files_below(&path, found);
        } else if kind.is_ok_and(|kind| kind.is_file()) && path.extension().is_some_and(|ending| ending == "tf") {
            found.extend(std::fs::read(&path).map(Arc::from));
        }
    }
}

fn best(mut run: impl FnMut()) -> Duration {
    (0..5)
        .map(|_| {
            let started = Instant::now();
            run();
            started.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn main() {
    let mut files: Vec<Arc<[u8]>> = Vec::new();
    // A folder of other code can be named to measure on it.
    match std::env::var("MSK_LINT_BENCH_TREE") {
        Ok(folder) => files_below(Path::new(&folder), &mut files),
        Err(_) => files.extend((0..4_000).map(|number| Arc::from(module(number).into_bytes()))),
    }
    let bytes: usize = files.iter().map(|file| file.len()).sum();
    let scan = best(|| {
        for file in &files {
            black_box(memchr::memmem::find(file, b"aws_mskx"));
        }
    });
    let ours = best(|| {
        for file in &files {
            drop(black_box(msk_lint::syntax::parse(file.clone())));
        }
    });
    // A tenth of the files is enough for the slower one.
    let sample: Vec<&str> = files.iter().step_by(10).flat_map(|file| std::str::from_utf8(file)).collect();
    let sampled: usize = sample.iter().map(|text| text.len()).sum();
    let theirs = best(|| {
        for text in &sample {
            drop(black_box(hcl_edit::parser::parse_body(text)));
        }
    });
    let speed = |bytes: usize, time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let (ours, scan, theirs) = (speed(bytes, ours), speed(bytes, scan), speed(sampled, theirs));
    println!("{} files, {:.1} MB, one thread", files.len(), bytes as f64 / 1e6);
    println!("parse     {ours:>8.0} MB/s");
    println!("scan      {scan:>8.0} MB/s   parse takes {:.1} times as long", scan / ours);
    println!("hcl-edit  {theirs:>8.0} MB/s   takes {:.1} times as long as parse", ours / theirs);
}
