//! Reminders: what is not confirmed is called to mind before and after its deadline, as an event of its report. Whichever node comes
//! first writes it; the book itself tells the others that it stands there, so that nobody is reminded twice of one deadline.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Date, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, Month, ReportEventKind, ReportKey, last_day};
use tokio_util::sync::CancellationToken;

use super::holiday::days_off_before;
use super::month::window;
use crate::app::App;
use crate::beat;
use crate::clock;
use crate::error::Result;
use crate::feed::{self, NewEvent};
use crate::request;
use crate::sheet;
use crate::statement::sql;

/// How often a node looks whether a warning is due.
const LOOK: Duration = Duration::from_secs(5);

/// Calls deadlines to mind as they come, until `stop`.
pub async fn remind_forever(app: App, stop: CancellationToken) {
    beat::every(LOOK, stop, "deadlines could not be called to mind; trying again", || {
        remind_due(&app)
    })
    .await;
}

/// Calls to mind what is due of the months that are open now: at most this month and the last.
///
/// # Errors
/// When the database fails.
pub async fn remind_due(app: &App) -> Result<()> {
    for warning in warnings(app).await? {
        for province in provinces(app, &warning).await? {
            request::write(app, None, move |connection| {
                let province = province.clone();
                async move { remind(connection, &province, warning).await }.boxed()
            })
            .await?;
        }
    }
    Ok(())
}

/// What is to be said of the reports of a month that are not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Warning {
    month: Month,
    kind: ReportEventKind,
    due_at: DateTime<Utc>,
}

async fn warnings(app: &App) -> Result<Vec<Warning>> {
    let mut connection = app.connection().await?;
    let now = clock::business(&mut connection).await?;
    let mut found = Vec::new();
    for month in [Month::at(now).previous(), Month::at(now)] {
        found.extend(warning(&mut connection, month, now).await?);
    }
    Ok(found)
}

async fn warning(connection: &mut AsyncPgConnection, month: Month, now: DateTime<Utc>) -> Result<Option<Warning>> {
    let Some(window) = window(connection, month).await? else {
        return Ok(None);
    };
    let days_off = days_off_before(connection, std::iter::once(last_day(window.due_at))).await?;
    let due_at = window.due_at;
    Ok(window.reminder(&days_off, now).map(|kind| Warning { month, kind, due_at }))
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    code: AreaCode,
}

/// Provinces with somebody to be reminded.
async fn provinces(app: &App, warning: &Warning) -> Result<Vec<AreaCode>> {
    let mut connection = app.connection().await?;
    let text = concat!(
        "SELECT DISTINCT left(code, 2) AS code FROM (",
        include_str!("unreminded.sql"),
        ") AS unreminded ORDER BY 1"
    );
    unreminded(&mut connection, text, &AreaCode::nation(), warning).await
}

/// One province a transaction, so that nobody waits long for its locks. Behind them it is asked again: of two nodes the second finds the
/// first one's events, and what was confirmed or moved meanwhile is left alone.
async fn remind(connection: &mut AsyncPgConnection, province: &AreaCode, warning: Warning) -> Result<()> {
    let before = reports(connection, province, &warning).await?;
    sheet::lock(connection, &before).await?;
    let now = clock::business(connection).await?;
    if self::warning(connection, warning.month, now).await? != Some(warning) {
        return Ok(());
    }
    let still = reports(connection, province, &warning).await?;
    let locked = still.iter().filter(|report| before.contains(report));
    let event = |report: &ReportKey| NewEvent::new(warning.kind.as_str(), &report.district, Some(report.month), now).until(warning.due_at);
    feed::append_all(connection, locked.map(event)).await
}

async fn reports(connection: &mut AsyncPgConnection, area: &AreaCode, warning: &Warning) -> Result<Vec<ReportKey>> {
    let text = concat!(include_str!("unreminded.sql"), " ORDER BY report.district");
    let districts = unreminded(connection, text, area, warning).await?;
    let month = warning.month;
    Ok(districts.into_iter().map(|district| ReportKey { district, month }).collect())
}

async fn unreminded(connection: &mut AsyncPgConnection, text: &'static str, area: &AreaCode, warning: &Warning) -> Result<Vec<AreaCode>> {
    let found: Vec<Place> = sql(text)
        .bind::<Date, _>(warning.month)
        .bind::<Text, _>(format!("{}%", area.prefix()))
        .bind::<Text, _>(warning.kind.as_str())
        .bind::<Timestamptz, _>(warning.due_at)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|place| place.code).collect())
}
