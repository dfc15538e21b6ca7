//! A release as the script packs it: its layout, and that the real `terraform` installs it from a folder and from a registry,
//! checks it, locks it, and refuses what was changed on the way.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::workdir::{Workdir, is_installed};

const NAME: &str = "terraform-provider-msklint_0.1.0";

/// A folder with a release of this build, for the platform of this machine.
fn release() -> &'static Path {
    static RELEASE: OnceLock<TempDir> = OnceLock::new();
    let folder = RELEASE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        // Without what debuggers need it is packed and hashed in a third of the time.
        let built = Path::new(env!("CARGO_BIN_EXE_terraform-provider-msklint"));
        let stripped = tempfile::tempdir().unwrap();
        let is_stripped = Command::new("strip")
            .arg("-o")
            .arg(stripped.path().join("provider"))
            .arg(built)
            .status()
            .is_ok_and(|status| status.success());
        let provider = if is_stripped { stripped.path().join("provider") } else { built.to_path_buf() };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/package-provider");
        let mut command = Command::new(script);
        command.args(["0.1.0", &platform()]).arg(&provider).arg(folder.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        folder
    });
    folder.path()
}

fn platform() -> String {
    let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" };
    let os = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    format!("{os}_{arch}")
}

fn archive() -> PathBuf {
    release().join(format!("{NAME}_{}.zip", platform()))
}

#[test]
fn releases_have_the_layout_of_registries() {
    let mut names: Vec<String> =
        std::fs::read_dir(release()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let archive = format!("{NAME}_{}.zip", platform());
    assert_eq!(names, [format!("{NAME}_SHA256SUMS"), archive, format!("{NAME}_manifest.json")]);
    let sums = std::fs::read_to_string(release().join(&names[0])).unwrap();
    assert_eq!(sums.lines().count(), 2);
    let checked =
        Command::new("sha256sum").args(["--check", "--quiet", &names[0]]).current_dir(release()).status().unwrap();
    assert!(checked.success());
    let manifest = std::fs::read_to_string(release().join(&names[2])).unwrap();
    assert_eq!(manifest.trim(), r#"{"version":1,"metadata":{"protocol_versions":["6.0"]}}"#);
}

/// A configuration that asks for the release from a host of providers.
fn workdir(host: &str, installation: &str) -> Workdir {
    let workdir = Workdir::new(&[(
        "main.tf",
        "output \"level\" {\n  value = provider::msklint::rule(\"too-few-brokers\").level\n}\n",
    )]);
    workdir.write(
        "required.tf",
        &format!(
            "terraform {{\n  required_providers {{\n    msklint = {{\n      source  = \"{host}/msk-lint/msklint\"\n      version = \"0.1.0\"\n    }}\n  }}\n}}\n"
        ),
    );
    let rc = format!("provider_installation {{\n  {installation}\n}}\n");
    std::fs::write(workdir.folder.path().join("rc"), rc).unwrap();
    workdir
}

fn lock(workdir: &Workdir) -> String {
    std::fs::read_to_string(workdir.folder.path().join("code/.terraform.lock.hcl")).unwrap()
}

fn said(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&text).split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

/// Something else under the same name.
fn changed(archive: &[u8]) -> Vec<u8> {
    let mut changed = archive.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    changed
}

#[test]
fn init_installs_it_from_a_folder_and_locks_it() {
    if !is_installed() {
        return;
    }
    let mirror = tempfile::tempdir().unwrap();
    let folder = mirror.path().join("registry.terraform.io/msk-lint/msklint");
    std::fs::create_dir_all(&folder).unwrap();
    let copy = folder.join(archive().file_name().unwrap());
    std::fs::copy(archive(), &copy).unwrap();
    let installation = format!("filesystem_mirror {{\n    path = \"{}\"\n  }}", mirror.path().display());
    let workdir = workdir("registry.terraform.io", &installation);
    workdir.succeed(&["init"]);
    let locked = lock(&workdir);
    assert!(locked.contains("registry.terraform.io/msk-lint/msklint") && locked.contains("h1:"), "{locked}");
    workdir.succeed(&["validate"]);
    workdir.succeed(&["apply", "-auto-approve"]);
    assert_eq!(workdir.outputs()["level"]["value"], "warning");
    // The lock holds for what is installed later.
    let forged = locked.replace("h1:", "h1:A");
    workdir.write(".terraform.lock.hcl", &forged);
    std::fs::remove_dir_all(workdir.folder.path().join("code/.terraform")).unwrap();
    let refused = workdir.run(&["init"]);
    assert!(!refused.status.success() && said(&refused).contains("checksum"), "{}", said(&refused));
}

/// A key that signs releases, and nothing else.
struct Key {
    home: TempDir,
}

impl Key {
    fn new() -> Self {
        let key = Self { home: tempfile::tempdir().unwrap() };
        key.gpg(&["--passphrase", "", "--quick-gen-key", "release@example.com", "rsa2048", "sign", "never"]);
        key
    }

    fn gpg(&self, words: &[&str]) -> Vec<u8> {
        let mut command = Command::new("gpg");
        command.args(["--batch", "--quiet", "--homedir"]).arg(self.home.path()).args(words);
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    fn id(&self) -> String {
        let keys = String::from_utf8(self.gpg(&["--list-keys", "--with-colons"])).unwrap();
        keys.lines().find_map(|line| line.strip_prefix("pub:")?.split(':').nth(3)).unwrap().to_owned()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        let _ = Command::new("gpgconf").arg("--homedir").arg(self.home.path()).args(["--kill", "all"]).status();
    }
}

/// Files by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Serves files over HTTPS as long as the test runs; returns the host and the certificate in PEM.
fn serve(files: impl FnOnce(&str) -> Files) -> (String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("localhost:{}", listener.local_addr().unwrap().port());
    let files = files(&host);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.serialize_der().try_into().unwrap())
        .unwrap();
    let config = Arc::new(config);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            // Whoever does not trust the certificate breaks off.
            let _ = answer(rustls::StreamOwned::new(connection, stream.unwrap()), &files);
        }
    });
    let pem = STANDARD.encode(certificate.der());
    (host, format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n"))
}

