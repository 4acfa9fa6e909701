//! The estimate of one district and fiscal year, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, Context, OutputType as _, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use otop_schema::{AreaCode, Baht, EstimateKey, EstimatePeriod, Status, Timeliness};

use super::entry::{EstimateEntry, entries};
use super::prefill::{EstimatePrefill, prefill};
use super::revision::{EstimateRevision, revisions};
use super::rule::EstimateTime;
use super::{canonical, submit};
use crate::calendar::Facts;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::life::{self, Life, Paperwork};
use crate::producer::{self, Producer};
use crate::report::RosterMember;
use crate::request;
use crate::statement::sql;

/// The estimate of one district and fiscal year (แบบประมาณการรายได้). It exists for every district, also while nobody touched it.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Estimate {
    #[graphql(skip)]
    #[diesel(embed)]
    time: EstimateTime,
    /// Where it is in its life.
    #[diesel(sql_type = Text)]
    pub status: Status,
    /// Counts what happened to it.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    submission: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    fixed: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Integer>)]
    quorum: Option<i32>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    meeting: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    remark: Option<String>,
    /// The business instant of the last submission.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub submitted_at: Option<DateTime<Utc>>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    submitted_by: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = Array<BigInt>)]
    live_satang: Vec<i64>,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    estimated: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(super) revisions: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    accepted: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Array<BigInt>>)]
    counted_satang: Option<Vec<i64>>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Integer>)]
    counted_estimated: Option<i32>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    timeliness: Option<Timeliness>,
    /// A viewer is told no sum of fewer.
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    fewest_producers: i32,
}

/// Sums of an estimate.
#[derive(Debug, Clone, SimpleObject)]
pub struct EstimateTotals {
    /// All its figures as they stand now, in baht.
    amount: Baht,
    /// The same by period, from the first on.
    by_period: Vec<Baht>,
    /// The revision that counts, in baht; it counts also while the estimate is returned. Absent while none was sent.
    counted: Option<Baht>,
    /// The same by period.
    counted_by_period: Option<Vec<Baht>>,
    /// Producers with a figure.
    estimated: i32,
}

impl Estimate {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> EstimateKey {
        self.time.key()
    }

    fn facts(&self) -> Facts {
        self.time.facts()
    }

    /// Where it stands in its life.
    pub(crate) fn life(&self) -> Life {
        Life {
            subject: self.key().into(),
            status: self.status,
            submission: self.submission,
            fixed: self.fixed.clone(),
            submitted_at: self.submitted_at,
            quorum: self.quorum,
            time: self.facts(),
        }
    }

    /// By what its year is estimated.
    pub(crate) fn period(&self) -> EstimatePeriod {
        self.time.period()
    }

    /// Whether the caller sees that it exists: a committee member does from its submission on.
    #[must_use]
    pub fn visible_to(&self, caller: &Caller) -> bool {
        life::visible(caller, &self.time.district, self.status)
    }

    /// Whether the caller reads what it holds: a viewer sees sums and states only.
    #[must_use]
    pub fn readable_by(&self, caller: &Caller) -> bool {
        life::readable(caller, &self.time.district, self.status)
    }

    fn read_by(&self, context: &Context<'_>) -> Result<()> {
        if self.readable_by(request::caller(context)) {
            Ok(())
        } else {
            Err(Error::forbidden("viewer"))
        }
    }

    /// What people wrote, for those who read it.
    fn said<'a>(&self, context: &Context<'_>, text: Option<&'a str>) -> Option<&'a str> {
        text.filter(|_| self.readable_by(request::caller(context)))
    }

    /// The sums the caller is told: as they stand, and those of the revision that counts.
    fn told(&self, caller: &Caller) -> (Vec<i64>, Option<&Vec<i64>>) {
        let known = self.readable_by(caller);
        let enough = |producers: i32| known || producers >= self.fewest_producers;
        let shown = enough(self.estimated) && (known || self.status != Status::Draft);
        let mut live = if shown { self.live_satang.clone() } else { Vec::new() };
        live.resize(usize::try_from(self.period().count()).unwrap_or_default(), 0);
        let counted = self.counted_satang.as_ref();
        (live, counted.filter(|_| enough(self.counted_estimated.unwrap_or_default())))
    }
}

fn sum(satang: &[i64]) -> Result<Baht> {
    let sum = satang.iter().try_fold(0i64, |sum, part| sum.checked_add(*part));
    let too_large = || Error::internal("an estimate's sum leaves 64 bits");
    sum.map(Baht::from_satang).ok_or_else(too_large)
}

fn bahts(satang: &[i64]) -> Vec<Baht> {
    satang.iter().copied().map(Baht::from_satang).collect()
}

