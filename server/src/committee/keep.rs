//! Keeping the committee: the district's CD officer appoints and dismisses. A membership carries the assignment by which
//! the member signs in and votes, so the two begin and end together. Electorates that were frozen stay as they are.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use diesel::sql_types::{Bool, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, Refusal, RefusalCode, Role};
use uuid::Uuid;

use super::member::{CommitteeMember, committee, find, member};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life;
use crate::statement::sql;
use crate::text;
use crate::text::{LONGEST_NAME, optional, required};

/// Appoints a member.
#[derive(Debug, Clone, InputObject)]
pub struct AppointMemberInput {
    /// The membership's id, a UUID that the client makes once: sent again after a lost answer, it appoints nobody twice. Made here where
    /// it is left out.
    id: Option<ID>,
    /// The district.
    district: AreaCode,
    /// The person, where he or she is known: who has an account, or was a member before.
    person_id: Option<ID>,
    /// Otherwise the person, to be written down: a member needs no account.
    person: Option<NewMemberInput>,
    /// The order that appoints.
    appointment_order: String,
    /// Whether as its chair; a committee has one at a time.
    is_chair: bool,
    /// Whether as its secretary.
    is_secretary: bool,
    /// The first day of the term.
    from: Day,
    /// The last day of the term, included.
    until: Option<Day>,
}

/// A member without an account, whose votes the secretary records.
#[derive(Debug, Clone, InputObject)]
pub struct NewMemberInput {
    /// The name.
    name: String,
    /// The position.
    position: Option<String>,
}

/// Ends a membership.
#[derive(Debug, Clone, InputObject)]
pub struct DismissMemberInput {
    /// The membership.
    id: ID,
    /// Its last day, included.
    until: Day,
}

/// One membership a person at a time, one chair a committee at a time.
pub(super) async fn appoint(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &AppointMemberInput,
) -> Result<CommitteeMember> {
    caller.must_hold(Role::CdOfficer, &input.district, "district")?;
    lock(connection, &input.district).await?;
    let id = asked_id(input)?;
    if let Some(before) = find(connection, id).await? {
        return input.sent_again(before);
    }
    let person = whom(connection, input).await?;
    term(input.from, input.until)?;
    without_overlap(&committee(connection, &input.district).await?, person, input)?;
    let order = life::text("appointmentOrder", Some(&input.appointment_order))?.unwrap_or_default();
    insert(connection, id, person, &order, input).await?;
    note(connection, caller, &input.district, "MEMBER_APPOINTED", id, &order).await?;
    member(connection, id).await
}

/// The term ends on a day; what the member did before stays.
pub(super) async fn dismiss(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &DismissMemberInput,
) -> Result<CommitteeMember> {
    let id = text::id("id", &input.id)?;
    let found = member(connection, id).await?;
    caller.must_hold(Role::CdOfficer, &found.district, "id")?;
    lock(connection, &found.district).await?;
    term(found.valid_from, Some(input.until))?;
    no_later(found.valid_until, input.until)?;
    sql(include_str!("dismiss.sql"))
        .bind::<SqlUuid, _>(id)
        .bind::<Date, _>(input.until)
        .execute(connection)
        .await?;
    note(
        connection,
        caller,
        &found.district,
        "MEMBER_DISMISSED",
        id,
        &input.until.to_string(),
    )
    .await?;
    member(connection, id).await
}

/// Two appointments to one committee wait for each other, also the first two.
async fn lock(connection: &mut AsyncPgConnection, district: &AreaCode) -> Result<()> {
    let text = "SELECT code FROM area WHERE code = $1 FOR NO KEY UPDATE";
    sql(text).bind::<Text, _>(district.to_string()).execute(connection).await?;
    Ok(())
}

/// The id the membership is to have.
fn asked_id(input: &AppointMemberInput) -> Result<Uuid> {
    input.id.as_ref().map_or_else(|| Ok(Uuid::now_v7()), |id| text::id("id", id))
}

impl AppointMemberInput {
    /// The membership that this very appointment made before.
    ///
    /// # Errors
    /// `OPERATION_REUSED` where it made another.
    fn sent_again(&self, before: CommitteeMember) -> Result<CommitteeMember> {
        let named = match (&self.person_id, &self.person) {
            (Some(id), None) => text::id("personId", id)? == before.person,
            (None, Some(new)) => new.name.trim() == before.name,
            (Some(_), Some(_)) | (None, None) => false,
        };
        let marks = (before.is_chair, before.is_secretary) == (self.is_chair, self.is_secretary);
        let term = (&before.district, before.valid_from) == (&self.district, self.from);
        if named && marks && term {
            return Ok(before);
        }
        let message = "รหัสนี้ใช้กับการแต่งตั้งอื่นแล้ว / This id appointed somebody else already";
        Err(Refusal::new(RefusalCode::OperationReused, message).field("id").into())
    }
}

