//! What a node takes at once, and for how long: each bound beside a node that is more patient, which shows that the bound it is.
//!
//! | file | what it holds |
//! |---|---|
//! | `slow` | clients that take their time: heads, bodies, answers |
//! | `many` | too many at once: connections, sockets, operations, requests that wait for the database |
//! | `large` | too much: bodies packed and unpacked, headers, errors |
//! | `trusted` | a node that takes the documents of `schema/operations` only |

mod large;
mod many;
mod slow;
mod trusted;

use std::time::Duration;

use kit::Database;
use kit::node::Node;
use otop_server::feed::Bell;
use otop_server::http::{Bounds, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use kit::wait::PATIENCE;

/// So long waits a node that is meant to lose its patience.
const SHORT: Duration = Duration::from_millis(300);

/// Settings with other bounds.
fn settings(change: impl FnOnce(&mut Bounds)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings.bounds);
    settings
}

/// A node over a database, by settings of its own.
async fn node(database: &Database, settings: Settings) -> Node {
    Node::set(&database.url(), Bell::local(), settings).await
}

/// A connection without a client: what is said on it is written here.
struct Raw(TcpStream);

impl Raw {
    async fn connect(server: &str) -> Self {
        let address = server.trim_start_matches("http://");
        Self(TcpStream::connect(address).await.expect("a connection"))
    }

    async fn say(&mut self, text: &str) -> &mut Self {
        self.0.write_all(text.as_bytes()).await.ok();
        self
    }

    /// The first line that comes; empty when the connection is closed.
    async fn hear(&mut self) -> String {
        let mut heard = vec![0; 4096];
        let length = timeout(PATIENCE, self.0.read(&mut heard)).await.expect("something in time");
        let heard = String::from_utf8_lossy(&heard[..length.unwrap_or_default()]).into_owned();
        heard.lines().next().unwrap_or_default().to_owned()
    }

    /// Whether the other side has said nothing so far.
    fn is_silent(&self) -> bool {
        let nothing = self.0.try_read(&mut [0; 1]);
        nothing.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    }
}

const LIVEZ: &str = "GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";
