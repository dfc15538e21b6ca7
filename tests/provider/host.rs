//! A host of our own, which also does what `terraform` never does: it shows other certificates, cuts messages short, and
//! is killed while it waits.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use bytes::Bytes;
use h2::client::SendRequest;
use prost::Message;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::UnixStream;
use tokio::runtime::Runtime;

use crate::process::{first_line, hosted, wait};

/// A certificate and its key.
pub struct Identity(rcgen::Certificate, rcgen::KeyPair);

impl Identity {
    pub fn new() -> Self {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
        Self(params.self_signed(&key).unwrap(), key)
    }

    fn pem(&self) -> String {
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(self.0.der()))
    }
}

/// What came back of a call: its gRPC status, and the message if there is one.
#[derive(Debug)]
pub struct Answer {
    pub status: Option<u32>,
    message: Vec<u8>,
}

impl Answer {
    pub fn message<M: Message + Default>(&self) -> M {
        assert_eq!(self.status, Some(0), "{self:?}");
        M::decode(&self.message[5..]).unwrap()
    }
}

/// A message as gRPC frames it.
pub fn framed(message: &impl Message) -> Vec<u8> {
    let message = message.encode_to_vec();
    let mut framed = vec![0];
    framed.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
    framed.extend(message);
    framed
}

/// A running provider and the way to it.
pub struct Host {
    pub child: Child,
    pub sockets: TempDir,
    /// Network, address and certificate of the handshake.
    parts: Vec<String>,
    pub runtime: Runtime,
}

/// An open connection.
pub type Connection = SendRequest<Bytes>;

impl Host {
    /// Starts the provider, which is to talk to whoever has this identity, or to anybody.
    pub fn start(identity: Option<&Identity>) -> Self {
        let sockets = tempfile::tempdir().unwrap();
        let mut command = hosted(sockets.path());
        if let Some(identity) = identity {
            command.env("PLUGIN_CLIENT_CERT", identity.pem());
        }
        let mut child = command.spawn().unwrap();
        let parts = first_line(&mut child).split('|').map(str::to_owned).collect();
        Self { child, sockets, parts, runtime: runtime() }
    }

    pub fn connect(&self) -> Connection {
        let socket = Path::new(&self.parts[3]);
        self.runtime.block_on(async { connection(UnixStream::connect(socket).await.unwrap()).await.unwrap() })
    }

