//! The steps of an estimate's life that are its own, as mutations: each is one transaction behind its lock.

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;
use otop_schema::EstimateKey;

use super::accept::{AcceptEstimateInput, accept};
use super::object::Estimate;
use super::read::present;
use super::rule::{self, EstimateRule, SetEstimateRuleInput};
use super::send::{SendEstimateInput, send};
use super::submit::{SubmitEstimateInput, submit};
use crate::error::Result;
use crate::life;
use crate::request::mutate;

/// Sends an estimate back for correction.
#[derive(Debug, Clone, InputObject)]
pub struct ReturnEstimateInput {
    /// The estimate.
    estimate: EstimateKey,
    /// Why.
    reason: String,
}

/// Steps of an estimate's life. Its figures change by `syncPush`, like those of a month.
#[derive(Default)]
pub struct EstimateMutation;

#[Object]
impl EstimateMutation {
    /// Puts an estimate before its committee: digest and electorate freeze.
    async fn submit_estimate(&self, context: &Context<'_>, input: SubmitEstimateInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                submit(connection, caller, input).await?;
                present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Signs a certified estimate and sends it to the province: its figures become a numbered revision that is never rewritten.
    async fn send_estimate(&self, context: &Context<'_>, input: SendEstimateInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                send(connection, caller, input).await?;
                present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Sends a locked estimate back for correction, with a reason. A revision that was sent goes on counting.
    async fn return_estimate(&self, context: &Context<'_>, input: ReturnEstimateInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                life::give_back(connection, caller, &input.estimate.clone().into(), &input.reason).await?;
                present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Lets a revision of an estimate count in place of the first; for the department.
    async fn accept_estimate(&self, context: &Context<'_>, input: AcceptEstimateInput) -> Result<Estimate> {
        mutate(context, input, |connection, caller, input| {
            let done = async move {
                accept(connection, caller, input).await?;
                present(connection, &input.estimate).await
            };
            done.boxed()
        })
        .await
    }

    /// Sets by what the estimates of a fiscal year are made and when they are due; for the department.
    async fn set_estimate_rule(&self, context: &Context<'_>, input: SetEstimateRuleInput) -> Result<EstimateRule> {
        mutate(context, input, |connection, caller, input| {
            rule::set(connection, caller, input).boxed()
        })
        .await
    }
}
