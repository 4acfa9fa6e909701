//! The node's one reader of the book, and the latest events it keeps for those who follow live.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::async_stream::try_stream;
use futures_util::Stream;
use otop_schema::AreaCode;
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::history::History;
use super::page::{Event, Position, end, page};
use crate::app::App;
use crate::error::Result;

/// How many events a node keeps; who is further behind reads the book.
const KEPT: usize = 4_096;
const PAGE: i64 = 500;
const POLL: Duration = Duration::from_secs(1);
const FIRST_BACKOFF: Duration = Duration::from_millis(2);
const LAST_BACKOFF: Duration = Duration::from_millis(50);

/// The latest events, in the order of the book.
pub struct Live {
    kept: Mutex<VecDeque<Arc<Event>>>,
    history: History,
    reached: watch::Sender<Option<Position>>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            kept: Mutex::new(VecDeque::new()),
            history: History::default(),
            reached: watch::Sender::new(None),
        }
    }
}

impl Live {
    fn publish(&self, events: Vec<Arc<Event>>, reached: Position) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(events);
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
        drop(kept);
        self.reached.send_replace(Some(reached));
    }

    /// Where the horizon was.
    pub(super) fn history(&self) -> &History {
        &self.history
    }

    /// Kept events after `position`, or nothing when the node no longer keeps the first of them.
    fn since(&self, position: Position) -> Option<Vec<Arc<Event>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let first = kept.front()?.position;
        (first <= position).then(|| kept.iter().filter(|event| event.position > position).cloned().collect())
    }
}

/// Events of `areas` after `position`, then each new one as it becomes visible; never ends.
pub fn follow(app: App, areas: Vec<AreaCode>, mut position: Position) -> impl Stream<Item = Result<Arc<Event>>> + Send {
    let mut reached = app.live().reached.subscribe();
    try_stream! {
        loop {
            reached.mark_unchanged();
            loop {
                let (events, last) = next(&app, &areas, position).await?;
                for event in events {
                    position = event.position;
                    yield event;
                }
                if last { break; }
            }
            if reached.changed().await.is_err() { return; }
        }
    }
}

/// The next events after `position`, from memory where the node still keeps them; and whether they were the last.
async fn next(app: &App, areas: &[AreaCode], position: Position) -> Result<(Vec<Arc<Event>>, bool)> {
    if let Some(events) = app.live().since(position) {
        let mine = events
            .into_iter()
            .filter(|event| areas.iter().any(|area| event.concerns(area)))
            .collect();
        return Ok((mine, true));
    }
    let mut connection = app.connection().await?;
    let events = page(&mut connection, areas, position, PAGE).await?;
    let last = events.len() < PAGE as usize;
    Ok((events, last))
}

/// Reads the book for this node until `stop`: at every ring, and once a second in case a ring was lost.
pub async fn read_forever(app: App, stop: CancellationToken) {
    let mut rings = app.bell().listen();
    let mut position: Option<Position> = None;
    while !stop.is_cancelled() {
        let rung = tokio::select! {
            () = stop.cancelled() => return,
            ring = rings.recv() => match ring {
                Ok(transaction) => Some(transaction),
                Err(broadcast::error::RecvError::Lagged(_)) => None,
                Err(broadcast::error::RecvError::Closed) => return,
            },
            () = tokio::time::sleep(POLL) => None,
        };
        position = match read_until(&app, position, rung).await {
            Ok(reached) => Some(reached),
            Err(cause) => {
                tracing::warn!(?cause, "the feed could not be read; trying again");
                position
            }
        };
    }
}

/// Reads until the horizon has passed the transaction that rang, or for as long as the back-off lasts.
async fn read_until(app: &App, position: Option<Position>, rung: Option<i64>) -> Result<Position> {
    let mut connection = app.connection().await?;
    let mut position = match position {
        Some(position) => position,
        None => {
            let begun = end(&mut connection).await?;
            // Whoever followed before this reader began has to look into the book once.
            app.live().publish(Vec::new(), begun);
            begun
        }
    };
    let mut backoff = FIRST_BACKOFF;
    loop {
        let horizon = end(&mut connection).await?;
        app.live().history.note(Instant::now(), horizon);
        position = read_all(app, &mut connection, position).await?;
        if rung.is_none_or(|transaction| transaction < horizon.tx) || backoff > LAST_BACKOFF {
            return Ok(position);
        }
        tokio::time::sleep(backoff).await;
        backoff *= 2;
    }
}

async fn read_all(app: &App, connection: &mut diesel_async::AsyncPgConnection, mut position: Position) -> Result<Position> {
    loop {
        let events = page(connection, &[AreaCode::nation()], position, PAGE).await?;
        let Some(last) = events.last() else { return Ok(position) };
        position = last.position;
        app.live().publish(events, position);
    }
}
