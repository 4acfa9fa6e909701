//! The steps of a report's life, as mutations: each is one transaction behind the report's lock.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::confirm::{ConfirmReportInput, confirm};
use super::give_back::{ReturnReportInput, give_back};
use super::object::Report;
use super::sign::{SignReportInput, sign};
use super::submit::{SubmitReportInput, submit};
use crate::error::Result;
use crate::request::mutate;

/// Steps of a report's life.
#[derive(Default)]
pub struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Puts a report before its committee: digest, roster and electorate freeze.
    async fn submit_report(&self, context: &Context<'_>, input: SubmitReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            submit(connection, caller, input).boxed()
        })
        .await
    }

    /// Signs a certified report.
    async fn sign_report(&self, context: &Context<'_>, input: SignReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| sign(connection, caller, input).boxed()).await
    }

    /// Confirms a signed report: its figures become a numbered version that is never rewritten.
    async fn confirm_report(&self, context: &Context<'_>, input: ConfirmReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            confirm(connection, caller, input).boxed()
        })
        .await
    }

    /// Sends a locked report back for correction, with a reason.
    async fn return_report(&self, context: &Context<'_>, input: ReturnReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            give_back(connection, caller, input).boxed()
        })
        .await
    }
}