fn answer(mut stream: impl Read + Write, files: &Files) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let (status, body) = files.get(path).map_or(("404 Not Found", &[][..]), |file| ("200 OK", &file[..]));
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        if path.ends_with(".zip") { "application/zip" } else { "application/json" },
        body.len()
    )?;
    stream.write_all(body)?;
    stream.flush()
}

/// A registry with the release, as its protocol lays it out.
fn registry(host: &str, key: &Key, archive: &[u8]) -> Files {
    let file = |name: &str| std::fs::read(release().join(name)).unwrap();
    let manifest: Json = serde_json::from_slice(&file(&format!("{NAME}_manifest.json"))).unwrap();
    let protocols = &manifest["metadata"]["protocol_versions"];
    let (platform, sums) = (platform(), format!("{NAME}_SHA256SUMS"));
    let (os, arch) = platform.split_once('_').unwrap();
    let zip = format!("{NAME}_{platform}.zip");
    let shasums = String::from_utf8(file(&sums)).unwrap();
    let shasum = shasums.lines().find_map(|line| line.strip_suffix(&zip)).unwrap().trim();
    let signature = key.gpg(&["--output", "-", "--detach-sign", release().join(&sums).to_str().unwrap()]);
    let public = String::from_utf8(key.gpg(&["--armor", "--export"])).unwrap();
    let versions = json!({ "versions": [{
        "version": "0.1.0",
        "protocols": protocols,
        "platforms": [{ "os": os, "arch": arch }],
    }]});
    let download = json!({
        "protocols": protocols,
        "os": os,
        "arch": arch,
        "filename": zip,
        "download_url": format!("https://{host}/{zip}"),
        "shasums_url": format!("https://{host}/{sums}"),
        "shasums_signature_url": format!("https://{host}/{sums}.sig"),
        "shasum": shasum,
        "signing_keys": { "gpg_public_keys": [{ "key_id": key.id(), "ascii_armor": public }] },
    });
    let base = "/v1/providers/msk-lint/msklint";
    [
        ("/.well-known/terraform.json".to_owned(), json!({ "providers.v1": "/v1/providers/" }).to_string().into()),
        (format!("{base}/versions"), versions.to_string().into()),
        (format!("{base}/0.1.0/download/{os}/{arch}"), download.to_string().into()),
        (format!("/{sums}"), shasums.into()),
        (format!("/{sums}.sig"), signature),
        (format!("/{zip}"), archive.to_vec()),
    ]
    .into()
}

