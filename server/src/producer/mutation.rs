//! The three changes of the register, as clients ask for them.

use async_graphql::{Context, Object};
use futures_util::FutureExt;
use uuid::Uuid;

use super::{
    ChangeProducerInput, EraseContactInput, Producer, RegisterProducerInput, RetireProducerInput, change, erase, one, register, retire,
};
use crate::error::{Error, Result};
use crate::request;
use crate::text;

/// Changes of the register. They go on while the system is closed.
#[derive(Debug, Default)]
pub struct ProducerMutation;

#[Object]
impl ProducerMutation {
    /// Registers a producer; for the district's entry officer and CD officer.
    async fn register_producer(&self, context: &Context<'_>, input: RegisterProducerInput) -> Result<Producer> {
        let caller = request::caller(context).clone();
        let id = request::write(request::app(context), Some(request::caller(context)), move |connection| {
            let (caller, input) = (caller.clone(), input.clone());
            async move { register::register(connection, &caller, &input).await }.boxed()
        })
        .await?;
        written(context, id).await
    }

    /// Changes a producer; for the district's entry officer and CD officer. Another kind or subdistrict is dated by month.
    async fn change_producer(&self, context: &Context<'_>, input: ChangeProducerInput) -> Result<Producer> {
        let caller = request::caller(context).clone();
        let id = text::id("id", &input.id)?;
        request::write(request::app(context), Some(request::caller(context)), move |connection| {
            let (caller, input) = (caller.clone(), input.clone());
            async move { change::change(connection, &caller, id, &input).await }.boxed()
        })
        .await?;
        written(context, id).await
    }

    /// Ends a producer's activity; for the district's entry officer and CD officer. Its figures stay.
    async fn retire_producer(&self, context: &Context<'_>, input: RetireProducerInput) -> Result<Producer> {
        let caller = request::caller(context).clone();
        let id = text::id("id", &input.id)?;
        request::write(request::app(context), Some(request::caller(context)), move |connection| {
            let (caller, input) = (caller.clone(), input.clone());
            async move { retire::retire(connection, &caller, id, &input).await }.boxed()
        })
        .await?;
        written(context, id).await
    }

    /// Erases a producer's contact person and telephone; for the district's CD officer and the province's officer. Nothing that stays
    /// repeats them: no event, no list of who read them.
    async fn erase_contact(&self, context: &Context<'_>, input: EraseContactInput) -> Result<Producer> {
        let caller = request::caller(context).clone();
        let id = text::id("id", &input.id)?;
        request::write(request::app(context), Some(request::caller(context)), move |connection| {
            let caller = caller.clone();
            async move { erase::erase(connection, &caller, id).await }.boxed()
        })
        .await?;
        written(context, id).await
    }
}

async fn written(context: &Context<'_>, id: Uuid) -> Result<Producer> {
    one(context, id).await?.ok_or_else(|| Error::not_found("id"))
}
