//! What stands behind a proxy.

use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// Where connections go.
#[derive(Debug, Clone)]
pub enum Target {
    /// A port, such as `127.0.0.1:8080`.
    Port(String),
    /// A Unix socket.
    Socket(PathBuf),
    /// A hotel's network: whatever is asked, it answers with its own sign-in page.
    Hotel,
    /// Nobody: every connection ends at once.
    Nothing,
}

/// Either kind of connection.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<Any: AsyncRead + AsyncWrite + Unpin + Send> Stream for Any {}

const PAGE: &str = "<html><title>Welcome</title>Room number and surname, please.</html>";

/// Answers one request with the hotel's page.
pub(super) async fn hotel(mut client: TcpStream) {
    let mut request = [0; 16 * 1024];
    let Ok(1..) = client.read(&mut request).await else { return };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        PAGE.len()
    );
    client.write_all((head + PAGE).as_bytes()).await.ok();
    client.shutdown().await.ok();
}
