//! Provinces.

use async_graphql::{Context, ID, Object};
use otop_schema::{AreaLevel, Basis, Month, Pending};

use super::{District, Place};
use crate::checklist::DistrictCheck;
use crate::error::Result;
use crate::rollup::{PeriodInput, Rollup, RollupEstimate};
use crate::target::Target;

/// A province (จังหวัด); 76 without Bangkok.
#[derive(Debug, Clone)]
pub struct Province(pub(super) Place);

/// A province (จังหวัด); 76 without Bangkok.
#[Object]
impl Province {
    /// The code.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    #[graphql(flatten)]
    async fn place(&self) -> &Place {
        &self.0
    }

    /// `north`, `northeast`, `central`, `east`, `west` or `south`.
    async fn region(&self) -> &str {
        self.0.row.region.as_deref().unwrap_or_default()
    }

    /// The districts the caller sees, by code.
    async fn districts(&self, context: &Context<'_>) -> Result<Vec<District>> {
        let places = self.0.children(context, AreaLevel::District).await?;
        Ok(places.into_iter().map(District).collect())
    }

    /// What its districts' reports of a month (CE) still want, by district: missing, unconfirmed, late, paper missing. For the province
    /// and the department; `FORBIDDEN` to others.
    async fn checklist(
        &self,
        context: &Context<'_>,
        month: Month,
        #[graphql(desc = "Only districts that want one of these")] only: Option<Vec<Pending>>,
    ) -> Result<Vec<DistrictCheck>> {
        // Boxed, as every long way below a place: what a field waits in lies on the stack of all fields above it.
        let checks = Box::pin(self.0.checks(context, month)).await?;
        let wanted = |check: &DistrictCheck| only.as_ref().is_none_or(|only| check.wants_any(only));
        Ok(checks.into_iter().filter(wanted).collect())
    }

    /// The province's sums: those of its districts together. `FORBIDDEN` to those who see parts of it only.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }

    /// The province's target of a round of a fiscal year (BE); absent where none is set. `FORBIDDEN` to those who see parts of it only.
    async fn target(&self, context: &Context<'_>, fiscal_year: i32, round: i32) -> Option<Result<Target>> {
        self.0.target(context, fiscal_year, round).await.transpose()
    }

    /// The province's estimate of a fiscal year (BE) and confirmed revenue as a share of it, as in `rollup`.
    async fn estimate(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<RollupEstimate>> {
        self.0.estimate(context, fiscal_year).await.transpose()
    }
}
