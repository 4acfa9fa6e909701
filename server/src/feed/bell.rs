//! The bell: says that something new stands in the book, and nothing else.
//!
//! In-process at one node; with Redis every node hears every other. What is lost on the way is noticed at the next poll.

use std::time::Duration;

use futures_util::StreamExt;
use redis::aio::ConnectionManager;
use tokio::sync::broadcast;

const CHANNEL: &str = "otop:ring";

/// A bell; cloning shares it. A ring carries the writer's transaction id, so that a reader knows how far the horizon has
/// to move before it can see the event.
#[derive(Clone)]
pub struct Bell {
    heard: broadcast::Sender<i64>,
    shared: Option<ConnectionManager>,
}

impl Bell {
    /// A bell that is heard within this process only.
    #[must_use]
    pub fn local() -> Self {
        Self {
            heard: broadcast::Sender::new(256),
            shared: None,
        }
    }

    /// A bell that all nodes on the same Redis hear.
    ///
    /// # Errors
    /// When the address is wrong or Redis does not answer.
    pub async fn redis(url: &str) -> redis::RedisResult<Self> {
        let client = redis::Client::open(url)?;
        let shared = ConnectionManager::new(client.clone()).await?;
        let bell = Self {
            heard: broadcast::Sender::new(256),
            shared: Some(shared),
        };
        tokio::spawn(listen_forever(client, bell.heard.clone()));
        Ok(bell)
    }

    /// Rings after a commit. Never fails: a node that does not hear it polls.
    pub async fn ring(&self, transaction: i64) {
        // Nobody listening is no error.
        let _ = self.heard.send(transaction);
        if let Some(mut shared) = self.shared.clone() {
            let mut publish = redis::cmd("PUBLISH");
            publish.arg(CHANNEL).arg(transaction);
            match tokio::time::timeout(Duration::from_secs(1), publish.query_async::<()>(&mut shared)).await {
                Ok(Ok(())) => {}
                Ok(Err(cause)) => tracing::warn!(%cause, "the ring was not heard by other nodes"),
                Err(_) => tracing::warn!("redis took longer than a second to ring"),
            }
        }
    }

    /// The Redis it rings through, for what else the nodes share.
    #[must_use]
    pub fn redis_connection(&self) -> Option<ConnectionManager> {
        self.shared.clone()
    }

    /// Hears every ring from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<i64> {
        self.heard.subscribe()
    }
}

async fn listen_forever(client: redis::Client, heard: broadcast::Sender<i64>) {
    loop {
        if let Err(cause) = listen_once(&client, &heard).await {
            tracing::warn!(%cause, "redis is not heard; polling until it is back");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn listen_once(client: &redis::Client, heard: &broadcast::Sender<i64>) -> redis::RedisResult<()> {
    let mut connection = client.get_async_pubsub().await?;
    connection.subscribe(CHANNEL).await?;
    let mut rings = connection.into_on_message();
    while let Some(ring) = rings.next().await {
        let _ = heard.send(ring.get_payload()?);
    }
    Ok(())
}