/// The person to be appointed: one who is known, or one who is written down now.
async fn whom(connection: &mut AsyncPgConnection, input: &AppointMemberInput) -> Result<Uuid> {
    match (&input.person_id, &input.person) {
        (Some(id), None) => {
            let person = text::id("personId", id)?;
            exists(connection, person).await?;
            Ok(person)
        }
        (None, Some(new)) => write_down(connection, new).await,
        (Some(_), Some(_)) | (None, None) => Err(Error::invalid(
            "personId",
            "one-of",
            "โปรดระบุ personId หรือ person อย่างใดอย่างหนึ่ง / Either personId or person",
        )),
    }
}

async fn write_down(connection: &mut AsyncPgConnection, new: &NewMemberInput) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sql("INSERT INTO person (id, name, position) VALUES ($1, $2, $3)")
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(required("name", &new.name, LONGEST_NAME)?.to_owned())
        .bind::<Text, _>(
            optional("position", new.position.as_deref(), LONGEST_NAME)?
                .unwrap_or_default()
                .to_owned(),
        )
        .execute(connection)
        .await?;
    Ok(id)
}

async fn exists(connection: &mut AsyncPgConnection, person: Uuid) -> Result<()> {
    let found = sql("SELECT FROM person WHERE id = $1")
        .bind::<SqlUuid, _>(person)
        .execute(connection)
        .await?;
    if found == 1 { Ok(()) } else { Err(Error::not_found("personId")) }
}

fn term(from: Day, until: Option<Day>) -> Result<()> {
    if until.is_none_or(|until| from <= until) {
        return Ok(());
    }
    Err(Error::invalid(
        "until",
        "order",
        "วันสิ้นสุดอยู่ก่อนวันเริ่มต้น / The term ends before it begins",
    ))
}

/// A longer term is another appointment: it could overlap with somebody else's as chair.
fn no_later(end: Option<Day>, until: Day) -> Result<()> {
    if end.is_none_or(|end| until <= end) {
        return Ok(());
    }
    Err(Error::invalid(
        "until",
        "later",
        "วาระสิ้นสุดก่อนวันนั้นแล้ว / The term ends before that day already",
    ))
}

fn without_overlap(members: &[CommitteeMember], person: Uuid, input: &AppointMemberInput) -> Result<()> {
    let at_the_same_time = |other: &&CommitteeMember| {
        other.valid_until.is_none_or(|until| input.from <= until) && input.until.is_none_or(|until| other.valid_from <= until)
    };
    let others: Vec<&CommitteeMember> = members.iter().filter(at_the_same_time).collect();
    if others.iter().any(|other| other.person == person) {
        return Err(Error::invalid(
            "personId",
            "one-membership",
            "บุคคลนี้เป็นกรรมการอยู่แล้ว / This person is a member already",
        ));
    }
    if input.is_chair && others.iter().any(|other| other.is_chair) {
        return Err(Error::invalid(
            "isChair",
            "one-chair",
            "คณะกรรมการมีประธานอยู่แล้ว / The committee has a chair already",
        ));
    }
    Ok(())
}

async fn insert(connection: &mut AsyncPgConnection, id: Uuid, person: Uuid, order: &str, input: &AppointMemberInput) -> Result<()> {
    sql(include_str!("appoint.sql"))
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(input.district.to_string())
        .bind::<SqlUuid, _>(person)
        .bind::<Text, _>(order.to_owned())
        .bind::<Bool, _>(input.is_chair)
        .bind::<Bool, _>(input.is_secretary)
        .bind::<Date, _>(input.from)
        .bind::<Nullable<Date>, _>(input.until)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .execute(connection)
        .await?;
    Ok(())
}

/// The event of the district's own chain. Who was appointed stands in the membership: no personal data in events.
async fn note(connection: &mut AsyncPgConnection, caller: &Caller, district: &AreaCode, kind: &str, id: Uuid, what: &str) -> Result<()> {
    let now = clock::business(connection).await?;
    let event = NewEvent::new(kind, district, None, now)
        .by(caller, Some(Role::CdOfficer))
        .reason(&format!("{id}: {what}"));
    feed::append(connection, event).await?;
    Ok(())
}
