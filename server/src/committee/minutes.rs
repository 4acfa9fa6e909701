//! A meeting's minutes: read, judged by the quorum of their day, written down with who attended.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Attendance, Choice, Day, Meeting, MeetingOutcome, Quorum};
use uuid::Uuid;

use super::decision::number;
use super::step::Step;
use crate::error::Result;
use crate::life::{self, Act};
use crate::statement::sql;
use crate::text::{LONGEST_NAME, id, required};

/// A meeting, as its minutes tell it.
#[derive(Debug, Clone, InputObject)]
pub struct MeetingInput {
    /// The number of the meeting or resolution, such as `3/2566`.
    number: String,
    /// The day: from the submission to today.
    held_on: Day,
    /// Where.
    place: String,
    /// Where the minutes are found, such as a file's number.
    minutes: String,
    /// Who presided: the chair, where the chair attended.
    presided_by: ID,
    /// The members who attended, each once.
    attendance: Vec<AttendanceInput>,
}

/// A member who attended.
#[derive(Debug, Clone, InputObject)]
pub struct AttendanceInput {
    /// The member, one of the `electorate`.
    person_id: ID,
    /// What he or she voted; left out for who abstained.
    choice: Option<Choice>,
}

/// A meeting as it was read from its minutes, and what its day needed for a quorum.
pub(super) struct Minutes {
    pub meeting: Meeting,
    number: String,
    place: String,
    reference: String,
    /// Members who had to attend.
    pub needed: usize,
    called_again: bool,
}

impl Minutes {
    /// Reads what was given; the quorum is the submission's, after its adjourned meetings.
    pub async fn read(connection: &mut AsyncPgConnection, step: &Step, given: &MeetingInput, casting_vote: Option<Choice>) -> Result<Self> {
        let number = required("number", &given.number, LONGEST_NAME)?.to_owned();
        let place = required("place", &given.place, LONGEST_NAME)?.to_owned();
        let reference = required("minutes", &given.minutes, LONGEST_NAME)?.to_owned();
        step.act.since_submission("heldOn", given.held_on)?;
        let meeting = meeting(given, casting_vote)?;
        let (quorum, adjourned) = quorum(connection, &step.act).await?;
        Ok(Self {
            needed: quorum.needed(meeting.held_on, &adjourned),
            called_again: quorum.is_again(meeting.held_on, &adjourned),
            meeting,
            number,
            place,
            reference,
        })
    }

    /// What the book says of it: number and day, and what was objected.
    pub fn said(&self, objections: Option<&str>) -> String {
        let (number, held_on) = (&self.number, self.meeting.held_on);
        objections.map_or_else(
            || format!("{number} ({held_on})"),
            |objections| format!("{number} ({held_on}): {objections}"),
        )
    }

    /// Writes it down.
    pub async fn record(
        &self,
        connection: &mut AsyncPgConnection,
        act: &Act,
        outcome: MeetingOutcome,
        objections: Option<&str>,
    ) -> Result<()> {
        let meeting = &self.meeting;
        let (people, choices): (Vec<Uuid>, Vec<Option<Choice>>) =
            meeting.attendance.iter().map(|there| (there.person, there.choice)).unzip();
        sql(include_str!("record_meeting.sql"))
            .bind::<SqlUuid, _>(Uuid::now_v7())
            .bind::<Text, _>(act.district().to_string())
            .bind::<Date, _>(act.subject().term())
            .bind::<Integer, _>(act.life.submission)
            .bind::<Text, _>(act.fixed().to_owned())
            .bind::<Text, _>(self.number.clone())
            .bind::<Date, _>(meeting.held_on)
            .bind::<Text, _>(self.place.clone())
            .bind::<Text, _>(self.reference.clone())
            .bind::<SqlUuid, _>(meeting.presided_by)
            .bind::<Text, _>(outcome)
            .bind::<Integer, _>(number(self.needed))
            .bind::<Bool, _>(self.called_again)
            .bind::<Nullable<Text>, _>(meeting.casting_vote)
            .bind::<Nullable<Text>, _>(objections.map(str::to_owned))
            .bind::<Timestamptz, _>(act.life.time.now)
            .bind::<SqlUuid, _>(act.caller.person)
            .bind::<Nullable<SqlUuid>, _>(act.caller.device)
            .bind::<Array<SqlUuid>, _>(people)
            .bind::<Array<Nullable<Text>>, _>(choices)
            .execute(connection)
            .await?;
        Ok(())
    }
}

fn meeting(given: &MeetingInput, casting_vote: Option<Choice>) -> Result<Meeting> {
    let there = |given: &AttendanceInput| {
        let person = id("attendance", &given.person_id)?;
        Ok(Attendance {
            person,
            choice: given.choice,
        })
    };
    Ok(Meeting {
        held_on: given.held_on.0,
        presided_by: id("presidedBy", &given.presided_by)?,
        attendance: given.attendance.iter().map(there).collect::<Result<_>>()?,
        casting_vote,
    })
}

#[derive(QueryableByName)]
struct QuorumRow {
    #[diesel(sql_type = Integer)]
    first: i32,
    #[diesel(sql_type = Integer)]
    again: i32,
    #[diesel(sql_type = Integer)]
    within_days: i32,
    #[diesel(sql_type = Array<Date>)]
    adjourned: Vec<NaiveDate>,
}

/// The quorum frozen at submission, and the days of meetings that had none.
async fn quorum(connection: &mut AsyncPgConnection, act: &Act) -> Result<(Quorum, Vec<NaiveDate>)> {
    let statement = life::of_subject(include_str!("quorum.sql"), act.subject());
    let row: QuorumRow = statement.get_result(connection).await?;
    let count = |number: i32| usize::try_from(number).unwrap_or_default();
    let quorum = Quorum {
        first: count(row.first),
        again: count(row.again),
        within_days: u16::try_from(row.within_days).unwrap_or_default(),
    };
    Ok((quorum, row.adjourned))
}
