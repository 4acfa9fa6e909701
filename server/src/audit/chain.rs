//! The links of a report's chain as bytes and hashes: whoever adds them up gets the head that stands on the form.

use async_graphql::SimpleObject;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::ReportKey;

use super::trail::page;
use crate::error::Result;
use crate::statement::sql;

/// One link as it was hashed: `hash` is SHA-256 of the 32 bytes of the hash before it (zeros before the first) and of the UTF-8 bytes of
/// `body`.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct ChainLink {
    /// Its place in the chain, from 1.
    #[diesel(sql_type = Integer)]
    pub index: i32,
    /// In lower-case hex.
    #[diesel(sql_type = Text)]
    pub hash: String,
    /// What it says, to the letter: JSON.
    #[diesel(sql_type = Text)]
    pub body: String,
}

/// At most `limit` links of a report's chain after index `after`, oldest first.
///
/// # Errors
/// `INVALID` for a limit outside 1 … 500.
pub(crate) async fn chain(connection: &mut AsyncPgConnection, report: &ReportKey, after: i32, limit: i32) -> Result<Vec<ChainLink>> {
    let text = "SELECT chain_index AS index, encode(hash, 'hex') AS hash, body FROM event
        WHERE area = $1 AND month = $2 AND chain_index > $3 ORDER BY chain_index LIMIT $4";
    Ok(sql(text)
        .bind::<Text, _>(report.district.to_string())
        .bind::<Date, _>(report.month)
        .bind::<Integer, _>(after)
        .bind::<Integer, _>(page(limit)?)
        .load(connection)
        .await?)
}
