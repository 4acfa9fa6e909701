//! An account, as the database keeps it and as its keepers see it.

use async_graphql::{ComplexObject, ID, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, Role};
use serde::Deserialize;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::statement::sql;

/// What a person signs in with. Its password is shown to nobody.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Account {
    /// What is typed to sign in.
    #[diesel(sql_type = Text)]
    pub username: String,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) person: Uuid,
    /// The person's name, as it stands in the audit trail.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The person's position, as it stands in the signature block.
    #[diesel(sql_type = Text)]
    pub position: String,
    /// The code of the unit that keeps it: where the person works.
    #[diesel(sql_type = Text)]
    pub area: AreaCode,
    /// Since when it opens nothing; null while it is open.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub locked_at: Option<DateTime<Utc>>,
    /// Whether its password was handed out and has to be changed before anything else.
    #[diesel(sql_type = Bool)]
    pub must_change_password: bool,
    /// When it was made.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[graphql(skip)]
    #[diesel(sql_type = Jsonb)]
    holds: serde_json::Value,
}

/// An assignment of an account's person: past, present or to come.
#[derive(Debug, Clone, SimpleObject, Deserialize)]
#[graphql(complex)]
pub struct HeldAssignment {
    #[graphql(skip)]
    pub(super) assignment: Uuid,
    /// What the person may do.
    pub role: Role,
    /// The code of the place where.
    pub area: AreaCode,
    #[graphql(skip)]
    first: NaiveDate,
    #[graphql(skip)]
    last: Option<NaiveDate>,
    /// The appointment order.
    pub order_number: String,
    /// In which capacity, as the signature block shows it, such as รักษาราชการแทน.
    pub capacity: String,
    /// Whether it has ended before today.
    pub has_ended: bool,
}

#[ComplexObject]
impl HeldAssignment {
    /// A UUID, by which it is ended.
    async fn id(&self) -> ID {
        self.assignment.into()
    }

    /// The first day.
    async fn valid_from(&self) -> Day {
        Day(self.first)
    }

    /// The last day, included; null while it goes on.
    async fn valid_until(&self) -> Option<Day> {
        self.last.map(Day)
    }
}

#[ComplexObject]
impl Account {
    /// The person behind it, by whose id the committee appoints.
    async fn person_id(&self) -> ID {
        self.person.into()
    }

    /// What the person may do and could do, by place.
    async fn assignments(&self) -> Result<Vec<HeldAssignment>> {
        self.held()
    }
}

impl Account {
    /// What the person may do and could do, by place.
    ///
    /// # Errors
    /// When the rows say what this program does not understand.
    pub fn held(&self) -> Result<Vec<HeldAssignment>> {
        serde_json::from_value(self.holds.clone()).map_err(Error::internal)
    }

    /// One of them.
    pub(super) fn held_by_id(&self, id: Uuid) -> Result<HeldAssignment> {
        let held = self.held()?.into_iter().find(|held| held.assignment == id);
        held.ok_or_else(|| Error::not_found("id"))
    }
}

impl HeldAssignment {
    /// Its first day and its last one.
    pub(super) fn days(&self) -> (NaiveDate, Option<NaiveDate>) {
        (self.first, self.last)
    }
}

/// The accounts of a unit, and those of people who hold or held an assignment there, by name.
///
/// # Errors
/// When the database fails.
pub async fn accounts_at(connection: &mut AsyncPgConnection, area: &AreaCode) -> Result<Vec<Account>> {
    read(connection, Some(area), None).await
}

/// Every account, by name.
///
/// # Errors
/// When the database fails.
pub async fn all_accounts(connection: &mut AsyncPgConnection) -> Result<Vec<Account>> {
    read(connection, None, None).await
}

/// The account of that name.
///
/// # Errors
/// When the database fails.
pub async fn one(connection: &mut AsyncPgConnection, username: &str) -> Result<Option<Account>> {
    Ok(read(connection, None, Some(username)).await?.pop())
}

async fn read(connection: &mut AsyncPgConnection, area: Option<&AreaCode>, username: Option<&str>) -> Result<Vec<Account>> {
    let statement = sql(include_str!("select.sql"))
        .bind::<Nullable<Text>, _>(username.map(str::to_owned))
        .bind::<Nullable<Text>, _>(area.map(ToString::to_string));
    Ok(statement.load(connection).await?)
}
