//! What is done with a Roadmap, as mutations.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::mark::{MarkMilestoneInput, mark};
use super::object::Roadmap;
use super::set::{RemoveMilestoneInput, SetMilestoneInput, remove, set};
use crate::error::Result;
use crate::request::mutate;

/// Milestones.
#[derive(Default)]
pub struct RoadmapMutation;

#[Object]
impl RoadmapMutation {
    /// Sets a milestone: the department of the country's Roadmap, a province of its own.
    async fn set_milestone(&self, context: &Context<'_>, input: SetMilestoneInput) -> Result<Roadmap> {
        mutate(context, input, |connection, caller, input| set(connection, caller, input).boxed()).await
    }

    /// Removes a milestone from its Roadmap.
    async fn remove_milestone(&self, context: &Context<'_>, input: RemoveMilestoneInput) -> Result<Roadmap> {
        mutate(context, input, |connection, caller, input| {
            remove(connection, caller, input).boxed()
        })
        .await
    }

    /// Says that a place has done what a milestone asks, or that it has not after all.
    async fn mark_milestone(&self, context: &Context<'_>, input: MarkMilestoneInput) -> Result<Roadmap> {
        mutate(context, input, |connection, caller, input| mark(connection, caller, input).boxed()).await
    }
}
