//! The sums of a place or producer as clients see them; each field reads what it needs, once for all places of the answer.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use otop_schema::{AreaCode, AreaLevel, Baht, Basis, Category, MonthRange, NotComputable, ProducerKind, Refusal, Round, Tally};
use uuid::Uuid;

use super::breakdown::{CategoryRevenue, ChannelRevenue, KindRevenue, RevenuePart, Side};
use super::completeness::{Completeness, ReportCounts};
use super::estimate::{EstimateCounts, RollupEstimate, Sums};
use super::estimated::DistrictEstimate;
use super::growth::{Growth, RoundScore};
use super::ledger::Ledger;
use super::months::{self, MonthRevenue, MonthTotals};
use super::period::{PeriodInput, Span};
use super::scope::Scope;
use super::terms::Compared;
use super::unit::{Grain, Unit};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::target::Target;

/// The sums of one place or producer over a period. All sums of one answer are of one instant.
#[derive(Debug)]
pub struct Rollup {
    ledger: Arc<Ledger>,
    unit: Unit,
    /// The code of the district it lies in, or of the place itself where that is larger.
    district: String,
    span: Span,
    /// The round, where one was asked for.
    round: Option<Round>,
}

impl Rollup {
    /// The sums of a place, for those assigned to it or above it.
    ///
    /// # Errors
    /// `FORBIDDEN` for a place the caller only sees parts of, and for a viewer below the district, where a sum is soon a single
    /// producer's; `INVALID` for a period there is not.
    pub fn of_place(caller: &Caller, ledger: &Arc<Ledger>, place: &AreaCode, period: PeriodInput, basis: Option<Basis>) -> Result<Self> {
        if !caller.sees_totals(place) {
            return Err(Error::forbidden("rollup.area"));
        }
        if place.level() == AreaLevel::Subdistrict && !caller.reads(place) {
            return Err(Error::forbidden("rollup.viewer"));
        }
        let prefix = place.prefix();
        let grain = match place.level() {
            AreaLevel::Nation | AreaLevel::Province | AreaLevel::District => Grain::District,
            AreaLevel::Subdistrict => Grain::Subdistrict,
        };
        Ok(Self {
            ledger: ledger.clone(),
            unit: Unit {
                grain,
                prefix: prefix.to_owned(),
            },
            district: prefix.chars().take(4).collect(),
            round: period.round()?,
            span: Span::of(period, basis.unwrap_or(Basis::All))?,
        })
    }

    /// The sums of a place by itself, such as for those who follow it live.
    ///
    /// # Errors
    /// As [`Rollup::of_place`].
    pub fn alone(caller: &Caller, place: &AreaCode, period: PeriodInput, basis: Option<Basis>) -> Result<Self> {
        let ledger = Arc::new(Ledger::new(Scope::of_place(caller, place)));
        Self::of_place(caller, &ledger, place, period, basis)
    }

    /// The sums of a producer in `district`; the ledger's scope names it.
    ///
    /// # Errors
    /// `INVALID` for a period there is not.
    pub fn of_producer(
        ledger: &Arc<Ledger>,
        producer: Uuid,
        district: &AreaCode,
        period: PeriodInput,
        basis: Option<Basis>,
    ) -> Result<Self> {
        Ok(Self {
            ledger: ledger.clone(),
            unit: Unit {
                grain: Grain::Producer,
                prefix: producer.to_string(),
            },
            district: district.to_string(),
            round: period.round()?,
            span: Span::of(period, basis.unwrap_or(Basis::All))?,
        })
    }

    async fn totals(&self, context: &Context<'_>) -> Result<Vec<i64>> {
        self.ledger.totals(context, &self.unit, self.span).await
    }

    /// How it is compared, and its base and confirmed revenue; none for a period of several fiscal years. On the heap, here and below:
    /// what stands deep in an answer is polled through every level above it, on one stack.
    async fn tally(&self, context: &Context<'_>) -> Result<Option<(Compared, Tally)>> {
        let Some(compared) = self.ledger.compared(context, self.span, self.round).await? else {
            return Ok(None);
        };
        let tally = self.ledger.tally(context, &self.unit, &self.district, compared).boxed().await?;
        Ok(Some((compared, tally)))
    }

