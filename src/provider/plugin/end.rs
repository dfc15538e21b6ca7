//! When a plugin ends: the host says so, it is gone, or somebody at a terminal interrupts. Signals are taken before there
//! is a socket, so that none leaves its folder behind.

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
/// What happens at the terminal reaches this process as well, and is the host's to handle: at an interrupt it lets running
/// calls end first, and it may outlive a hang-up.
#[cfg(unix)]
pub(super) fn with_the_host(end: End) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut hung_up) = (signal(SignalKind::interrupt())?, signal(SignalKind::hangup())?);
    let mut terminated = signal(SignalKind::terminate())?;
    let parent = std::os::unix::process::parent_id();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = hung_up.recv() => {}
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

/// Ends when the host says so, and at nothing else: here nobody can tell that a host was killed.
#[cfg(not(unix))]
pub(super) fn with_the_host(_: End) -> io::Result<()> {
    Ok(())
}

/// Ends at whatever ends a program.
#[cfg(unix)]
pub(super) fn at_a_signal(end: End) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let (mut signal, end) = (signal(kind)?, end.clone());
        tokio::spawn(async move {
            signal.recv().await;
            end.now();
        });
    }
    Ok(())
}

/// Ends at an interrupt.
#[cfg(not(unix))]
pub(super) fn at_a_signal(end: End) -> io::Result<()> {
    tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        end.now();
    });
    Ok(())
}
