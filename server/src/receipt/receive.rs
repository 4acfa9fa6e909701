//! The province registers the signed paper: of which digest, on which day, under which number, and whether it agrees.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{Action, Day, EstimateKey, Refusal, RefusalCode, ReportKey, Subject};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::estimate::{self, Estimate};
use crate::identity::Caller;
use crate::life::{self, Act, text};
use crate::report::{self, Report};
use crate::request::mutate;
use crate::statement::sql;
use crate::text::{LONGEST_NAME, required};

/// A signed paper as it arrived.
#[derive(Debug, Clone, InputObject)]
pub struct PaperInput {
    /// The digest that stands on the paper.
    digest: String,
    /// The number in the province's registry.
    registry_number: String,
    /// The day it arrived: from the submission to today.
    received_on: Day,
    /// Whether what stands on the paper agrees with what the system holds; true where it is left out.
    agrees: Option<bool>,
    /// What was found; required where it does not agree.
    remark: Option<String>,
}

/// Registers the signed paper of a report.
#[derive(Debug, Clone, InputObject)]
pub struct ReceivePaperInput {
    /// The report.
    report: ReportKey,
    #[graphql(flatten)]
    paper: PaperInput,
}

/// Registers the signed paper of a year's estimate.
#[derive(Debug, Clone, InputObject)]
pub struct ReceiveEstimateInput {
    /// The estimate.
    estimate: EstimateKey,
    #[graphql(flatten)]
    paper: PaperInput,
}

/// What the province does with papers.
#[derive(Default)]
pub struct ReceiptMutation;

#[Object]
impl ReceiptMutation {
    /// Registers the signed paper of a report, also while the system is closed. A paper of other figures than the report's is refused
    /// with `STALE_DIGEST`: rule `older` for one that was signed before, `unknown` for one that never was.
    async fn receive_paper(&self, context: &Context<'_>, input: ReceivePaperInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                receive(connection, caller, &input.report.clone().into(), &input.paper).await?;
                report::present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Registers the signed paper of a year's estimate that was sent, as `receivePaper` does.
    async fn receive_estimate(&self, context: &Context<'_>, input: ReceiveEstimateInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                receive(connection, caller, &input.estimate.clone().into(), &input.paper).await?;
                estimate::present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }
}

/// A fact beside the status: no window is asked for.
async fn receive(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, subject: &Subject, input: &PaperInput) -> Result<()> {
    let act = Act::begin(connection, caller, subject, Action::Receive).await?;
    of_these_figures(connection, &act, &input.digest).await?;
    act.step()?;
    act.since_submission("receivedOn", input.received_on)?;
    let number = required("registryNumber", &input.registry_number, LONGEST_NAME)?;
    let remark = found(input)?;
    record(connection, &act, input, number, remark.as_deref()).await?;
    let said = remark.map_or_else(|| number.to_owned(), |remark| format!("{number}: {remark}"));
    act.conclude(connection, act.event("RECEIVED").digest(&input.digest).reason(&said))
        .await
}

/// What was found; a paper that does not agree has to say why.
fn found(input: &PaperInput) -> Result<Option<String>> {
    let remark = text("remark", input.remark.as_deref())?;
    if remark.is_some() || input.agrees.unwrap_or(true) {
        return Ok(remark);
    }
    let message = "โปรดระบุข้อที่ไม่ตรงกัน / Please say what does not agree";
    Err(Error::invalid("remark", "required", message))
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    older: bool,
}

/// The paper is of the report's present figures, or it is refused with what it is instead.
async fn of_these_figures(connection: &mut AsyncPgConnection, act: &Act, digest: &str) -> Result<()> {
    match act.on_digest(connection, digest).await {
        Err(Error::Refused(refusal)) if refusal.code == RefusalCode::StaleDigest => {}
        decided => return decided,
    }
    let text = "SELECT EXISTS (SELECT FROM signature WHERE district = $1 AND month = $2 AND digest = $3) AS older";
    let known: Known = life::of_subject(text, act.subject())
        .bind::<Text, _>(digest.to_owned())
        .get_result(connection)
        .await?;
    let refusal = if known.older { older() } else { unknown() };
    Err(refusal.into())
}

fn older() -> Refusal {
    let message = "เอกสารเป็นฉบับก่อนการแก้ไข โปรดขอฉบับปัจจุบัน / The paper is of figures that were corrected since: ask for the present one";
    Refusal::new(RefusalCode::StaleDigest, message).field("digest").rule("older")
}

fn unknown() -> Refusal {
    let message = "รหัสบนเอกสารไม่ตรงกับรายงานใดที่ลงนามไว้ / No signature of this report ever stood under such a digest";
    Refusal::new(RefusalCode::StaleDigest, message).field("digest").rule("unknown")
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, input: &PaperInput, number: &str, remark: Option<&str>) -> Result<()> {
    let text = "INSERT INTO receipt (id, district, month, submission, digest, registry_number, received_on, agrees, remark, received_at,
            received_by, capacity, device_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    sql(text)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Text, _>(act.district().to_string())
        .bind::<Date, _>(act.subject().term())
        .bind::<Integer, _>(act.life.submission)
        .bind::<Text, _>(input.digest.clone())
        .bind::<Text, _>(number.to_owned())
        .bind::<Date, _>(input.received_on)
        .bind::<Bool, _>(input.agrees.unwrap_or(true))
        .bind::<Nullable<Text>, _>(remark.map(str::to_owned))
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Text, _>(act.assignment()?.capacity.clone())
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}
