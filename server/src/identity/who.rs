//! From an account and a device to the caller, anew for every request: an assignment that ended, ended.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Assignment, Role};
use uuid::Uuid;

use super::Caller;
use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    person: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    position: String,
    #[diesel(embed)]
    assignment: Held,
}

/// An assignment, or nulls for a person without one.
#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Nullable<Text>)]
    role: Option<Role>,
    #[diesel(sql_type = Nullable<Text>)]
    area: Option<AreaCode>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_from: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_until: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    order_number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    capacity: Option<String>,
}

impl Held {
    fn assignment(self) -> Option<Assignment> {
        Some(Assignment {
            role: self.role?,
            area: self.area?,
            from: self.valid_from?,
            until: self.valid_until,
            order_number: self.order_number.unwrap_or_default(),
            capacity: self.capacity.unwrap_or_default(),
        })
    }
}

/// The caller behind an account and a device; `None` when either may no longer act. When the password was typed stands in the token.
///
/// # Errors
/// When the database does not answer.
pub async fn caller(conn: &mut AsyncPgConnection, username: &str, device: Uuid) -> Result<Option<Caller>> {
    let statement = sql(include_str!("caller.sql"))
        .bind::<Text, _>(username.to_owned())
        .bind::<SqlUuid, _>(device)
        .bind::<SqlUuid, _>(device);
    let mut rows = statement.load::<Row>(conn).await?.into_iter();
    let Some(first) = rows.next() else { return Ok(None) };
    let mut assignments: Vec<Assignment> = first.assignment.assignment().into_iter().collect();
    assignments.extend(rows.filter_map(|row| row.assignment.assignment()));
    Ok(Some(Caller {
        person: first.person,
        name: first.name,
        position: first.position,
        device: Some(device),
        typed_lately: false,
        assignments,
    }))
}
