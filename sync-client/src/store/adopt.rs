//! Taking over an absent colleague's queue: the operations keep their ids and their order, and say whose they were.

use diesel::{
    QueryableByName, SqliteConnection,
    prelude::*,
    sql_types::{BigInt, Text},
};
use serde::Serialize;

use super::{Store, tables::person};
use crate::error::Result;

/// Somebody whose edits wait on this laptop.
#[derive(Queryable, Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
}

/// Edits of a person that somebody else took over.
#[derive(QueryableByName, Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Adopted {
    /// Who took them over.
    #[diesel(sql_type = Text)]
    pub by: String,
    /// Why.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// When, laptop time, RFC 3339.
    #[diesel(sql_type = Text)]
    pub at: String,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub edits: i64,
    /// How many of them still wait or need a decision.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
}

impl Store {
    /// Who else has worked on this laptop.
    pub fn colleagues(&mut self, but: &str) -> Result<Vec<Absent>> {
        let others = person::table.filter(person::id.ne(but)).order(person::name);
        Ok(others.select((person::id, person::name)).load(&mut self.conn)?)
    }

    /// Makes what waits of one person the officer's, as far as it is of the officer's districts (codes), and tells how much.
    pub fn adopt(&mut self, officer: &str, districts: &[String], absent: &str, reason: &str, at: &str) -> Result<usize> {
        let districts = serde_json::to_string(districts)?;
        self.write(|conn: &mut SqliteConnection| {
            let adopted = diesel::sql_query(include_str!("adopt.sql"))
                .bind::<Text, _>(officer)
                .bind::<Text, _>(absent)
                .bind::<Text, _>(reason)
                .bind::<Text, _>(at)
                .bind::<Text, _>(districts);
            Ok(adopted.execute(conn)?)
        })
    }

    /// What others took over of a person's edits.
    pub fn adopted_from(&mut self, person: &str) -> Result<Vec<Adopted>> {
        let adopted = diesel::sql_query(include_str!("adopted_from.sql")).bind::<Text, _>(person);
        Ok(adopted.load(&mut self.conn)?)
    }
}
