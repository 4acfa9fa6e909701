//! Form รต.๒: one district and one month, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, Context, ID, OutputType as _, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz};
use otop_schema::{AreaCode, Baht, CheckFinding, ReportKey, Status, Timeliness};

use super::canonical;
use super::check;
use super::confirmation::{Confirmation, confirmation};
use super::read;
use super::roster::{RosterMember, roster};
use crate::audit::{self, ChainLink};
use crate::calendar::{self, Exception, Facts, TimeRow};
use crate::error::{Error, Result};
use crate::evidence::{self, Asked, Evidence, SpotCheck};
use crate::identity::Caller;
use crate::life::{self, Life, Paperwork};
use crate::producer::{self, Producer};
use crate::request;
use crate::sheet::Sheet;

/// The report of one district and month. It exists from the opening of the month's window, also with no producers.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Report {
    #[graphql(skip)]
    #[diesel(embed)]
    pub(crate) time: TimeRow,
    /// Where it is in its life.
    #[diesel(sql_type = Text)]
    pub status: Status,
    /// Counts what happened to it.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(crate) submission: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) fixed: Option<String>,
    /// The last hash of its audit chain; printed on forms, so that a rewritten history shows.
    #[diesel(sql_type = Text)]
    pub audit_head: String,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(crate) roster_size: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(crate) reported: i32,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(crate) not_obtained: i32,
    #[graphql(skip)]
    #[diesel(sql_type = BigInt)]
    pub(crate) live_satang: i64,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(crate) confirmed_version: i32,
    #[graphql(skip)]
    #[diesel(sql_type = BigInt)]
    pub(crate) confirmed_satang: i64,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Integer>)]
    pub(crate) quorum: Option<i32>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) meeting: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) remark: Option<String>,
    /// The business instant of the last submission.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub submitted_at: Option<DateTime<Utc>>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) submitted_by: Option<String>,
    /// Loaded from a document of past figures.
    #[diesel(sql_type = Bool)]
    pub imported: bool,
    /// The document it was loaded from.
    #[diesel(sql_type = Nullable<Text>)]
    pub import_source: Option<String>,
    /// How the last confirmation stood to its deadline.
    #[diesel(sql_type = Text)]
    pub timeliness: Timeliness,
    /// A viewer is told no sum of fewer.
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    fewest_producers: i32,
}

/// Sums and completeness of a report, as they stand now.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct ReportTotals {
    /// All its cells, in baht.
    revenue: Baht,
    /// The last confirmed version, in baht; it counts also while the report is returned.
    confirmed_revenue: Option<Baht>,
    /// Producers active on any day of the month.
    roster_size: i32,
    /// Of these, sheets that are COMPLETE or NO_SALES.
    reported: i32,
    /// Of these, sheets that are NOT_OBTAINED.
    not_obtained: i32,
    /// Of these, not reported, for whatever reason.
    missing: i32,
}

impl Report {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> ReportKey {
        self.time.key()
    }

    /// The facts of time, as of the statement that read the report.
    #[must_use]
    pub fn facts(&self) -> Facts {
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

    /// Whether the caller sees that the report exists: a committee member does from its submission on.
    #[must_use]
    pub fn visible_to(&self, caller: &Caller) -> bool {
        life::visible(caller, &self.time.district, self.status)
    }

    /// Whether the caller reads what the report holds: a viewer sees sums and states only.
    #[must_use]
    pub fn readable_by(&self, caller: &Caller) -> bool {
        life::readable(caller, &self.time.district, self.status)
    }

    /// The satang the caller is told: live, and of the last confirmed version.
    fn told(&self, caller: &Caller) -> (i64, Option<i64>) {
        let known = self.readable_by(caller);
        let enough = known || self.roster_size >= self.fewest_producers;
        let live = if known || (enough && self.status != Status::Draft) {
            self.live_satang
        } else {
            0
        };
        (live, enough.then_some(self.confirmed_satang))
    }

    /// What people wrote, for those who read the report.
    fn said<'a>(&self, context: &Context<'_>, text: Option<&'a str>) -> Option<&'a str> {
        text.filter(|_| self.readable_by(request::caller(context)))
    }

    fn read_by(&self, context: &Context<'_>) -> Result<()> {
        if self.readable_by(request::caller(context)) {
            Ok(())
        } else {
            Err(Error::forbidden("viewer"))
        }
    }
}

#[ComplexObject]
impl Report {
    /// `2706:2023-02`.
    pub(crate) async fn id(&self) -> ReportKey {
        self.key()
    }

    /// The district's code.
    async fn district(&self) -> &AreaCode {
        &self.time.district
    }

    /// The month (CE).
    async fn month(&self) -> otop_schema::Month {
        self.time.month
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

    /// Sums and completeness. For a viewer the figures of a draft do not count, nor those of so few producers that they would be
    /// personal.
    async fn totals(&self, context: &Context<'_>) -> ReportTotals {
        let (live, confirmed) = self.told(request::caller(context));
        ReportTotals {
            revenue: Baht::from_satang(live),
            confirmed_revenue: confirmed.filter(|_| self.confirmed_version > 0).map(Baht::from_satang),
            roster_size: self.roster_size,
            reported: self.reported,
            not_obtained: self.not_obtained,
            missing: self.roster_size - self.reported,
        }
    }

    /// When recording opens.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.opens_at)
    }

