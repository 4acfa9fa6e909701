//! Voting on a submission. A vote may be the deciding one: then the same transaction certifies the report or sends it back.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::committee::{close, count, decide};
use otop_schema::{Action, Ballot, Choice, Elector, ReportKey, Verdict};
use uuid::Uuid;

use crate::error::{Error, Result};
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
    let act = begin(connection, caller, &input.report, &input.digest, Action::Vote).await?;
    let reason = match input.choice {
        Choice::Certify => report::text("reason", input.reason.as_deref())?,
        Choice::Object => Some(report::required_text("reason", input.reason.as_deref())?),
    };
    record(connection, &act, input, reason.as_deref()).await?;
    let (electors, ballots) = facts(connection, &act).await?;
    match decide(&electors, &ballots) {
        Verdict::Open => {
            let said = reason.map_or_else(|| input.choice.to_string(), |reason| format!("{}: {reason}", input.choice));
            let event = act.event("VOTED").digest(&input.digest).reason(&said);
            act.conclude(connection, event).await
        }
        verdict @ (Verdict::Certified | Verdict::NotCertified) => decided(connection, &act, verdict, &electors, &ballots, None).await,
    }
}

/// The chair ends the voting once there is a quorum.
pub(super) async fn close_vote(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &CloseVoteInput) -> Result<Report> {
    let act = begin(connection, caller, &input.report, &input.digest, Action::CloseVote).await?;
    let (electors, ballots) = facts(connection, &act).await?;
    let quorum = act.report.quorum.unwrap_or(1).unsigned_abs() as usize;
    let verdict = close(&electors, &ballots, quorum, caller.person)?;
    decided(connection, &act, verdict, &electors, &ballots, Some(caller.person)).await
}

/// Scope (whoever is not of the electorate has no vote, and only the chair closes), window, digest, status.
async fn begin(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, key: &ReportKey, digest: &str, action: Action) -> Result<Act> {
    let act = Act::begin(connection, caller, key, action).await?;
    let electors = report::electorate(connection, &act.report).await?;
    let may = |elector: &report::Elector| elector.person == caller.person && (elector.is_chair || action != Action::CloseVote);
    if !electors.is_empty() && !electors.iter().any(may) {
        return Err(Error::forbidden("electorate"));
    }
    act.in_window()?;
    act.on_digest(connection, digest).await?;
    act.step()?;
    Ok(act)
}

/// What the rule decides by: the electorate frozen at submission and the votes as they are.
async fn facts(connection: &mut AsyncPgConnection, act: &Act) -> Result<(Vec<Elector>, Vec<Ballot>)> {
    let electors = report::electorate(connection, &act.report).await?;
    let votes = report::votes(connection, &act.report).await?;
    let elector = |row: report::Elector| Elector {
        person: row.person,
        chair: row.is_chair,
        secretary: row.is_secretary,
    };
    let ballot = |row: report::Vote| Ballot {
        person: row.person,
        choice: row.choice,
    };
    Ok((electors.into_iter().map(elector).collect(), votes.into_iter().map(ballot).collect()))
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

/// The committee's decision takes effect: the certificate, then the report certified or sent back with the objections.
async fn decided(
    connection: &mut AsyncPgConnection,
    act: &Act,
    verdict: Verdict,
    electors: &[Elector],
    ballots: &[Ballot],
    closed_by: Option<Uuid>,
) -> Result<Report> {
    let certified = verdict == Verdict::Certified;
    certify(connection, act, certified, electors, ballots, closed_by).await?;
    let digest = act.report.fixed.as_deref().unwrap_or_default();
    if certified {
        return act.conclude(connection, act.event("CERTIFIED").digest(digest)).await;
    }
    let objections = objections(connection, &act.report).await?;
    report::unlock(connection, &act.key()).await?;
    act.conclude(connection, act.event("OBJECTED").digest(digest).reason(&objections))
        .await
}

async fn certify(
    connection: &mut AsyncPgConnection,
    act: &Act,
    certified: bool,
    electors: &[Elector],
    ballots: &[Ballot],
    closed_by: Option<Uuid>,
) -> Result<()> {
    let (key, (in_favour, against)) = (act.key(), count(electors, ballots));
    sql(include_str!("certify.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Integer, _>(act.report.submission)
        .bind::<Bool, _>(certified)
        .bind::<Integer, _>(electors.len() as i32)
        .bind::<Integer, _>(in_favour as i32)
        .bind::<Integer, _>(against as i32)
        .bind::<Nullable<SqlUuid>, _>(closed_by)
        .bind::<Timestamptz, _>(act.time.now)
        .execute(connection)
        .await?;
    Ok(())
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
