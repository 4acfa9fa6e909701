//! Reading evidence and spot checks: of a report, page by page, in the order in which their ids were made.

use async_graphql::ID;
use diesel::sql_types::{Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::ReportKey;
use uuid::Uuid;

use super::object::{Evidence, SpotCheck};
use crate::error::{Error, Result};
use crate::statement::{Statement, sql};
use crate::text;

/// The longest page.
const MOST: i32 = 500;

/// Which of a report's.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    producer: Option<Uuid>,
    after: Option<Uuid>,
    limit: i32,
}

impl Asked {
    /// Of one producer or of all, behind an id, at most so many.
    ///
    /// # Errors
    /// `NOT_FOUND` for ids that cannot be; `INVALID` beyond 1 … 500.
    pub fn new(producer: Option<&ID>, after: Option<&ID>, limit: i32) -> Result<Self> {
        if !(1..=MOST).contains(&limit) {
            return Err(Error::invalid("limit", "range", "ขอได้ครั้งละ 1 ถึง 500 / 1 to 500 a page"));
        }
        Ok(Self {
            producer: producer.map(|id| text::id("producerId", id)).transpose()?,
            after: after.map(|id| text::id("after", id)).transpose()?,
            limit,
        })
    }

    fn of(self, report: &ReportKey, text: &'static str) -> Statement<'static> {
        sql(text)
            .bind::<Text, _>(report.district.to_string())
            .bind::<Date, _>(report.month)
            .bind::<Nullable<SqlUuid>, _>(self.producer)
            .bind::<Nullable<SqlUuid>, _>(self.after)
            .bind::<Integer, _>(self.limit)
    }
}

/// The evidence of a report, withdrawn ones included.
///
/// # Errors
/// When the database fails.
pub async fn evidence(connection: &mut AsyncPgConnection, report: &ReportKey, asked: Asked) -> Result<Vec<Evidence>> {
    let text = concat!(
        include_str!("select_evidence.sql"),
        "WHERE evidence.district = $1 AND evidence.month = $2 AND evidence.producer_id = coalesce($3, evidence.producer_id)
           AND evidence.id > coalesce($4, '00000000-0000-0000-0000-000000000000'::uuid)
         ORDER BY evidence.id LIMIT $5"
    );
    Ok(asked.of(report, text).load(connection).await?)
}

/// The spot checks of a report.
///
/// # Errors
/// When the database fails.
pub async fn spot_checks(connection: &mut AsyncPgConnection, report: &ReportKey, asked: Asked) -> Result<Vec<SpotCheck>> {
    let text = concat!(
        include_str!("select_spot_check.sql"),
        "WHERE spot_check.district = $1 AND spot_check.month = $2 AND spot_check.producer_id = coalesce($3, spot_check.producer_id)
           AND spot_check.id > coalesce($4, '00000000-0000-0000-0000-000000000000'::uuid)
         ORDER BY spot_check.id LIMIT $5"
    );
    Ok(asked.of(report, text).load(connection).await?)
}

/// One piece of evidence; nothing for one the caller's wall does not show.
pub(super) async fn one_evidence(connection: &mut AsyncPgConnection, id: Uuid) -> Result<Option<Evidence>> {
    let text = concat!(include_str!("select_evidence.sql"), "WHERE evidence.id = $1");
    let found: Vec<Evidence> = sql(text).bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(found.into_iter().next())
}

/// One spot check; nothing for one the caller's wall does not show.
pub(super) async fn one_spot_check(connection: &mut AsyncPgConnection, id: Uuid) -> Result<Option<SpotCheck>> {
    let text = concat!(include_str!("select_spot_check.sql"), "WHERE spot_check.id = $1");
    let found: Vec<SpotCheck> = sql(text).bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(found.into_iter().next())
}