    /// The score of a round; a target is a place's from the district upwards.
    async fn scored(&self, context: &Context<'_>, round: Round) -> Result<Option<RoundScore>> {
        let Some((_, tally)) = self.tally(context).boxed().await? else {
            return Ok(None);
        };
        let targets = self.ledger.targets(context, round).boxed().await?;
        let code = if self.unit.prefix.is_empty() {
            AreaCode::nation().to_string()
        } else {
            self.unit.prefix.clone()
        };
        let target = targets.get(&code).cloned();
        RoundScore::of(&tally, target.map(|row| Target::new(row, &self.ledger))).map(Some)
    }

    /// The estimate of the fiscal year and what was sold of it; none for a period of several.
    pub(crate) async fn estimated(&self, context: &Context<'_>) -> Result<Option<RollupEstimate>> {
        let year = self.span.months.from().fiscal_year();
        if year != self.span.months.to().fiscal_year() {
            return Ok(None);
        }
        let lines = self.ledger.estimates(context, year).boxed().await?;
        let within = if self.unit.grain == Grain::District {
            &self.unit.prefix
        } else {
            &self.district
        };
        let districts: Vec<&DistrictEstimate> = lines.within(within).map(|(_, line)| line).collect();
        let mut sums = Sums::of(&districts)?;
        if let (Grain::Subdistrict | Grain::Producer, Ok(satang)) = (self.unit.grain, &sums.satang) {
            sums.satang = Ok(self.ledger.estimated(context, &self.unit, year, satang.len()).boxed().await?);
        }
        if self.partly_withheld(context).boxed().await? {
            sums.satang = Err(NotComputable::Withheld);
        }
        let asked = self.confirmed(context, self.span.months).boxed().await?;
        let since_october = MonthRange::new(year.first(), self.span.months.to())?;
        let since_october = self.confirmed(context, since_october).boxed().await?;
        let counts = EstimateCounts::of(&districts, !self.ledger.scope().is_withheld());
        Ok(Some(RollupEstimate::of(
            year,
            &sums,
            (self.span.months, asked),
            since_october,
            counts,
        )))
    }

    /// Confirmed revenue of some months.
    async fn confirmed(&self, context: &Context<'_>, months: MonthRange) -> Result<Baht> {
        let basis = Basis::Confirmed;
        let totals = self.ledger.totals(context, &self.unit, Span { months, basis }).await?;
        let sum = totals.into_iter().try_fold(0i64, i64::checked_add);
        sum.map(Baht::from_satang).ok_or_else(months::overflow)
    }

    /// Whether a viewer is told only part of the revenue.
    async fn partly_withheld(&self, context: &Context<'_>) -> Result<bool> {
        if !self.ledger.scope().is_withheld() {
            return Ok(false);
        }
        let tally = self.tally(context).boxed().await?;
        Ok(tally.is_some_and(|(_, tally)| tally.withheld > 0))
    }

    /// Revenue by the words of one cut, in their order.
    async fn cut<Word: FromStr<Err = Refusal> + Ord>(&self, context: &Context<'_>, side: Side) -> Result<BTreeMap<Word, Baht>> {
        let revenues = self.ledger.revenues(context, &self.unit, self.span, side).await?;
        revenues.into_iter().map(|(word, revenue)| Ok((word.parse()?, revenue))).collect()
    }
}

/// Sums over the months of a period. Money is in baht. With basis `ALL` they are the figures as recorded now; with `CONFIRMED`
/// those of each report's last confirmed version, also while it is returned. A committee member sees a report from its submission
/// on: to him or her a draft is not there, neither its figures nor its producers. For a viewer the figures of a draft do not count,
/// nor those of a report with so few producers that its sum would be personal (`reports.withheld`).
#[Object]
impl Rollup {
    /// Revenue of the whole period in baht.
    async fn revenue(&self, context: &Context<'_>) -> Result<Baht> {
        let totals = self.totals(context).await?;
        let sum = totals.into_iter().try_fold(0i64, i64::checked_add);
        sum.map(Baht::from_satang).ok_or_else(months::overflow)
    }

    /// Revenue of each month of the period in baht, oldest first, one element per month, zeros included. The cheap form of
    /// `byMonth`.
    async fn month_totals(&self, context: &Context<'_>) -> Result<MonthTotals> {
        Ok(MonthTotals(self.totals(context).await?))
    }

