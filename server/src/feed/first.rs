//! The first event of a report's chain as a row, for a load that writes reports with their chains at once.

use otop_schema::digest;
use serde::Serialize;

use super::append::NewEvent;
use crate::error::{Error, Result};

/// A row of `event`, without what the database gives it: transaction and sequence.
#[derive(Debug, Serialize)]
pub struct First {
    generation: i32,
    area: String,
    month: Option<chrono::NaiveDate>,
    kind: String,
    at: chrono::DateTime<chrono::Utc>,
    body: String,
    chain_index: i32,
    previous_hash: String,
    /// The head of the chain, as PostgreSQL reads bytes.
    pub hash: String,
}

impl First {
    /// The columns, in the order of the fields.
    pub const TABLE: &str = "event (generation, area, month, kind, at, body, chain_index, previous_hash, hash)";

    /// An event that nobody signed, at the head of its chain.
    ///
    /// # Errors
    /// Never in practice: the body is text.
    pub fn of(event: NewEvent, generation: i32) -> Result<Self> {
        let NewEvent(content) = event;
        let body = serde_json::to_string(&content).map_err(Error::internal)?;
        let nothing = [0; 32];
        Ok(Self {
            generation,
            area: content.area.to_string(),
            month: content.month.map(otop_schema::Month::first_day),
            kind: content.kind,
            at: content.at,
            chain_index: 1,
            previous_hash: format!("\\x{}", "00".repeat(nothing.len())),
            hash: format!("\\x{}", digest(&[&nothing, body.as_bytes()].concat())),
            body,
        })
    }
}
