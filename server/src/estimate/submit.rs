//! Submitting: the estimate goes before the committee; digest and electorate freeze.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::QueryableByName;
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, EstimateKey, Refusal, RefusalCode};
use uuid::Uuid;

use super::canonical;
use crate::committee;
use crate::error::Result;
use crate::identity::Caller;
use crate::life::{Act, text};
use crate::statement::sql;

/// Puts an estimate before its committee.
#[derive(Debug, Clone, InputObject)]
pub struct SubmitEstimateInput {
    /// The estimate.
    pub(super) estimate: EstimateKey,
    /// The digest of the figures the person looked at.
    digest: String,
    /// The committee's meeting.
    meeting: Option<String>,
    /// A remark to the committee.
    remark: Option<String>,
}

/// Every producer of the year must have a figure (assumption): empty is not zero.
///
/// # Errors
/// By scope, window, digest, status; then `ROSTER_INCOMPLETE`, `COMMITTEE_MISSING`, `INVALID`.
pub(super) async fn submit(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SubmitEstimateInput) -> Result<()> {
    let act = Act::begin(connection, caller, &input.estimate.clone().into(), Action::Submit).await?;
    act.in_window()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    complete(&missing(connection, &input.estimate).await?)?;
    let digest = canonical::live_digest(connection, &input.estimate).await?;
    freeze(connection, &act, input, &digest).await?;
    committee::freeze_electorate(connection, &act).await?;
    act.conclude(connection, act.event("SUBMITTED").digest(&digest)).await
}

#[derive(QueryableByName)]
struct Missing {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
}

/// The producers of the year without a figure.
///
/// # Errors
/// When the database fails.
pub(super) async fn missing(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Vec<Uuid>> {
    let text = "WITH asked AS (SELECT $1::text AS district, $2::int AS fiscal_year)
        SELECT member.producer_id FROM asked CROSS JOIN LATERAL estimated_producer(asked.district, asked.fiscal_year) AS member
        WHERE NOT EXISTS (SELECT FROM estimate_cell AS figure WHERE NOT figure.deleted AND figure.producer_id = member.producer_id
                          AND figure.district = asked.district AND figure.fiscal_year = asked.fiscal_year)
        ORDER BY member.producer_id";
    let found: Vec<Missing> = sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Integer, _>(key.fiscal_year)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|row| row.producer_id).collect())
}

fn complete(missing: &[Uuid]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let count = missing.len();
    let message = format!("ยังไม่มีประมาณการของผู้ผลิต {count} ราย / {count} producers have no estimate");
    Err(Refusal::new(RefusalCode::RosterIncomplete, message).rule("roster").into())
}

async fn freeze(connection: &mut AsyncPgConnection, act: &Act, input: &SubmitEstimateInput, digest: &str) -> Result<()> {
    sql(include_str!("submit.sql"))
        .bind::<Text, _>(input.estimate.district.to_string())
        .bind::<Integer, _>(input.estimate.fiscal_year)
        .bind::<Text, _>(digest.to_owned())
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Nullable<Text>, _>(text("meeting", input.meeting.as_deref())?)
        .bind::<Nullable<Text>, _>(text("remark", input.remark.as_deref())?)
        .execute(connection)
        .await?;
    Ok(())
}
