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
use super::life::recognise;
use super::page::{Event, Position, horizon, page};
use crate::app::App;
use crate::error::Result;

/// How many changes the events that a node keeps may list together; who is further behind reads the book.
const KEPT: usize = 10_000;
const PAGE: i64 = 500;
const POLL: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LAST_PAUSE: Duration = Duration::from_millis(50);

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
        let mut surplus = kept.iter().map(|event| changes(event)).sum::<usize>().saturating_sub(KEPT);
        while surplus > 0 {
            surplus = surplus.saturating_sub(kept.pop_front().map_or(surplus, |event| changes(&event)));
        }
        drop(kept);
        self.reached.send_replace(Some(reached));
    }

    /// Where the horizon was.
    pub(super) fn history(&self) -> &History {
        &self.history
    }

    /// Whether anybody follows; otherwise nothing is kept.
    fn is_followed(&self) -> bool {
        self.reached.receiver_count() > 0
    }

    fn forget(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Kept events after `position`, or nothing when the node no longer keeps the first of them.
    fn since(&self, position: Position) -> Option<Vec<Arc<Event>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let first = kept.front()?.position;
        (first <= position).then(|| kept.iter().filter(|event| event.position > position).cloned().collect())
    }
}

/// What an event weighs: the changes it lists.
fn changes(event: &Event) -> usize {
    event.body.operations.len().max(1)
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

/// Reads the book for this node until `stop`: at every ring and shortly after it, until the horizon has passed the writer that
/// rang; and once a second in case a ring was lost.
pub async fn read_forever(app: App, stop: CancellationToken) {
    let mut rings = app.bell().listen();
    let mut reader = Reader::new(app);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            ring = rings.recv() => match ring {
                Ok(transaction) => reader.hear(transaction),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            },
            () = tokio::time::sleep(reader.patience()) => {}
        }
        reader.read().await;
    }
}

/// How far the node has read, and what it waits for.
struct Reader {
    app: App,
    position: Option<Position>,
    awaited: Option<Awaited>,
    /// The database was lost: it may have come back as another.
    lost: bool,
}

/// A writer that rang and cannot be read yet: an older one still runs.
struct Awaited {
    transaction: i64,
    since: Instant,
    pause: Duration,
}

impl Reader {
    fn new(app: App) -> Self {
        Self {
            app,
            position: None,
            awaited: None,
            lost: false,
        }
    }

    fn hear(&mut self, transaction: i64) {
        self.app.metrics().rang();
        let before = self.awaited.take();
        self.awaited = Some(Awaited {
            transaction: before.as_ref().map_or(transaction, |before| before.transaction.max(transaction)),
            since: before.map_or_else(Instant::now, |before| before.since),
            pause: FIRST_PAUSE,
        });
    }

    /// How long to wait for a ring before looking again.
    fn patience(&self) -> Duration {
        self.awaited.as_ref().map_or(POLL, |awaited| awaited.pause)
    }

    async fn read(&mut self) {
        let read = self.read_on().await;
        if let Err(cause) = &read {
            tracing::warn!(?cause, "the feed could not be read; trying again");
            self.awaited = None;
        }
        self.lost = read.is_err();
    }

    async fn read_on(&mut self) -> Result<()> {
        let mut connection = self.app.connection().await?;
        if self.lost {
            recognise(&mut connection).await?;
        }
        let (end, behind) = horizon(&mut connection).await?;
        self.app.live().history.note(Instant::now(), end);
        let position = match self.position {
            Some(position) => position,
            None => begin(&self.app, end),
        };
        self.position = Some(go_on(&self.app, &mut connection, position, end).await?);
        self.awaited = self.awaited.take().and_then(|awaited| awaited.unless_passed(end));
        let waiting = self.awaited.as_ref().map_or(Duration::ZERO, |awaited| awaited.since.elapsed());
        self.app.metrics().lags(behind, waiting);
        Ok(())
    }
}

impl Awaited {
    /// Itself with a longer pause, unless the horizon has passed it.
    fn unless_passed(self, horizon: Position) -> Option<Self> {
        let pause = (self.pause * 2).min(LAST_PAUSE);
        (self.transaction >= horizon.tx).then_some(Self { pause, ..self })
    }
}

/// Whoever followed before this reader began has to look into the book once.
fn begin(app: &App, end: Position) -> Position {
    app.live().publish(Vec::new(), end);
    end
}

/// Reads on for those who follow. Where nobody does, nothing is read: whoever begins to, reads the book up to here.
async fn go_on(app: &App, connection: &mut diesel_async::AsyncPgConnection, position: Position, end: Position) -> Result<Position> {
    if app.live().is_followed() {
        return read_all(app, connection, position).await;
    }
    app.live().forget();
    Ok(position.max(end))
}

async fn read_all(app: &App, connection: &mut diesel_async::AsyncPgConnection, mut position: Position) -> Result<Position> {
    loop {
        let events = page(connection, &[AreaCode::nation()], position, PAGE).await?;
        let Some(last) = events.last() else { return Ok(position) };
        position = last.position;
        app.metrics().read(events.len());
        app.live().publish(events, position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(seq: i64) -> Position {
        Position { generation: 1, tx: 1, seq }
    }

    fn event(seq: i64, changes: usize) -> Arc<Event> {
        let body = json!({ "kind": "ENTRY", "area": "2706", "at": "2023-02-27T02:00:00Z", "operations": vec![json!({}); changes] });
        let body: super::super::Body = serde_json::from_value(body).unwrap();
        Arc::new(Event {
            position: at(seq),
            area: body.area.clone(),
            month: None,
            kind: body.kind.clone(),
            at: body.at,
            body,
        })
    }

    #[test]
    fn what_is_kept_is_bounded_by_the_changes_it_lists() {
        let live = Live::default();
        live.publish(vec![event(1, KEPT / 2), event(2, KEPT / 2)], at(2));
        assert_eq!(live.since(at(1)).map(|events| events.len()), Some(1), "both fit");
        live.publish(vec![event(3, 1)], at(3));
        assert!(live.since(at(1)).is_none(), "the first had to go: its follower reads the book");
        assert_eq!(live.since(at(2)).map(|events| events.len()), Some(1));
    }

    #[test]
    fn somebody_who_follows_is_noticed() {
        let live = Live::default();
        assert!(!live.is_followed());
        let follower = live.reached.subscribe();
        assert!(live.is_followed());
        drop(follower);
        assert!(!live.is_followed());
    }
}
