//! A new key takes over: `otop-server keys`.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::keys::{self, KNOWN_FOR};
use super::token::LIFETIME;
use crate::error::{Error, Result};
use crate::tables::token_key;

/// A key as an operator sees it: never its secret half.
#[derive(Debug, Clone, Queryable)]
pub struct TokenKey {
    /// Its name, as tokens give it.
    pub kid: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it is not believed any more; absent for the one that signs.
    pub retired_at: Option<DateTime<Utc>>,
}

/// What becomes of the keys before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Former {
    /// Believed until the last token signed with them has ended: nobody notices.
    RunOut,
    /// Believed no longer, because somebody may have read them: every device fetches another token.
    EndNow,
}

/// Makes a key that every node signs with from within a minute on, and forgets those that were retired before.
///
/// # Errors
/// When the database does not answer.
pub async fn rotate(conn: &mut AsyncPgConnection, former: Former, now: DateTime<Utc>) -> Result<String> {
    conn.transaction(async |conn| {
        keys::lock(conn).await?;
        diesel::delete(token_key::table.filter(token_key::retired_at.le(now)))
            .execute(conn)
            .await?;
        let end = now + run_out(former)?;
        let open = token_key::retired_at.is_null().or(token_key::retired_at.gt(end));
        diesel::update(token_key::table.filter(open))
            .set(token_key::retired_at.eq(end))
            .execute(conn)
            .await?;
        keys::add(conn).await
    })
    .await
}

/// A node that has not read again yet signs with the old key a little longer.
fn run_out(former: Former) -> Result<TimeDelta> {
    match former {
        Former::RunOut => Ok(LIFETIME + TimeDelta::from_std(2 * KNOWN_FOR).map_err(Error::internal)?),
        Former::EndNow => Ok(TimeDelta::zero()),
    }
}

/// The keys, youngest first.
///
/// # Errors
/// When the database does not answer.
pub async fn token_keys(conn: &mut AsyncPgConnection) -> Result<Vec<TokenKey>> {
    let columns = (token_key::kid, token_key::created_at, token_key::retired_at);
    let all = token_key::table.order(token_key::created_at.desc());
    Ok(all.select(columns).load(conn).await?)
}
