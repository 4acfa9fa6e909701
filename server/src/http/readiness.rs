//! What `/readyz` tells: each part in one word, and what they come to. Nothing of the inside stands in it: anybody may ask.

use std::time::Duration;

use axum::http::StatusCode;
use diesel_async::AsyncPgConnection;
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::Edge;
use crate::app::App;
use crate::database::migrate::{self, Difference};
use crate::error::Result;
use crate::feed::Reach;

/// How long the database may take before a probe calls it gone.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long what was found about the database is told again: probes cannot keep it busy.
const FRESH: Duration = Duration::from_millis(250);

/// Looks at the database by a connection of its own: a pool that is busy is not a database that is away.
#[derive(Default)]
pub struct Readiness(Mutex<Probe>);

#[derive(Default)]
struct Probe {
    connection: Option<AsyncPgConnection>,
    last: Option<(Instant, Database)>,
}

/// What the database says; `None` when it does not answer.
type Database = Option<Difference>;

/// How well a node can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    /// Wholly.
    Ready,
    /// Everything is answered, some of it later than usual.
    Degraded,
    /// Not at all.
    NotReady,
}

/// One part: the worst it can do to the node, and its word.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
struct Part {
    word: &'static str,
    #[serde(skip)]
    state: State,
}

#[derive(Debug, Serialize)]
struct Parts {
    database: Part,
    migrations: Part,
    data: Part,
    pool: Part,
    feed: Part,
    redis: Part,
}

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Told {
    state: State,
    parts: Parts,
}

impl Readiness {
    /// How the node is now.
    pub async fn told(&self, edge: &Edge) -> Told {
        let app = edge.app();
        let found = self.database(app).await;
        let parts = Parts {
            database: Part::unless(found.is_none(), State::NotReady, "away"),
            migrations: migrations(found),
            data: Part::unless(!app.is_filled(), State::NotReady, "filling"),
            pool: pool(app),
            feed: Part::unless(app.metrics().lag() > edge.bounds().lag, State::Degraded, "late"),
            redis: redis(app),
        };
        Told {
            state: parts.worst(),
            parts,
        }
    }

    async fn database(&self, app: &App) -> Database {
        let mut probe = self.0.lock().await;
        if let Some((at, found)) = probe.last
            && at.elapsed() < FRESH
        {
            return found;
        }
        let found = timeout(PATIENCE, probe.look(app)).await;
        let found = found.ok().and_then(Result::ok);
        probe.last = Some((Instant::now(), found));
        found
    }
}

impl Probe {
    /// Keeps its connection only when it was of use.
    async fn look(&mut self, app: &App) -> Result<Difference> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => app.own_connection().await?,
        };
        let found = migrate::compare(&mut connection).await?;
        self.connection = Some(connection);
        Ok(found)
    }
}

fn migrations(found: Database) -> Part {
    match found {
        Some(Difference::None) => Part::OK,
        Some(Difference::Older) => Part::unless(true, State::NotReady, "missing"),
        Some(Difference::Newer) => Part::unless(true, State::NotReady, "newer"),
        None => Part::unless(true, State::NotReady, "unknown"),
    }
}

fn pool(app: &App) -> Part {
    let pool = app.connections();
    Part::unless(pool.available == 0 && pool.waiting > 0, State::Degraded, "exhausted")
}

fn redis(app: &App) -> Part {
    match app.bell().reach() {
        Reach::Others => Part::OK,
        Reach::Alone => Part { word: "none", ..Part::OK },
        Reach::Lost => Part::unless(true, State::Degraded, "away"),
    }
}

impl Part {
    const OK: Self = Self {
        word: "ok",
        state: State::Ready,
    };

    fn unless(is_bad: bool, state: State, word: &'static str) -> Self {
        if is_bad { Self { word, state } } else { Self::OK }
    }
}

impl Parts {
    fn worst(&self) -> State {
        let parts = [self.database, self.migrations, self.data, self.pool, self.feed, self.redis];
        parts.into_iter().map(|part| part.state).max().unwrap_or(State::NotReady)
    }
}

impl Told {
    /// 200 where requests may be sent.
    pub fn status(&self) -> StatusCode {
        match self.state {
            State::Ready | State::Degraded => StatusCode::OK,
            State::NotReady => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
