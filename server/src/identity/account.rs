//! Accounts and what they may do, as written by the demonstration and by administrators.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Assignment;
use uuid::Uuid;

use crate::error::Result;
use crate::tables::{account, assignment, person};

/// A person with an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What the person types; lower-case letters, digits, `.`, `_`, `-`.
    pub username: String,
    /// From [`super::password::hash`].
    pub password_hash: String,
    /// The person's name.
    pub name: String,
    /// The person's position.
    pub position: String,
}

/// Creates a person and the account, and tells the person's id.
///
/// # Errors
/// When the name is taken or not allowed.
pub async fn create_account(conn: &mut AsyncPgConnection, new: &NewAccount) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let values = (person::id.eq(id), person::name.eq(&new.name), person::position.eq(&new.position));
    diesel::insert_into(person::table).values(values).execute(conn).await?;
    let values = (
        account::username.eq(&new.username),
        account::person_id.eq(id),
        account::password_hash.eq(&new.password_hash),
    );
    diesel::insert_into(account::table).values(values).execute(conn).await?;
    Ok(id)
}

/// Gives a person an assignment.
///
/// # Errors
/// When the role does not fit the area, or there is no such person or area.
pub async fn assign(conn: &mut AsyncPgConnection, person: Uuid, new: &Assignment) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let values = (
        assignment::id.eq(id),
        assignment::person_id.eq(person),
        assignment::role.eq(new.role.as_str()),
        assignment::area.eq(new.area.as_str()),
        assignment::valid_from.eq(new.from),
        assignment::valid_until.eq(new.until),
        assignment::order_number.eq(&new.order_number),
        assignment::capacity.eq(&new.capacity),
    );
    diesel::insert_into(assignment::table).values(values).execute(conn).await?;
    Ok(id)
}
