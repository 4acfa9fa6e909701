//! Numbers for people: given to an item when it is first listed, and never to another one.

use diesel::prelude::*;

use crate::{
    error::{Error, Result},
    store::{
        Store,
        tables::{attention, listed},
    },
};

impl Store {
    /// Gives a number to everything that needs a person and has none yet.
    pub(super) fn number_attention(&mut self) -> Result<()> {
        let known = listed::table.select(listed::operation_id);
        let fresh: Vec<String> = attention::table
            .filter(attention::operation_id.ne_all(known))
            .order((attention::own.desc(), attention::operation_id))
            .select(attention::operation_id)
            .load(&mut self.conn)?;
        if fresh.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = fresh.iter().map(|id| listed::operation_id.eq(id)).collect();
        // Another program of this laptop may have numbered them meanwhile.
        diesel::insert_or_ignore_into(listed::table).values(rows).execute(&mut self.conn)?;
        Ok(())
    }

    /// The number of an item.
    pub(super) fn number_of(&mut self, operation_id: &str) -> Result<usize> {
        let row = listed::table.filter(listed::operation_id.eq(operation_id)).select(listed::number);
        let number: i32 = row.first(&mut self.conn)?;
        usize::try_from(number).map_err(|_| Error::Other(number.to_string()))
    }
}
