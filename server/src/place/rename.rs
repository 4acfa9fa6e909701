//! The department gives a place another name; the former one is kept for old papers.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, AreaLevel, Day, Role};

use super::{Area, Tree};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{NewEvent, append};
use crate::identity::Caller;
use crate::request;
use crate::tables::{area, area_former_name};
use crate::text::{self, LONGEST_NAME};

/// Another name of a place.
#[derive(Debug, Clone, InputObject)]
pub struct RenameAreaInput {
    /// The code of a province, district or subdistrict.
    pub code: ID,
    /// The new Thai name.
    pub name_th: String,
    /// The new English name.
    pub name_en: String,
    /// The first day of the new name; not in the future, because a place bears one name at a time.
    pub from: Day,
}

/// Changes of places.
#[derive(Debug, Default)]
pub struct PlaceMutation;

#[Object]
impl PlaceMutation {
    /// Renames a place; for the department. Its code stays, and so do its reports.
    async fn rename_area(&self, context: &Context<'_>, input: RenameAreaInput) -> Result<Area> {
        let caller = request::caller(context).clone();
        let code = permitted(&caller, &input)?;
        let named = code.clone();
        request::write(request::app(context), Some(request::caller(context)), move |connection| {
            let (caller, code, input) = (caller.clone(), named.clone(), input.clone());
            async move { rename(connection, &caller, &code, &input).await }.boxed()
        })
        .await?;
        let place = Tree::find(context, &code).await?;
        place.and_then(Option::<Area>::from).ok_or_else(|| Error::not_found("code"))
    }
}

fn permitted(caller: &Caller, input: &RenameAreaInput) -> Result<AreaCode> {
    let code: AreaCode = input.code.parse().map_err(|_| Error::not_found("code"))?;
    if caller.holds(Role::DepartmentOfficer, &code).is_none() {
        let seen = caller.sees_totals(&code);
        return Err(if seen {
            Error::forbidden("renameArea.role")
        } else {
            Error::not_found("code")
        });
    }
    if code.level() == AreaLevel::Nation {
        return Err(Error::not_found("code"));
    }
    text::required("nameTh", &input.name_th, LONGEST_NAME)?;
    text::required("nameEn", &input.name_en, LONGEST_NAME)?;
    Ok(code)
}

async fn rename(connection: &mut AsyncPgConnection, caller: &Caller, code: &AreaCode, input: &RenameAreaInput) -> Result<()> {
    let (name_th, name_en): (String, String) = area::table
        .find(code)
        .select((area::name_th, area::name_en))
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?
        .ok_or_else(|| Error::not_found("code"))?;
    let at = clock::business(connection).await?;
    let until = last_day(input.from.0, at)?;
    keep(connection, code, until, (name_th, name_en)).await?;
    diesel::update(area::table.find(code))
        .set((area::name_th.eq(input.name_th.trim()), area::name_en.eq(input.name_en.trim())))
        .execute(connection)
        .await?;
    let event = NewEvent::new("AREA_RENAMED", code, None, at).by(caller, Some(Role::DepartmentOfficer));
    append(connection, event).await?;
    Ok(())
}

fn last_day(from: NaiveDate, at: DateTime<Utc>) -> Result<NaiveDate> {
    let day = from.checked_sub_days(Days::new(1)).filter(|_| from <= clock::bangkok_day(at));
    day.ok_or_else(|| Error::invalid("from", "future", "ชื่อใหม่ต้องมีผลแล้ว / The new name must have begun already"))
}

/// A place renamed twice on one day keeps the first of its names of that day.
async fn keep(connection: &mut AsyncPgConnection, code: &AreaCode, until: NaiveDate, (name_th, name_en): (String, String)) -> Result<()> {
    diesel::insert_into(area_former_name::table)
        .values((
            area_former_name::area.eq(code),
            area_former_name::until.eq(until),
            area_former_name::name_th.eq(name_th),
            area_former_name::name_en.eq(name_en),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(())
}
