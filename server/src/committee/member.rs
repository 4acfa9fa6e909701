//! A membership, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::statement::sql;

/// One person's term on a district's committee.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct CommitteeMember {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) member: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(crate) district: AreaCode,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) person: Uuid,
    /// The member's name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The order that appointed the member.
    #[diesel(sql_type = Text)]
    pub appointment_order: String,
    /// Closes the voting and casts on a tie.
    #[diesel(sql_type = Bool)]
    pub is_chair: bool,
    /// Keeps the minutes.
    #[diesel(sql_type = Bool)]
    pub is_secretary: bool,
    /// The first day of the term.
    #[diesel(sql_type = Date)]
    pub valid_from: Day,
    /// The last day of the term, included.
    #[diesel(sql_type = Nullable<Date>)]
    pub valid_until: Option<Day>,
}

#[ComplexObject]
impl CommitteeMember {
    /// The membership.
    async fn id(&self) -> ID {
        self.member.into()
    }

    /// The member.
    async fn person_id(&self) -> ID {
        self.person.into()
    }
}

/// Terms of a district's committee, past ones included: who sits now first.
///
/// # Errors
/// When the database fails.
pub async fn committee(connection: &mut AsyncPgConnection, district: &AreaCode) -> Result<Vec<CommitteeMember>> {
    let text = concat!(
        include_str!("select_member.sql"),
        "WHERE member.district = $1 ORDER BY member.valid_until IS NULL DESC, member.valid_until DESC,
         member.is_chair DESC, member.is_secretary DESC, person.name, member.id"
    );
    Ok(sql(text).bind::<Text, _>(district.to_string()).load(connection).await?)
}

/// One membership, if there is one of that id.
///
/// # Errors
/// When the database fails.
pub(super) async fn find(connection: &mut AsyncPgConnection, id: Uuid) -> Result<Option<CommitteeMember>> {
    let text = concat!(include_str!("select_member.sql"), "WHERE member.id = $1");
    let found: Vec<CommitteeMember> = sql(text).bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(found.into_iter().next())
}

/// One membership.
///
/// # Errors
/// `NOT_FOUND` where there is none.
pub(super) async fn member(connection: &mut AsyncPgConnection, id: Uuid) -> Result<CommitteeMember> {
    find(connection, id).await?.ok_or_else(|| Error::not_found("id"))
}
