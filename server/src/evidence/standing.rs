//! A producer's month behind its report's lock: what every change of its evidence asks first, in the order of refusals.

use std::sync::Arc;

use async_graphql::ID;
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, Month, RefusalCode, ReportKey, Role};
use uuid::Uuid;

use super::recount::recount;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent, OperationLine};
use crate::identity::Caller;
use crate::report::{self, Report};
use crate::statement::sql;
use crate::text;

/// Whose month it is, and by which role it is changed.
pub(super) struct Standing {
    pub caller: Arc<Caller>,
    role: Role,
    pub producer: Uuid,
    pub report: Report,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Bool)]
    is_active: bool,
}

impl Standing {
    /// Scope, then the report's lock, then whether there is anything to show yet.
    ///
    /// # Errors
    /// `NOT_FOUND` for a producer the caller does not see, `FORBIDDEN` without one of the roles, `INVALID` for a month in which it is not
    /// active, `MONTH_NOT_OPEN` before there are figures. A closed month and a locked report are none: evidence goes on.
    pub async fn begin(
        connection: &mut AsyncPgConnection,
        caller: &Arc<Caller>,
        roles: &[Role],
        producer: &ID,
        month: Month,
    ) -> Result<Self> {
        let producer = text::id("producerId", producer)?;
        let known = known(connection, producer, month).await?;
        let role = role_of(caller, roles, &known.district, "producerId")?;
        if !known.is_active {
            let message = "ผู้ผลิตรายนี้ไม่อยู่ในทะเบียนของเดือนนี้ / This producer is not on the roster of the month";
            return Err(Error::invalid("month", "producer-not-active", message));
        }
        let district = known.district;
        let key = ReportKey { district, month };
        has_begun(connection, &key).await?;
        Ok(Self {
            caller: caller.clone(),
            role,
            producer,
            report: report::lock(connection, &key).await?,
        })
    }

    pub fn key(&self) -> ReportKey {
        self.report.key()
    }

    /// Refuses a day that has not come.
    pub fn has_come(&self, field: &str, day: Day) -> Result<()> {
        if day.0 <= clock::bangkok_day(self.report.facts().now) {
            return Ok(());
        }
        Err(Error::invalid(field, "range", "วันที่ยังมาไม่ถึง / The day has not come yet"))
    }

    /// In which capacity the caller acts.
    pub fn capacity(&self) -> String {
        let held = self.caller.holds(self.role, &self.key().district);
        held.map(|assignment| assignment.capacity.clone()).unwrap_or_default()
    }

    /// Counts anew, and tells it in the report's trail.
    pub async fn conclude(&self, connection: &mut AsyncPgConnection, kind: &str, said: &str) -> Result<()> {
        let key = self.key();
        recount(connection, &key).await?;
        let line = OperationLine {
            producer: Some(self.producer),
            ..OperationLine::default()
        };
        let event = NewEvent::new(kind, &key.district, Some(key.month), self.report.facts().now).by(&self.caller, Some(self.role));
        feed::append(connection, event.reason(said).operations(vec![line])).await
    }
}

async fn known(connection: &mut AsyncPgConnection, producer: Uuid, month: Month) -> Result<Known> {
    let text = "WITH given AS (SELECT $1::uuid AS id, $2::date AS month)
        SELECT producer.district, producer.active_from <= given.month AND coalesce(producer.active_until >= given.month, true) AS is_active
        FROM given JOIN producer ON producer.id = given.id";
    let found: Vec<Known> = sql(text)
        .bind::<SqlUuid, _>(producer)
        .bind::<Date, _>(month)
        .load(connection)
        .await?;
    found.into_iter().next().ok_or_else(|| Error::not_found("producerId"))
}

/// The role by which the caller acts in the district.
pub(super) fn role_of(caller: &Caller, roles: &[Role], district: &AreaCode, field: &str) -> Result<Role> {
    match roles.iter().find(|role| caller.holds(**role, district).is_some()) {
        Some(role) => Ok(*role),
        None if caller.reads(district) => Err(Error::forbidden("role")),
        None => Err(Error::not_found(field)),
    }
}

/// A report exists from its month's opening: before, there is nothing to show.
async fn has_begun(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    let times = crate::calendar::facts(connection, std::slice::from_ref(key)).await?;
    let refused = times.get(key).and_then(|time| time.writable().err());
    match refused {
        Some(refusal) if refusal.code == RefusalCode::MonthNotOpen => Err(refusal.into()),
        Some(_) | None => Ok(()),
    }
}
