//! A conflict as the server told it: in the answer to an own edit, or by a pull.

use diesel::prelude::*;

use crate::{
    error::Result,
    known::Known,
    store::{Store, tables::mirror_conflict},
    wire::pull::SyncConflict,
};

/// A conflict as the server told it.
#[derive(Queryable)]
pub(super) struct Told {
    pub(super) target: String,
    pub(super) master: Option<String>,
    pub(super) offered: Option<String>,
    pub(super) offered_by: Option<String>,
}

impl Told {
    pub(super) fn read(text: &str) -> Result<Told> {
        let from = SyncConflict::kept(text)?;
        let money = |amount: Option<otop_schema::Baht>| amount.map(|amount| amount.to_string());
        let state = |state: Option<Known<otop_schema::SheetState>>| state.map(|state| state.word());
        Ok(Told {
            target: from
                .entry_id
                .or(from.sheet_id)
                .or(from.estimate_id)
                .map(cynic::Id::into_inner)
                .unwrap_or_default(),
            master: money(from.master_amount).or_else(|| state(from.master_state)),
            offered: money(from.offered_amount).or_else(|| state(from.offered_state)),
            offered_by: from.offered_by,
        })
    }
}

impl Store {
    pub(super) fn conflict(&mut self, id: &str) -> Result<Option<Told>> {
        use mirror_conflict::dsl;
        let columns = (
            (dsl::entry_id, dsl::sheet_id, dsl::estimate_id),
            (dsl::master_amount, dsl::master_state),
            (dsl::offered_amount, dsl::offered_state),
            dsl::offered_by,
        );
        type Pair = (Option<String>, Option<String>);
        type Targets = (Option<String>, Option<String>, Option<String>);
        let row: Option<(Targets, Pair, Pair, Option<String>)> =
            mirror_conflict::table.find(id).select(columns).first(&mut self.conn).optional()?;
        Ok(row.map(|(target, master, offered, offered_by)| Told {
            target: target.0.or(target.1).or(target.2).unwrap_or_default(),
            master: master.0.or(master.1),
            offered: offered.0.or(offered.1),
            offered_by,
        }))
    }
}
