//! A producer's name or contact changes, or its kind or subdistrict from a month on.

use async_graphql::{ID, InputObject};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, ProducerKind};
use uuid::Uuid;

use super::contact::recontact;
use super::lock::LockedReports;
use super::row::ProducerRow;
use super::rules::{self, required};
use super::{announce, find, hold};
use crate::error::Result;
use crate::identity::Caller;
use crate::tables::{producer, producer_attribute};

/// What changes; what is left out stays.
#[derive(Debug, Clone, InputObject)]
pub struct ChangeProducerInput {
    /// The producer.
    pub id: ID,
    /// The version the change was made on: refused when somebody else changed it meanwhile.
    pub version: i32,
    /// The first month (CE) of another kind or subdistrict: none that has been submitted.
    pub from: Month,
    /// Another name, at once.
    pub name: Option<String>,
    /// Another kind, from `from` to the next change already dated.
    pub kind: Option<ProducerKind>,
    /// The code of another subdistrict of the district, likewise.
    pub subdistrict: Option<ID>,
    /// Whom to ask, at once; empty to take it away. Personal data.
    pub contact_person: Option<String>,
    /// At once; empty to take it away. Personal data.
    pub telephone: Option<String>,
}

/// Changes it.
pub(super) async fn change(connection: &mut AsyncPgConnection, caller: &Caller, id: Uuid, input: &ChangeProducerInput) -> Result<()> {
    let (seen, role) = find(connection, caller, id).await?;
    let reports = LockedReports::take(connection, &seen.district, input.from).await?;
    let row = hold(connection, id, input.version).await?;
    redate(connection, &reports, &row, input).await?;
    rename(connection, &row, input).await?;
    announce(connection, caller, role, "PRODUCER_CHANGED", &row, None).await
}

/// Kind and subdistrict, by month.
async fn redate(connection: &mut AsyncPgConnection, reports: &LockedReports, row: &ProducerRow, input: &ChangeProducerInput) -> Result<()> {
    let before = row.dated_in(input.from)?;
    let subdistrict = match &input.subdistrict {
        Some(code) => rules::subdistrict(connection, &row.district, code).await?,
        None => before.1.clone(),
    };
    let kind = input.kind.unwrap_or(before.0);
    if (kind, &subdistrict) == (before.0, before.1) {
        return Ok(());
    }
    reports.open_between(input.from, row.next_dated(input.from))?;
    date(connection, row.id, input.from, kind, &subdistrict).await?;
    reports.recount(connection).await
}

async fn date(connection: &mut AsyncPgConnection, id: Uuid, from: Month, kind: ProducerKind, subdistrict: &AreaCode) -> Result<()> {
    let values = (
        producer_attribute::kind.eq(kind.as_str()),
        producer_attribute::subdistrict.eq(subdistrict),
    );
    diesel::insert_into(producer_attribute::table)
        .values((
            producer_attribute::producer_id.eq(id),
            producer_attribute::from_month.eq(from),
            values,
        ))
        .on_conflict((producer_attribute::producer_id, producer_attribute::from_month))
        .do_update()
        .set(values)
        .execute(connection)
        .await?;
    Ok(())
}

/// Name and contact, at once; the version counts every change.
async fn rename(connection: &mut AsyncPgConnection, row: &ProducerRow, input: &ChangeProducerInput) -> Result<()> {
    let name = input.name.as_deref().map(|name| required("name", name)).transpose()?;
    diesel::update(producer::table.find(row.id))
        .set((producer::name.eq(name.unwrap_or(&row.name)), producer::version.eq(row.version + 1)))
        .execute(connection)
        .await?;
    recontact(connection, row.id, &row.district, input).await
}
