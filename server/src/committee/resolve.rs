//! The secretary records a meeting on paper, for members without accounts: its resolution decides the submission; without a quorum it
//! was adjourned, and the next one within the days of the rule needs fewer.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel_async::AsyncPgConnection;
use otop_schema::meeting::{adjourn, ballots, resolve};
use otop_schema::{Action, Choice, MeetingOutcome, Subject, Verdict};

use super::decision::Decision;
use super::minutes::{MeetingInput, Minutes};
use super::step::Step;
use crate::error::Result;
use crate::identity::Caller;
use crate::life;

/// What a meeting resolved.
#[derive(Debug, Clone, InputObject)]
pub struct ResolutionInput {
    /// The digest that lay before the meeting.
    digest: String,
    /// The meeting.
    meeting: MeetingInput,
    /// The further vote of whoever presided; needed on a tie, and only there.
    casting_vote: Option<Choice>,
    /// What was objected; required where the figures were not certified.
    objections: Option<String>,
}

/// A meeting that had no quorum.
#[derive(Debug, Clone, InputObject)]
pub struct AdjournmentInput {
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
    subject: &Subject,
    input: &ResolutionInput,
) -> Result<()> {
    let step = Step::begin(connection, caller, subject, &input.digest, Action::Resolve).await?;
    let minutes = Minutes::read(connection, &step, &input.meeting, input.casting_vote).await?;
    let cast = step.ballots(connection).await?;
    let verdict = resolve(&step.electors, &cast, &minutes.meeting, minutes.needed)?;
    let certified = verdict == Verdict::Certified;
    let objections = life::text("objections", input.objections.as_deref())?.filter(|_| !certified);
    if !certified {
        life::required_text("objections", objections.as_deref())?;
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
        ballots: &ballots(&cast, &minutes.meeting),
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
    subject: &Subject,
    input: &AdjournmentInput,
) -> Result<()> {
    let step = Step::begin(connection, caller, subject, &input.digest, Action::Resolve).await?;
    let minutes = Minutes::read(connection, &step, &input.meeting, None).await?;
    adjourn(&step.electors, &minutes.meeting, minutes.needed)?;
    minutes.record(connection, &step.act, MeetingOutcome::Adjourned, None).await?;
    let event = step.act.event("ADJOURNED").digest(&input.digest).reason(&minutes.said(None));
    step.act.conclude(connection, event).await
}
