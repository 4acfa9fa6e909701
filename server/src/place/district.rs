//! Districts: where the work is done.

use async_graphql::{Context, ID, Object};
use otop_schema::{AreaLevel, Basis, Long, Month};

use super::{Place, Province, Subdistrict};
use crate::committee::{CommitteeMember, committee};
use crate::error::Result;
use crate::producer::{ContactAccess, PageArguments, ProducerConnection, contact_access};
use crate::report::Report;
use crate::request;
use crate::rollup::{PeriodInput, Rollup, RollupEstimate};
use crate::sync::Attention;
use crate::target::Target;

/// A district (อำเภอ): where figures are collected, certified, signed and confirmed.
#[derive(Debug, Clone)]
pub struct District(pub(super) Place);

/// A district (อำเภอ): where figures are collected, certified, signed and confirmed.
#[Object]
impl District {
    /// The code.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    #[graphql(flatten)]
    async fn place(&self) -> &Place {
        &self.0
    }

    /// The province it lies in.
    async fn province(&self, context: &Context<'_>) -> Result<Province> {
        self.0.parent(context).await.map(Province)
    }

    /// Its subdistricts, by code.
    async fn subdistricts(&self, context: &Context<'_>) -> Result<Vec<Subdistrict>> {
        let places = self.0.children(context, AreaLevel::Subdistrict).await?;
        Ok(places.into_iter().map(Subdistrict).collect())
    }

    /// Its producers, in the order of their registration. Not for viewers: `FORBIDDEN`.
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

    /// Its report of a month (CE); null while the caller may not know of it (the committee does from its submission on). With the
    /// report of a month nobody touched yet comes an untouched draft.
    async fn report(&self, context: &Context<'_>, month: Month) -> Option<Result<Report>> {
        self.0.report(context, month).await.transpose()
    }

    /// Its OTOP committee (นตผ. อำเภอ): who sits now first, then past terms. Not for viewers: `FORBIDDEN`.
    async fn committee(&self, context: &Context<'_>) -> Result<Vec<CommitteeMember>> {
        self.0.read_by("committee.role")?;
        committee(&mut *request::read(context).await?, self.0.code()).await
    }

    /// What waits for a person here: conflicts, refusals, edits whose month is not open. For the district's officers, the province
    /// and the department; `FORBIDDEN` to others.
    async fn attention(&self, context: &Context<'_>) -> Result<Attention> {
        self.0.attention(context).await
    }

    /// Who read or erased contact persons and telephones of its producers, newest first. For its CD officer, its province and the
    /// department; `FORBIDDEN` to others.
    async fn contact_access(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "At most 500", default_with = "Some(100)")] first: Option<i32>,
        #[graphql(desc = "Only those before this one")] before: Option<Long>,
    ) -> Result<Vec<ContactAccess>> {
        let mut connection = request::read(context).await?;
        contact_access(
            &mut connection,
            request::caller(context),
            self.0.code(),
            first.unwrap_or(100),
            before,
        )
        .await
    }

    /// The district's sums.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }

    /// The district's target of a round of a fiscal year (BE); absent where none is set. `FORBIDDEN` to those who see parts of it only.
    async fn target(&self, context: &Context<'_>, fiscal_year: i32, round: i32) -> Option<Result<Target>> {
        self.0.target(context, fiscal_year, round).await.transpose()
    }

    /// The district's estimate, as a sum of a fiscal year (BE) and confirmed revenue as a share of it, as in `rollup`.
    async fn estimate(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<RollupEstimate>> {
        self.0.estimate(context, fiscal_year).await.transpose()
    }
}
