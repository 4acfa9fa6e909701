//! What one answer has read of bases, confirmed revenue and targets.

use std::sync::Arc;

use async_graphql::Context;
use otop_schema::{Basis, FiscalYear, MonthRange, Round, Tally};

use super::ledger::{Ledger, Shared};
use super::period::Span;
use super::tally::{self, Past};
use super::terms::{Compared, Terms, terms};
use super::unit::{Grain, Unit};
use crate::error::Result;
use crate::memo::Memo;
use crate::request;
use crate::target::{TargetRow, targets};

/// Each thing once for all places of the answer.
#[derive(Debug, Default)]
pub struct Read {
    terms: Memo<FiscalYear, Terms>,
    districts: Memo<MonthRange, Shared<Tally>>,
    past: Memo<(Grain, MonthRange), Arc<Past>>,
    targets: Memo<Round, Shared<TargetRow>>,
}

impl Ledger {
    /// How a period is compared; none where it lies in several fiscal years.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn compared(&self, context: &Context<'_>, span: Span, round: Option<Round>) -> Result<Option<Compared>> {
        let year = span.months.from().fiscal_year();
        if year != span.months.to().fiscal_year() {
            return Ok(None);
        }
        let read = async { terms(&mut *request::read(context).await?, year).await };
        let terms = self.compared.terms.get(year, read).await?;
        Ok(Some(Compared::over(terms, span.months, round)))
    }

    /// How a round is compared.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn compared_round(&self, context: &Context<'_>, round: Round) -> Result<Option<Compared>> {
        let span = Span {
            months: round.range(),
            basis: Basis::Confirmed,
        };
        self.compared(context, span, Some(round)).await
    }

    /// Base and confirmed revenue of a unit, which lies in `district` or is larger than one.
    ///
    /// # Errors
    /// When the database fails or a sum leaves 64 bits.
    pub async fn tally(&self, context: &Context<'_>, unit: &Unit, district: &str, compared: Compared) -> Result<Tally> {
        match unit.grain {
            Grain::District => tally::sum(&*self.tallies(context, compared).await?, &unit.prefix),
            Grain::Subdistrict | Grain::Producer => self.past(context, unit.grain, compared).await?.tally(unit, district, compared),
        }
    }

    /// The tallies of all districts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tallies(&self, context: &Context<'_>, compared: Compared) -> Result<Shared<Tally>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(tally::districts(&mut connection, &self.scope, compared).await?))
        };
        self.compared.districts.get(compared.months, read).await
    }

    async fn past(&self, context: &Context<'_>, grain: Grain, compared: Compared) -> Result<Arc<Past>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(Past::read(&mut connection, &self.scope, grain, compared).await?))
        };
        self.compared.past.get((grain, compared.months), read).await
    }

    /// The targets of a round, of all places.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn targets(&self, context: &Context<'_>, round: Round) -> Result<Shared<TargetRow>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(targets(&mut connection, &self.scope, round).await?))
        };
        self.compared.targets.get(round, read).await
    }
}
