//! A consolidation, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Baht, Month, Status, Timeliness};

use super::transmit::{Transmission, transmissions};
use crate::error::Result;
use crate::request;
use crate::statement::sql;

/// A month, added up. Nothing sent is ever rewritten: later changes make the next number.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Consolidation {
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub month: Month,
    /// From 1; 0 is the draft that was made when the month closed.
    #[diesel(sql_type = Integer)]
    pub number: i32,
    /// The sum of the confirmed versions, in baht.
    #[diesel(sql_type = BigInt)]
    pub official: Baht,
    /// The sum of everything recorded, confirmed or not, in baht.
    #[diesel(sql_type = BigInt)]
    pub information: Baht,
    /// SHA-256 over its lines, in hex.
    #[diesel(sql_type = Text)]
    pub digest: String,
    /// The business instant it was made.
    #[diesel(sql_type = Timestamptz)]
    pub consolidated_at: DateTime<Utc>,
    /// Who made it; nobody made the draft.
    #[diesel(sql_type = Nullable<Text>)]
    pub consolidated_by: Option<String>,
}

/// The number of the draft.
pub(super) const DRAFT: i32 = 0;

impl Consolidation {
    /// Whether a node made it, at the close.
    pub(super) fn is_draft(&self) -> bool {
        self.number == DRAFT
    }
}

/// A district's line. No report is not 0: an amount nobody recorded is absent.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct ConsolidationDistrict {
    /// The district's code.
    #[diesel(sql_type = Text)]
    pub district: AreaCode,
    /// Where the report stood.
    #[diesel(sql_type = Text)]
    pub status: Status,
    /// The version that counts.
    #[diesel(sql_type = Nullable<Integer>)]
    pub confirmed_version: Option<i32>,
    /// Its sum in baht.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub confirmed: Option<Baht>,
    /// What is recorded where the report stands unconfirmed, in baht; for information.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub unconfirmed: Option<Baht>,
    /// How the confirmation stood to its deadline.
    #[diesel(sql_type = Text)]
    pub timeliness: Timeliness,
    /// The confirmed amount less that of the consolidation before; absent in number 1.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub difference: Option<Baht>,
}

#[ComplexObject]
impl Consolidation {
    /// Whether it is the draft (ร่าง): what the department would consolidate as things stood at the close.
    async fn draft(&self) -> bool {
        self.is_draft()
    }

    /// The letters by which it was sent on, by their day.
    async fn transmissions(&self, context: &Context<'_>) -> Result<Vec<Transmission>> {
        transmissions(&mut *request::read(context).await?, self.month, self.number).await
    }

    /// One line a district, by code. A viewer is told no amount of a district with so few producers that it would be personal.
    async fn districts(&self, context: &Context<'_>) -> Result<Vec<ConsolidationDistrict>> {
        let known = request::caller(context).reads(&AreaCode::nation());
        let mut connection = request::read(context).await?;
        Ok(sql(include_str!("districts.sql"))
            .bind::<Date, _>(self.month)
            .bind::<Integer, _>(self.number)
            .bind::<Bool, _>(known)
            .load(&mut *connection)
            .await?)
    }
}

/// Questions about consolidations.
#[derive(Default)]
pub struct ConsolidationQuery;

#[Object]
impl ConsolidationQuery {
    /// A consolidation by number (0 for the draft), the latest without one; for those who see the nation's totals.
    async fn consolidation(&self, context: &Context<'_>, month: Month, number: Option<i32>) -> Option<Result<Consolidation>> {
        if !request::caller(context).sees_totals(&AreaCode::nation()) {
            return None;
        }
        let found = async { find(&mut *request::read(context).await?, month, number).await };
        found.await.transpose()
    }
}

/// The consolidation of that number, or the latest.
pub(super) async fn find(connection: &mut AsyncPgConnection, month: Month, number: Option<i32>) -> Result<Option<Consolidation>> {
    let text = "SELECT month, number, official_satang AS official, information_satang AS information, digest, consolidated_at,
               person.name AS consolidated_by
        FROM (SELECT $1::date AS month, $2::int AS number) AS asked (month, wanted)
        JOIN consolidation USING (month) LEFT JOIN person ON person.id = consolidated_by
        WHERE wanted IS NULL OR number = wanted
        ORDER BY number DESC LIMIT 1";
    let found: Vec<Consolidation> = sql(text)
        .bind::<Date, _>(month)
        .bind::<Nullable<Integer>, _>(number)
        .load(connection)
        .await?;
    Ok(found.into_iter().next())
}
