//! Rights while something is followed: each message is judged when it is about to leave.
//!
//! Ten thousand people may be about to hear of one event, and hardly ever does anybody's right change. So the database counts the
//! changes (table `rights`), and that count and today's date are read once for all who wait; only when they have moved is a person
//! looked up anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Date, Text, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use tokio::sync::Mutex;

use super::{Caller, who};
use crate::app::App;
use crate::error::Result;
use crate::statement::sql;

/// What all rights depend on: how often any was changed, and the business day, on which appointments begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Stamp {
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Date)]
    day: NaiveDate,
}

/// The node's reader of stamps: one question for all who ask at the same time.
#[derive(Debug, Default)]
pub struct Stamps {
    begun: AtomicU64,
    last: Mutex<(u64, Option<Stamp>)>,
}

impl Stamps {
    /// A stamp that was read after this call: by this one, or by another that began later.
    async fn now(&self, app: &App) -> Result<Stamp> {
        let before = AtomicU64::load(&self.begun, Ordering::Acquire);
        let mut last = self.last.lock().await;
        if let (number, Some(stamp)) = *last
            && number > before
        {
            return Ok(stamp);
        }
        let number = self.begun.fetch_add(1, Ordering::AcqRel) + 1;
        let stamp = read(app).await?;
        *last = (number, Some(stamp));
        Ok(stamp)
    }
}

async fn read(app: &App) -> Result<Stamp> {
    let text = "SELECT version, (business_now() AT TIME ZONE 'Asia/Bangkok')::date AS day FROM rights";
    Ok(sql(text).get_result(&mut app.connection().await?).await?)
}

/// How a caller's rights stand to those something was begun under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They are the same.
    Same,
    /// They are others.
    Others,
    /// The account or the device may not act any more.
    None,
}

/// The rights something goes on under.
pub struct Rights {
    app: App,
    caller: Arc<Caller>,
    /// The stamp at which they were last found to be the same.
    seen: Mutex<Option<Stamp>>,
}

impl Rights {
    /// Those of a caller who was just looked up.
    #[must_use]
    pub fn of(app: App, caller: Arc<Caller>) -> Self {
        let seen = Mutex::default();
        Self { app, caller, seen }
    }

    /// How they stand now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn standing(&self) -> Result<Standing> {
        let stamp = self.app.stamps().now(&self.app).await?;
        let mut seen = self.seen.lock().await;
        if *seen == Some(stamp) {
            return Ok(Standing::Same);
        }
        let standing = match self.looked_up().await? {
            Some(caller) if caller.assignments == self.caller.assignments => Standing::Same,
            Some(_) => Standing::Others,
            None => Standing::None,
        };
        *seen = (standing == Standing::Same).then_some(stamp);
        Ok(standing)
    }

    async fn looked_up(&self) -> Result<Option<Caller>> {
        let mut connection = self.app.connection().await?;
        let account: Option<Account> = sql("SELECT username FROM account WHERE person_id = $1")
            .bind::<SqlUuid, _>(self.caller.person)
            .get_result(&mut connection)
            .await
            .optional()?;
        match account.zip(self.caller.device) {
            Some((account, device)) => who::caller(&mut connection, &account.username, device).await,
            None => Ok(None),
        }
    }
}

#[derive(QueryableByName)]
struct Account {
    #[diesel(sql_type = Text)]
    username: String,
}
