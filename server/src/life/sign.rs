//! The block under a signature: who, in which capacity, by which order, on which digest; in the system by the CD officer, on paper also
//! by whoever acts for the officer who records it.

use async_graphql::InputObject;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Day, SignatureMode};

use super::act::Act;
use crate::error::{Error, Result};
use crate::statement::sql;
use crate::text::{self, LONGEST_NAME};

/// A signature.
#[derive(Debug, Clone, InputObject)]
pub struct SignatureInput {
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

/// Writes the signature under the present submission.
///
/// # Errors
/// `INVALID` for a day outside submission … today, and where another is said to have signed in the system.
pub(crate) async fn sign(connection: &mut AsyncPgConnection, act: &Act, digest: &str, given: &SignatureInput) -> Result<()> {
    act.since_submission("signedOn", given.signed_on)?;
    let block = Block::of(act, given)?;
    sql(include_str!("sign.sql"))
        .bind::<Text, _>(act.district().to_string())
        .bind::<Date, _>(act.subject().term())
        .bind::<Integer, _>(act.life.submission)
        .bind::<Text, _>(digest.to_owned())
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Text, _>(block.name)
        .bind::<Text, _>(block.position)
        .bind::<Text, _>(block.capacity)
        .bind::<Text, _>(block.order_number)
        .bind::<Text, _>(given.mode)
        .bind::<Date, _>(given.signed_on)
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// What stands under the signature.
struct Block {
    name: String,
    position: String,
    capacity: String,
    order_number: String,
}

impl Block {
    fn of(act: &Act, given: &SignatureInput) -> Result<Self> {
        match (&given.signer, given.mode) {
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
