//! Producers with their attributes and products, as rows.

use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Category, Month, ProducerKind};
use serde::Serialize;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::statement::sql;

/// A row of `producer`, with what belongs to it.
#[derive(Debug, Clone, Serialize)]
pub struct Producer {
    /// Version 7.
    pub id: Uuid,
    /// Four digits.
    pub district: String,
    /// Free text, unique where given.
    pub registration_number: Option<String>,
    /// Group, firm or shop.
    pub name: String,
    /// First month (CE).
    #[serde(serialize_with = "first_day")]
    pub active_from: Month,
    /// Last month, where it stopped.
    #[serde(serialize_with = "first_day_if_any")]
    pub active_until: Option<Month>,
    /// Whom to call, if anybody.
    #[serde(skip)]
    pub contact: Option<Contact>,
    /// Kind and subdistrict from a month on, oldest first.
    #[serde(skip)]
    pub attributes: Vec<Attribute>,
    /// What it sells.
    #[serde(skip)]
    pub products: Vec<Product>,
}

/// A row of `producer_contact`: personal data.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    /// Whose.
    pub producer_id: Uuid,
    /// The producer's.
    pub district: String,
    /// A person's name, or nothing.
    pub contact_person: String,
    /// Or nothing.
    pub telephone: String,
}

impl Contact {
    /// None where neither is given.
    #[must_use]
    pub fn unless_empty(self) -> Option<Self> {
        (!self.contact_person.is_empty() || !self.telephone.is_empty()).then_some(self)
    }
}

/// A row of `producer_attribute`.
#[derive(Debug, Clone, Serialize)]
pub struct Attribute {
    /// Whose.
    pub producer_id: Uuid,
    /// The month from which it holds.
    #[serde(serialize_with = "first_day")]
    pub from_month: Month,
    /// What the producer is.
    pub kind: ProducerKind,
    /// Six digits.
    pub subdistrict: String,
}

/// A row of `product`.
#[derive(Debug, Clone, Serialize)]
pub struct Product {
    /// Version 7.
    pub id: Uuid,
    /// Whose.
    pub producer_id: Uuid,
    /// What it is called.
    pub name: String,
    /// One of the five.
    pub category: Category,
    /// 1 to 5, or none.
    pub star: Option<i16>,
    /// A to D, or none.
    pub quadrant: Option<String>,
}

impl Producer {
    /// Whether it is on the roster of a month.
    #[must_use]
    pub fn active(&self, month: Month) -> bool {
        self.active_from <= month && self.active_until.is_none_or(|last| last >= month)
    }

    /// Kind and subdistrict of a month.
    #[must_use]
    pub fn attribute(&self, month: Month) -> Option<&Attribute> {
        self.attributes.iter().rfind(|attribute| attribute.from_month <= month)
    }
}

/// Writes them. Rosters of reports are the caller's to count.
///
/// # Errors
/// When the database fails.
pub async fn register(connection: &mut AsyncPgConnection, producers: &[Producer]) -> Result<()> {
    let attributes: Vec<_> = producers.iter().flat_map(|producer| &producer.attributes).collect();
    let products: Vec<_> = producers.iter().flat_map(|producer| &producer.products).collect();
    let contacts: Vec<_> = producers.iter().filter_map(|producer| producer.contact.as_ref()).collect();
    write(connection, include_str!("producer.sql"), producers).await?;
    write(connection, include_str!("contact.sql"), &contacts).await?;
    write(connection, include_str!("attribute.sql"), &attributes).await?;
    write(connection, include_str!("product.sql"), &products).await
}

/// One statement that takes rows as one JSON document.
async fn write<Row: Serialize>(connection: &mut AsyncPgConnection, statement: &'static str, rows: &[Row]) -> Result<()> {
    let document = serde_json::to_string(rows).map_err(Error::internal)?;
    sql(statement).bind::<Text, _>(document).execute(connection).await?;
    Ok(())
}

fn first_day<S: serde::Serializer>(month: &Month, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    month.first_day().serialize(serializer)
}

fn first_day_if_any<S: serde::Serializer>(month: &Option<Month>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    month.map(Month::first_day).serialize(serializer)
}
