//! Staying connected: a bell rings when the server has news, the laptop then reads and sends. Whatever breaks, a timer
//! is armed: reconnecting with jitter, looking after the own queue every few seconds, and at the hour a month opens.

use std::{convert::Infallible, time::Duration};

use futures_util::StreamExt;
use otop_schema::Cursor;
use serde::Serialize;

use crate::{
    backoff,
    carrier::Bell,
    error::{Error, Result},
    laptop::Laptop,
    online::ended,
    remote::auth::unreachable,
    sync::Synced,
};

/// What a watcher is told.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(tag = "event", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Event {
    /// The bell hangs.
    Connected,
    /// Something was read or sent.
    Synced(Synced),
    /// The connection is gone, or the file could not be written; the next try is after so many milliseconds.
    Lost {
        /// Milliseconds.
        retry_in_ms: u64,
        /// Why.
        reason: String,
    },
    /// The sign-in has ended: everything waits until somebody signs in, here or in another window.
    SignIn,
}

/// How often the own queue is looked at: another program of this laptop may have recorded something, or signed in.
const LOOK: Duration = Duration::from_secs(2);
/// How often the server is met even when nothing rings: its business clock may have moved, and a ring may be lost.
const HEARTBEAT: Duration = Duration::from_secs(45);

/// Watches until the person interrupts.
///
/// # Errors
/// Nobody is signed in at the start. Later nothing ends it: after every failure, a next try is armed.
pub async fn run(laptop: &mut Laptop, tell: &mut impl FnMut(&Event)) -> Result<()> {
    laptop.store.signed_in()?;
    tokio::select! {
        never = forever(laptop, tell) => match never {},
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

/// Session after session, with a pause between that grows while none stands.
pub async fn forever(laptop: &mut Laptop, tell: &mut impl FnMut(&Event)) -> Infallible {
    let (mut failures, mut asked) = (0, false);
    loop {
        let pause = match session(laptop, tell, &mut failures).await {
            Err(Error::SignIn(_)) => signed_out(tell, &mut asked),
            over => {
                asked = false;
                lost(laptop, over, tell, &mut failures)
            }
        };
        tokio::time::sleep(pause).await;
    }
}

fn signed_out(tell: &mut impl FnMut(&Event), asked: &mut bool) -> Duration {
    if !std::mem::replace(asked, true) {
        tell(&Event::SignIn);
    }
    LOOK
}

fn lost(laptop: &mut Laptop, over: Result<()>, tell: &mut impl FnMut(&Event), failures: &mut u32) -> Duration {
    let pause = backoff::wait(*failures, (laptop.draw)());
    *failures = failures.saturating_add(1);
    tell(&Event::Lost {
        retry_in_ms: u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        reason: over.map_or_else(|error| error.message().en, |()| String::new()),
    });
    pause
}

/// One connection: catch up first, then sleep until the bell, the clock or the own queue wants something.
async fn session(laptop: &mut Laptop, tell: &mut impl FnMut(&Event), failures: &mut u32) -> Result<()> {
    laptop.store.regain().await?;
    meet(laptop, tell).await?;
    laptop.read_years().await;
    let mut bell = hang(laptop).await?;
    *failures = 0;
    tell(&Event::Connected);
    // What changed between the first reading and the hanging rang nowhere.
    meet(laptop, tell).await?;
    let mut look = tokio::time::interval(LOOK);
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    heartbeat.reset();
    loop {
        tokio::select! {
            ring = bell.next() => match ring {
                Some(()) => meet(laptop, tell).await?,
                None => return Ok(()),
            },
            _ = heartbeat.tick() => meet(laptop, tell).await?,
            _ = look.tick() => if worth_sending(laptop)? { meet(laptop, tell).await? },
        }
    }
}

fn worth_sending(laptop: &mut Laptop) -> Result<bool> {
    let person = laptop.store.signed_in()?.person;
    let waits = laptop.store.outgoing_count(&person)? > 0;
    Ok(laptop.has_new_evidence(&person)? || (waits && !laptop.ready(&person)?.is_empty()))
}

async fn meet(laptop: &mut Laptop, tell: &mut impl FnMut(&Event)) -> Result<()> {
    let synced = laptop.sync().await?;
    if synced.pulled.rows > 0 || synced.pushed != crate::push::Pushed::default() || synced.evidence.sent > 0 {
        tell(&Event::Synced(synced));
    }
    Ok(())
}

async fn hang(laptop: &mut Laptop) -> Result<Bell> {
    let token = laptop.store.signed_in()?.access_token.ok_or_else(ended)?;
    let remote = laptop.remote()?;
    let after = laptop.store.standing()?.cursor.map(Cursor);
    let hung = remote.listen(&token, after).await;
    hung.map_err(|_| unreachable(remote.server()))
}

#[cfg(test)]
mod tests;