    /// Revenue month by month, oldest first, zeros included.
    async fn by_month(&self, context: &Context<'_>) -> Result<Vec<MonthRevenue>> {
        let totals = self.totals(context).await?;
        let revenue = |(month, satang)| MonthRevenue {
            month,
            revenue: Baht::from_satang(satang),
        };
        Ok(self.span.months.iter().zip(totals).map(revenue).collect())
    }

    /// Revenue by product category; categories without figures are left out. For a viewer also those of so few producers that they
    /// would be personal, each with the next smallest: what is missing from `revenue` is withheld.
    async fn by_category(&self, context: &Context<'_>) -> Result<Vec<CategoryRevenue>> {
        let revenues: BTreeMap<Category, Baht> = self.cut(context, Side::Category).await?;
        let part = |(category, revenue)| CategoryRevenue { category, revenue };
        Ok(revenues.into_iter().map(part).collect())
    }

    /// Revenue by sales channel; channels without figures are left out, and for a viewer those of a few producers, as in `byCategory`.
    async fn by_channel(&self, context: &Context<'_>) -> Result<Vec<ChannelRevenue>> {
        let revenues = self.ledger.revenues(context, &self.unit, self.span, Side::Channel).await?;
        let part = |(channel, revenue): (String, Baht)| ChannelRevenue {
            channel: channel.into(),
            revenue,
        };
        Ok(revenues.into_iter().map(part).collect())
    }

    /// Revenue by kind of producer; kinds without figures are left out, and for a viewer those of a few producers, as in `byCategory`.
    async fn by_kind(&self, context: &Context<'_>) -> Result<Vec<KindRevenue>> {
        let revenues: BTreeMap<ProducerKind, Baht> = self.cut(context, Side::Kind).await?;
        Ok(revenues.into_iter().map(|(kind, revenue)| KindRevenue { kind, revenue }).collect())
    }

    /// Revenue by category, kind of producer and channel together, as form รต.๓ lists it; what there is none of is left out. Not for
    /// viewers: so fine a cut is soon a single producer's.
    async fn parts(&self, context: &Context<'_>) -> Result<Vec<RevenuePart>> {
        self.ledger.finest(context, &self.unit, self.span).await
    }

    /// Who has reported and who is missing.
    async fn completeness(&self, context: &Context<'_>) -> Result<Completeness> {
        match self.unit.grain {
            Grain::District => {
                let districts = self.ledger.districts(context, self.span).await?;
                Ok(Completeness::of_districts(&districts, &self.unit))
            }
            Grain::Subdistrict | Grain::Producer => {
                let members = self.ledger.members(context, self.span).await?;
                Ok(Completeness::of_members(&members, &self.unit, &self.district))
            }
        }
    }

    /// How many reports stand where. A subdistrict and a producer have the reports of their district.
    async fn reports(&self, context: &Context<'_>) -> Result<ReportCounts> {
        let districts = self.ledger.districts(context, self.span).await?;
        Ok(ReportCounts::of(&districts, &self.district))
    }

    /// How much confirmed revenue grew against the base of the fiscal year.
    async fn growth(&self, context: &Context<'_>) -> Result<Growth> {
        Ok(match self.tally(context).boxed().await? {
            Some((compared, tally)) => Growth::of(&tally, compared.months, compared.frozen(self.unit.grain)),
            None => Growth::nothing(self.span.months, NotComputable::SeveralYears),
        })
    }

    /// The score of a round; absent for any other period.
    async fn score(&self, context: &Context<'_>) -> Option<Result<RoundScore>> {
        self.scored(context, self.round?).boxed().await.transpose()
    }

    /// The estimate of the fiscal year (แบบประมาณการรายได้) and confirmed revenue as a share of it; absent for a period of several fiscal
    /// years.
    async fn estimate(&self, context: &Context<'_>) -> Option<Result<RollupEstimate>> {
        self.estimated(context).boxed().await.transpose()
    }

    /// The business instant of which the figures are.
    async fn as_of(&self, context: &Context<'_>) -> Result<DateTime<Utc>> {
        self.ledger.as_of(context).await
    }
}
