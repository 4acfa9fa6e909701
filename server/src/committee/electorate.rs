//! What freezes at submission: who may vote, and how many must have voted before the chair may close.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, SmallInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Month, QuorumRule, Refusal, RefusalCode, ReportKey};

use crate::error::{Error, Result};
use crate::statement::sql;

/// Freezes the members of that day and the quorum for a submission.
///
/// # Errors
/// `COMMITTEE_MISSING` where the district has none.
pub(crate) async fn freeze_electorate(connection: &mut AsyncPgConnection, key: &ReportKey, submission: i32, day: NaiveDate) -> Result<()> {
    let members = freeze_members(connection, key, submission, day).await?;
    if members == 0 {
        let message = "อำเภอยังไม่มีคณะกรรมการ / The district has no committee to certify the report";
        return Err(Refusal::new(RefusalCode::CommitteeMissing, message).into());
    }
    // A meeting called again belongs to resolutions on paper: the votes here are one meeting that lasts until it closes.
    let quorum = rule(connection, key.month).await?.quorum(members, false);
    freeze_quorum(connection, key, quorum as i32).await
}

async fn freeze_members(connection: &mut AsyncPgConnection, key: &ReportKey, submission: i32, day: NaiveDate) -> Result<usize> {
    Ok(sql(include_str!("freeze_electorate.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Integer, _>(submission)
        .bind::<Date, _>(day)
        .execute(connection)
        .await?)
}

async fn freeze_quorum(connection: &mut AsyncPgConnection, key: &ReportKey, quorum: i32) -> Result<()> {
    sql("UPDATE report SET quorum = $1 WHERE district = $2 AND month = $3")
        .bind::<Integer, _>(quorum)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .execute(connection)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Rule {
    #[diesel(sql_type = SmallInt)]
    quorum_divisor: i16,
    #[diesel(sql_type = SmallInt)]
    recalled_divisor: i16,
    #[diesel(sql_type = SmallInt)]
    recalled_within_days: i16,
}

/// The rule of the month's fiscal year.
async fn rule(connection: &mut AsyncPgConnection, month: Month) -> Result<QuorumRule> {
    let text = "SELECT quorum_divisor, recalled_divisor, recalled_within_days FROM committee_rule WHERE fiscal_year = $1";
    let found: Vec<Rule> = sql(text).bind::<Integer, _>(month.fiscal_year().number()).load(connection).await?;
    let Rule {
        quorum_divisor,
        recalled_divisor,
        recalled_within_days,
    } = found
        .into_iter()
        .next()
        .ok_or_else(|| Error::internal("no committee rule for the fiscal year"))?;
    Ok(QuorumRule {
        quorum_divisor,
        recalled_divisor,
        recalled_within_days,
    })
}
