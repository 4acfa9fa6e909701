//! The province looks at a producer's evidence and says whether it agrees with the figures, which are written down as they are then.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use diesel::sql_types::{Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Day, Month, Role};
use uuid::Uuid;

use super::object::SpotCheck;
use super::read::one_spot_check;
use super::record::reused;
use super::standing::Standing;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;
use crate::text::{self, LONGEST, optional};

/// Records a spot check.
#[derive(Debug, Clone, InputObject)]
pub struct RecordSpotCheckInput {
    /// A UUID of the client's own: sent again after a lost answer, it is recorded once.
    id: ID,
    /// The producer.
    producer_id: ID,
    /// The month (CE).
    month: Month,
    /// Whether the evidence agrees with the figures.
    agrees: bool,
    /// What was found; required where it does not agree.
    note: Option<String>,
    /// The day of the look; not after today.
    checked_on: Day,
}

/// Records it once.
pub(super) async fn check(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &RecordSpotCheckInput) -> Result<SpotCheck> {
    let id = text::id("id", &input.id)?;
    let standing = Standing::begin(connection, caller, &[Role::ProvinceOfficer], &input.producer_id, input.month).await?;
    standing.has_come("checkedOn", input.checked_on)?;
    let note = found(input)?;
    if let Some(recorded) = one_spot_check(connection, id).await? {
        return is_same(&recorded, &standing, input, note)
            .then_some(recorded)
            .ok_or_else(|| reused().into());
    }
    insert(connection, id, &standing, input, note).await?;
    let said = if input.agrees { "AGREES" } else { "DISAGREES" };
    let said = note.map_or_else(|| said.to_owned(), |note| format!("{said}: {note}"));
    standing.conclude(connection, "SPOT_CHECKED", &said).await?;
    one_spot_check(connection, id).await?.ok_or_else(|| Error::not_found("id"))
}

/// What was found; who says that something does not agree says what.
fn found(input: &RecordSpotCheckInput) -> Result<Option<&str>> {
    let note = optional("note", input.note.as_deref(), LONGEST)?;
    if input.agrees || note.is_some() {
        return Ok(note);
    }
    let message = "โปรดระบุข้อที่ไม่ตรงกัน / Please say what does not agree";
    Err(Error::invalid("note", "required", message))
}

fn is_same(recorded: &SpotCheck, standing: &Standing, input: &RecordSpotCheckInput, note: Option<&str>) -> bool {
    let place = recorded.producer_id == standing.producer && recorded.month == standing.key().month;
    place && recorded.agrees == input.agrees && recorded.note.as_deref() == note && recorded.checked_on == input.checked_on
}

async fn insert(
    connection: &mut AsyncPgConnection,
    id: Uuid,
    standing: &Standing,
    input: &RecordSpotCheckInput,
    note: Option<&str>,
) -> Result<()> {
    let key = standing.key();
    sql(include_str!("insert_spot_check.sql"))
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<SqlUuid, _>(standing.producer)
        .bind::<Bool, _>(input.agrees)
        .bind::<Nullable<Text>, _>(note)
        .bind::<Date, _>(input.checked_on)
        .bind::<Timestamptz, _>(standing.report.facts().now)
        .bind::<SqlUuid, _>(standing.caller.person)
        .bind::<Text, _>(standing.capacity())
        .bind::<Nullable<SqlUuid>, _>(standing.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}
