//! One place of a tree: what the four levels have in common.

use std::sync::Arc;

use async_graphql::{Context, Object};
use futures_util::FutureExt;
use otop_schema::{AreaCode, AreaLevel, Basis, Month, Paper, ReportKey, Subject};

use super::area::AreaRow;
use super::tree::Tree;
use crate::checklist::DistrictCheck;
use crate::error::{Error, Result};
use crate::producer::{PageArguments, Pages, ProducerConnection};
use crate::receipt;
use crate::report::{self, Report};
use crate::request;
use crate::rollup::{PeriodInput, Rollup, RollupEstimate};
use crate::sync::{self, Attention};
use crate::target::Target;

/// One place of a tree.
#[derive(Debug, Clone)]
pub struct Place {
    pub(super) tree: Arc<Tree>,
    pub(super) row: Arc<AreaRow>,
}

impl Place {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> &AreaCode {
        &self.row.code
    }

    pub(super) async fn children(&self, context: &Context<'_>, level: AreaLevel) -> Result<Vec<Place>> {
        let rows = self.tree.level(context, level).await?;
        let prefix = self.code().prefix();
        let start = rows.partition_point(|row| row.code.as_str() < prefix);
        let inside = rows[start..].iter().take_while(|row| row.code.as_str().starts_with(prefix));
        Ok(inside
            .map(|row| Place {
                tree: self.tree.clone(),
                row: row.clone(),
            })
            .collect())
    }

    pub(super) async fn parent(&self, context: &Context<'_>) -> Result<Place> {
        let code = self.code().parent().ok_or_else(|| Error::not_found("parent"))?;
        let tree = self.tree.holding(&code).await?;
        tree.place(context, &code).await?.ok_or_else(|| Error::not_found("parent"))
    }

    pub(super) async fn producers(&self, context: &Context<'_>, asked: PageArguments) -> Result<ProducerConnection> {
        self.read_by("producers.role")?;
        let level = self.code().level();
        let read = async {
            let rows = self.tree.level(context, level).await?;
            Ok(Arc::new(Pages::new(&self.tree.caller, rows.iter().map(|row| &row.code))))
        };
        let pages = self.tree.producers.get(level, read).await?;
        pages.page(context, self.code(), asked).await
    }

    /// The report of one month; those of all districts of the tree are read with it.
    pub(super) async fn report(&self, context: &Context<'_>, month: Month) -> Result<Option<Report>> {
        let reports = self.reports(context, month).await?;
        let found = reports.binary_search_by(|report| report.time.district.cmp(self.code())).ok();
        let report = found.and_then(|index| reports.get(index));
        Ok(report.filter(|report| report.visible_to(&self.tree.caller)).cloned())
    }

    /// The reports of one month of all districts of the tree, by district.
    async fn reports(&self, context: &Context<'_>, month: Month) -> Result<Arc<[Report]>> {
        let read = async {
            let keys = self.keys(context, month).await?;
            Ok(report::load(&mut *request::read(context).await?, &keys).await?.into())
        };
        self.tree.reports.get(month, read).await
    }

    /// Their signed papers.
    async fn papers(&self, context: &Context<'_>, month: Month) -> Result<Arc<[(Subject, Paper)]>> {
        let read = async {
            let keys: Vec<Subject> = self.keys(context, month).await?.into_iter().map(Subject::from).collect();
            Ok(receipt::papers(&mut *request::read(context).await?, &keys).await?.into())
        };
        self.tree.papers.get(month, read).await
    }

    async fn keys(&self, context: &Context<'_>, month: Month) -> Result<Vec<ReportKey>> {
        let rows = self.tree.level(context, AreaLevel::District).await?;
        let key = |row: &Arc<AreaRow>| ReportKey {
            district: row.code.clone(),
            month,
        };
        Ok(rows.iter().map(key).collect())
    }

    /// What the months of the districts in this place still want, by district; those of all districts of the tree are read with them.
    /// For whoever reads the whole place.
    pub(super) async fn checks(&self, context: &Context<'_>, month: Month) -> Result<Vec<DistrictCheck>> {
        self.read_by("checklist.role")?;
        let (reports, papers) = (self.reports(context, month).await?, self.papers(context, month).await?);
        let inside = reports.iter().filter(|report| self.code().contains(&report.time.district));
        let check = |report: &Report| {
            let found = papers.binary_search_by(|(key, _)| key.district().cmp(&report.time.district)).ok();
            let paper = found.and_then(|index| papers.get(index)).map(|(_, paper)| paper.clone());
            DistrictCheck::of(report.clone(), &paper.unwrap_or_default())
        };
        Ok(inside.map(check).collect())
    }

    /// What waits for a person; that of all districts of the tree is counted with it.
    pub(super) async fn attention(&self, context: &Context<'_>) -> Result<Attention> {
        if !self.tree.caller.works_in(self.code()) {
            return Err(Error::forbidden("attention.role"));
        }
        let read = async {
            let rows = self.tree.level(context, AreaLevel::District).await?;
            let codes = rows.iter().map(|row| row.code.to_string()).collect();
            Ok(Arc::new(sync::counts(&mut *request::read(context).await?, codes).await?))
        };
        let counts = self.tree.attention.get((), read).await?;
        let counts = counts.get(self.code().as_str()).cloned().unwrap_or_default();
        Ok(Attention::new(self.code().clone(), counts))
    }

    /// Producers, sheets and persons are not for viewers.
    pub(super) fn read_by(&self, rule: &str) -> Result<()> {
        if self.tree.caller.reads(self.code()) {
            Ok(())
        } else {
            Err(Error::forbidden(rule))
        }
    }

    pub(super) async fn target(&self, context: &Context<'_>, fiscal_year: i32, round: i32) -> Result<Option<Target>> {
        Target::of(context, &self.tree.ledger, self.code(), fiscal_year, round)
            .boxed()
            .await
    }

    /// The estimate of a fiscal year. On the heap: it stands deep in an answer.
    pub(super) async fn estimate(&self, context: &Context<'_>, fiscal_year: i32) -> Result<Option<RollupEstimate>> {
        let rollup = self.rollup(PeriodInput::FiscalYear(fiscal_year), Some(Basis::Confirmed))?;
        rollup.estimated(context).boxed().await
    }

    pub(super) fn rollup(&self, period: PeriodInput, basis: Option<Basis>) -> Result<Rollup> {
        Rollup::of_place(&self.tree.caller, &self.tree.ledger, self.code(), period, basis)
    }
}

#[Object]
impl Place {
    /// `TH`, or the official code: two digits for a province, four for a district, six for a subdistrict; the longer begins with
    /// the shorter.
    #[graphql(name = "code")]
    async fn official_code(&self) -> &AreaCode {
        self.code()
    }

    /// The Thai name.
    async fn name_th(&self) -> &str {
        &self.row.name_th
    }

    /// The English name. Names repeat, codes do not.
    async fn name_en(&self) -> &str {
        &self.row.name_en
    }
}
