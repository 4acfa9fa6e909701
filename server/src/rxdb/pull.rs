//! `pullRevenueEntry`: the figures of the caller's areas, page by page.

use async_graphql::{Context, Object};
use otop_schema::Refusal;

use super::document::{RevenueEntryInputCheckpoint, RevenueEntryPullBulk};
use super::page::page;
use super::token::Token;
use crate::error::{Error, Result};
use crate::request;

/// The most documents of a page. A larger limit is refused: a page that is shorter than its limit would end the pull.
const LARGEST_PAGE: i32 = 10_000;

/// What stock RxDB asks for.
#[derive(Default)]
pub struct RxdbQuery;

#[Object]
impl RxdbQuery {
    /// For stock RxDB: the figures of the caller's areas after a checkpoint, all of them without one. A page with fewer than
    /// `limit` documents is the last one.
    async fn pull_revenue_entry(
        &self,
        context: &Context<'_>,
        checkpoint: Option<RevenueEntryInputCheckpoint>,
        #[graphql(desc = "Documents of a page, 1 to 10,000")] limit: i32,
    ) -> Result<RevenueEntryPullBulk> {
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(out_of_bounds());
        }
        let mut connection = request::read(context).await?;
        let after = checkpoint.as_ref().map(|checkpoint| checkpoint.token.as_str());
        let token = Token::resume(&mut connection, request::caller(context), after).await?;
        Ok(page(&mut connection, token, limit.unsigned_abs() as usize).await?.into())
    }
}

fn out_of_bounds() -> Error {
    let message = format!("กำหนดจำนวนได้ 1 ถึง {LARGEST_PAGE} / The limit is 1 to {LARGEST_PAGE}");
    Refusal::invalid("limit", format!("1-to-{LARGEST_PAGE}"), message).into()
}
