//! A scan, piece by piece: the server is asked how much of it is there, and told what follows, so that a line which breaks costs a piece.

use otop_schema::Refusal;
use serde::Deserialize;

use super::send::Stopped;
use crate::{
    carrier::{Letter, Reply},
    laptop::Laptop,
    progress::Progress,
    remote::auth::{foreign, unreachable},
};

/// Bytes of a piece: half a minute at 64 kbit/s.
const PIECE: usize = 256 * 1024;

#[derive(Deserialize)]
struct Answer {
    received: u64,
    kept: bool,
}

impl Laptop {
    /// Sends what the server does not have of a scan.
    pub(super) async fn send_scan(&mut self, id: &str, name: &str, bytes: &[u8]) -> std::result::Result<(), Stopped> {
        let mut there = self.put(name, format!("bytes */{}", bytes.len()), &[]).await?;
        while !there.kept {
            let start = usize::try_from(there.received).unwrap_or_default().min(bytes.len());
            let piece = next(bytes, start);
            let range = format!("bytes {start}-{}/{}", start + piece.len().saturating_sub(1), bytes.len());
            let now = self.put(name, range, piece).await?;
            if !now.kept && now.received <= there.received {
                // It takes pieces and has no more than before: not now.
                let remote = self.remote()?;
                return Err(unreachable(remote.server()).into());
            }
            there = now;
            self.store.scan_received(id, i64::try_from(there.received).unwrap_or(i64::MAX))?;
            (self.progress)(Progress::Attached(there.received, bytes.len()));
            fail::fail_point!("between-pieces", |_| std::process::abort());
        }
        Ok(())
    }

    async fn put(&mut self, name: &str, range: String, piece: &[u8]) -> std::result::Result<Answer, Stopped> {
        let letter = Letter {
            path: format!("/evidence/{name}"),
            token: None,
            body: piece.to_vec(),
            gzip: false,
            part: Some(range),
        };
        let reply = self.delivered(letter).await?;
        self.understood(&reply)
    }

    fn understood(&mut self, reply: &Reply) -> std::result::Result<Answer, Stopped> {
        let remote = self.remote()?;
        match reply.status {
            200..=299 => serde_json::from_slice(&reply.body).map_err(|_| Stopped::Broken(foreign(remote.server()))),
            429 | 500..=599 => Err(unreachable(remote.server()).into()),
            _ => Err(refused(&reply.body).map_or_else(|| Stopped::Broken(foreign(remote.server())), Stopped::Refused)),
        }
    }
}

/// The piece behind so many bytes. All of it being there, the last byte is sent again: the server then looks at the whole.
fn next(bytes: &[u8], start: usize) -> &[u8] {
    let end = start.saturating_add(PIECE).min(bytes.len());
    bytes.get(start..end).unwrap_or_default()
}

fn refused(body: &[u8]) -> Option<Refusal> {
    serde_json::from_slice(body).ok()
}
