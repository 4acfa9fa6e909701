//! What one root place of a question shares with everything below it.

use std::sync::Arc;

use async_graphql::Context;
use otop_schema::{AreaCode, AreaLevel, Basis, Month, ReportKey};

use super::area::{self, AreaRow};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::memo::Memo;
use crate::producer::{PageArguments, Pages, ProducerConnection};
use crate::report::{self, Report};
use crate::request;
use crate::rollup::{Ledger, PeriodInput, Rollup, Scope, pattern};

/// The places at and below one root, as far as the caller sees them. Each level is read once, for all parents together, so a
/// question costs one statement per level whatever its width.
#[derive(Debug)]
pub struct Tree {
    root: AreaCode,
    caller: Arc<Caller>,
    /// `LIKE` patterns of the codes the caller sees: what he or she is assigned to, and what that lies in.
    seen: Vec<String>,
    levels: Memo<AreaLevel, Arc<[Arc<AreaRow>]>>,
    above: Memo<AreaCode, Arc<Tree>>,
    producers: Memo<AreaLevel, Arc<Pages>>,
    reports: Memo<Month, Arc<[Report]>>,
    ledger: Arc<Ledger>,
}

/// One place of a tree.
#[derive(Debug, Clone)]
pub struct Place {
    pub(super) tree: Arc<Tree>,
    pub(super) row: Arc<AreaRow>,
}

impl Tree {
    /// The tree below `root`; nothing is read yet.
    #[must_use]
    pub fn new(caller: &Arc<Caller>, root: AreaCode) -> Arc<Self> {
        let seen = seen(caller, &root);
        let ledger = Arc::new(Ledger::new(Scope::of_place(caller, &root)));
        Arc::new(Self {
            root,
            caller: caller.clone(),
            seen,
            levels: Memo::default(),
            above: Memo::default(),
            producers: Memo::default(),
            reports: Memo::default(),
            ledger,
        })
    }

    /// The place a code names, if it exists and the caller sees it or something in it: both answer alike.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(context: &Context<'_>, code: &AreaCode) -> Result<Option<Place>> {
        Self::new(request::caller(context), code.clone()).place(context, code).await
    }

    async fn place(self: &Arc<Self>, context: &Context<'_>, code: &AreaCode) -> Result<Option<Place>> {
        let rows = self.level(context, code.level()).await?;
        let row = rows.iter().find(|row| row.code == *code);
        Ok(row.map(|row| Place {
            tree: self.clone(),
            row: row.clone(),
        }))
    }

    async fn level(&self, context: &Context<'_>, level: AreaLevel) -> Result<Arc<[Arc<AreaRow>]>> {
        let read = async {
            let rows = area::of_level(&mut *request::read(context).await?, level, &self.seen).await?;
            Ok(rows.into_iter().map(Arc::new).collect())
        };
        self.levels.get(level, read).await
    }

    /// This tree if it holds `code`, else the one above it: the districts of a list share the tree of their province.
    async fn holding(self: &Arc<Self>, code: &AreaCode) -> Result<Arc<Self>> {
        if self.root.contains(code) {
            return Ok(self.clone());
        }
        let above = async { Ok(Self::new(&self.caller, code.clone())) };
        self.above.get(code.clone(), above).await
    }
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
        let read = async {
            let rows = self.tree.level(context, AreaLevel::District).await?;
            let keys: Vec<ReportKey> = rows
                .iter()
                .map(|row| ReportKey {
                    district: row.code.clone(),
                    month,
                })
                .collect();
            Ok(report::load(&mut *request::read(context).await?, &keys).await?.into())
        };
        let reports = self.tree.reports.get(month, read).await?;
        let found = reports.binary_search_by(|report| report.time.district.cmp(self.code())).ok();
        let report = found.and_then(|index| reports.get(index));
        Ok(report.filter(|report| report.visible_to(&self.tree.caller)).cloned())
    }

    /// Producers, sheets and persons are not for viewers.
    pub(super) fn read_by(&self, rule: &str) -> Result<()> {
        if self.tree.caller.reads(self.code()) {
            Ok(())
        } else {
            Err(Error::forbidden(rule))
        }
    }

    pub(super) fn rollup(&self, period: PeriodInput, basis: Option<Basis>) -> Result<Rollup> {
        Rollup::of_place(&self.tree.caller, &self.tree.ledger, self.code(), period, basis)
    }
}

fn seen(caller: &Caller, root: &AreaCode) -> Vec<String> {
    if caller.sees_totals(root) {
        return vec![pattern(root)];
    }
    let inside = caller.total_areas().into_iter().filter(|area| root.contains(area));
    inside
        .flat_map(|area| ancestors(&area).chain([pattern(&area)]).collect::<Vec<_>>())
        .collect()
}

fn ancestors(area: &AreaCode) -> impl Iterator<Item = String> + use<> {
    std::iter::successors(area.parent(), AreaCode::parent).map(|area| area.to_string())
}

#[cfg(test)]
mod tests {
    use otop_schema::{Assignment, Role};

    use super::*;

    fn seen_by(areas: &[&str], root: &str) -> Vec<String> {
        let assignment = |area: &&str| Assignment {
            role: Role::Viewer,
            area: area.parse().unwrap(),
            from: chrono::NaiveDate::MIN,
            until: None,
            order_number: String::new(),
            capacity: String::new(),
        };
        let caller = Caller {
            person: uuid::Uuid::nil(),
            name: String::new(),
            position: String::new(),
            device: None,
            assignments: areas.iter().map(assignment).collect(),
        };
        seen(&caller, &root.parse().unwrap())
    }

    #[test]
    fn all_of_a_place_one_is_assigned_to() {
        assert_eq!(seen_by(&["TH"], "TH"), ["%"]);
        assert_eq!(seen_by(&["27"], "2706"), ["2706%"]);
        assert_eq!(seen_by(&["2706"], "2706"), ["2706%"]);
    }

    #[test]
    fn of_a_larger_place_the_own_parts_and_what_they_lie_in() {
        assert_eq!(seen_by(&["2706"], "TH"), ["27", "TH", "2706%"]);
        assert_eq!(seen_by(&["2701", "2801"], "27"), ["27", "TH", "2701%"]);
    }

    #[test]
    fn nothing_of_a_foreign_place() {
        assert!(seen_by(&["2706"], "28").is_empty());
        assert!(seen_by(&["2706"], "2701").is_empty());
        assert!(seen_by(&[], "TH").is_empty());
    }
}
