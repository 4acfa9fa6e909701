//! Edits that wait for their month: kept on the device that recorded them, seen by the whole district and the office.

use std::collections::BTreeSet;

use async_graphql::{ComplexObject, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::deserialize;
use diesel::pg::Pg;
use diesel::row::NamedRow;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EntryKey, EstimateEntryKey, Month, RefusalCode, SheetKey, Subject};
use uuid::Uuid;

use crate::calendar;
use crate::error::Result;
use crate::sheet::About;
use crate::statement::sql;

/// An edit whose month was not open when it was offered. Its id is not used up: its device sends it again when the month
/// opens. A `discard` of its operation withdraws it.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct HeldAttempt {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    operation_id: Uuid,
    /// The code of the district.
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[graphql(skip)]
    #[diesel(embed)]
    about: About,
    /// Why it waits, as it was told when it was last offered: `MONTH_CLOSED`, `MONTH_NOT_OPEN` or `CALENDAR_MISSING`.
    #[diesel(sql_type = Text)]
    code: RefusalCode,
    /// What was offered.
    #[diesel(sql_type = Text)]
    offered: String,
    /// Who offered it.
    #[diesel(sql_type = Nullable<Text>)]
    offered_by: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    offered_by_id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    device_id: Uuid,
    /// The business instant it was first offered.
    #[diesel(sql_type = Timestamptz)]
    held_since: DateTime<Utc>,
    /// The business instant it was last offered.
    #[diesel(sql_type = Timestamptz)]
    last_tried_at: DateTime<Utc>,
    /// The business instant it was decided or withdrawn; null while it waits.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ended_at: Option<DateTime<Utc>>,
    #[graphql(skip)]
    #[diesel(embed)]
    opening: Opening,
}

/// When the month opens, by the calendar as it is now; no column of the row.
#[derive(Debug, Clone, Default)]
struct Opening(Option<DateTime<Utc>>);

impl QueryableByName<Pg> for Opening {
    fn build<'a>(_: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        Ok(Self::default())
    }
}

#[ComplexObject]
impl HeldAttempt {
    /// The edit.
    async fn operation_id(&self) -> ID {
        self.operation_id.to_string().into()
    }

    /// The cell, where it is about one.
    async fn entry_id(&self) -> Option<EntryKey> {
        self.about.entry()
    }

    /// The sheet, where it is about its state.
    async fn sheet_id(&self) -> Option<SheetKey> {
        self.about.sheet().filter(|_| self.about.channel.is_none())
    }

    /// The figure of an estimate, where it is about one.
    async fn estimate_id(&self) -> Option<EstimateEntryKey> {
        self.about.estimate()
    }

    /// The month (CE); of an estimate the last of its year.
    async fn month(&self) -> Month {
        Month::of(self.about.month.unwrap_or_default())
    }

    /// Who offered it.
    async fn offered_by_id(&self) -> ID {
        self.offered_by_id.to_string().into()
    }

    /// The device that keeps it and sends it again.
    async fn device_id(&self) -> ID {
        self.device_id.to_string().into()
    }

    /// When the month opens for the district, by the calendar as it is now; null where it is open, or will not open again
    /// without an exception.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.opening.0
    }
}

impl HeldAttempt {
    fn subject(&self) -> Subject {
        Subject::of(self.district.clone(), self.about.month.unwrap_or_default())
    }
}

/// Held attempts by the id of the edit.
///
/// # Errors
/// When the database fails.
pub(super) async fn held(connection: &mut AsyncPgConnection, ids: Vec<Uuid>) -> Result<Vec<HeldAttempt>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = sql(concat!(
        include_str!("select_held.sql"),
        "WHERE held_attempt.operation_id = ANY($1) ORDER BY held_attempt.operation_id"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .load(connection)
    .await?;
    opening(connection, found).await
}

/// Notes when their months open.
pub(super) async fn opening(connection: &mut AsyncPgConnection, mut found: Vec<HeldAttempt>) -> Result<Vec<HeldAttempt>> {
    let subjects: BTreeSet<Subject> = found.iter().map(HeldAttempt::subject).collect();
    let subjects: Vec<Subject> = subjects.into_iter().collect();
    let times = calendar::facts_of(connection, &subjects).await?;
    for attempt in &mut found {
        let refusal = times.get(&attempt.subject()).and_then(|time| time.writable().err());
        attempt.opening = Opening(refusal.and_then(|refusal| refusal.opens_at));
    }
    Ok(found)
}
