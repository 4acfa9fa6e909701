//! The table of sales channels.

use async_graphql::{ComplexObject, ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::statement::sql;

/// A sales channel (ช่องทางการจำหน่าย): an assumption of ours, therefore a table and not an enum.
#[derive(Debug, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Channel {
    #[diesel(sql_type = Text)]
    #[graphql(skip)]
    code: String,
    /// The Thai name.
    #[diesel(sql_type = Text)]
    name_th: String,
    /// The English name.
    #[diesel(sql_type = Text)]
    name_en: String,
}

#[ComplexObject]
impl Channel {
    /// The code figures are kept by.
    async fn code(&self) -> ID {
        self.code.clone().into()
    }
}

/// The channels that hold on the business day, in their order.
///
/// # Errors
/// When the database fails.
pub async fn channels(connection: &mut AsyncPgConnection) -> Result<Vec<Channel>> {
    Ok(sql(include_str!("channel.sql")).load(connection).await?)
}
