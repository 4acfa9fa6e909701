//! What the server has where an edit was refused: the value, who recorded it and when, as the mirror shows it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    error::Result,
    queue::instant,
    store::{
        Store,
        tables::{mirror_entry, mirror_estimate_entry, mirror_sheet},
    },
};

/// A value of the server.
pub(super) struct Recorded {
    /// An amount or a state; none where the cell is removed.
    pub(super) value: Option<String>,
    /// The name of who recorded it.
    pub(super) by: Option<String>,
    /// When.
    pub(super) at: Option<DateTime<Utc>>,
}

impl Store {
    /// What the server has for this cell or sheet, if the mirror knows it and at this version or a later one.
    pub(super) fn recorded(&mut self, target: &str, version: i32) -> Result<Option<Recorded>> {
        if let Some(cell) = self.recorded_cell(target, version)? {
            return Ok(Some(cell));
        }
        if let Some(figure) = self.recorded_estimate(target, version)? {
            return Ok(Some(figure));
        }
        let columns = (mirror_sheet::state, mirror_sheet::changed_by, mirror_sheet::changed_at);
        let row = mirror_sheet::table
            .find(target)
            .filter(mirror_sheet::version.ge(version))
            .select(columns);
        let row: Option<(String, Option<String>, String)> = row.first(&mut self.conn).optional()?;
        Ok(row.map(|(state, by, at)| Recorded {
            value: Some(state),
            by,
            at: instant(Some(&at)),
        }))
    }

    fn recorded_estimate(&mut self, target: &str, version: i32) -> Result<Option<Recorded>> {
        let columns = (
            mirror_estimate_entry::amount,
            mirror_estimate_entry::deleted,
            mirror_estimate_entry::changed_by,
            mirror_estimate_entry::changed_at,
        );
        let row = mirror_estimate_entry::table
            .find(target)
            .filter(mirror_estimate_entry::version.ge(version))
            .select(columns);
        let row: Option<(String, bool, Option<String>, String)> = row.first(&mut self.conn).optional()?;
        Ok(row.map(|(amount, deleted, by, at)| Recorded {
            value: Some(amount).filter(|_| !deleted),
            by,
            at: instant(Some(&at)),
        }))
    }

    fn recorded_cell(&mut self, target: &str, version: i32) -> Result<Option<Recorded>> {
        let columns = (
            mirror_entry::amount,
            mirror_entry::deleted,
            mirror_entry::changed_by,
            mirror_entry::changed_at,
        );
        let row = mirror_entry::table
            .find(target)
            .filter(mirror_entry::version.ge(version))
            .select(columns);
        let row: Option<(String, bool, Option<String>, String)> = row.first(&mut self.conn).optional()?;
        Ok(row.map(|(amount, deleted, by, at)| Recorded {
            value: Some(amount).filter(|_| !deleted),
            by,
            at: instant(Some(&at)),
        }))
    }
}
