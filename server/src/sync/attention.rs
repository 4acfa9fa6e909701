//! What waits for a person, as the office sees it: how much of it in each district, and what.

use std::collections::HashMap;

use async_graphql::{Context, Object};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Long};

use super::held::{HeldAttempt, opening};
use super::result::{SyncConflict, SyncRejection};
use crate::error::Result;
use crate::request;
use crate::statement::sql;

/// Rows of a list, by default and at most; beyond that the count tells how many there are.
const USUAL: i32 = 50;
const MOST: i32 = 100;

/// What waits for a person in one district: conflicts to decide, refusals to look at, edits whose month is not open.
pub struct Attention {
    district: AreaCode,
    counts: Counts,
}

/// How much waits in a district.
#[derive(Debug, Clone, Default, QueryableByName)]
pub struct Counts {
    #[diesel(sql_type = Text)]
    district: String,
    #[diesel(sql_type = BigInt)]
    conflicts: i64,
    #[diesel(sql_type = BigInt)]
    rejections: i64,
    #[diesel(sql_type = BigInt)]
    held: i64,
}

/// What waits in each of some districts; those in which nothing does are left out.
///
/// # Errors
/// When the database fails.
pub async fn counts(connection: &mut AsyncPgConnection, districts: Vec<String>) -> Result<HashMap<String, Counts>> {
    let found: Vec<Counts> = sql(include_str!("count_attention.sql"))
        .bind::<Array<Text>, _>(districts)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|counts| (counts.district.clone(), counts)).collect())
}

impl Attention {
    /// What waits in `district`.
    #[must_use]
    pub fn new(district: AreaCode, counts: Counts) -> Self {
        Self { district, counts }
    }
}

/// What waits for a person in one district: conflicts to decide, refusals to look at, edits whose month is not open.
#[Object]
impl Attention {
    /// Conflicts that nobody has decided.
    async fn conflict_count(&self) -> Long {
        Long(self.counts.conflicts)
    }

    /// Refused edits whose refusal nobody has seen.
    async fn rejection_count(&self) -> Long {
        Long(self.counts.rejections)
    }

    /// Edits that wait for their month.
    async fn held_count(&self) -> Long {
        Long(self.counts.held)
    }

    /// Conflicts that nobody has decided, oldest first.
    async fn conflicts(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many: 0 to 100", default_with = "Some(USUAL)")] first: Option<i32>,
    ) -> Result<Vec<SyncConflict>> {
        let statement = sql(concat!(
            include_str!("select_conflict.sql"),
            "WHERE conflict.district = $1 AND conflict.resolved_at IS NULL ORDER BY conflict.raised_at, conflict.id LIMIT $2"
        ));
        Ok(statement
            .bind::<Text, _>(self.district.as_str())
            .bind::<BigInt, _>(bounded(first))
            .load(&mut *request::read(context).await?)
            .await?)
    }

    /// Refused edits whose refusal nobody has seen, oldest first.
    async fn rejections(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many: 0 to 100", default_with = "Some(USUAL)")] first: Option<i32>,
    ) -> Result<Vec<SyncRejection>> {
        let statement = sql(concat!(
            include_str!("select_rejection.sql"),
            "WHERE rejection.district = $1 AND rejection.acknowledged_at IS NULL ORDER BY rejection.rejected_at, rejection.operation_id LIMIT $2"
        ));
        Ok(statement
            .bind::<Text, _>(self.district.as_str())
            .bind::<BigInt, _>(bounded(first))
            .load(&mut *request::read(context).await?)
            .await?)
    }

    /// Edits that wait for their month, oldest first.
    async fn held(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many: 0 to 100", default_with = "Some(USUAL)")] first: Option<i32>,
    ) -> Result<Vec<HeldAttempt>> {
        let statement = sql(concat!(
            include_str!("select_held.sql"),
            "WHERE held_attempt.district = $1 AND held_attempt.ended_at IS NULL ORDER BY held_attempt.held_since, held_attempt.operation_id LIMIT $2"
        ));
        let mut connection = request::read(context).await?;
        let found = statement
            .bind::<Text, _>(self.district.as_str())
            .bind::<BigInt, _>(bounded(first))
            .load(&mut *connection)
            .await?;
        opening(&mut connection, found).await
    }
}

fn bounded(first: Option<i32>) -> i64 {
    first.unwrap_or(USUAL).clamp(0, MOST).into()
}
