//! Reporting on: the letters by which a consolidation went to the Office of the Public Sector Development Commission and the Ministry.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, Day, Month, Recipient, Role};
use uuid::Uuid;

use super::object::{Consolidation, find};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::request::mutate;
use crate::statement::sql;
use crate::text::{LONGEST, LONGEST_NAME, optional, required};

/// A letter by which a consolidation was sent on.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct Transmission {
    /// To whom.
    #[diesel(sql_type = Text)]
    recipient: Recipient,
    /// The letter's number.
    #[diesel(sql_type = Text)]
    letter_number: String,
    /// The day on the letter.
    #[diesel(sql_type = Date)]
    letter_date: Day,
    /// What else is to be said.
    #[diesel(sql_type = Nullable<Text>)]
    remark: Option<String>,
    /// The business instant it was recorded.
    #[diesel(sql_type = Timestamptz)]
    recorded_at: DateTime<Utc>,
    /// Who recorded it.
    #[diesel(sql_type = Text)]
    recorded_by: String,
}

/// Records a letter by which a consolidation was sent on.
#[derive(Debug, Clone, InputObject)]
pub struct RecordTransmissionInput {
    /// The month.
    month: Month,
    /// The number of the consolidation, from 1; a draft is not sent.
    consolidation: i32,
    /// To whom.
    recipient: Recipient,
    /// The letter's number.
    letter_number: String,
    /// The day on the letter: from the day of the consolidation to today.
    letter_date: Day,
    /// What else is to be said.
    remark: Option<String>,
}

/// What the department sends on.
#[derive(Default)]
pub struct TransmissionMutation;

#[Object]
impl TransmissionMutation {
    /// Records a letter by which a consolidation was sent on. A later consolidation is sent by another letter; nothing sent is rewritten.
    async fn record_transmission(&self, context: &Context<'_>, input: RecordTransmissionInput) -> Result<Consolidation> {
        mutate(context, input, |connection, caller, input| {
            transmit(connection, caller, input).boxed()
        })
        .await
    }
}

async fn transmit(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &RecordTransmissionInput) -> Result<Consolidation> {
    caller.must_hold(Role::DepartmentOfficer, &AreaCode::nation(), "month")?;
    let sent = find(connection, input.month, Some(input.consolidation)).await?;
    let sent = sent.ok_or_else(|| Error::not_found("consolidation"))?;
    let now = clock::business(connection).await?;
    may_be_sent(&sent, input.letter_date, now)?;
    let number = required("letterNumber", &input.letter_number, LONGEST_NAME)?;
    record(connection, caller, input, number, now).await?;
    let said = format!("{} {} {} {number}", sent.month, sent.number, input.recipient);
    let event = NewEvent::new("TRANSMITTED", &AreaCode::nation(), None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&said).digest(&sent.digest)).await?;
    Ok(sent)
}

/// A draft is not sent, and no letter is older than what it brings.
fn may_be_sent(sent: &Consolidation, letter_date: Day, now: DateTime<Utc>) -> Result<()> {
    if sent.is_draft() {
        let message = "ร่างยังส่งไม่ได้ โปรดรวบรวมข้อมูลก่อน / A draft is not sent: consolidate the month first";
        return Err(Error::invalid("consolidation", "draft", message));
    }
    if clock::bangkok_day(sent.consolidated_at) <= letter_date.0 && letter_date.0 <= clock::bangkok_day(now) {
        return Ok(());
    }
    let message = "วันที่หนังสือต้องอยู่ระหว่างวันที่รวบรวมกับวันนี้ / The letter's day lies between the consolidation and today";
    Err(Error::invalid("letterDate", "range", message))
}

async fn record(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    input: &RecordTransmissionInput,
    number: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let remark = optional("remark", input.remark.as_deref(), LONGEST)?;
    let text =
        "INSERT INTO transmission (id, month, number, recipient, letter_number, letter_date, remark, recorded_at, recorded_by, device_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    sql(text)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Date, _>(input.month)
        .bind::<Integer, _>(input.consolidation)
        .bind::<Text, _>(input.recipient)
        .bind::<Text, _>(number.to_owned())
        .bind::<Date, _>(input.letter_date)
        .bind::<Nullable<Text>, _>(remark.map(str::to_owned))
        .bind::<Timestamptz, _>(now)
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Nullable<SqlUuid>, _>(caller.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// The letters of a consolidation, by their day.
///
/// # Errors
/// When the database fails.
pub(super) async fn transmissions(connection: &mut AsyncPgConnection, month: Month, number: i32) -> Result<Vec<Transmission>> {
    let text = "SELECT recipient, letter_number, letter_date, remark, recorded_at, person.name AS recorded_by
        FROM transmission JOIN person ON person.id = recorded_by WHERE month = $1 AND number = $2
        ORDER BY letter_date, recorded_at, transmission.id";
    Ok(sql(text).bind::<Date, _>(month).bind::<Integer, _>(number).load(connection).await?)
}
