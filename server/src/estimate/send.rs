//! Sending: the CD officer signs the certified estimate and sends it to the province; its figures become a numbered revision that is
//! never rewritten.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Binary, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, EstimateKey, digest};

use super::canonical;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::life::{self, Act, SignatureInput};
use crate::statement::sql;

/// Signs a certified estimate and sends it to the province.
#[derive(Debug, Clone, InputObject)]
pub struct SendEstimateInput {
    /// The estimate.
    pub(super) estimate: EstimateKey,
    /// The digest the person signs and sends.
    digest: String,
    #[graphql(flatten)]
    signature: SignatureInput,
}

/// By the letter's day (FY2566: 23 February); what is sent later says so.
///
/// # Errors
/// By scope, window, digest and status; `INVALID` as [`life::sign`].
pub(super) async fn send(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SendEstimateInput) -> Result<()> {
    let act = Act::begin(connection, caller, &input.estimate.clone().into(), Action::Send).await?;
    act.in_window()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    let figures = unaltered(connection, &act, &input.estimate).await?;
    life::sign(connection, &act, &input.digest, &input.signature).await?;
    record(connection, &act, &input.estimate, figures).await?;
    act.conclude(connection, act.event("SENT").digest(&input.digest)).await
}

/// The figures, which nobody can have changed since the submission: if they did change, nothing is sent.
async fn unaltered(connection: &mut AsyncPgConnection, act: &Act, key: &EstimateKey) -> Result<Vec<u8>> {
    let figures = canonical::canonical(connection, key).await?;
    if act.fixed() == digest(&figures) {
        return Ok(figures);
    }
    Err(Error::internal(format!("the figures of {key} are not those that were submitted")))
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, key: &EstimateKey, figures: Vec<u8>) -> Result<()> {
    let window = act
        .life
        .time
        .window
        .ok_or_else(|| Error::internal("an open estimate has no window"))?;
    sql(include_str!("send.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Integer, _>(key.fiscal_year)
        .bind::<Binary, _>(figures)
        .bind::<Text, _>(act.life.time.timeliness())
        .bind::<Timestamptz, _>(window.due_at)
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .bind::<Text, _>(act.assignment()?.capacity.clone())
        .execute(connection)
        .await?;
    Ok(())
}
