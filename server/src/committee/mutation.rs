//! What the committee and its keeper do, as mutations: each step once on a month's report and once on a year's estimate.

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;
use otop_schema::{EstimateKey, ReportKey};

use super::keep::{AppointMemberInput, DismissMemberInput, appoint, dismiss};
use super::member::CommitteeMember;
use super::resolve::{AdjournmentInput, ResolutionInput, record_adjournment, record_resolution};
use super::vote::{VoteInput, close_vote, vote};
use crate::error::Result;
use crate::estimate::{self, Estimate};
use crate::report::{self, Report};
use crate::request::mutate;

/// Votes on a submitted report.
#[derive(Debug, Clone, InputObject)]
pub struct VoteReportInput {
    /// The report.
    report: ReportKey,
    #[graphql(flatten)]
    vote: VoteInput,
}

/// Votes on a submitted estimate.
#[derive(Debug, Clone, InputObject)]
pub struct VoteEstimateInput {
    /// The estimate.
    estimate: EstimateKey,
    #[graphql(flatten)]
    vote: VoteInput,
}

/// Ends the voting on a report.
#[derive(Debug, Clone, InputObject)]
pub struct CloseVoteInput {
    /// The report.
    report: ReportKey,
    /// The digest decided on.
    digest: String,
}

/// Ends the voting on an estimate.
#[derive(Debug, Clone, InputObject)]
pub struct CloseEstimateVoteInput {
    /// The estimate.
    estimate: EstimateKey,
    /// The digest decided on.
    digest: String,
}

/// Records what a meeting resolved about a report.
#[derive(Debug, Clone, InputObject)]
pub struct RecordResolutionInput {
    /// The report.
    report: ReportKey,
    #[graphql(flatten)]
    resolution: ResolutionInput,
}

/// Records what a meeting resolved about an estimate.
#[derive(Debug, Clone, InputObject)]
pub struct RecordEstimateResolutionInput {
    /// The estimate.
    estimate: EstimateKey,
    #[graphql(flatten)]
    resolution: ResolutionInput,
}

/// Records that a meeting about a report had no quorum.
#[derive(Debug, Clone, InputObject)]
pub struct RecordAdjournmentInput {
    /// The report.
    report: ReportKey,
    #[graphql(flatten)]
    adjournment: AdjournmentInput,
}

/// Records that a meeting about an estimate had no quorum.
#[derive(Debug, Clone, InputObject)]
pub struct RecordEstimateAdjournmentInput {
    /// The estimate.
    estimate: EstimateKey,
    #[graphql(flatten)]
    adjournment: AdjournmentInput,
}

/// The committee's steps.
#[derive(Default)]
pub struct CommitteeMutation;

#[Object]
impl CommitteeMutation {
    /// Votes on a submitted report; changeable until voting closes.
    async fn vote_report(&self, context: &Context<'_>, input: VoteReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                vote(connection, caller, &input.report.clone().into(), &input.vote).await?;
                report::present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Votes on a submitted estimate; changeable until voting closes.
    async fn vote_estimate(&self, context: &Context<'_>, input: VoteEstimateInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                vote(connection, caller, &input.estimate.clone().into(), &input.vote).await?;
                estimate::present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Ends the voting on a report as the chair, with a quorum.
    async fn close_vote(&self, context: &Context<'_>, input: CloseVoteInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                close_vote(connection, caller, &input.report.clone().into(), &input.digest).await?;
                report::present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Ends the voting on an estimate as the chair, with a quorum.
    async fn close_estimate_vote(&self, context: &Context<'_>, input: CloseEstimateVoteInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                close_vote(connection, caller, &input.estimate.clone().into(), &input.digest).await?;
                estimate::present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Records a meeting on paper about a report as the secretary: what it resolved is the committee's decision.
    async fn record_resolution(&self, context: &Context<'_>, input: RecordResolutionInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                record_resolution(connection, caller, &input.report.clone().into(), &input.resolution).await?;
                report::present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Records a meeting on paper about an estimate as the secretary: what it resolved is the committee's decision.
    async fn record_estimate_resolution(&self, context: &Context<'_>, input: RecordEstimateResolutionInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                record_resolution(connection, caller, &input.estimate.clone().into(), &input.resolution).await?;
                estimate::present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Records as the secretary that a meeting about a report had no quorum; one called again within the days of the rule needs fewer
    /// members.
    async fn record_adjournment(&self, context: &Context<'_>, input: RecordAdjournmentInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                record_adjournment(connection, caller, &input.report.clone().into(), &input.adjournment).await?;
                report::present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Records as the secretary that a meeting about an estimate had no quorum, as `recordAdjournment` does.
    async fn record_estimate_adjournment(&self, context: &Context<'_>, input: RecordEstimateAdjournmentInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                record_adjournment(connection, caller, &input.estimate.clone().into(), &input.adjournment).await?;
                estimate::present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Appoints a member of a district's committee, with or without an account.
    async fn appoint_member(&self, context: &Context<'_>, input: AppointMemberInput) -> Result<CommitteeMember> {
        mutate(context, input, |connection, caller, input| {
            appoint(connection, caller, input).boxed()
        })
        .await
    }

    /// Ends a membership.
    async fn dismiss_member(&self, context: &Context<'_>, input: DismissMemberInput) -> Result<CommitteeMember> {
        mutate(context, input, |connection, caller, input| {
            dismiss(connection, caller, input).boxed()
        })
        .await
    }
}
