//! What the code on a print leads to: the version, and whether it still holds. For anybody, so nothing else.

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use crate::error::Result;
use crate::statement::sql;

/// How figures with a digest stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Standing {
    /// Confirmed, and what holds now.
    Current,
    /// There are later figures.
    Superseded,
    /// Before the committee or signed, and not confirmed yet.
    Unconfirmed,
}

/// What anybody is told of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The number of the confirmed version, or of the consolidation.
    pub version: Option<i32>,
    /// Whether it holds.
    pub state: Standing,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Nullable<Integer>)]
    number: Option<i32>,
    #[diesel(sql_type = Bool)]
    holds: bool,
    #[diesel(sql_type = Bool)]
    confirmed: bool,
}

/// What is known of a digest; none of one that never stood under figures.
///
/// # Errors
/// When the database fails.
pub async fn check(connection: &mut AsyncPgConnection, digest: &str) -> Result<Option<Checked>> {
    let known: Vec<Known> = sql(include_str!("check.sql")).bind::<Text, _>(digest).load(connection).await?;
    Ok(known.into_iter().next().map(|known| Checked {
        version: known.number.filter(|_| known.confirmed),
        state: match (known.confirmed, known.holds) {
            (true, true) => Standing::Current,
            (false, true) => Standing::Unconfirmed,
            (true | false, false) => Standing::Superseded,
        },
    }))
}
