//! Estimates of a fiscal year, unit by unit: districts by the sums that ride on their revisions, what lies below by the figures in them.

use std::sync::Arc;

use async_graphql::Context;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{EstimatePeriod, FiscalYear, Timeliness};

use super::ledger::{Ledger, Shared};
use super::months::overflow;
use super::scope::Scope;
use super::unit::{ByUnit, Grain, Unit};
use crate::error::Result;
use crate::memo::Memo;
use crate::request;

/// What is read of a district's estimate.
#[derive(Debug, Clone, QueryableByName)]
pub struct DistrictEstimate {
    #[diesel(sql_type = Text)]
    unit: String,
    /// By what the year is estimated; none for a year without a rule.
    #[diesel(sql_type = Nullable<Text>)]
    pub period: Option<EstimatePeriod>,
    /// The sums of the revision that counts, by period.
    #[diesel(sql_type = Nullable<Array<BigInt>>)]
    pub satang: Option<Vec<i64>>,
    /// How the last revision stood to the due date.
    #[diesel(sql_type = Nullable<Text>)]
    pub timeliness: Option<Timeliness>,
    /// A revision was sent.
    #[diesel(sql_type = Bool)]
    pub sent: bool,
    /// None was, and it is due.
    #[diesel(sql_type = Bool)]
    pub overdue: bool,
    /// The province holds the signed paper of the last one.
    #[diesel(sql_type = Bool)]
    pub received: bool,
    /// Too small to be told to who asks.
    #[diesel(sql_type = Bool)]
    pub withheld: bool,
}

/// A figure of a subdistrict or producer: its period and satang.
#[derive(Debug, QueryableByName)]
struct Figure {
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Integer)]
    period: i32,
    #[diesel(sql_type = BigInt)]
    satang: i64,
}

/// Each thing once for all places of the answer.
#[derive(Debug, Default)]
pub struct Estimated {
    districts: Memo<FiscalYear, Shared<DistrictEstimate>>,
    figures: Memo<(Grain, FiscalYear), Shared<(i32, i64)>>,
}

impl Ledger {
    /// The estimates of all districts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn estimates(&self, context: &Context<'_>, year: FiscalYear) -> Result<Shared<DistrictEstimate>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(districts(&mut connection, &self.scope, year).await?))
        };
        self.estimated.districts.get(year, read).await
    }

    /// What a subdistrict or producer is expected to sell, by period.
    ///
    /// # Errors
    /// When the database fails or a sum leaves 64 bits.
    pub async fn estimated(&self, context: &Context<'_>, unit: &Unit, year: FiscalYear, periods: usize) -> Result<Vec<i64>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(figures(&mut connection, &self.scope, unit.grain, year).await?))
        };
        let figures = self.estimated.figures.get((unit.grain, year), read).await?;
        let mut sums = vec![0i64; periods];
        for (_, (period, satang)) in figures.within(&unit.prefix) {
            let sum = usize::try_from(period - 1).ok().and_then(|index| sums.get_mut(index));
            if let Some(sum) = sum {
                *sum = sum.checked_add(*satang).ok_or_else(overflow)?;
            }
        }
        Ok(sums)
    }
}

async fn districts(connection: &mut AsyncPgConnection, scope: &Scope, year: FiscalYear) -> Result<ByUnit<DistrictEstimate>> {
    let statement = scope.of_growth(include_str!("area_estimate.sql"), year.range());
    let lines: Vec<DistrictEstimate> = statement.bind::<Integer, _>(year.number()).load(connection).await?;
    Ok(ByUnit::new(lines.into_iter().map(|line| (line.unit.clone(), line)).collect()))
}

async fn figures(connection: &mut AsyncPgConnection, scope: &Scope, grain: Grain, year: FiscalYear) -> Result<ByUnit<(i32, i64)>> {
    let statement = match grain {
        Grain::District | Grain::Subdistrict => scope.of_known(include_str!("subdistrict_estimate.sql")),
        Grain::Producer => scope.of_named(include_str!("producer_estimate.sql")),
    };
    let lines: Vec<Figure> = statement.bind::<Integer, _>(year.number()).load(connection).await?;
    let value = |line: Figure| (line.unit, (line.period, line.satang));
    Ok(ByUnit::new(lines.into_iter().map(value).collect()))
}
