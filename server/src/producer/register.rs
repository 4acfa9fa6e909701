//! A producer joins a district.

use async_graphql::{ID, InputObject};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Category, Month, ProducerKind};
use uuid::Uuid;

use super::contact::{Contact, keep};
use super::lock::{LockedReports, keeper};
use super::rules::{self, optional, required};
use super::{announce, find};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::tables::{producer, producer_attribute, product};

/// A producer to be registered.
#[derive(Debug, Clone, InputObject)]
pub struct RegisterProducerInput {
    /// The code of its district.
    pub district: ID,
    /// Its number in the register, free text, unique where given.
    pub registration_number: Option<String>,
    /// Its name.
    pub name: String,
    /// Its kind, from `activeFrom` on.
    pub kind: ProducerKind,
    /// The code of its subdistrict, in the district.
    pub subdistrict: ID,
    /// Whom to ask; personal data.
    pub contact_person: Option<String>,
    /// Personal data.
    pub telephone: Option<String>,
    /// The first month (CE) it is on the roster: none that has been submitted.
    pub active_from: Month,
    /// What it makes.
    pub products: Option<Vec<ProductInput>>,
}

/// Something a producer makes.
#[derive(Debug, Clone, InputObject)]
pub struct ProductInput {
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Its stars, 1 to 5.
    pub star: Option<i32>,
    /// Its quadrant, A to D.
    pub quadrant: Option<String>,
}

/// Registers it and tells its id.
pub(super) async fn register(connection: &mut AsyncPgConnection, caller: &Caller, input: &RegisterProducerInput) -> Result<Uuid> {
    let district: AreaCode = input.district.parse().map_err(|_| Error::not_found("district"))?;
    let role = keeper(caller, &district, "district")?;
    let reports = LockedReports::take(connection, &district, input.active_from).await?;
    reports.open_between(input.active_from, None)?;
    let subdistrict = rules::subdistrict(connection, &district, &input.subdistrict).await?;
    let id = Uuid::now_v7();
    insert(connection, id, &district, input).await?;
    keep(connection, id, &district, &contact(input)?).await?;
    insert_attribute(connection, id, input, &subdistrict).await?;
    insert_products(connection, id, input.products.as_deref().unwrap_or_default()).await?;
    reports.recount(connection).await?;
    let (row, _) = find(connection, caller, id).await?;
    announce(connection, caller, role, "PRODUCER_REGISTERED", &row, None).await?;
    Ok(id)
}

async fn insert(connection: &mut AsyncPgConnection, id: Uuid, district: &AreaCode, input: &RegisterProducerInput) -> Result<()> {
    diesel::insert_into(producer::table)
        .values((
            producer::id.eq(id),
            producer::district.eq(district),
            producer::registration_number.eq(optional("registrationNumber", input.registration_number.as_deref())?),
            producer::name.eq(required("name", &input.name)?),
            producer::active_from.eq(input.active_from),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

fn contact(input: &RegisterProducerInput) -> Result<Contact> {
    let given = |field, text: Option<&str>| -> Result<String> { Ok(optional(field, text)?.unwrap_or_default().to_owned()) };
    Ok(Contact {
        contact_person: given("contactPerson", input.contact_person.as_deref())?,
        telephone: given("telephone", input.telephone.as_deref())?,
    })
}

async fn insert_attribute(
    connection: &mut AsyncPgConnection,
    id: Uuid,
    input: &RegisterProducerInput,
    subdistrict: &AreaCode,
) -> Result<()> {
    diesel::insert_into(producer_attribute::table)
        .values((
            producer_attribute::producer_id.eq(id),
            producer_attribute::from_month.eq(input.active_from),
            producer_attribute::kind.eq(input.kind.as_str()),
            producer_attribute::subdistrict.eq(subdistrict),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

async fn insert_products(connection: &mut AsyncPgConnection, id: Uuid, products: &[ProductInput]) -> Result<()> {
    let rows = products.iter().map(|input| {
        Ok((
            product::id.eq(Uuid::now_v7()),
            product::producer_id.eq(id),
            product::name.eq(required("products.name", &input.name)?),
            product::category.eq(input.category.as_str()),
            product::star_level.eq(rules::star(input.star)?),
            product::quadrant.eq(rules::quadrant(input.quadrant.as_deref())?),
        ))
    });
    let rows: Vec<_> = rows.collect::<Result<_>>()?;
    diesel::insert_into(product::table).values(rows).execute(connection).await?;
    Ok(())
}
