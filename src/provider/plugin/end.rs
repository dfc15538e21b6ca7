//! When a plugin ends: the host says so, it is gone, or somebody at a terminal interrupts.

use std::io;
use std::sync::Arc;

use tokio::sync::watch;
use tonic::{Request, Response, Status};

use crate::provider::wire::controller::grpc_controller_server::GrpcController;
use crate::provider::wire::controller::{ShutdownRequest, ShutdownResponse};

/// How often the parent process is looked for.
#[cfg(unix)]
const WATCH: std::time::Duration = std::time::Duration::from_millis(500);

/// Reached once, for all who wait for it.
#[derive(Clone, Default)]
pub(super) struct End(Arc<watch::Sender<bool>>);

impl End {
    /// Waits for the end.
    pub(super) async fn reached(self) {
        // It cannot fail: the sender is held here.
        let _ = self.0.subscribe().wait_for(|is_reached| *is_reached).await;
    }

    fn now(&self) {
        self.0.send_replace(true);
    }
}

/// The host's way to end a plugin.
pub(super) struct Controller(pub(super) End);

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _: Request<ShutdownRequest>) -> Result<Response<ShutdownResponse>, Status> {
        self.0.now();
        Ok(Response::new(ShutdownResponse {}))
    }
}

/// Ends with the host: a host that was killed cannot say so.
///
/// An interrupt at the terminal reaches this process as well, and is the host's to handle: it lets running calls end first.
#[cfg(unix)]
pub(super) fn with_the_host(end: End) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let parent = std::os::unix::process::parent_id();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => break,
                () = tokio::time::sleep(WATCH) => {
                    if std::os::unix::process::parent_id() != parent {
                        break;
                    }
                }
            }
        }
        end.now();
    });
    Ok(())
}

/// Ends when the host says so.
#[cfg(not(unix))]
pub(super) fn with_the_host(_: End) -> io::Result<()> {
    Ok(())
}

/// Ends at an interrupt.
pub(super) fn at_an_interrupt(end: End) {
    tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        end.now();
    });
}
