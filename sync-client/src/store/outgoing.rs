//! The queue as it goes out: what a batch needs of each operation, read a stretch at a time.

use diesel::{dsl::count_star, prelude::*};

use super::{
    Store,
    tables::{device, outgoing},
};
use crate::error::Result;

/// One operation to be sent: it waits, is held, or is to be offered again to a server that came back from a backup.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = outgoing)]
#[allow(missing_docs)]
pub struct Outgoing {
    pub operation_id: String,
    pub device_seq: i64,
    pub base_version: Option<i32>,
    pub base_operation: Option<String>,
    pub change: String,
    pub resolves: Option<String>,
    pub supersedes: Option<String>,
    pub recorded_at: String,
    pub state: String,
    pub opens_at: Option<String>,
    pub attempts: i32,
    pub producer_id: Option<String>,
    pub month: Option<String>,
    pub adopted_from: Option<String>,
    pub adoption_reason: Option<String>,
}

impl Store {
    /// A person's next operations to be sent behind a device sequence, oldest first.
    pub fn outgoing(&mut self, person: &str, behind: i64, most: i64) -> Result<Vec<Outgoing>> {
        Ok(outgoing::table
            .filter(outgoing::person.eq(person).and(outgoing::device_seq.gt(behind)))
            .order(outgoing::device_seq)
            .limit(most)
            .select(Outgoing::as_select())
            .load(&mut self.conn)?)
    }

    /// How many operations of a person there are to be sent.
    pub fn outgoing_count(&mut self, person: &str) -> Result<usize> {
        let count: i64 = outgoing::table
            .filter(outgoing::person.eq(person))
            .select(count_star())
            .first(&mut self.conn)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Every operation of this laptop up to this number has its answer here, from the server's present life.
    pub fn acked_through(&mut self) -> Result<i64> {
        let first: Option<i64> = outgoing::table
            .select(diesel::dsl::min(outgoing::device_seq))
            .first(&mut self.conn)?;
        let next: i64 = device::table.select(device::next_seq).first(&mut self.conn)?;
        Ok(first.unwrap_or(next) - 1)
    }
}
