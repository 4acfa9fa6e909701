//! Voting on a submission. A vote may be the deciding one: then the same transaction certifies the figures or sends them back.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::committee::{close, decide};
use otop_schema::{Action, Ballot, Choice, Subject, Verdict};
use uuid::Uuid;

use super::decision::Decision;
use super::step::Step;
use crate::error::Result;
use crate::identity::Caller;
use crate::life::{self, Act, Life};

/// A vote.
#[derive(Debug, Clone, InputObject)]
pub struct VoteInput {
    /// The digest voted on.
    digest: String,
    /// What the member votes.
    choice: Choice,
    /// Why; required with OBJECT.
    reason: Option<String>,
}

/// One vote a member, changeable until voting closes; a majority of all members closes it.
pub(super) async fn vote(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, subject: &Subject, input: &VoteInput) -> Result<()> {
    let step = Step::begin(connection, caller, subject, &input.digest, Action::Vote).await?;
    let reason = match input.choice {
        Choice::Certify => life::text("reason", input.reason.as_deref())?,
        Choice::Object => Some(life::required_text("reason", input.reason.as_deref())?),
    };
    record(connection, &step.act, input, reason.as_deref()).await?;
    let ballots = step.ballots(connection).await?;
    match decide(&step.electors, &ballots) {
        Verdict::Open => {
            let said = reason.map_or_else(|| input.choice.to_string(), |reason| format!("{}: {reason}", input.choice));
            let event = step.act.event("VOTED").digest(&input.digest).reason(&said);
            step.act.conclude(connection, event).await
        }
        verdict @ (Verdict::Certified | Verdict::NotCertified) => decided(connection, &step, verdict, &ballots, None).await,
    }
}

/// The chair ends the voting once there is a quorum.
pub(super) async fn close_vote(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, subject: &Subject, digest: &str) -> Result<()> {
    let step = Step::begin(connection, caller, subject, digest, Action::CloseVote).await?;
    let quorum = step.act.life.quorum.unwrap_or(1).unsigned_abs() as usize;
    let ballots = step.ballots(connection).await?;
    let verdict = close(&step.electors, &ballots, quorum, caller.person)?;
    decided(connection, &step, verdict, &ballots, Some(caller.person)).await
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, input: &VoteInput, reason: Option<&str>) -> Result<()> {
    life::of_subject(include_str!("vote.sql"), act.subject())
        .bind::<Integer, _>(act.life.submission)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Text, _>(input.choice)
        .bind::<Nullable<Text>, _>(reason.map(str::to_owned))
        .bind::<Text, _>(input.digest.clone())
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// The votes decided: the figures are certified, or sent back with the objections.
async fn decided(
    connection: &mut AsyncPgConnection,
    step: &Step,
    verdict: Verdict,
    ballots: &[Ballot],
    closed_by: Option<Uuid>,
) -> Result<()> {
    let certified = verdict == Verdict::Certified;
    let said = if certified {
        None
    } else {
        Some(objections(connection, &step.act.life).await?)
    };
    let decision = Decision {
        certified,
        electors: &step.electors,
        ballots,
        closed_by,
        said,
    };
    decision.take(connection, &step.act).await
}

/// The reasons of those who objected, one a line.
async fn objections(connection: &mut AsyncPgConnection, life: &Life) -> Result<String> {
    let votes = life::votes(connection, life).await?;
    let reasons: Vec<String> = votes
        .into_iter()
        .filter(|vote| vote.choice == Choice::Object)
        .filter_map(|vote| vote.reason)
        .collect();
    Ok(reasons.join("\n"))
}
