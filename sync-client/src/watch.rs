//! Staying connected: a socket rings when the server has news, the laptop then reads and sends. Whatever breaks, a timer
//! is armed: reconnecting with jitter, looking after the own queue every few seconds, and at the hour a month opens.

use std::time::Duration;

use cynic::SubscriptionBuilder;
use futures_util::StreamExt;
use graphql_ws_client::{Client, Subscription};
use otop_schema::Cursor;
use serde::Serialize;
use serde_json::json;
use tokio_tungstenite::tungstenite::{client::IntoClientRequest, http::HeaderValue};

use crate::{
    backoff,
    error::{Error, Result},
    laptop::Laptop,
    online::ended,
    remote::auth::unreachable,
    sync::Synced,
    wire::watch::{Watch, WatchVariables},
};

/// What a watcher is told.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(tag = "event", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Event {
    /// The socket stands.
    Connected,
    /// Something was read or sent.
    Synced(Synced),
    /// The connection is gone; the next try is after so many milliseconds.
    Lost {
        /// Milliseconds.
        retry_in_ms: u64,
        /// Why.
        reason: String,
    },
}

type Operation = cynic::StreamingOperation<Watch, WatchVariables>;

/// How often the own queue is looked at: another program of this laptop may have recorded something.
const LOOK: Duration = Duration::from_secs(2);
/// How often the server is met even when nothing rings: its business clock may have moved, and a ring may be lost.
const HEARTBEAT: Duration = Duration::from_secs(45);
/// A server that says nothing for so long, three times, is gone.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// Watches until the person interrupts.
///
/// # Errors
/// The sign-in has ended; the file cannot be written. A lost connection is not an error here.
pub async fn run(laptop: &mut Laptop, tell: &mut impl FnMut(&Event)) -> Result<()> {
    tokio::select! {
        ended = forever(laptop, tell) => ended,
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

async fn forever(laptop: &mut Laptop, tell: &mut impl FnMut(&Event)) -> Result<()> {
    let mut failures = 0;
    loop {
        let reason = match session(laptop, tell, &mut failures).await {
            Ok(()) => String::new(),
            Err(Error::Offline(message)) => message.en,
            Err(other) => return Err(other),
        };
        let pause = backoff::wait(failures, rand::random());
        failures = failures.saturating_add(1);
        tell(&Event::Lost {
            retry_in_ms: u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
            reason,
        });
        tokio::time::sleep(pause).await;
    }
}

/// One connection: catch up first, then sleep until the bell, the clock or the own queue wants something.
async fn session(laptop: &mut Laptop, tell: &mut impl FnMut(&Event), failures: &mut u32) -> Result<()> {
    meet(laptop, tell).await?;
    let mut bell = subscribe(laptop).await?;
    *failures = 0;
    tell(&Event::Connected);
    // What changed between the first reading and the subscription rang nowhere.
    meet(laptop, tell).await?;
    let mut look = tokio::time::interval(LOOK);
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    heartbeat.reset();
    loop {
        tokio::select! {
            ring = bell.next() => match ring {
                Some(Ok(_)) => meet(laptop, tell).await?,
                Some(Err(_)) | None => return Ok(()),
            },
            _ = heartbeat.tick() => meet(laptop, tell).await?,
            _ = look.tick() => if worth_sending(laptop)? { meet(laptop, tell).await? },
        }
    }
}

fn worth_sending(laptop: &mut Laptop) -> Result<bool> {
    let person = laptop.store.signed_in()?.person;
    let waits = !laptop.store.queue(&person, &["pending", "held"])?.is_empty();
    Ok(waits && !laptop.ready(&person)?.is_empty())
}

async fn meet(laptop: &mut Laptop, tell: &mut impl FnMut(&Event)) -> Result<()> {
    let synced = laptop.sync().await?;
    if synced.pulled.rows > 0 || synced.pushed != crate::push::Pushed::default() {
        tell(&Event::Synced(synced));
    }
    Ok(())
}

async fn subscribe(laptop: &mut Laptop) -> Result<Subscription<Operation>> {
    let token = laptop.store.signed_in()?.access_token.ok_or_else(ended)?;
    let server = laptop.remote()?.server().to_owned();
    let lost = |_| unreachable(&server);
    let mut request = socket_address(&server).into_client_request().map_err(lost)?;
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", HeaderValue::from_static("graphql-transport-ws"));
    let (socket, _) = tokio_tungstenite::connect_async(request).await.map_err(lost)?;
    let after = laptop.store.standing()?.cursor.map(Cursor);
    Client::build(socket)
        .payload(json!({ "authorization": format!("Bearer {token}") }))
        .map_err(|_| unreachable(&server))?
        .keep_alive_interval(KEEP_ALIVE)
        .subscribe(Watch::build(WatchVariables { after }))
        .await
        .map_err(|_| unreachable(&server))
}

/// `https://host` → `wss://host/graphql`.
fn socket_address(server: &str) -> String {
    let host = server.strip_prefix("http").unwrap_or(server);
    format!("ws{host}/graphql")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn socket_addresses() {
        assert_eq!(socket_address("https://otop.example"), "wss://otop.example/graphql");
        assert_eq!(socket_address("http://127.0.0.1:8080"), "ws://127.0.0.1:8080/graphql");
    }
}
