//! The producers of a report's month.

use async_graphql::{ComplexObject, ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{ProducerKind, ReportKey};
use uuid::Uuid;

use crate::error::Result;
use crate::life;

/// A producer of a report's month as it was in that month, or of a year's estimate as it is at the end of that year.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct RosterMember {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) producer_id: Uuid,
    /// The registration number.
    #[diesel(sql_type = Nullable<Text>)]
    pub registration_number: Option<String>,
    /// The name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The kind of that month.
    #[diesel(sql_type = Text)]
    pub kind: ProducerKind,
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(crate) subdistrict: String,
    /// Whether it is on the roster: a producer that retired meanwhile is not, and its figures stay.
    #[diesel(sql_type = Bool)]
    pub on_roster: bool,
}

#[ComplexObject]
impl RosterMember {
    /// The producer.
    async fn producer_id(&self) -> ID {
        self.producer_id.into()
    }

    /// The code of the subdistrict of that month.
    async fn subdistrict(&self) -> ID {
        self.subdistrict.clone().into()
    }
}

/// The producers of a report's month.
pub(super) async fn roster(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<RosterMember>> {
    let text = concat!(
        include_str!("canonical_producers.sql"),
        "ORDER BY producer.registration_number, producer.name, producer.id"
    );
    Ok(life::of_subject(text, &key.clone().into()).load(connection).await?)
}
