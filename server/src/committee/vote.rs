//! Voting on a submission. A vote may be the deciding one: then the same transaction certifies the report or sends it back.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::committee::{close, decide};
use otop_schema::{Action, Ballot, Choice, ReportKey, Verdict};
use uuid::Uuid;

use super::decision::Decision;
use super::step::Step;
use crate::error::Result;
use crate::identity::Caller;
use crate::report::{self, Act, Report};
use crate::statement::sql;

/// Votes on a submitted report.
#[derive(Debug, Clone, InputObject)]
pub struct VoteReportInput {
    /// The report.
    report: ReportKey,
    /// The digest voted on.
    digest: String,
    /// What the member votes.
    choice: Choice,
    /// Why; required with OBJECT.
    reason: Option<String>,
}

/// Ends the voting.
#[derive(Debug, Clone, InputObject)]
pub struct CloseVoteInput {
    /// The report.
    report: ReportKey,
    /// The digest decided on.
    digest: String,
}

/// One vote a member, changeable until voting closes; a majority of all members closes it.
pub(super) async fn vote(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &VoteReportInput) -> Result<Report> {
    let step = Step::begin(connection, caller, &input.report, &input.digest, Action::Vote).await?;
    let reason = match input.choice {
        Choice::Certify => report::text("reason", input.reason.as_deref())?,
        Choice::Object => Some(report::required_text("reason", input.reason.as_deref())?),
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
pub(super) async fn close_vote(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &CloseVoteInput) -> Result<Report> {
    let step = Step::begin(connection, caller, &input.report, &input.digest, Action::CloseVote).await?;
    let quorum = step.act.report.quorum.unwrap_or(1).unsigned_abs() as usize;
    let ballots = step.ballots(connection).await?;
    let verdict = close(&step.electors, &ballots, quorum, caller.person)?;
    decided(connection, &step, verdict, &ballots, Some(caller.person)).await
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, input: &VoteReportInput, reason: Option<&str>) -> Result<()> {
    let key = act.key();
    sql(include_str!("vote.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Integer, _>(act.report.submission)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Text, _>(input.choice)
        .bind::<Nullable<Text>, _>(reason.map(str::to_owned))
        .bind::<Text, _>(input.digest.clone())
        .bind::<Timestamptz, _>(act.time.now)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// The votes decided: the report is certified, or sent back with the objections.
async fn decided(
    connection: &mut AsyncPgConnection,
    step: &Step,
    verdict: Verdict,
    ballots: &[Ballot],
    closed_by: Option<Uuid>,
) -> Result<Report> {
    let certified = verdict == Verdict::Certified;
    let said = if certified {
        None
    } else {
        Some(objections(connection, &step.act.report).await?)
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
async fn objections(connection: &mut AsyncPgConnection, report: &Report) -> Result<String> {
    let votes = report::votes(connection, report).await?;
    let reasons: Vec<String> = votes
        .into_iter()
        .filter(|vote| vote.choice == Choice::Object)
        .filter_map(|vote| vote.reason)
        .collect();
    Ok(reasons.join("\n"))
}
