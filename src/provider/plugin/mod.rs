//! A process that serves a provider to a host of Terraform plugins: handshake, encryption, life and end.
//!
//! Knows nothing of what the provider does.

mod connection;
mod end;
mod host;
mod log;
mod trust;

use std::io::{self, Write};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tonic::transport::Server;
use tonic::{Request, Response, Status};

pub use host::{Host, Refusal};

use crate::provider::wire::controller::grpc_controller_server::GrpcControllerServer;
use crate::provider::wire::health::health_response::Status as Health;
use crate::provider::wire::health::health_server::{Health as HealthService, HealthServer};
use crate::provider::wire::health::{HealthRequest, HealthResponse};
use crate::provider::wire::provider::provider_server::{Provider, ProviderServer};
use connection::Listener;
use end::{Controller, End};
use trust::Identity;

/// How long running calls may take once the end is reached.
const LAST_CALLS: Duration = Duration::from_secs(1);

/// Calls that are worked on at once; others wait.
const CALLS_AT_ONCE: usize = 4;

/// Largest call that is read, in bytes. Hosts themselves take answers of a quarter of that.
const LARGEST_CALL: usize = 256 << 20;

/// Stack of the thread of a call: values may be deep.
const STACK: usize = 8 << 20;

/// Serves a provider to the host that started this process, until it ends.
///
/// # Errors
/// When the system refuses a socket, or the host's certificate cannot be read.
pub fn serve(provider: impl Provider, host: &Host) -> io::Result<()> {
    log::report_crashes();
    run(async {
        let end = End::default();
        end::with_the_host(end.clone())?;
        let identity = host.certificate.as_deref().map(Identity::towards).transpose()?;
        let listener = Listener::open(host.socket_folder.as_deref()).await?;
        let (network, address) = listener.address()?;
        let certificate = identity.as_ref().map(|identity| STANDARD_NO_PAD.encode(&identity.certificate));
        say(&format!("1|{}|{network}|{address}|grpc|{}", host::PROTOCOL, certificate.unwrap_or_default()))?;
        answer(provider, listener, identity, end).await
    })
}

/// Serves a provider to any host that is told where; `name` is its address in a registry.
///
/// # Errors
/// When the system refuses a socket.
pub fn serve_attached(provider: impl Provider, name: &str) -> io::Result<()> {
    run(async {
        let end = End::default();
        end::at_a_signal(end.clone())?;
        let listener = Listener::open(None).await?;
        let (network, address) = listener.address()?;
        let attach = serde_json::json!({ name: {
            "Protocol": "grpc",
            "ProtocolVersion": host::PROTOCOL,
            "Pid": std::process::id(),
            // Without it Terraform would end this process, and crashes over it.
            "Test": true,
            "Addr": { "Network": network, "String": address },
        }});
        say(&format!("TF_REATTACH_PROVIDERS='{attach}'"))?;
        answer(provider, listener, None, end).await
    })
}

/// One thread for connections and the host's life; providers do long work on others.
fn run(work: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().max_blocking_threads(CALLS_AT_ONCE).thread_stack_size(STACK).build()?;
    let ended = runtime.block_on(work);
    // A call that still runs has nobody to answer.
    runtime.shutdown_background();
    ended
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

async fn answer(provider: impl Provider, listener: Listener, identity: Option<Identity>, end: End) -> io::Result<()> {
    let (incoming, folder) = listener.accept(identity.map(|identity| identity.config));
    // Subjects may be larger than the four mebibytes that the library takes by default.
    let provider =
        ProviderServer::new(provider).max_decoding_message_size(LARGEST_CALL).max_encoding_message_size(usize::MAX);
    let server = Server::builder()
        .add_service(provider)
        .add_service(GrpcControllerServer::new(Controller(end.clone())))
        .add_service(HealthServer::new(Alive))
        .serve_with_incoming_shutdown(incoming, end.clone().reached());
    let ended = async {
        end.reached().await;
        tokio::time::sleep(LAST_CALLS).await;
    };
    let served = tokio::select! {
        served = server => served.map_err(io::Error::other),
        () = ended => Ok(()),
    };
    drop(folder);
    served
}

/// Says that the plugin is alive.
struct Alive;

#[tonic::async_trait]
impl HealthService for Alive {
    async fn check(&self, _: Request<HealthRequest>) -> Result<Response<HealthResponse>, Status> {
        Ok(Response::new(HealthResponse { status: Health::Serving.into() }))
    }
}
