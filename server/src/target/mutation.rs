//! What is set of a year, as mutations.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::base::BaseRevision;
use super::freeze::{FreezeBaseInput, freeze};
use super::object::Target;
use super::policy::{self, ScoringPolicy, SetScoringPolicyInput};
use super::set::{self, SetTargetsInput};
use crate::error::Result;
use crate::request::mutate;

/// Policies, bases and targets.
#[derive(Default)]
pub struct TargetMutation;

#[Object]
impl TargetMutation {
    /// Sets how a fiscal year is reckoned; for the department. A frozen base keeps what it was made by.
    async fn set_scoring_policy(&self, context: &Context<'_>, input: SetScoringPolicyInput) -> Result<ScoringPolicy> {
        mutate(context, input, |connection, caller, input| {
            policy::set(connection, caller, input).boxed()
        })
        .await
    }

    /// Freezes the base of a fiscal year from what is confirmed and imported of the years before; for the department. What was frozen
    /// stays: this is the next revision.
    async fn freeze_base(&self, context: &Context<'_>, input: FreezeBaseInput) -> Result<BaseRevision> {
        mutate(context, input, |connection, caller, input| {
            freeze(connection, caller, input).boxed()
        })
        .await
    }

    /// Sets targets and thresholds of a round, all or none: the department those of nation and provinces, a province those of its
    /// districts. `parts` of the answer warns when they do not add up.
    async fn set_targets(&self, context: &Context<'_>, input: SetTargetsInput) -> Result<Vec<Target>> {
        let asked = input.clone();
        mutate(context, input, |connection, caller, input| {
            set::set(connection, caller, input).boxed()
        })
        .await?;
        set::answered(context, &asked).await
    }
}