/// A mirror of a registry that is a web server, as its protocol lays it out.
fn mirror(host: &str, archive: &[u8]) -> Files {
    let base = format!("/{host}/msk-lint/msklint");
    let zip = format!("{NAME}_{}.zip", platform());
    let sum = Command::new("sha256sum").arg(self::archive()).output().unwrap().stdout;
    let hash = format!("zh:{}", String::from_utf8(sum).unwrap().split(' ').next().unwrap());
    let archives = json!({ "archives": { platform(): { "url": zip, "hashes": [hash] } } });
    [
        (format!("{base}/index.json"), json!({ "versions": { "0.1.0": {} } }).to_string().into()),
        (format!("{base}/0.1.0.json"), archives.to_string().into()),
        (format!("{base}/{zip}"), archive.to_vec()),
    ]
    .into()
}

fn init(workdir: &Workdir, certificate: &str) -> Output {
    let path = workdir.folder.path().join("certificate.pem");
    std::fs::write(&path, certificate).unwrap();
    workdir.command(&["init", "-no-color"]).env("SSL_CERT_FILE", path).output().unwrap()
}

#[test]
fn init_installs_it_from_a_registry_and_checks_the_signature() {
    if !is_installed() {
        return;
    }
    let key = Key::new();
    let archive = std::fs::read(archive()).unwrap();
    let (host, certificate) = serve(|host| registry(host, &key, &archive));
    let installed = workdir(&host, "direct {}");
    let output = init(&installed, &certificate);
    assert!(output.status.success() && said(&output).contains(&format!("key ID {}", key.id())), "{}", said(&output));
    let sums = std::fs::read_to_string(release().join(format!("{NAME}_SHA256SUMS"))).unwrap();
    for line in sums.lines() {
        let sum = format!("zh:{}", line.split(' ').next().unwrap());
        assert!(lock(&installed).contains(&sum), "{sum}: {}", lock(&installed));
    }
    installed.succeed(&["apply", "-auto-approve"]);
    assert_eq!(installed.outputs()["level"]["value"], "warning");

    let (host, certificate) = serve(|host| registry(host, &key, &changed(&archive)));
    let refused = init(&workdir(&host, "direct {}"), &certificate);
    assert!(!refused.status.success() && said(&refused).contains("checksum"), "{}", said(&refused));
    let (host, certificate) = serve(|host| {
        let mut files = registry(host, &key, &archive);
        let sums = files.get_mut(&format!("/{NAME}_SHA256SUMS")).unwrap();
        sums.push(b'\n');
        files
    });
    let refused = init(&workdir(&host, "direct {}"), &certificate);
    assert!(!refused.status.success() && said(&refused).contains("signature"), "{}", said(&refused));
}

#[test]
fn init_installs_it_from_a_mirror_on_the_web() {
    if !is_installed() {
        return;
    }
    let archive = std::fs::read(archive()).unwrap();
    let installation = |host: &str| format!("network_mirror {{\n    url = \"https://{host}/\"\n  }}");
    let (host, certificate) = serve(|_| mirror("registry.terraform.io", &archive));
    let installed = workdir("registry.terraform.io", &installation(&host));
    let output = init(&installed, &certificate);
    assert!(output.status.success(), "{}", said(&output));
    assert!(lock(&installed).contains("h1:"), "{}", lock(&installed));
    installed.succeed(&["plan"]);
    let (host, certificate) = serve(|_| mirror("registry.terraform.io", &changed(&archive)));
    let refused = init(&workdir("registry.terraform.io", &installation(&host)), &certificate);
    assert!(!refused.status.success() && said(&refused).contains("checksum"), "{}", said(&refused));
}
