//! What was recorded by mistake counts no more; that it was recorded stays.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::object::Evidence;
use super::read::one_evidence;
use super::record::RECORDERS;
use super::standing::Standing;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;
use crate::text::{self, LONGEST, required};

/// Withdraws evidence.
#[derive(Debug, Clone, InputObject)]
pub struct WithdrawEvidenceInput {
    /// The evidence.
    id: ID,
    /// Why.
    reason: String,
}

/// Withdraws it once; again, it is as it was.
pub(super) async fn withdraw(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &WithdrawEvidenceInput) -> Result<Evidence> {
    let id = text::id("id", &input.id)?;
    let nothing = || Error::not_found("id");
    let found = one_evidence(connection, id).await?.ok_or_else(nothing)?;
    let standing = Standing::begin(connection, caller, &RECORDERS, &found.producer_id.into(), found.month).await?;
    let reason = required("reason", &input.reason, LONGEST)?;
    let now = one_evidence(connection, id).await?.ok_or_else(nothing)?;
    if now.withdrawn_at.is_some() {
        return Ok(now);
    }
    sql("INSERT INTO evidence_withdrawal (evidence_id, reason, withdrawn_at, withdrawn_by) VALUES ($1, $2, $3, $4)")
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(reason)
        .bind::<Timestamptz, _>(standing.report.facts().now)
        .bind::<SqlUuid, _>(caller.person)
        .execute(connection)
        .await?;
    standing.conclude(connection, "EVIDENCE_WITHDRAWN", reason).await?;
    one_evidence(connection, id).await?.ok_or_else(nothing)
}
