//! What freezes at submission: who may vote, and how many must have voted before the chair may close.

use diesel::sql_types::{Date, Integer, SmallInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{FiscalYear, QuorumRule, Refusal, RefusalCode, Subject};

use super::decision::number;
use crate::error::{Error, Result};
use crate::life::{self, Act};
use crate::statement::sql;

/// Freezes the members of today and the quorum for the submission that is being made.
///
/// # Errors
/// `COMMITTEE_MISSING` where the district has none.
pub(crate) async fn freeze_electorate(connection: &mut AsyncPgConnection, act: &Act) -> Result<()> {
    let members = freeze_members(connection, act).await?;
    if members == 0 {
        let message = "อำเภอยังไม่มีคณะกรรมการ / The district has no committee to certify the report";
        return Err(Refusal::new(RefusalCode::CommitteeMissing, message).into());
    }
    let rule = rule(connection, act.subject().fiscal_year()).await?;
    freeze_quorum(connection, act.subject(), &rule, members).await
}

async fn freeze_members(connection: &mut AsyncPgConnection, act: &Act) -> Result<usize> {
    Ok(life::of_subject(include_str!("freeze_electorate.sql"), act.subject())
        .bind::<Integer, _>(act.life.submission + 1)
        .bind::<Date, _>(act.today())
        .execute(connection)
        .await?)
}

/// The votes in the system are one meeting that lasts until it closes; a meeting on paper may be called again.
async fn freeze_quorum(connection: &mut AsyncPgConnection, subject: &Subject, rule: &QuorumRule, members: usize) -> Result<()> {
    let [first, again] = [false, true].map(|again| number(rule.quorum(members, again)));
    let text = match subject {
        Subject::Report(_) => {
            "UPDATE report SET quorum = $1, recalled_quorum = $2, recalled_within_days = $3 WHERE district = $4 AND month = $5"
        }
        Subject::Estimate(_) => {
            "UPDATE estimate SET quorum = $1, recalled_quorum = $2, recalled_within_days = $3 WHERE district = $4 AND month = $5"
        }
    };
    sql(text)
        .bind::<Integer, _>(first)
        .bind::<Integer, _>(again)
        .bind::<SmallInt, _>(rule.recalled_within_days)
        .bind::<Text, _>(subject.district().to_string())
        .bind::<Date, _>(subject.term())
        .execute(connection)
        .await?;
    Ok(())
}

/// The rule of the fiscal year.
async fn rule(connection: &mut AsyncPgConnection, year: FiscalYear) -> Result<QuorumRule> {
    let found = super::rule::rule(connection, year.number()).await?;
    let found = found.ok_or_else(|| Error::internal("no committee rule for the fiscal year"))?;
    Ok(found.into())
}
