//! Where a host connects to: a Unix socket in a folder that only this user can enter, else a port of the loopback
//! interface; and the connections that come in, through TLS where the host wants it.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls::ServerConfig;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::server::Connected;

use super::log;

/// How long a host may take to shake hands.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that wait to be served.
const BACKLOG: usize = 8;

/// A place that hosts connect to; it is gone when this is dropped.
pub(super) struct Listener {
    socket: Socket,
    /// The private folder of the socket.
    folder: Option<TempDir>,
}

enum Socket {
    #[cfg(unix)]
    Unix(UnixListener),
    Tcp(TcpListener),
}

impl Listener {
    /// Listens in a new private folder inside `around` (the system's temporary folder without one); on a port where there
    /// are no Unix sockets, or the path is too long for one.
    ///
    /// # Errors
    /// When the system refuses both.
    pub(super) async fn open(around: Option<&Path>) -> io::Result<Self> {
        #[cfg(unix)]
        match Self::open_unix(around) {
            Ok(listener) => return Ok(listener),
            Err(error) => log::write("warn", &format!("no Unix socket, a port instead: {error}")),
        }
        #[cfg(not(unix))]
        let _ = around;
        let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
        Ok(Self { socket: Socket::Tcp(socket), folder: None })
    }

    #[cfg(unix)]
    fn open_unix(around: Option<&Path>) -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt;
        let around = around.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let private = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().prefix("msklint-").permissions(private).tempdir_in(around)?;
        let socket = UnixListener::bind(folder.path().join("provider"))?;
        Ok(Self { socket: Socket::Unix(socket), folder: Some(folder) })
    }

    /// The network and the address, as the handshake names them.
    pub(super) fn address(&self) -> io::Result<(&'static str, String)> {
        match &self.socket {
            #[cfg(unix)]
            Socket::Unix(socket) => {
                let address = socket.local_addr()?;
                let path = address.as_pathname().and_then(Path::to_str);
                Ok(("unix", path.ok_or_else(|| io::Error::other("the socket's path is no text"))?.to_owned()))
            }
            Socket::Tcp(socket) => Ok(("tcp", socket.local_addr()?.to_string())),
        }
    }

    /// Accepts connections from now on. The folder is handed back, to be kept as long as they are wanted.
    pub(super) fn accept(
        self,
        tls: Option<Arc<ServerConfig>>,
    ) -> (ReceiverStream<io::Result<Stream>>, Option<TempDir>) {
        let (ready, incoming) = mpsc::channel(BACKLOG);
        let acceptor = tls.map(TlsAcceptor::from);
        tokio::spawn(async move {
            loop {
                match self.socket.accept().await {
                    Ok(stream) => drop(tokio::spawn(shake_hands(stream, acceptor.clone(), ready.clone()))),
                    Err(error) => {
                        log::write("error", &format!("no connection is accepted: {error}"));
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                }
            }
        });
        (ReceiverStream::new(incoming), self.folder)
    }
}

impl Socket {
    async fn accept(&self) -> io::Result<Stream> {
        Ok(match self {
            #[cfg(unix)]
            Self::Unix(socket) => Stream(Box::new(socket.accept().await?.0)),
            Self::Tcp(socket) => Stream(Box::new(socket.accept().await?.0)),
        })
    }
}

async fn shake_hands(stream: Stream, acceptor: Option<TlsAcceptor>, ready: mpsc::Sender<io::Result<Stream>>) {
    let stream = match acceptor {
        None => stream,
        Some(acceptor) => match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => Stream(Box::new(stream)),
            // A host only says that the plugin did not answer.
            Ok(Err(error)) => return log::write("error", &format!("the TLS handshake failed: {error}")),
            Err(_) => return log::write("error", "the host did not finish the TLS handshake"),
        },
    };
    // Nobody takes it when the server has ended.
    let _ = ready.send(Ok(stream)).await;
}

/// A connection, of whatever kind.
pub(super) struct Stream(Box<dyn Duplex>);

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

impl Connected for Stream {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
