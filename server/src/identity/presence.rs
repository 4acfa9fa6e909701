//! Who is connected now: a sign-in that ends, wherever and however, ends its sockets at every node.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Claims;
use crate::app::App;
use crate::error::Result;
use crate::statement::sql;

/// How often a node asks whether the sign-ins of its sockets still stand: one statement for all of them.
const EVERY: Duration = Duration::from_secs(2);

/// The sign-ins behind a node's sockets. Cloning shares them.
#[derive(Clone, Default)]
pub struct Presences(Arc<Inner>);

#[derive(Default)]
struct Inner {
    next: AtomicI64,
    present: Mutex<HashMap<i64, Present>>,
}

struct Present {
    username: String,
    device: Uuid,
    ended: CancellationToken,
}

/// One socket's sign-in; forgotten when it is dropped.
pub struct Presence {
    number: i64,
    ended: CancellationToken,
    among: Presences,
}

impl Presence {
    /// Waits until the sign-in has ended.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.among.all().remove(&self.number);
    }
}

impl Presences {
    /// Notes a socket, unless its account has as many as `most` already.
    #[must_use]
    pub fn enter(&self, claims: &Claims, most: usize) -> Option<Presence> {
        let mut all = self.all();
        if all.values().filter(|present| present.username == claims.sub).count() >= most {
            return None;
        }
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let ended = CancellationToken::new();
        let present = Present {
            username: claims.sub.clone(),
            device: claims.dev,
            ended: ended.clone(),
        };
        all.insert(number, present);
        let among = self.clone();
        Some(Presence { number, ended, among })
    }

    fn all(&self) -> MutexGuard<'_, HashMap<i64, Present>> {
        self.0.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the sockets whose sign-in has ended, until `stop`.
    pub async fn watch_forever(self, app: App, stop: CancellationToken) {
        let mut beat = tokio::time::interval(EVERY);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while stop.run_until_cancelled(beat.tick()).await.is_some() {
            if let Err(cause) = self.end_what_ended(&app).await {
                tracing::debug!(?cause, "whether sign-ins stand could not be asked; asking again");
            }
        }
    }

    async fn end_what_ended(&self, app: &App) -> Result<()> {
        let asked = Asked::of(&self.all());
        if asked.numbers.is_empty() {
            return Ok(());
        }
        for number in asked.ended(&mut *app.connection().await?).await? {
            if let Some(present) = self.all().get(&number) {
                present.ended.cancel();
            }
        }
        Ok(())
    }
}

/// The question about all of them, as columns.
#[derive(Default)]
struct Asked {
    numbers: Vec<i64>,
    usernames: Vec<String>,
    devices: Vec<Uuid>,
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Asked {
    fn of(present: &HashMap<i64, Present>) -> Self {
        let mut asked = Self::default();
        for (number, present) in present {
            asked.numbers.push(*number);
            asked.usernames.push(present.username.clone());
            asked.devices.push(present.device);
        }
        asked
    }

    async fn ended(self, conn: &mut AsyncPgConnection) -> Result<Vec<i64>> {
        let statement = sql(include_str!("ended.sql"))
            .bind::<Array<BigInt>, _>(self.numbers)
            .bind::<Array<Text>, _>(self.usernames)
            .bind::<Array<SqlUuid>, _>(self.devices);
        let ended: Vec<Ended> = statement.load(conn).await?;
        Ok(ended.into_iter().map(|row| row.number).collect())
    }
}
