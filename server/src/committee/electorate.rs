//! What freezes at submission: who may vote, and how many must have voted before the chair may close.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, SmallInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Month, QuorumRule, Refusal, RefusalCode, ReportKey};

use super::decision::number;
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
    let rule = rule(connection, key.month).await?;
    freeze_quorum(connection, key, &rule, members).await
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

/// The votes in the system are one meeting that lasts until it closes; a meeting on paper may be called again.
async fn freeze_quorum(connection: &mut AsyncPgConnection, key: &ReportKey, rule: &QuorumRule, members: usize) -> Result<()> {
    let [first, again] = [false, true].map(|again| number(rule.quorum(members, again)));
    let text = "UPDATE report SET quorum = $1, recalled_quorum = $2, recalled_within_days = $3 WHERE district = $4 AND month = $5";
    sql(text)
        .bind::<Integer, _>(first)
        .bind::<Integer, _>(again)
        .bind::<SmallInt, _>(rule.recalled_within_days)
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
