//! How fast the parser is, against a scan of the same bytes and against hcl-edit. Prints figures, fails nothing.

#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
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
    let files: Vec<Arc<[u8]>> = (0..4_000).map(|number| module(number).into_bytes().into()).collect();
    let bytes: usize = files.iter().map(|file| file.len()).sum();
    let scan = best(|| files.iter().for_each(|file| drop(black_box(memchr::memmem::find(file, b"aws_mskx")))));
    let ours = best(|| files.iter().for_each(|file| drop(black_box(msk_lint::syntax::parse(file.clone())))));
    let sample = files.len() / 10;
    let theirs = best(|| {
        for file in &files[..sample] {
            let text = std::str::from_utf8(file).unwrap_or_default();
            drop(black_box(hcl_edit::parser::parse_body(text)));
        }
    }) * 10;
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{} files, {:.1} MB, one thread", files.len(), bytes as f64 / 1e6);
    println!("parse     {:>8.0} MB/s", speed(ours));
    println!(
        "scan      {:>8.0} MB/s   parse takes {:.1} times as long",
        speed(scan),
        ours.as_secs_f64() / scan.as_secs_f64()
    );
    println!(
        "hcl-edit  {:>8.0} MB/s   takes {:.1} times as long as parse",
        speed(theirs),
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
}
