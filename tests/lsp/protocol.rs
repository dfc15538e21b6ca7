//! The protocol itself: what comes too early, too late, wrong or too large.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::diagnostics::{CLUSTER, CONFIGURATION};
use crate::editor::{Editor, modern};

#[test]
fn what_comes_before_initialize_is_refused() {
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().to_path_buf();
    let mut editor = Editor::silent(folder, kept);
    let id = editor.send("textDocument/hover", json!({}));
    assert!(editor.answer(id).unwrap_err().starts_with("-32002"));
    assert_eq!(editor.exit(), 1);
}

#[test]
fn methods_that_there_are_not_and_bad_parameters_are_refused() {
    let mut editor = Editor::new(&[]);
    let refused = |editor: &mut Editor, method: &str, parameters: Json| {
        let id = editor.send(method, parameters);
        editor.answer(id).unwrap_err()
    };
    assert!(refused(&mut editor, "textDocument/nonsense", json!({})).starts_with("-32601"));
    assert!(refused(&mut editor, "textDocument/codeAction", json!({"a": 1})).starts_with("-32602"));
    assert!(refused(&mut editor, "initialize", json!({})).starts_with("-32600"));
    editor.notify("$/nonsense", json!(null));
    editor.notify("textDocument/didChange", json!({"textDocument": 7}));
    editor.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "file:///x", "version": 1}, "contentChanges": []}),
    );
    editor.settle();
    assert_eq!(editor.ask("shutdown", Json::Null), Json::Null);
    assert!(refused(&mut editor, "textDocument/codeAction", json!({})).starts_with("-32600"));
    assert_eq!(editor.exit(), 0);
}

#[test]
fn leaving_without_shutdown_is_an_error() {
    assert_eq!(Editor::new(&[]).exit(), 1);
}

#[test]
fn a_request_can_be_taken_back() {
    let mut editor = Editor::new(&[("main.tf", &format!("{CONFIGURATION}{CLUSTER}"))]);
    let nowhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let uri = editor.uri("main.tf");
    let id = editor.send(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": uri}, "range": nowhere, "context": {"diagnostics": []}}),
    );
    editor.notify("$/cancelRequest", json!({"id": id}));
    // It may have been answered before.
    if let Err(error) = editor.answer(id) {
        assert!(error.starts_with("-32800"), "{error}");
    }
    editor.settle();
}

