//! What one root place of a question shares with everything below it.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Context;
use otop_schema::{AreaCode, AreaLevel, Month, Paper, Subject};

use super::area::{self, AreaRow};
use super::place::Place;
use crate::error::Result;
use crate::identity::Caller;
use crate::memo::Memo;
use crate::producer::Pages;
use crate::report::Report;
use crate::request;
use crate::rollup::{Ledger, Scope, pattern};
use crate::sync::Counts;

/// The places at and below one root, as far as the caller sees them. Each level is read once, for all parents together, so a
/// question costs one statement per level whatever its width.
#[derive(Debug)]
pub struct Tree {
    root: AreaCode,
    pub(super) caller: Arc<Caller>,
    /// `LIKE` patterns of the codes the caller sees: what he or she is assigned to, and what that lies in.
    seen: Vec<String>,
    levels: Memo<AreaLevel, Arc<[Arc<AreaRow>]>>,
    above: Memo<AreaCode, Arc<Tree>>,
    pub(super) producers: Memo<AreaLevel, Arc<Pages>>,
    pub(super) reports: Memo<Month, Arc<[Report]>>,
    pub(super) papers: Memo<Month, Arc<[(Subject, Paper)]>>,
    pub(super) attention: Memo<(), Arc<HashMap<String, Counts>>>,
    pub(super) ledger: Arc<Ledger>,
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
            papers: Memo::default(),
            attention: Memo::default(),
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

    pub(super) async fn place(self: &Arc<Self>, context: &Context<'_>, code: &AreaCode) -> Result<Option<Place>> {
        let rows = self.level(context, code.level()).await?;
        let row = rows.iter().find(|row| row.code == *code);
        Ok(row.map(|row| Place {
            tree: self.clone(),
            row: row.clone(),
        }))
    }

    pub(super) async fn level(&self, context: &Context<'_>, level: AreaLevel) -> Result<Arc<[Arc<AreaRow>]>> {
        let read = async {
            let rows = area::of_level(&mut *request::read(context).await?, level, &self.seen).await?;
            Ok(rows.into_iter().map(Arc::new).collect())
        };
        self.levels.get(level, read).await
    }

    /// This tree if it holds `code`, else the one above it: the districts of a list share the tree of their province.
    pub(super) async fn holding(self: &Arc<Self>, code: &AreaCode) -> Result<Arc<Self>> {
        if self.root.contains(code) {
            return Ok(self.clone());
        }
        let above = async { Ok(Self::new(&self.caller, code.clone())) };
        self.above.get(code.clone(), above).await
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
    use otop_schema::Role;

    use super::*;

    fn seen_by(areas: &[&str], root: &str) -> Vec<String> {
        let viewer: Vec<(Role, &str)> = areas.iter().map(|area| (Role::Viewer, *area)).collect();
        seen(&Caller::holding(&viewer), &root.parse().unwrap())
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
