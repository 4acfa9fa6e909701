//! What the committee and its keeper do, as mutations.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::keep::{AppointMemberInput, DismissMemberInput, appoint, dismiss};
use super::member::CommitteeMember;
use super::resolve::{RecordAdjournmentInput, RecordResolutionInput, record_adjournment, record_resolution};
use super::vote::{CloseVoteInput, VoteReportInput, close_vote, vote};
use crate::error::Result;
use crate::report::Report;
use crate::request::mutate;

/// The committee's steps.
#[derive(Default)]
pub struct CommitteeMutation;

#[Object]
impl CommitteeMutation {
    /// Votes on a submitted report; changeable until voting closes.
    async fn vote_report(&self, context: &Context<'_>, input: VoteReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| vote(connection, caller, input).boxed()).await
    }

    /// Ends the voting as the chair, with a quorum.
    async fn close_vote(&self, context: &Context<'_>, input: CloseVoteInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            close_vote(connection, caller, input).boxed()
        })
        .await
    }

    /// Records a meeting on paper as the secretary: what it resolved is the committee's decision.
    async fn record_resolution(&self, context: &Context<'_>, input: RecordResolutionInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            record_resolution(connection, caller, input).boxed()
        })
        .await
    }

    /// Records as the secretary that a meeting had no quorum; one called again within the days of the rule needs fewer members.
    async fn record_adjournment(&self, context: &Context<'_>, input: RecordAdjournmentInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            record_adjournment(connection, caller, input).boxed()
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
