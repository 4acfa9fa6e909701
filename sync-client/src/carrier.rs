//! What the sync core needs of a network, and nothing else: a letter with its reply, and a bell. HTTP is one way to carry them
//! (`remote/http.rs`); tests carry the same letters through memory and over a simulated network.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::{future::BoxFuture, stream::BoxStream};
use otop_schema::Cursor;

/// One request.
#[derive(Debug, Clone)]
pub struct Letter {
    /// `/graphql`, or a door of signing in.
    pub path: String,
    /// Who asks; nobody at the doors.
    pub token: Option<String>,
    /// JSON, compressed where `gzip` says so.
    pub body: Vec<u8>,
    /// Whether the body is compressed.
    pub gzip: bool,
    /// Which part of a file the body is (`Content-Range`): it is put. Without one it is JSON, and posted.
    pub part: Option<String>,
}

/// What came back, from whomever.
#[derive(Debug, Clone)]
pub struct Reply {
    /// As in HTTP.
    pub status: u16,
    /// The pause asked for.
    pub retry_after: Option<Duration>,
    /// The real time at the other end, in whole seconds.
    pub date: Option<DateTime<Utc>>,
    /// Not compressed.
    pub body: Vec<u8>,
}

/// There was no reply, or it broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable;

/// Something on its way.
pub type Carried<T> = BoxFuture<'static, Result<T, Unreachable>>;

/// Rings when the server has news; ends with the connection.
pub type Bell = BoxStream<'static, ()>;

/// A way to one server.
pub trait Carrier: Send + Sync {
    /// Carries a letter there and its reply back.
    fn carry(&self, letter: Letter) -> Carried<Reply>;

    /// Hangs a bell there that rings when something changes behind the cursor.
    fn listen(&self, token: String, after: Option<Cursor>) -> Carried<Bell>;
}