#[test]
fn the_client_is_asked_to_watch_and_told_that_work_goes_on() {
    let mut editor = Editor::new(&[("main.tf", &format!("{CONFIGURATION}{CLUSTER}"))]);
    editor.settle();
    let registered = editor.told.iter().find(|(method, _)| method == "client/registerCapability").unwrap();
    assert_eq!(registered.1["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert!(editor.told.iter().any(|(method, _)| method == "window/workDoneProgress/create"));
    let begun =
        editor.told.iter().filter(|(method, value)| method == "$/progress" && value["value"]["kind"] == "begin");
    let ended = editor.told.iter().filter(|(method, value)| method == "$/progress" && value["value"]["kind"] == "end");
    assert_eq!(begun.count(), ended.count());
    // A client that watches nothing is asked nothing, and saving looks at everything.
    let mut capabilities = modern();
    capabilities["workspace"] = json!({});
    capabilities["window"] = json!({});
    let mut editor = Editor::with(&[("a.tf", CLUSTER)], capabilities, json!(null));
    editor.open_file("a.tf");
    editor.settle();
    editor.write("b.tf", CONFIGURATION);
    editor.save("a.tf");
    editor.settle();
    editor.diagnostic("b.tf", "min-insync-blocks-writes");
    assert_eq!(editor.told, Vec::new());
}

#[test]
fn a_huge_buffer_is_no_trouble() {
    let mut editor = Editor::new(&[("main.tf", "")]);
    let line = "# ä😀 nothing at all, many times over\n";
    editor.open("main.tf", &line.repeat(300_000));
    editor.edit("main.tf", [299_999, 4, 299_999, 5], "x");
    editor.settle();
    editor.replace("main.tf", &format!("{CONFIGURATION}{CLUSTER}"));
    editor.settle();
    editor.diagnostic("main.tf", "min-insync-blocks-writes");
}

/// Runs the program with raw input, and gives its exit code and what it wrote.
fn run(input: &[u8]) -> (Option<i32>, Vec<Json>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_msk-lint"))
        .args(["lsp", "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input).unwrap();
    drop(stdin);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut messages = Vec::new();
    let mut header = String::new();
    while out.read_line(&mut header).unwrap() > 0 {
        // Whatever is written is a message and nothing else.
        let length: usize = header.trim().strip_prefix("Content-Length: ").expect("a header").parse().unwrap();
        let mut body = vec![0; length + 2];
        out.read_exact(&mut body).unwrap();
        messages.push(serde_json::from_slice(&body[2..]).unwrap());
        header.clear();
    }
    (child.wait().unwrap().code(), messages)
}

fn message(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn what_is_no_message_is_answered_and_the_next_one_read() {
    let input = [
        message("{nonsense"),
        message("[]"),
        message(r#"{"jsonrpc":"2.0","id":7,"method":8}"#),
        message(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#),
        message(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#),
        message(r#"{"jsonrpc":"2.0","id":"two","method":"shutdown"}"#),
        message(r#"{"jsonrpc":"2.0","method":"exit"}"#),
    ];
    let (code, messages) = run(input.concat().as_bytes());
    assert_eq!(code, Some(0), "{messages:#?}");
    let codes: Vec<&Json> = messages.iter().map(|message| &message["error"]["code"]).take(3).collect();
    assert_eq!(codes, [&json!(-32700), &json!(-32600), &json!(-32600)]);
    assert_eq!((&messages[0]["id"], &messages[2]["id"]), (&Json::Null, &json!(7)));
    assert_eq!(messages[3]["result"]["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(messages[4], json!({"jsonrpc": "2.0", "id": "two", "result": null}));
}

#[test]
fn an_input_that_ends_ends_the_server() {
    assert_eq!(run(b"").0, Some(1));
    assert_eq!(run(b"Content-Length: 99\r\n\r\n{").0, Some(1));
    assert_eq!(run(b"Content-Length: many\r\n\r\n{}").0, Some(1));
    assert_eq!(run(&[0xFF; 5000]).0, Some(1));
    assert_eq!(run(message(r#"{"jsonrpc":"2.0","method":"exit"}"#).as_bytes()).0, Some(1));
}

/// The patterns of files that the client is asked to watch.
fn watched() -> Vec<String> {
    let mut editor = Editor::new(&[]);
    editor.settle();
    let (_, asked) = editor.told.iter().find(|(method, _)| method == "client/registerCapability").unwrap();
    let watchers = asked["registrations"][0]["registerOptions"]["watchers"].as_array().unwrap();
    watchers.iter().map(|watcher| watcher["globPattern"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_file_that_bears_on_what_is_found_is_watched() {
    let mut globs = globset::GlobSetBuilder::new();
    for pattern in watched() {
        globs.add(globset::GlobBuilder::new(&pattern).literal_separator(true).build().unwrap());
    }
    let globs = globs.build().unwrap();
    for name in [
        "main.tf",
        "main.tf.json",
        "main.tofu",
        "main.tofu.json",
        "prod.tfvars",
        "prod.auto.tfvars.json",
        "terragrunt.hcl",
        "terragrunt.stack.hcl",
        ".terraform.lock.hcl",
        ".terraform/modules/modules.json",
        ".msk-lint.hcl",
        "own.hcl",
        ".gitignore",
        ".ignore",
        "broker.properties",
        "broker.tftpl",
        "policy.json",
        "application.yml",
        "prometheus.yaml",
        "application.conf",
        ".env",
        ".env.production",
        "kafka.env",
        "create.sh",
        "create.bash",
        "Makefile",
        "makefile",
        "GNUmakefile",
        "topics.mk",
        "karafka.rb",
        "app.py",
        "app.js",
        "app.mjs",
        "app.cjs",
        "app.jsx",
        "app.ts",
        "app.mts",
        "app.cts",
        "app.tsx",
        "app.go",
        "App.java",
        "App.kt",
        "App.cs",
        "app.rs",
        "Gemfile",
        "Gemfile.lock",
        "poetry.lock",
        "uv.lock",
        "Pipfile.lock",
        "requirements.txt",
        "go.mod",
        "Cargo.lock",
        "package-lock.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "build.gradle",
        "build.gradle.kts",
        "gradle/libs.versions.toml",
        "pom.xml",
        "App.csproj",
        "Directory.Packages.props",
    ] {
        assert!(globs.is_match(name) && globs.is_match(format!("a/b/{name}")), "{name}");
    }
    assert!(!globs.is_match("README.md") && !globs.is_match("logo.png"));
}

#[test]
fn the_extension_sends_the_files_that_are_watched() {
    let patterns: String = watched().iter().map(|pattern| format!("  '{pattern}',\n")).collect();
    let expected = format!(
        "// Written by the tests: what `msk-lint lsp` asks clients to watch.\nexport const PATTERNS = [\n{patterns}];\n"
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode/src/patterns.ts");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(known, expected, "UPDATE_EXPECT=1 cargo test --test lsp");
}
