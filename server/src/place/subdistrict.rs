//! Subdistricts.

use async_graphql::{Context, ID, Object};
use otop_schema::{Basis, Month};

use super::Place;
use crate::error::Result;
use crate::producer::{PageArguments, ProducerConnection};
use crate::rollup::{PeriodInput, Rollup, RollupEstimate};

/// A subdistrict (ตำบล).
#[derive(Debug, Clone)]
pub struct Subdistrict(pub(super) Place);

/// A subdistrict (ตำบล).
#[Object]
impl Subdistrict {
    /// The code.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    #[graphql(flatten)]
    async fn place(&self) -> &Place {
        &self.0
    }

    /// The producers in it: in the month asked for, else in the business month. Not for viewers: `FORBIDDEN`.
    async fn producers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Producers on the page: 0 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "The cursor the page begins after")] after: Option<String>,
        #[graphql(desc = "Only those on the roster of this month (CE)")] active_in: Option<Month>,
    ) -> Result<ProducerConnection> {
        let asked = PageArguments::new(first, after.as_deref(), active_in)?;
        self.0.producers(context, asked).await
    }

    /// The sums of the producers that stood in it in each month.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }

    /// The subdistrict's estimate of a fiscal year (BE) and confirmed revenue as a share of it, as in `rollup`.
    async fn estimate(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<RollupEstimate>> {
        self.0.estimate(context, fiscal_year).await.transpose()
    }
}
