//! The bell: says that something new stands in the book, and nothing else.
//!
//! In-process at one node; with Redis every node hears every other. What is lost on the way is noticed at the next poll.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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
    listens: Arc<AtomicBool>,
}

/// How a bell stands to other nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It rings in this process only, as it should.
    Alone,
    /// Other nodes are heard.
    Others,
    /// Redis is away: what other nodes write is noticed at the next poll.
    Lost,
}

impl Bell {
    /// A bell that is heard within this process only.
    #[must_use]
    pub fn local() -> Self {
        Self {
            heard: broadcast::Sender::new(256),
            shared: None,
            listens: Arc::default(),
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
            listens: Arc::default(),
        };
        tokio::spawn(bell.clone().listen_forever(client));
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

    /// Whether other nodes are heard.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match (&self.shared, self.listens.load(Ordering::Acquire)) {
            (None, _) => Reach::Alone,
            (Some(_), true) => Reach::Others,
            (Some(_), false) => Reach::Lost,
        }
    }

    async fn listen_forever(self, client: redis::Client) {
        loop {
            if let Err(cause) = self.listen_once(&client).await {
                tracing::warn!(%cause, "redis is not heard; polling until it is back");
            }
            self.listens.store(false, Ordering::Release);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn listen_once(&self, client: &redis::Client) -> redis::RedisResult<()> {
        let mut connection = client.get_async_pubsub().await?;
        connection.subscribe(CHANNEL).await?;
        self.listens.store(true, Ordering::Release);
        let mut rings = connection.into_on_message();
        while let Some(ring) = rings.next().await {
            // Nobody listening is no error.
            let _ = self.heard.send(ring.get_payload()?);
        }
        Ok(())
    }
}
