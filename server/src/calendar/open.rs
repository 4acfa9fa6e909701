//! Opening months: a report exists for every district from the opening of the month's window, also with no producers.

use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, Month, ReportKey};
use tokio_util::sync::CancellationToken;

use super::month::window;
use crate::app::App;
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
    while !stop.is_cancelled() {
        if let Err(cause) = open_due_months(&app).await {
            tracing::warn!(?cause, "months that are due could not be opened; trying again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Makes the reports of every district for the months whose windows are open now: at most this month and the last.
///
/// # Errors
/// When the database fails.
pub async fn open_due_months(app: &App) -> Result<()> {
    for month in due_months(app).await? {
        for province in provinces_without(app, month).await? {
            request::write(app, move |connection| {
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
    let found: Vec<Place> = sql(text).bind::<Date, _>(month).bind::<Text, _>("%").load(&mut connection).await?;
    Ok(found.into_iter().map(|place| place.code).collect())
}

/// One province a transaction, so that nobody waits long for its locks; one event a report.
async fn open_province(connection: &mut AsyncPgConnection, province: &AreaCode, month: Month) -> Result<()> {
    let text = include_str!("unopened.sql");
    let found: Vec<Place> = sql(text)
        .bind::<Date, _>(month)
        .bind::<Text, _>(format!("{province}%"))
        .load(connection)
        .await?;
    let keys: Vec<ReportKey> = found
        .into_iter()
        .map(|place| ReportKey {
            district: place.code,
            month,
        })
        .collect();
    sheet::lock(connection, &keys).await?;
    let now = clock::business(connection).await?;
    for key in keys {
        feed::append(connection, NewEvent::new("OPENED", &key.district, Some(month), now)).await?;
    }
    Ok(())
}

/// Makes the missing reports of a month and locks all of them, in the order of districts.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lock_month(connection: &mut AsyncPgConnection, month: Month) -> Result<Vec<ReportKey>> {
    let text = concat!("SELECT code FROM (", include_str!("districts.sql"), ") AS district ORDER BY code");
    let found: Vec<Place> = sql(text).bind::<Date, _>(month).load(connection).await?;
    let keys: Vec<ReportKey> = found
        .into_iter()
        .map(|place| ReportKey {
            district: place.code,
            month,
        })
        .collect();
    sheet::lock(connection, &keys).await?;
    Ok(keys)
}
