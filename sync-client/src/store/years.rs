//! What the server told of fiscal years, as it told it.

use diesel::prelude::*;

use super::{Store, tables::mirror_year};
use crate::error::Result;

impl Store {
    /// Keeps a place's Roadmap of a fiscal year in the place of the one before.
    pub fn keep_year(&mut self, area: &str, fiscal_year: i32, told: &str) -> Result<()> {
        self.write(|conn| {
            let row = (
                mirror_year::area.eq(area),
                mirror_year::fiscal_year.eq(fiscal_year),
                mirror_year::told.eq(told),
            );
            diesel::replace_into(mirror_year::table).values(row).execute(conn)?;
            Ok(())
        })
    }

    /// The Roadmaps of a fiscal year, by area.
    pub fn years(&mut self, fiscal_year: i32) -> Result<Vec<String>> {
        let told = mirror_year::table
            .filter(mirror_year::fiscal_year.eq(fiscal_year))
            .order(mirror_year::area)
            .select(mirror_year::told);
        Ok(told.load(&mut self.conn)?)
    }
}
