//! A producer leaves the rosters after its last month.

use async_graphql::{ID, InputObject};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Date, Nullable, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Month;
use uuid::Uuid;

use super::lock::LockedReports;
use super::row::ProducerRow;
use super::rules::required;
use super::{announce, find, hold};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;
use crate::tables::producer;

/// The end of a producer's activity. It stays, with its figures; given again with another month, it corrects the end.
#[derive(Debug, Clone, InputObject)]
pub struct RetireProducerInput {
    /// The producer.
    pub id: ID,
    /// The version the end was decided on: refused when somebody else changed the producer meanwhile.
    pub version: i32,
    /// The last month (CE) it is on the roster; no month after it has been submitted or holds figures of it.
    pub last_month: Month,
    /// Why; it stands in the audit trail.
    pub reason: String,
}

/// Ends its activity.
pub(super) async fn retire(connection: &mut AsyncPgConnection, caller: &Caller, id: Uuid, input: &RetireProducerInput) -> Result<()> {
    let reason = required("reason", &input.reason)?;
    let (seen, role) = find(connection, caller, id).await?;
    let first = first_touched(&seen, input.last_month);
    let reports = LockedReports::take(connection, &seen.district, first).await?;
    let row = hold(connection, id, input.version).await?;
    possible(connection, &reports, &row, input.last_month).await?;
    diesel::update(producer::table.find(id))
        .set((producer::active_until.eq(input.last_month), producer::version.eq(row.version + 1)))
        .execute(connection)
        .await?;
    reports.recount(connection).await?;
    announce(connection, caller, role, "PRODUCER_RETIRED", &row, Some(reason)).await
}

/// The first month whose roster differs: after the new end, or after the former one where that was earlier.
fn first_touched(row: &ProducerRow, last_month: Month) -> Month {
    row.active_until.map_or(last_month, |until| until.min(last_month)).next()
}

async fn possible(connection: &mut AsyncPgConnection, reports: &LockedReports, row: &ProducerRow, last_month: Month) -> Result<()> {
    if last_month < row.active_from {
        let message = "เดือนสุดท้ายอยู่ก่อนเดือนแรก / The last month lies before the first";
        return Err(Error::invalid("lastMonth", "order", message));
    }
    reports.open_between(first_touched(row, last_month), None)?;
    match recorded_after(connection, row.id, last_month).await? {
        Some(month) => Err(recorded(month)),
        None => Ok(()),
    }
}

/// The first month after `last_month` in which something is recorded of it: a figure, or a sheet that counts.
async fn recorded_after(connection: &mut AsyncPgConnection, id: Uuid, last_month: Month) -> Result<Option<Month>> {
    let statement = sql(include_str!("recorded_after.sql"));
    let found: Recorded = statement
        .bind::<SqlUuid, _>(id)
        .bind::<Date, _>(last_month)
        .get_result(connection)
        .await?;
    Ok(found.month)
}

#[derive(QueryableByName)]
struct Recorded {
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<Month>,
}

fn recorded(month: Month) -> Error {
    let thai = month.thai();
    let message = format!(
        "มีข้อมูลของเดือน {thai} แล้ว ให้นำออกก่อน / \
         Something is recorded of {month}: remove its figures and set its sheet back to in progress first"
    );
    Error::invalid("lastMonth", "recorded", &message)
}
