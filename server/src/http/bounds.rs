//! How much a node takes at once, and for how long. What a query may come to stands in `guard/limits`.

use std::time::Duration;

/// The bounds of a node; tests lower them. `docs/limits.md` lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Connections at once; one more is closed as soon as it is there.
    pub connections: usize,
    /// Sockets at once, which are connections too; one more is answered 503.
    pub sockets: usize,
    /// Sockets of one account at once: so many devices and open pages has nobody. One more is closed with 1013.
    pub sockets_of_an_account: usize,
    /// How long the head of a request may take, from the end of the request before: so long is an idle connection kept.
    pub head: Duration,
    /// How long the body of a request may take; a full batch of a laptop needs 15 s over 64 kbit/s.
    pub body: Duration,
    /// How long a request may take as a whole. The database ends a statement after 30 s.
    pub answer: Duration,
    /// How long a client may take no byte of what is sent to it.
    pub reading: Duration,
    /// How long what was written may wait to be read before `/readyz` says so.
    pub lag: Duration,
}

/// The largest body, unpacked, in bytes.
pub const BODY: usize = 1024 * 1024;
/// The largest body of a sign-in, in bytes: anybody may send one.
pub const SIGN_IN: usize = 16 * 1024;
/// The most headers of a request; their bytes are bounded by hyper (400 KiB less one request's line).
pub const HEADERS: usize = 64;

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 12_000,
            sockets: 11_000,
            sockets_of_an_account: 50,
            head: Duration::from_secs(30),
            body: Duration::from_secs(60),
            answer: Duration::from_secs(100),
            reading: Duration::from_secs(30),
            lag: Duration::from_secs(10),
        }
    }
}
