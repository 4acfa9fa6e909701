//! A committee's meeting on paper, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Choice, Day, MeetingOutcome, Subject};
use uuid::Uuid;

use crate::error::Result;
use crate::evidence::{self, Scan};
use crate::life;
use crate::request;
use crate::statement::sql;

/// A meeting of the committee about a submission, as its secretary recorded it from the minutes.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct CommitteeMeeting {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    meeting: Uuid,
    /// Which submission of the report or estimate it was about, from 1; only the present one's meetings hold.
    #[diesel(sql_type = Integer)]
    submission: i32,
    /// The digest of the figures that lay before it.
    #[diesel(sql_type = Text)]
    digest: String,
    /// The number of the meeting or resolution, as the committee counts them.
    #[diesel(sql_type = Text)]
    number: String,
    /// The day.
    #[diesel(sql_type = Date)]
    held_on: Day,
    /// Where.
    #[diesel(sql_type = Text)]
    place: String,
    /// Where the minutes are found.
    #[diesel(sql_type = Text)]
    minutes: String,
    /// Who presided.
    #[diesel(sql_type = Text)]
    presided_by: String,
    /// How it ended.
    #[diesel(sql_type = Text)]
    outcome: MeetingOutcome,
    /// Members who had to attend.
    #[diesel(sql_type = Integer)]
    quorum: i32,
    /// Whether so few because it was called again.
    #[diesel(sql_type = Bool)]
    called_again: bool,
    /// The further vote of whoever presided, where the votes were equal.
    #[diesel(sql_type = Nullable<Text>)]
    casting_vote: Option<Choice>,
    /// What was objected.
    #[diesel(sql_type = Nullable<Text>)]
    objections: Option<String>,
    /// The business instant it was recorded.
    #[diesel(sql_type = Timestamptz)]
    recorded_at: DateTime<Utc>,
    /// The secretary who recorded it.
    #[diesel(sql_type = Text)]
    recorded_by: String,
}

/// A member who attended a meeting.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Attendant {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    person: Uuid,
    /// The member's name.
    #[diesel(sql_type = Text)]
    name: String,
    /// What he or she voted; null for who abstained.
    #[diesel(sql_type = Nullable<Text>)]
    choice: Option<Choice>,
}

#[ComplexObject]
impl CommitteeMeeting {
    /// The meeting.
    async fn id(&self) -> ID {
        self.meeting.into()
    }

    /// The scans of its minutes, oldest first.
    async fn scans(&self, context: &Context<'_>) -> Result<Vec<Scan>> {
        evidence::scans_of_meeting(&mut *request::read(context).await?, self.meeting).await
    }

    /// The members who attended, by name.
    async fn attendance(&self, context: &Context<'_>) -> Result<Vec<Attendant>> {
        let text = "SELECT person.id AS person, person.name, attendance.choice FROM attendance JOIN person ON person.id = person_id
            WHERE meeting_id = $1 ORDER BY person.name, person.id";
        let mut connection = request::read(context).await?;
        Ok(sql(text).bind::<SqlUuid, _>(self.meeting).load(&mut *connection).await?)
    }
}

#[ComplexObject]
impl Attendant {
    /// The member.
    async fn person_id(&self) -> ID {
        self.person.into()
    }
}

/// The meetings about a report's or an estimate's submissions, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn meetings(connection: &mut AsyncPgConnection, subject: &Subject) -> Result<Vec<CommitteeMeeting>> {
    let text = "SELECT meeting.id AS meeting, submission, digest, number, held_on, place, minutes, presiding.name AS presided_by, outcome,
               quorum, called_again, casting_vote, objections, recorded_at, secretary.name AS recorded_by
        FROM meeting JOIN person AS presiding ON presiding.id = presided_by JOIN person AS secretary ON secretary.id = recorded_by
        WHERE district = $1 AND month = $2 ORDER BY recorded_at, meeting.id";
    Ok(life::of_subject(text, subject).load(connection).await?)
}
