//! Where the horizon was a while ago, for readers who begin a little before now.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use diesel::sql_types::{BigInt, Integer};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::time::Instant;

use super::page::{Position, end};
use crate::app::App;
use crate::error::Result;
use crate::statement::sql;

/// How far back a node remembers.
const KEPT: Duration = Duration::from_secs(120);
/// How far apart what it remembers is at least.
const STEP: Duration = Duration::from_secs(1);

/// The horizon as this node saw it, second by second. Whoever read at an instant has seen everything before the horizon of then,
/// and nothing behind it.
#[derive(Default)]
pub(super) struct History(Mutex<VecDeque<(Instant, Position)>>);

impl History {
    /// Remembers where the horizon is now.
    pub(super) fn note(&self, now: Instant, horizon: Position) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.back().is_some_and(|(last, _)| now.duration_since(*last) < STEP) {
            return;
        }
        seen.push_back((now, horizon));
        while seen.front().is_some_and(|(first, _)| now.duration_since(*first) > KEPT) {
            seen.pop_front();
        }
    }

    /// Where it was at an instant or shortly before; none where the node does not reach back so far.
    fn at(&self, instant: Instant) -> Option<Position> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.iter().take_while(|(at, _)| *at <= instant).last();
        before.map(|(_, horizon)| *horizon)
    }
}

#[derive(QueryableByName)]
struct Stands {
    #[diesel(sql_type = Integer)]
    generation: i32,
    #[diesel(sql_type = BigInt)]
    tx: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// A place no further than the horizon was `age` ago. A node that has not run so long goes a thousand events back instead.
///
/// # Errors
/// When the database fails.
pub async fn horizon_before(app: &App, connection: &mut AsyncPgConnection, age: Duration) -> Result<Position> {
    let remembered = Instant::now().checked_sub(age).and_then(|then| app.live().history().at(then));
    match remembered {
        Some(horizon) => Ok(horizon),
        None => thousand_back(connection).await,
    }
}

async fn thousand_back(connection: &mut AsyncPgConnection) -> Result<Position> {
    let end = end(connection).await?;
    let found: Option<Stands> = sql(include_str!("thousand_back.sql")).get_result(connection).await.optional()?;
    let place = found.map_or(BEGINNING, |stands| Position {
        generation: stands.generation,
        tx: stands.tx,
        seq: stands.seq,
    });
    Ok(place.min(end))
}

/// Before everything.
const BEGINNING: Position = Position {
    generation: 0,
    tx: 0,
    seq: 0,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn horizon(tx: i64) -> Position {
        Position { tx, ..BEGINNING }
    }

    #[test]
    fn the_horizon_of_then_is_never_a_later_one() {
        let (history, start) = (History::default(), Instant::now());
        let second = |seconds: u64| start + Duration::from_secs(seconds);
        assert_eq!(history.at(start), None);
        for tx in 0..300 {
            history.note(start + Duration::from_millis(500) * tx, horizon(i64::from(tx)));
        }
        assert_eq!(history.at(second(100)), Some(horizon(200)));
        assert_eq!(history.at(second(100) + Duration::from_millis(999)), Some(horizon(200)));
        assert_eq!(history.at(second(20)), None, "forgotten");
    }
}
