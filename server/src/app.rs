//! What one node holds: a pool, a bell, a window on the feed and its numbers. All of it is a cache the node may lose.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deadpool::managed::Manager;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::error::{Error, Result};
use crate::feed::{Bell, Live};
use crate::identity::Stamps;
use crate::metrics::Metrics;

/// How many may wait for a connection at once: what 32 connections do in a few seconds, so that nobody waits longer than it is worth.
const QUEUE: usize = 256;

/// One node of the server. Cloning shares it.
#[derive(Clone)]
pub struct App(Arc<Node>);

struct Node {
    pool: Pool<AsyncPgConnection>,
    queue: usize,
    bell: Bell,
    live: Live,
    metrics: Metrics,
    stamps: Stamps,
    filled: AtomicBool,
}

impl App {
    /// A node over a pool and a bell; start [`crate::feed::read_forever`] beside it.
    #[must_use]
    pub fn new(pool: Pool<AsyncPgConnection>, bell: Bell) -> Self {
        Self::with_queue(pool, bell, QUEUE)
    }

    /// The same where at most `queue` wait for a connection.
    #[must_use]
    pub fn with_queue(pool: Pool<AsyncPgConnection>, bell: Bell, queue: usize) -> Self {
        Self(Arc::new(Node {
            pool,
            queue,
            bell,
            live: Live::default(),
            metrics: Metrics::default(),
            stamps: Stamps::default(),
            filled: AtomicBool::new(false),
        }))
    }

    /// A connection from the pool.
    ///
    /// # Errors
    /// `UNAVAILABLE` when none is to be had in time, and at once when too many wait already.
    pub async fn connection(&self) -> Result<Object<AsyncPgConnection>> {
        if self.connections().waiting >= self.0.queue {
            self.metrics().shed();
            return Err(Error::unavailable("too many wait for a connection"));
        }
        let asked = Instant::now();
        let had = self.0.pool.get().instrument(debug_span!("connection")).await;
        self.metrics().waited(asked.elapsed());
        Ok(had?)
    }

    /// A connection beside the pool, for a probe: it tells a database that is away from a pool that is busy.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the database does not answer.
    pub async fn own_connection(&self) -> Result<AsyncPgConnection> {
        self.0.pool.manager().create().await.map_err(Error::unavailable)
    }

    /// The bell that says "something new stands in the book".
    #[must_use]
    pub fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// The latest events of the feed, for those who follow it live.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// What an operator watches of this node.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The node's reader of changes of rights.
    #[must_use]
    pub fn stamps(&self) -> &Stamps {
        &self.0.stamps
    }

    /// The state of the pool.
    #[must_use]
    pub fn connections(&self) -> deadpool::Status {
        self.0.pool.status()
    }

    /// Whether the database holds what this node is to serve: at once in production, after the fill in a demonstration.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.0.filled.load(Ordering::Acquire)
    }

    /// Says that the database holds what this node is to serve.
    pub fn mark_filled(&self) {
        self.0.filled.store(true, Ordering::Release);
    }
}
