//! The top of the tree.

use async_graphql::{Context, ID, Object};
use otop_schema::{AreaLevel, Basis, Month};

use super::{Place, Province};
use crate::checklist::ProvinceCheck;
use crate::error::Result;
use crate::rollup::{PeriodInput, Rollup, RollupEstimate};
use crate::target::Target;

/// The whole country.
#[derive(Debug, Clone)]
pub struct Nation(pub(super) Place);

impl From<Place> for Nation {
    fn from(place: Place) -> Self {
        Self(place)
    }
}

/// The whole country.
#[Object]
impl Nation {
    /// The code: `TH`.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    #[graphql(flatten)]
    async fn place(&self) -> &Place {
        &self.0
    }

    /// The provinces the caller sees, or sees something in, by code.
    async fn provinces(&self, context: &Context<'_>) -> Result<Vec<Province>> {
        let places = self.0.children(context, AreaLevel::Province).await?;
        Ok(places.into_iter().map(Province).collect())
    }

    /// How the provinces stand before a month (CE) is consolidated, one line a province, by code. For the department; `FORBIDDEN` to
    /// others.
    async fn checklist(&self, context: &Context<'_>, month: Month) -> Result<Vec<ProvinceCheck>> {
        Ok(ProvinceCheck::of(&Box::pin(self.0.checks(context, month)).await?))
    }

    /// The country's sums, for those assigned to it: `FORBIDDEN` to others.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }

    /// The country's target of a round of a fiscal year (BE); absent where none is set. `FORBIDDEN` to those who see parts of it only.
    async fn target(&self, context: &Context<'_>, fiscal_year: i32, round: i32) -> Option<Result<Target>> {
        self.0.target(context, fiscal_year, round).await.transpose()
    }

    /// The country's estimate of a fiscal year (BE) and confirmed revenue as a share of it, as in `rollup`.
    async fn estimate(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<RollupEstimate>> {
        self.0.estimate(context, fiscal_year).await.transpose()
    }
}