    /// From when it can be submitted.
    async fn submit_from(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.submit_from)
    }

    /// Before when, exclusive, a confirmation is on time.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.due_at)
    }

    /// When the system closes.
    async fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.facts().window.map(|window| window.closes_at)
    }

    /// Until when an exception opens or opened the month for this district.
    async fn exception_until(&self) -> Option<DateTime<Utc>> {
        self.time.exception_until
    }

    /// From when figures and steps are taken; nothing for a month that will not open again by itself.
    async fn writable_from(&self) -> Option<DateTime<Utc>> {
        self.facts().writable_span().map(|(from, _)| from)
    }

    /// Until when, exclusive, figures and steps are taken.
    async fn writable_until(&self) -> Option<DateTime<Utc>> {
        self.facts().writable_span().map(|(_, until)| until)
    }

    /// Its sheets, by producer.
    async fn sheets(&self, context: &Context<'_>) -> Result<Vec<Sheet>> {
        self.read_by(context)?;
        read::sheets(&mut *request::read(context).await?, &self.key()).await
    }

    /// The producers of its month, by registration number: the roster, frozen from submission on, and those with figures that have
    /// retired meanwhile.
    async fn roster(&self, context: &Context<'_>) -> Result<Vec<RosterMember>> {
        self.read_by(context)?;
        roster(&mut *request::read(context).await?, &self.key()).await
    }

    /// The producers of the roster without figures: neither COMPLETE nor NO_SALES.
    async fn missing(&self, context: &Context<'_>) -> Result<Vec<Producer>> {
        self.read_by(context)?;
        let mut connection = request::read(context).await?;
        let ids = read::missing(&mut connection, &self.key()).await?;
        producer::by_id(&mut connection, request::caller(context), &ids).await
    }

    /// What is worth another look before it is submitted, by the producers' names. It blocks nothing: a reason, given once, is the
    /// remark that stands with the figure. `paperTotal`: the total on the district's paper, to be held against this one.
    async fn checks(&self, context: &Context<'_>, paper_total: Option<Baht>) -> Result<Vec<CheckFinding>> {
        self.read_by(context)?;
        check::findings(&mut *request::read(context).await?, &self.key(), paper_total).await
    }

    /// What shows that its figures are right, in the order in which it was recorded, withdrawn evidence included; of one producer or of
    /// all. At most `limit` (1 … 500) behind the id `after`.
    async fn evidence(
        &self,
        context: &Context<'_>,
        producer_id: Option<ID>,
        after: Option<ID>,
        #[graphql(default_with = "Some(200)")] limit: Option<i32>,
    ) -> Result<Vec<Evidence>> {
        self.read_by(context)?;
        let asked = Asked::new(producer_id.as_ref(), after.as_ref(), limit.unwrap_or(200))?;
        evidence::evidence(&mut *request::read(context).await?, &self.key(), asked).await
    }

    /// The province's looks at its evidence, in the order in which they were recorded; the latest of a producer counts. Pages as those of
    /// `evidence`.
    async fn spot_checks(
        &self,
        context: &Context<'_>,
        producer_id: Option<ID>,
        after: Option<ID>,
        #[graphql(default_with = "Some(200)")] limit: Option<i32>,
    ) -> Result<Vec<SpotCheck>> {
        self.read_by(context)?;
        let asked = Asked::new(producer_id.as_ref(), after.as_ref(), limit.unwrap_or(200))?;
        evidence::spot_checks(&mut *request::read(context).await?, &self.key(), asked).await
    }

    /// The last confirmed version; it counts also while the report is returned.
    async fn confirmation(&self, context: &Context<'_>) -> Option<Result<Confirmation>> {
        let found = async {
            self.read_by(context)?;
            confirmation(&mut *request::read(context).await?, self).await
        };
        found.await.transpose()
    }

    /// The exceptions granted to this district and month.
    async fn exceptions(&self, context: &Context<'_>) -> Result<Vec<Exception>> {
        self.read_by(context)?;
        calendar::exceptions(&mut *request::read(context).await?, &self.key()).await
    }

    /// Its audit chain as bytes and hashes, to be recomputed by outsiders (docs/audit.md); it ends in `auditHead`. At most `limit`
    /// links (1 … 500) after index `after`.
    async fn chain(
        &self,
        context: &Context<'_>,
        #[graphql(default_with = "Some(0)")] after: Option<i32>,
        #[graphql(default_with = "Some(100)")] limit: Option<i32>,
    ) -> Result<Vec<ChainLink>> {
        self.read_by(context)?;
        let (after, limit) = (after.unwrap_or(0), limit.unwrap_or(100));
        audit::chain(&mut *request::read(context).await?, &self.key(), after, limit).await
    }

    /// Edits known to wait on laptops for the month to open.
    async fn held_operations(&self, context: &Context<'_>) -> Result<i32> {
        read::held_operations(&mut *request::read(context).await?, &self.key()).await
    }

    /// Conflicts that no one has decided yet.
    async fn open_conflicts(&self, context: &Context<'_>) -> Result<i32> {
        read::open_conflicts(&mut *request::read(context).await?, &self.key()).await
    }

    /// What hangs on its submissions.
    #[graphql(flatten)]
    async fn paperwork(&self) -> Paperwork {
        Paperwork(self.life())
    }
}
