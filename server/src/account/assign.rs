//! Giving a role for a place, and ending it.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Assignment};
use uuid::Uuid;

use super::book::{By, note};
use super::row::Account;
use crate::clock;
use crate::error::{Error, Result};
use crate::tables::{area, assignment};
use crate::text::{self, LONGEST_NAME};

/// Gives the person of an account a role for a place.
///
/// # Errors
/// `INVALID` for a place that has no such role or does not exist, and for a last day before the first.
pub async fn assign(connection: &mut AsyncPgConnection, by: By<'_>, account: &Account, new: &Assignment) -> Result<()> {
    fits(connection, new).await?;
    let id = Uuid::now_v7();
    let values = (
        assignment::id.eq(id),
        assignment::person_id.eq(account.person),
        assignment::role.eq(new.role.as_str()),
        assignment::area.eq(&new.area),
        assignment::valid_from.eq(new.from),
        assignment::valid_until.eq(new.until),
        assignment::order_number.eq(text("orderNumber", &new.order_number)?),
        assignment::capacity.eq(text("capacity", &new.capacity)?),
    );
    diesel::insert_into(assignment::table).values(values).execute(connection).await?;
    let what = format!("{} {} {id}", new.role, new.area);
    note(connection, by, "ASSIGNMENT_GIVEN", &new.area, account.person, &what).await
}

fn text(field: &str, given: &str) -> Result<String> {
    Ok(text::optional(field, Some(given), LONGEST_NAME)?.unwrap_or_default().to_owned())
}

async fn fits(connection: &mut AsyncPgConnection, new: &Assignment) -> Result<()> {
    if !new.role.fits(new.area.level()) {
        let message = "พื้นที่ระดับนี้ไม่มีหน้าที่นี้ / A place of this level has no such role";
        return Err(Error::invalid("role", "level", message));
    }
    if new.until.is_some_and(|until| until < new.from) {
        let message = "วันสิ้นสุดอยู่ก่อนวันเริ่มต้น / It ends before it begins";
        return Err(Error::invalid("until", "order", message));
    }
    let place = area::table.filter(area::code.eq(&new.area)).select(area::code);
    match place.first::<AreaCode>(connection).await.optional()? {
        Some(_) => Ok(()),
        None => Err(Error::not_found("area")),
    }
}

/// Ends an assignment of an account's person on a day, yesterday at the earliest: what was done until now was done rightly.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a day outside.
pub async fn end(connection: &mut AsyncPgConnection, by: By<'_>, account: &Account, id: Uuid, until: NaiveDate) -> Result<()> {
    let held = account.held_by_id(id)?;
    within(until, held.days(), clock::bangkok_day(clock::business(connection).await?))?;
    diesel::update(assignment::table.find(id))
        .set(assignment::valid_until.eq(until))
        .execute(connection)
        .await?;
    let what = format!("{} {} {id} {until}", held.role, held.area);
    note(connection, by, "ASSIGNMENT_ENDED", &held.area, account.person, &what).await
}

fn within(until: NaiveDate, (first, last): (NaiveDate, Option<NaiveDate>), today: NaiveDate) -> Result<()> {
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    if until >= first && until >= yesterday && last.is_none_or(|last| until <= last) {
        return Ok(());
    }
    let message = "วันสิ้นสุดต้องไม่ก่อนเมื่อวานและอยู่ในช่วงที่ได้รับมอบหมาย / It ends yesterday at the earliest, and within its own days";
    Err(Error::invalid("until", "range", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 3, day).unwrap()
    }

    #[test]
    fn an_assignment_ends_yesterday_at_the_earliest() {
        let days = (day(1), Some(day(20)));
        let today = day(10);
        assert!(within(day(9), days, today).is_ok());
        assert!(within(day(20), days, today).is_ok());
        assert!(within(day(8), days, today).is_err(), "the past is not rewritten");
        assert!(within(day(21), days, today).is_err(), "a longer one is another assignment");
        assert!(within(day(10), (day(11), None), today).is_err(), "not before it begins");
    }
}
