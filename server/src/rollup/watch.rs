//! `rollupChanged`: the sums of an area, now and whenever a report in it changed.

use async_graphql::async_stream::try_stream;
use async_graphql::{Context, Subscription};
use futures_util::{FutureExt, Stream, StreamExt};
use otop_schema::{AreaCode, AreaLevel, Basis};

use super::{PeriodInput, Rollup};
use crate::error::{Error, Result};
use crate::feed;
use crate::request;

/// What can be followed of sums.
#[derive(Default)]
pub struct RollupSubscription;

#[Subscription]
impl RollupSubscription {
    /// The sums of an area over a period: as they are now, then again after changes; changes that come together are told
    /// once.
    async fn rollup_changed(
        &self,
        context: &Context<'_>,
        area: AreaCode,
        period: PeriodInput,
        #[graphql(desc = "ALL by default")] basis: Option<Basis>,
    ) -> Result<impl Stream<Item = Result<Rollup>> + use<>> {
        let (app, caller) = (request::app(context).clone(), request::caller(context).clone());
        if !caller.sees_totals(&area) {
            return Err(Error::not_found("area"));
        }
        let end = feed::end(&mut *app.connection().await?).await?;
        let mut happening = Box::pin(feed::follow(app, vec![told_in(&area)], end));
        Ok(try_stream! {
            loop {
                yield Rollup::alone(&caller, &area, period.clone(), basis)?;
                let Some(event) = happening.next().await else { return };
                event?;
                while let Some(Some(together)) = happening.next().now_or_never() { together?; }
            }
        })
    }
}

/// Where it is told when sums of an area change: figures are told of by their district.
fn told_in(area: &AreaCode) -> AreaCode {
    let district = area.parent().filter(|_| area.level() == AreaLevel::Subdistrict);
    district.unwrap_or_else(|| area.clone())
}
