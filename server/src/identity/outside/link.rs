//! Which account a subject of the provider is.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::tables::{account, outside_identity};

/// Links a subject to an account; what the account was linked to at that provider before, it is no more.
///
/// # Errors
/// `INVALID` for a subject that is another's.
pub async fn link(conn: &mut AsyncPgConnection, username: &str, issuer: &str, subject: &str) -> Result<()> {
    unlink(conn, username, issuer).await?;
    let values = (
        outside_identity::issuer.eq(issuer),
        outside_identity::subject.eq(subject),
        outside_identity::username.eq(username),
    );
    diesel::insert_into(outside_identity::table).values(values).execute(conn).await?;
    Ok(())
}

/// Takes an account's link away.
///
/// # Errors
/// When the database does not answer.
pub async fn unlink(conn: &mut AsyncPgConnection, username: &str, issuer: &str) -> Result<()> {
    let linked = outside_identity::username.eq(username).and(outside_identity::issuer.eq(issuer));
    diesel::delete(outside_identity::table.filter(linked)).execute(conn).await?;
    Ok(())
}

/// The open account that a subject is.
///
/// # Errors
/// When the database does not answer.
pub async fn account_of(conn: &mut AsyncPgConnection, issuer: &str, subject: &str) -> Result<Option<String>> {
    let linked = outside_identity::table
        .find((issuer, subject))
        .inner_join(account::table.on(account::username.eq(outside_identity::username)))
        .filter(account::locked_at.is_null().and(account::must_change.eq(false)));
    Ok(linked.select(account::username).first(conn).await.optional()?)
}
