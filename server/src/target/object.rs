//! A target as clients see it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, SimpleObject};
use futures_util::FutureExt;
use otop_schema::{AreaCode, FiscalYear, Round, Thresholds};

use super::parts::{self, TargetParts};
use super::row::TargetRow;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::request;
use crate::rollup::Ledger;

/// What a place is to reach in a round (ค่าเป้าหมาย), with the thresholds its score is taken by.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct Target {
    #[graphql(flatten)]
    row: TargetRow,
    #[graphql(skip)]
    ledger: Arc<Ledger>,
}

impl Target {
    /// A target, and what the answer has read already.
    #[must_use]
    pub fn new(row: TargetRow, ledger: &Arc<Ledger>) -> Self {
        Self {
            row,
            ledger: ledger.clone(),
        }
    }

    /// The target of a place for those assigned to it or above it; none where none is set.
    ///
    /// # Errors
    /// `FORBIDDEN` for a place the caller only sees parts of; `INVALID` for a round there is not.
    pub async fn of(context: &Context<'_>, ledger: &Arc<Ledger>, place: &AreaCode, year: i32, round: i32) -> Result<Option<Self>> {
        if !request::caller(context).sees_totals(place) {
            return Err(Error::forbidden("target.area"));
        }
        let round = Round::new(FiscalYear::new(year)?, round)?;
        let targets = ledger.targets(context, round).boxed().await?;
        Ok(targets.get(place.as_str()).map(|row| Self::new(row.clone(), ledger)))
    }

    /// What its growth is scored by.
    ///
    /// # Errors
    /// When its row is none of ours.
    pub fn thresholds(&self) -> Result<Thresholds> {
        self.row.scored_by()
    }
}

#[ComplexObject]
impl Target {
    /// Whether the targets one level down add up to it; absent for a district, and for those who may not know all bases.
    async fn parts(&self, context: &Context<'_>) -> Option<Result<TargetParts>> {
        let caller: &Caller = request::caller(context);
        if !caller.reads(&self.row.area) {
            return None;
        }
        parts::of(context, &self.ledger, &self.row).boxed().await.transpose()
    }
}
