//! Opening months: a report exists for every district from the opening of the month's window, also with no producers.

use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, Month, ReportKey};
use tokio_util::sync::CancellationToken;

use super::month::window;
use crate::app::App;
use crate::beat;
use crate::clock;
use crate::error::Result;
use crate::feed::{self, NewEvent};
use crate::request;
use crate::sheet;
use crate::statement::sql;

/// How often a node looks whether a month opened. Who asks meanwhile sees an untouched draft; who writes makes the row.
const LOOK: Duration = Duration::from_secs(5);

/// Opens months as their windows open, until `stop`.
pub async fn open_forever(app: App, stop: CancellationToken) {
    beat::every(LOOK, stop, "months that are due could not be opened; trying again", || {
        open_due_months(&app)
    })
    .await;
}

/// Makes the reports of every district for the months whose windows are open now: at most this month and the last.
///
/// # Errors
/// When the database fails.
pub async fn open_due_months(app: &App) -> Result<()> {
    for month in due_months(app).await? {
        for province in provinces_without(app, month).await? {
            request::write(app, None, move |connection| {
                let province = province.clone();
                async move { open_province(connection, &province, month).await }.boxed()
            })
            .await?;
        }
    }
    Ok(())
}

async fn due_months(app: &App) -> Result<Vec<Month>> {
    let mut connection = app.connection().await?;
    let now = clock::business(&mut connection).await?;
    let mut due = Vec::new();
    for month in [Month::at(now).previous(), Month::at(now)] {
        let open = window(&mut connection, month)
            .await?
            .is_some_and(|window| window.opens_at <= now && now < window.closes_at);
        if open {
            due.push(month);
        }
    }
    Ok(due)
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    code: AreaCode,
}

/// Provinces where a district still has no report of the month.
async fn provinces_without(app: &App, month: Month) -> Result<Vec<AreaCode>> {
    let mut connection = app.connection().await?;
    let text = concat!(
        "SELECT DISTINCT left(code, 2) AS code FROM (",
        include_str!("unopened.sql"),
        ") AS unopened ORDER BY 1"
    );
    let found = places(&mut connection, text, &AreaCode::nation(), month).await?;
    Ok(found.into_iter().map(|place| place.code).collect())
}

/// One province a transaction, so that nobody waits long for its locks; one event a report.
async fn open_province(connection: &mut AsyncPgConnection, province: &AreaCode, month: Month) -> Result<()> {
    let unopened = keys(places(connection, include_str!("unopened.sql"), province, month).await?, month);
    sheet::lock(connection, &unopened).await?;
    let now = clock::business(connection).await?;
    let opened = silent(connection, unopened, month).await?;
    let event = |key: ReportKey| NewEvent::new("OPENED", &key.district, Some(month), now);
    feed::append_all(connection, opened.into_iter().map(event)).await
}

/// Those of the locked reports that nothing happened to: another node may have opened them while this one waited.
async fn silent(connection: &mut AsyncPgConnection, locked: Vec<ReportKey>, month: Month) -> Result<Vec<ReportKey>> {
    let text = "SELECT district AS code FROM report WHERE month = $1 AND district = ANY($2) AND chain_length = 0 ORDER BY district";
    let districts: Vec<String> = locked.into_iter().map(|key| key.district.to_string()).collect();
    let found: Vec<Place> = sql(text)
        .bind::<Date, _>(month)
        .bind::<Array<Text>, _>(districts)
        .load(connection)
        .await?;
    Ok(keys(found, month))
}

async fn places(connection: &mut AsyncPgConnection, text: &'static str, area: &AreaCode, month: Month) -> Result<Vec<Place>> {
    let inside = format!("{}%", area.prefix());
    Ok(sql(text).bind::<Date, _>(month).bind::<Text, _>(inside).load(connection).await?)
}

fn keys(places: Vec<Place>, month: Month) -> Vec<ReportKey> {
    let key = |place: Place| ReportKey {
        district: place.code,
        month,
    };
    places.into_iter().map(key).collect()
}

/// Makes the missing reports of a month and locks all of them, in the order of districts.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lock_month(connection: &mut AsyncPgConnection, month: Month) -> Result<Vec<ReportKey>> {
    let text = concat!("SELECT code FROM (", include_str!("districts.sql"), ") AS district ORDER BY code");
    let found: Vec<Place> = sql(text).bind::<Date, _>(month).load(connection).await?;
    let keys = keys(found, month);
    sheet::lock(connection, &keys).await?;
    Ok(keys)
}

/// Locks the reports of a month that are there, in the order of districts.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lock_opened(connection: &mut AsyncPgConnection, month: Month) -> Result<()> {
    let reports = reports_within(connection, &AreaCode::nation(), month).await?;
    sheet::lock(connection, &reports).await?;
    Ok(())
}

/// The reports of a month that are there within an area, in the order of districts.
///
/// # Errors
/// When the database fails.
pub(super) async fn reports_within(connection: &mut AsyncPgConnection, area: &AreaCode, month: Month) -> Result<Vec<ReportKey>> {
    let text = "SELECT district AS code FROM report WHERE month = $1 AND district LIKE $2 ORDER BY district";
    Ok(keys(places(connection, text, area, month).await?, month))
}
