//! The secretary records a meeting on paper, for members without accounts: its resolution decides the submission; without a quorum it
//! was adjourned, and the next one within the days of the rule needs fewer.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::meeting::{adjourn, ballots, resolve};
use otop_schema::{Action, Attendance, Choice, Day, Meeting, MeetingOutcome, Quorum, ReportKey, Verdict};
use uuid::Uuid;

use super::decision::{Decision, number};
use super::keep::uuid;
use super::step::Step;
use crate::error::Result;
use crate::identity::Caller;
use crate::report::{self, Act, Report};
use crate::statement::sql;
use crate::text::{LONGEST_NAME, required};

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
    /// The member, one of `Report.electorate`.
    person_id: ID,
    /// What he or she voted; left out for who abstained.
    choice: Option<Choice>,
}

/// Records what a meeting resolved.
#[derive(Debug, Clone, InputObject)]
pub struct RecordResolutionInput {
    /// The report.
    report: ReportKey,
    /// The digest that lay before the meeting.
    digest: String,
    /// The meeting.
    meeting: MeetingInput,
    /// The further vote of whoever presided; needed on a tie, and only there.
    casting_vote: Option<Choice>,
    /// What was objected; required where the figures were not certified.
    objections: Option<String>,
}

/// Records that a meeting had no quorum.
#[derive(Debug, Clone, InputObject)]
pub struct RecordAdjournmentInput {
    /// The report.
    report: ReportKey,
    /// The digest that lay before the meeting.
    digest: String,
    /// The meeting; nobody voted.
    meeting: MeetingInput,
}

/// What the meeting resolved is the committee's decision.
///
/// # Errors
/// By scope, window, digest and status; then `INVALID` by the rules of [`resolve`] and for what the minutes leave out.
pub(super) async fn record_resolution(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &RecordResolutionInput,
) -> Result<Report> {
    let step = Step::begin(connection, caller, &input.report, &input.digest, Action::Resolve).await?;
    let minutes = Minutes::read(connection, &step, &input.meeting, input.casting_vote).await?;
    let verdict = resolve(&step.electors, &step.ballots, &minutes.meeting, minutes.needed)?;
    let certified = verdict == Verdict::Certified;
    let objections = report::text("objections", input.objections.as_deref())?.filter(|_| !certified);
    if !certified {
        report::required_text("objections", objections.as_deref())?;
    }
    let outcome = if certified {
        MeetingOutcome::Certified
    } else {
        MeetingOutcome::Objected
    };
    minutes.record(connection, &step.act, outcome, objections.as_deref()).await?;
    let decision = Decision {
        certified,
        electors: &step.electors,
        ballots: &ballots(&step.ballots, &minutes.meeting),
        closed_by: Some(minutes.meeting.presided_by),
        said: Some(minutes.said(objections.as_deref())),
    };
    decision.take(connection, &step.act).await
}

/// A meeting without a quorum decides nothing; that it was held is what lets the next one do with fewer.
///
/// # Errors
/// By scope, window, digest and status; then `INVALID` by the rules of [`adjourn`] and for what the minutes leave out.
pub(super) async fn record_adjournment(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &RecordAdjournmentInput,
) -> Result<Report> {
    let step = Step::begin(connection, caller, &input.report, &input.digest, Action::Resolve).await?;
    let minutes = Minutes::read(connection, &step, &input.meeting, None).await?;
    adjourn(&step.electors, &minutes.meeting, minutes.needed)?;
    minutes.record(connection, &step.act, MeetingOutcome::Adjourned, None).await?;
    let event = step.act.event("ADJOURNED").digest(&input.digest).reason(&minutes.said(None));
    step.act.conclude(connection, event).await
}

/// A meeting as it was read from its minutes, and what its day needed for a quorum.
struct Minutes {
    meeting: Meeting,
    number: String,
    place: String,
    reference: String,
    needed: usize,
    called_again: bool,
}

impl Minutes {
    async fn read(connection: &mut AsyncPgConnection, step: &Step, given: &MeetingInput, casting_vote: Option<Choice>) -> Result<Self> {
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
    fn said(&self, objections: Option<&str>) -> String {
        let (number, held_on) = (&self.number, self.meeting.held_on);
        objections.map_or_else(
            || format!("{number} ({held_on})"),
            |objections| format!("{number} ({held_on}): {objections}"),
        )
    }

    async fn record(&self, connection: &mut AsyncPgConnection, act: &Act, outcome: MeetingOutcome, objections: Option<&str>) -> Result<()> {
        let (key, meeting) = (act.key(), &self.meeting);
        let (people, choices): (Vec<Uuid>, Vec<Option<Choice>>) =
            meeting.attendance.iter().map(|there| (there.person, there.choice)).unzip();
        sql(include_str!("record_meeting.sql"))
            .bind::<SqlUuid, _>(Uuid::now_v7())
            .bind::<Text, _>(key.district.to_string())
            .bind::<Date, _>(key.month)
            .bind::<Integer, _>(act.report.submission)
            .bind::<Text, _>(act.report.fixed.clone().unwrap_or_default())
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
            .bind::<Timestamptz, _>(act.time.now)
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
        let person = uuid(&given.person_id, "attendance")?;
        Ok(Attendance {
            person,
            choice: given.choice,
        })
    };
    Ok(Meeting {
        held_on: given.held_on.0,
        presided_by: uuid(&given.presided_by, "presidedBy")?,
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
    let ReportKey { district, month } = act.key();
    let statement = sql(include_str!("quorum.sql")).bind::<Text, _>(district.to_string());
    let row: QuorumRow = statement.bind::<Date, _>(month).get_result(connection).await?;
    let count = |number: i32| usize::try_from(number).unwrap_or_default();
    let quorum = Quorum {
        first: count(row.first),
        again: count(row.again),
        within_days: u16::try_from(row.within_days).unwrap_or_default(),
    };
    Ok((quorum, row.adjourned))
}
