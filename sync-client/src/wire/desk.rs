//! Who is signed in, and the server's clock and code tables: asked at the start of every meeting with the server.

use chrono::{DateTime, NaiveDate, Utc};
use cynic::{Id, QueryFragment};
use otop_schema::Role;
use serde::Serialize;

use super::schema;
use crate::known::Known;

/// `schema/operations/Desk.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
pub struct Desk {
    /// The signed-in person.
    pub me: Me,
    /// The sales channels in use.
    pub channels: Vec<Channel>,
}

/// The signed-in person and the business time.
#[derive(QueryFragment, Debug)]
pub struct Me {
    /// The person's id.
    pub id: Id,
    /// The person's name.
    pub name: String,
    /// The person's post.
    pub position: String,
    /// What the person may do, and where.
    pub assignments: Vec<Assignment>,
    /// The server's business time at this answer.
    pub business_time: DateTime<Utc>,
}

/// One role in one area, kept in the session as JSON.
#[derive(QueryFragment, Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// The role.
    pub role: Known<Role>,
    /// The area's code.
    pub area: Id,
    /// The area's name, Thai.
    pub area_name: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, if there is one.
    pub valid_until: Option<NaiveDate>,
}

/// One sales channel.
#[derive(QueryFragment, Debug)]
pub struct Channel {
    /// Its code, `SHOP`.
    pub code: Id,
    /// Its Thai name.
    pub name_th: String,
    /// Its English name.
    pub name_en: String,
}
