//! A receipt, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Day, Subject};
use uuid::Uuid;

use crate::error::Result;
use crate::evidence::{self, Scan};
use crate::life;
use crate::request;

/// A signed paper that the province registered.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Receipt {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    receipt: Uuid,
    /// The number in the province's registry.
    #[diesel(sql_type = Text)]
    registry_number: String,
    /// The day it arrived.
    #[diesel(sql_type = Date)]
    received_on: Day,
    /// The digest on the paper.
    #[diesel(sql_type = Text)]
    digest: String,
    /// Which submission of the report or estimate it was signed for, from 1.
    #[diesel(sql_type = Integer)]
    submission: i32,
    /// Whether the province found it to agree with what the system holds.
    #[diesel(sql_type = Bool)]
    agrees: bool,
    /// What was found; given where it does not agree.
    #[diesel(sql_type = Nullable<Text>)]
    remark: Option<String>,
    /// The business instant it was registered.
    #[diesel(sql_type = Timestamptz)]
    received_at: DateTime<Utc>,
    /// Who registered it.
    #[diesel(sql_type = Text)]
    received_by: String,
    /// In which capacity.
    #[diesel(sql_type = Text)]
    capacity: String,
}

#[ComplexObject]
impl Receipt {
    /// The receipt.
    async fn id(&self) -> ID {
        self.receipt.into()
    }

    /// The scans of the paper, oldest first.
    async fn scans(&self, context: &Context<'_>) -> Result<Vec<Scan>> {
        evidence::scans_of_receipt(&mut *request::read(context).await?, self.receipt).await
    }
}

/// The papers registered of a report or an estimate, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn receipts(connection: &mut AsyncPgConnection, subject: &Subject) -> Result<Vec<Receipt>> {
    let text = "SELECT receipt.id AS receipt, registry_number, received_on, digest, submission, agrees, remark, received_at, person.name AS received_by, capacity
        FROM receipt JOIN person ON person.id = received_by WHERE district = $1 AND month = $2 ORDER BY received_at, receipt.id";
    Ok(life::of_subject(text, subject).load(connection).await?)
}