    /// Connects as somebody, or as nobody, to exactly the provider whose certificate the handshake showed.
    pub fn connect_as(&self, identity: Option<&Identity>) -> Result<Connection, String> {
        let own = CertificateDer::from(STANDARD_NO_PAD.decode(&self.parts[5]).unwrap());
        let mut roots = rustls::RootCertStore::empty();
        roots.add(own).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match identity {
            None => config.with_no_client_auth(),
            Some(Identity(certificate, key)) => {
                let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
                config.with_client_auth_cert(vec![certificate.der().clone()], key).unwrap()
            }
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        self.runtime.block_on(async {
            let stream = UnixStream::connect(&self.parts[3]).await.unwrap();
            let name = ServerName::try_from("localhost").unwrap();
            let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
            let stream = connector.connect(name, stream).await.map_err(|error| error.to_string())?;
            connection(stream).await
        })
    }

    pub fn call(&self, connection: &mut Connection, path: &str, body: Vec<u8>) -> Result<Answer, String> {
        self.runtime.block_on(call(connection, path, body))
    }

    /// How it ended, and what it wrote to the log.
    pub fn end(mut self) -> (ExitStatus, String) {
        assert!(wait(&mut self.child), "it ends");
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(std::fs::read_dir(self.sockets.path()).unwrap().count(), 0, "nothing is left");
        (self.child.wait().unwrap(), log)
    }

    /// Asks it to end, as hosts do.
    pub fn shut_down(self, connection: &mut Connection) -> (ExitStatus, String) {
        let answer = self.call(connection, "/plugin.GRPCController/Shutdown", vec![0; 5]).unwrap();
        assert_eq!(answer.status, Some(0));
        self.end()
    }
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

pub async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<Connection, String> {
    let (requests, connection) = h2::client::handshake(stream).await.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    Ok(requests)
}

pub async fn call(connection: &mut Connection, path: &str, body: Vec<u8>) -> Result<Answer, String> {
    let fault = |error: h2::Error| error.to_string();
    let request = http::Request::post(format!("http://unused{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(())
        .unwrap();
    let mut ready = connection.clone().ready().await.map_err(fault)?;
    let (response, mut sender) = ready.send_request(request, false).map_err(fault)?;
    sender.send_data(body.into(), true).map_err(fault)?;
    let response = response.await.map_err(fault)?;
    let status = |headers: &http::HeaderMap| Some(headers.get("grpc-status")?.to_str().unwrap().parse().unwrap());
    let at_once = status(response.headers());
    let mut stream = response.into_body();
    let mut message = Vec::new();
    while let Some(part) = stream.data().await {
        let part = part.map_err(fault)?;
        let _ = stream.flow_control().release_capacity(part.len());
        message.extend(part);
    }
    let trailers = stream.trailers().await.map_err(fault)?;
    Ok(Answer { status: at_once.or(trailers.as_ref().and_then(status)), message })
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Instant;

    use msk_lint::provider::wire::health::{HealthRequest, HealthResponse};
    use msk_lint::provider::wire::provider as wire;
    use rmpv::Value as Packed;

    use super::*;

    const CALL: &str = "/tfplugin6.Provider/CallFunction";

    fn question(name: &str, argument: &Packed) -> Vec<u8> {
        let mut msgpack = Vec::new();
        rmpv::encode::write_value(&mut msgpack, argument).unwrap();
        framed(&wire::CallRequest {
            name: name.to_owned(),
            arguments: vec![wire::Encoded { msgpack, json: Vec::new() }],
        })
    }

    fn is_answered(host: &Host, connection: &mut Connection) {
        let answer = host.call(connection, CALL, question("rule", &"too-few-brokers".into())).unwrap();
        assert_eq!(answer.message::<wire::CallResponse>().error, None);
    }

    #[test]
    fn it_is_healthy_until_it_is_told_to_end() {
        let host = Host::start(None);
        let mut connection = host.connect();
        let request = framed(&HealthRequest { service: "plugin".to_owned() });
        let health = host.call(&mut connection, "/grpc.health.v1.Health/Check", request).unwrap();
        assert_eq!(health.message::<HealthResponse>().status, 1);
        is_answered(&host, &mut connection);
        let stopped = host.call(&mut connection, "/tfplugin6.Provider/StopProvider", vec![0; 5]).unwrap();
        assert_eq!(stopped.message::<wire::StopResponse>().error, "");
        is_answered(&host, &mut connection);
        let unknown = host.call(&mut connection, "/tfplugin6.Provider/GetResourceIdentitySchemas", vec![0; 5]).unwrap();
        assert_eq!(unknown.status, Some(12), "newer hosts take that for an answer");
        assert!(host.shut_down(&mut connection).0.success());
    }

    #[test]
    fn only_the_host_that_started_it_is_let_in() {
        let identity = Identity::new();
        let host = Host::start(Some(&identity));
        for stranger in [None, Some(&Identity::new())] {
            // With TLS 1.3 a client learns with the first answer that it was refused.
            let refused = host
                .connect_as(stranger)
                .and_then(|mut connection| host.call(&mut connection, CALL, question("rule", &"x".into())));
            assert!(refused.is_err(), "{refused:?}");
        }
        let mut connection = host.connect_as(Some(&identity)).unwrap();
        is_answered(&host, &mut connection);
        let (status, log) = host.shut_down(&mut connection);
        assert!(status.success());
        let lines: Vec<serde_json::Value> =
            log.lines().map(|line| serde_json::from_str(line).expect("each line of the log is an object")).collect();
        assert_eq!(lines.len(), 2, "a line for each refusal: {log}");
        for line in lines {
            assert_eq!((&line["@level"], &line["@module"]), (&"error".into(), &"msklint".into()));
            assert!(line["@message"].as_str().unwrap().starts_with("the TLS handshake failed: "), "{line}");
        }
    }

    #[test]
    fn messages_that_are_cut_short_are_refused_and_the_next_is_answered() {
        let host = Host::start(None);
        let mut connection = host.connect();
        let whole = question("ok", &"log.dirs=/tmp".into());
        let cuts = (0..whole.len()).step_by(3).map(|end| whole[..end].to_vec());
        let promised = |length: u32| [&[0][..], &length.to_be_bytes(), b"x"].concat();
        let lies =
            [promised(100), promised(1 << 28), promised(u32::MAX), [&[1][..], &whole[1..]].concat(), vec![0xFF; 64]];
        for body in cuts.chain(lies) {
            let shown = format!("{:?}", &body[..body.len().min(12)]);
            let answer = host.call(&mut connection, CALL, body);
            assert!(!answer.is_ok_and(|answer| answer.status == Some(0)), "{shown}");
        }
        is_answered(&host, &mut connection);
        // A host that breaks off in the middle of a message, and one that is gone before the answer.
        for sent in [&whole[..whole.len() / 2], &whole] {
            let mut connection = host.connect();
            host.runtime.block_on(async {
                let request = http::Request::post(format!("http://unused{CALL}")).body(()).unwrap();
                let (_, mut sender) = connection.send_request(request, false).unwrap();
                sender.send_data(sent.to_vec().into(), false).unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            });
        }
        is_answered(&host, &mut connection);
        assert!(host.shut_down(&mut connection).0.success());
    }

    #[test]
    fn short_messages_may_be_deep() {
        let host = Host::start(None);
        let mut connection = host.connect();
        let ty = Packed::Binary(br#"["tuple",["dynamic"]]"#.to_vec());
        let nested = |depth: usize| {
            (0..depth).fold(Packed::Array(vec![Packed::Binary(br#""string""#.to_vec()), "x".into()]), |inner, _| {
                Packed::Array(vec![ty.clone(), Packed::Array(vec![inner])])
            })
        };
        for depth in [7, 60, 120, 127, 128, 250] {
            let answer = host.call(&mut connection, CALL, question("ok", &nested(depth))).unwrap();
            assert!(answer.message::<wire::CallResponse>().error.is_some(), "{depth}");
        }
        is_answered(&host, &mut connection);
        assert!(host.shut_down(&mut connection).0.success());
    }

    #[test]
    fn a_host_that_is_killed_while_a_call_runs_takes_the_process_with_it() {
        let sockets = tempfile::tempdir().unwrap();
        let script = format!("{} & echo $!; wait", env!("CARGO_BIN_EXE_terraform-provider-msklint"));
        let provider = hosted(sockets.path());
        let mut host = Command::new("sh");
        host.args(["-c", &script]).stdout(Stdio::piped()).stderr(Stdio::null());
        host.envs(provider.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut host = host.spawn().unwrap();
        let mut lines = BufReader::new(host.stdout.take().unwrap()).lines();
        let said = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
        let process = said.iter().find(|line| line.parse::<u32>().is_ok()).unwrap();
        let handshake = said.iter().find(|line| line.contains('|')).unwrap();
        let is_alive = || Command::new("kill").args(["-0", process]).stderr(Stdio::null()).status().unwrap().success();

        let clusters: Vec<Packed> = (0..20_000)
            .map(|number| Packed::Map(vec![("number_of_broker_nodes".into(), (number % 90).into())]))
            .collect();
        let ty = r#"["list",["object",{"number_of_broker_nodes":"number"}]]"#;
        let long = Packed::Array(vec![Packed::Binary(ty.as_bytes().to_vec()), Packed::Array(clusters)]);
        runtime().block_on(async {
            let socket = handshake.split('|').nth(3).unwrap();
            let mut connection = connection(UnixStream::connect(socket).await.unwrap()).await.unwrap();
            let call = call(&mut connection, CALL, question("lint", &long));
            tokio::pin!(call);
            let soon = tokio::time::timeout(Duration::from_millis(500), &mut call).await;
            assert!(soon.is_err(), "the call takes longer than that");
            let killed = Instant::now();
            host.kill().unwrap();
            host.wait().unwrap();
            assert!(call.await.is_err(), "nobody answers");
            while is_alive() {
                assert!(killed.elapsed() < Duration::from_secs(10), "no orphan");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert_eq!(std::fs::read_dir(sockets.path()).unwrap().count(), 0, "nothing is left");
    }
}