#[ComplexObject]
impl Estimate {
    /// `2706:2566`.
    pub(crate) async fn id(&self) -> EstimateKey {
        self.key()
    }

    /// The district's code.
    async fn district(&self) -> &AreaCode {
        &self.time.district
    }

    /// The fiscal year (BE).
    async fn fiscal_year(&self) -> i32 {
        self.time.fiscal_year.number()
    }

    /// By what the year is estimated.
    #[graphql(name = "period")]
    async fn estimated_by(&self) -> EstimatePeriod {
        self.period()
    }

    /// The committee's meeting, as named at submission; null for viewers.
    async fn meeting(&self, context: &Context<'_>) -> Option<&str> {
        self.said(context, self.meeting.as_deref())
    }

    /// A remark to the committee; null for viewers.
    async fn remark(&self, context: &Context<'_>) -> Option<&str> {
        self.said(context, self.remark.as_deref())
    }

    /// Who submitted last; null for viewers.
    async fn submitted_by(&self, context: &Context<'_>) -> Option<&str> {
        self.said(context, self.submitted_by.as_deref())
    }

    /// SHA-256 of the canonical bytes: fixed at submission, that of the figures as they are now while they may change.
    async fn digest(&self, context: &Context<'_>) -> Result<String> {
        self.read_by(context)?;
        match &self.fixed {
            Some(digest) => Ok(digest.clone()),
            None => canonical::live_digest(&mut *request::read(context).await?, &self.key()).await,
        }
    }

    /// Sums. For a viewer the figures of a draft do not count, nor those of so few producers that they would be personal.
    async fn totals(&self, context: &Context<'_>) -> Result<EstimateTotals> {
        let (live, counted) = self.told(request::caller(context));
        Ok(EstimateTotals {
            amount: sum(&live)?,
            by_period: bahts(&live),
            counted: counted.map(|satang| sum(satang)).transpose()?,
            counted_by_period: counted.map(|satang| bahts(satang)),
            estimated: self.estimated,
        })
    }

    /// When recording opens; nothing for a year without a rule.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.opens_at)
    }

    /// Before when, exclusive, it is sent on time.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.due_at)
    }

    /// When it closes: with its fiscal year.
    async fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.closes_at)
    }

    /// Whether it is late: sent after it was due, or due and not sent.
    async fn late(&self) -> bool {
        let time = self.facts();
        let overdue = time.window.is_some_and(|window| window.due_at <= time.now);
        self.timeliness.map_or(overdue, |sent| sent == Timeliness::Late)
    }

    /// How the last revision that was sent stood to the due date.
    async fn timeliness(&self) -> Timeliness {
        self.timeliness.unwrap_or(Timeliness::NotConfirmed)
    }

    /// Its figures, removed ones included, by producer and period.
    async fn entries(&self, context: &Context<'_>) -> Result<Vec<EstimateEntry>> {
        self.read_by(context)?;
        entries(&*request::read(context).await?, &[self.key()], None).await
    }

    /// The producers of the year, by registration number, and those with figures that are not of it any more.
    async fn producers(&self, context: &Context<'_>) -> Result<Vec<RosterMember>> {
        self.read_by(context)?;
        let key = self.key();
        let mut connection = request::read(context).await?;
        let statement = sql(include_str!("roster.sql")).bind::<Text, _>(key.district.to_string());
        Ok(statement.bind::<Integer, _>(key.fiscal_year).load(&mut *connection).await?)
    }

    /// The producers of the year without a figure.
    async fn missing(&self, context: &Context<'_>) -> Result<Vec<Producer>> {
        self.read_by(context)?;
        let mut connection = request::read(context).await?;
        let ids = submit::missing(&mut connection, &self.key()).await?;
        producer::by_id(&mut connection, request::caller(context), &ids).await
    }

    /// What its producers sold in the same periods of the year before: what it can be filled with.
    async fn prefill(&self, context: &Context<'_>) -> Result<Vec<EstimatePrefill>> {
        self.read_by(context)?;
        prefill(&mut *request::read(context).await?, &self.key(), self.period()).await
    }

    /// What was sent to the province, from revision 0 on.
    async fn revisions(&self, context: &Context<'_>) -> Result<Vec<EstimateRevision>> {
        self.read_by(context)?;
        revisions(&mut *request::read(context).await?, &self.key()).await
    }

    /// The revision that counts: 0, unless the department accepted a later one. Absent while none was sent.
    async fn accepted_revision(&self) -> Option<i32> {
        (self.revisions > 0).then_some(self.accepted)
    }

    /// What hangs on its submissions.
    #[graphql(flatten)]
    async fn paperwork(&self) -> Paperwork {
        Paperwork(self.life())
    }
}
