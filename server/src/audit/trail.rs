//! What happened to a report, or to one producer's figures in it: who, what, when, from which device, on which digest, in which
//! capacity.

use async_graphql::{ComplexObject, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, Category, SheetState, Subject};
use uuid::Uuid;

use super::MOST;
use crate::error::{Error, Result};
use crate::feed::OperationLine;
use crate::statement::sql;

/// Before all indexes: the latest links.
pub(crate) const LATEST: i32 = i32::MAX;

/// One link of the audit chain.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct AuditEntry {
    /// Its place in the chain, from 1.
    #[diesel(sql_type = Integer)]
    pub index: i32,
    /// What happened.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// The business instant.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// Who did it.
    #[diesel(sql_type = Nullable<Text>)]
    pub by: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<SqlUuid>)]
    person: Option<Uuid>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<SqlUuid>)]
    device: Option<Uuid>,
    /// In which capacity, such as รักษาราชการแทน; null for one's own office.
    #[diesel(sql_type = Nullable<Text>)]
    pub capacity: Option<String>,
    /// Why.
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    /// On which digest.
    #[diesel(sql_type = Nullable<Text>)]
    pub digest: Option<String>,
    /// SHA-256 of the hash before it and its own text, in hex.
    #[diesel(sql_type = Text)]
    pub hash: String,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    lines: Option<String>,
}

#[ComplexObject]
impl AuditEntry {
    /// Who did it; null for the system.
    async fn person_id(&self) -> Option<ID> {
        self.person.map(Into::into)
    }

    /// From which laptop or browser.
    async fn device_id(&self) -> Option<ID> {
        self.device.map(Into::into)
    }

    /// The figures and sheets it changed.
    async fn changes(&self) -> Result<Vec<AuditChange>> {
        let Some(lines) = &self.lines else { return Ok(Vec::new()) };
        let lines: Vec<OperationLine> = serde_json::from_str(lines).map_err(Error::internal)?;
        Ok(lines.into_iter().map(AuditChange).collect())
    }
}

/// One change of a figure or sheet, as the trail keeps it.
#[derive(Debug, Clone)]
pub struct AuditChange(OperationLine);

/// One change of a figure or sheet, as the trail keeps it.
#[Object]
impl AuditChange {
    /// The edit; null where it was none, such as an import.
    async fn operation_id(&self) -> Option<ID> {
        self.0.id.map(Into::into)
    }

    /// The producer concerned.
    async fn producer_id(&self) -> Option<ID> {
        self.0.producer.map(Into::into)
    }

    /// The figure's category; null for a sheet.
    async fn category(&self) -> Option<Category> {
        self.0.category.as_deref()?.parse().ok()
    }

    /// The figure's sales channel; null for a sheet.
    async fn channel(&self) -> Option<ID> {
        self.0.channel.clone().map(Into::into)
    }

    /// The period of a figure of a year's estimate; null for any other.
    async fn period(&self) -> Option<i32> {
        self.0.period.map(i32::from)
    }

    /// The figure's new amount in baht; null where it was removed.
    async fn amount(&self) -> Option<Baht> {
        self.0.amount.as_deref()?.parse().ok()
    }

    /// The sheet's new state.
    async fn state(&self) -> Option<SheetState> {
        self.0.state.as_deref()?.parse().ok()
    }

    /// The version it made.
    async fn version(&self) -> Option<i32> {
        self.0.version
    }

    /// Why, where the person was asked.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The absent colleague whose edit the CD officer sent.
    async fn adopted_from(&self) -> Option<ID> {
        self.0.adopted_from.map(Into::into)
    }

    /// Why the colleague did not send it.
    async fn adoption_reason(&self) -> Option<&str> {
        self.0.adoption_reason.as_deref()
    }
}

/// At most the latest `limit` links of a report's chain, or those of an estimate in its district's, before index `before`, oldest first;
/// with a producer only what concerns it.
///
/// # Errors
/// `INVALID` for a limit outside 1 … 500.
pub(crate) async fn trail(
    connection: &mut AsyncPgConnection,
    subject: &Subject,
    producer: Option<Uuid>,
    before: i32,
    limit: i32,
) -> Result<Vec<AuditEntry>> {
    let mut entries: Vec<AuditEntry> = sql(include_str!("trail.sql"))
        .bind::<Text, _>(subject.district().to_string())
        .bind::<Nullable<Date>, _>(subject.month())
        .bind::<Nullable<Integer>, _>(subject.estimate().map(|key| key.fiscal_year.number()))
        .bind::<Nullable<Text>, _>(producer.map(|producer| producer.to_string()))
        .bind::<Integer, _>(before)
        .bind::<Integer, _>(page(limit)?)
        .load(connection)
        .await?;
    entries.reverse();
    Ok(entries)
}

/// A page's size, if it is one.
pub(super) fn page(limit: i32) -> Result<i32> {
    if (1..=MOST).contains(&limit) {
        return Ok(limit);
    }
    let message = format!("ขอได้ครั้งละ 1 ถึง {MOST} รายการ / Ask for 1 to {MOST} at once.");
    Err(Error::invalid("limit", "range", &message))
}
