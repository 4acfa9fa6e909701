//! Signing form รต.๒: who, in which capacity, by which order, on which digest; in the system by the CD officer, on paper also by whoever
//! acts for the officer who records it.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, Day, ReportKey, SignatureMode};

use super::act::Act;
use super::object::Report;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;
use crate::text::{self, LONGEST_NAME};

/// Signs a certified report.
#[derive(Debug, Clone, InputObject)]
pub struct SignReportInput {
    /// The report.
    report: ReportKey,
    /// The digest the person signs.
    digest: String,
    /// On paper or in the system.
    mode: SignatureMode,
    /// The day on the signature: from the submission to today.
    signed_on: Day,
    /// Who signed the paper, where it was not the officer who records it; never with ELECTRONIC.
    signer: Option<SignerInput>,
}

/// The block under a signature on paper, as it stands there.
#[derive(Debug, Clone, InputObject)]
pub struct SignerInput {
    /// The name.
    name: String,
    /// The position.
    position: String,
    /// In which capacity, such as รักษาราชการแทน.
    capacity: Option<String>,
    /// The order that gave it.
    order_number: Option<String>,
}

/// Certify comes before sign (assumption).
///
/// # Errors
/// By scope, window, digest and status; `INVALID` for a day outside submission … today, and where another is said to have signed in the
/// system.
pub(super) async fn sign(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SignReportInput) -> Result<Report> {
    let act = Act::begin(connection, caller, &input.report, Action::Sign).await?;
    act.in_window()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    act.since_submission("signedOn", input.signed_on)?;
    let block = Block::of(&act, input)?;
    record(connection, &act, input, block).await?;
    let event = act.event("SIGNED").digest(&input.digest);
    act.conclude(connection, event).await
}

/// What stands under the signature.
struct Block {
    name: String,
    position: String,
    capacity: String,
    order_number: String,
}

impl Block {
    fn of(act: &Act, input: &SignReportInput) -> Result<Self> {
        match (&input.signer, input.mode) {
            (None, SignatureMode::Paper | SignatureMode::Electronic) => Self::of_officer(act),
            (Some(signer), SignatureMode::Paper) => Self::on_paper(signer),
            (Some(_), SignatureMode::Electronic) => {
                let message = "ลงนามอิเล็กทรอนิกส์แทนผู้อื่นไม่ได้ / Nobody signs in the system for another";
                Err(Error::invalid("signer", "electronic", message))
            }
        }
    }

    fn of_officer(act: &Act) -> Result<Self> {
        let assignment = act.assignment()?;
        Ok(Self {
            name: act.caller.name.clone(),
            position: act.caller.position.clone(),
            capacity: assignment.capacity.clone(),
            order_number: assignment.order_number.clone(),
        })
    }

    fn on_paper(signer: &SignerInput) -> Result<Self> {
        let left_out = |field, given: &Option<String>| {
            let text = text::optional(field, given.as_deref(), LONGEST_NAME)?;
            Ok::<_, Error>(text.unwrap_or_default().to_owned())
        };
        Ok(Self {
            name: text::required("signer.name", &signer.name, LONGEST_NAME)?.to_owned(),
            position: text::required("signer.position", &signer.position, LONGEST_NAME)?.to_owned(),
            capacity: left_out("signer.capacity", &signer.capacity)?,
            order_number: left_out("signer.orderNumber", &signer.order_number)?,
        })
    }
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, input: &SignReportInput, block: Block) -> Result<()> {
    let key = act.key();
    sql(include_str!("sign.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Integer, _>(act.report.submission)
        .bind::<Text, _>(input.digest.clone())
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Text, _>(block.name)
        .bind::<Text, _>(block.position)
        .bind::<Text, _>(block.capacity)
        .bind::<Text, _>(block.order_number)
        .bind::<Text, _>(input.mode)
        .bind::<Date, _>(input.signed_on)
        .bind::<Timestamptz, _>(act.time.now)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}
