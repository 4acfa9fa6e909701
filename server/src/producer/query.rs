//! Questions that begin at a producer.

use async_graphql::{Context, ID, Object};
use uuid::Uuid;

use super::{Channel, Producer, channel, one};
use crate::error::Result;
use crate::request;

/// Questions that begin at a producer.
#[derive(Debug, Default)]
pub struct ProducerQuery;

#[Object]
impl ProducerQuery {
    /// A producer by its id; null where there is none or the caller does not read its district.
    async fn producer(&self, context: &Context<'_>, id: ID) -> Option<async_graphql::Result<Producer>> {
        let id = Uuid::try_parse(&id).ok()?;
        one(context, id).await.map_err(async_graphql::Error::from).transpose()
    }

    /// The sales channels figures may be recorded under today.
    async fn channels(&self, context: &Context<'_>) -> Result<Vec<Channel>> {
        channel::channels(&mut *request::read(context).await?).await
    }
}
