//! The steps of a report's life, as mutations: each is one transaction behind the report's lock.

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;
use otop_schema::ReportKey;

use super::confirm::{ConfirmReportInput, confirm};
use super::object::Report;
use super::read::present;
use super::sign::{SignReportInput, sign};
use super::submit::{SubmitReportInput, submit};
use crate::error::Result;
use crate::life;
use crate::request::mutate;

/// Sends a report back for correction.
#[derive(Debug, Clone, InputObject)]
pub struct ReturnReportInput {
    /// The report.
    report: ReportKey,
    /// Why.
    reason: String,
}

/// Steps of a report's life.
#[derive(Default)]
pub struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Puts a report before its committee: digest, roster and electorate freeze.
    async fn submit_report(&self, context: &Context<'_>, input: SubmitReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                submit(connection, caller, input).await?;
                present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Signs a certified report.
    async fn sign_report(&self, context: &Context<'_>, input: SignReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                sign(connection, caller, input).await?;
                present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Confirms a signed report: its figures become a numbered version that is never rewritten.
    async fn confirm_report(&self, context: &Context<'_>, input: ConfirmReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                confirm(connection, caller, input).await?;
                present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }

    /// Sends a locked report back for correction, with a reason.
    async fn return_report(&self, context: &Context<'_>, input: ReturnReportInput) -> Result<Report> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                life::give_back(connection, caller, &input.report.clone().into(), &input.reason).await?;
                present(connection, &input.report).await
            };
            done.boxed()
        })
        .await
    }
}
