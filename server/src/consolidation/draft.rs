//! The draft at the close: when a month has closed, one node adds it up, however many there are. It says what the department would
//! consolidate; it is number 0, never sent and never rewritten.

use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, Month};
use tokio_util::sync::CancellationToken;

use super::consolidate::{Making, add_up, closed};
use super::object::{DRAFT, find};
use crate::app::App;
use crate::beat;
use crate::calendar;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::request;
use crate::statement::sql;

/// How often a node looks whether a month closed.
const LOOK: Duration = Duration::from_secs(5);

/// Drafts months as they close, until `stop`.
pub async fn draft_forever(app: App, stop: CancellationToken) {
    beat::every(LOOK, stop, "a month that closed could not be drafted; trying again", || {
        draft_closed_month(&app)
    })
    .await;
}

/// Drafts the month that closed last, unless that was done, here or on another node, or the department consolidated it already.
///
/// # Errors
/// When the database fails.
pub async fn draft_closed_month(app: &App) -> Result<()> {
    let Some(month) = undrafted(app).await? else {
        return Ok(());
    };
    request::write(app, None, move |connection| draft(connection, month).boxed()).await
}

/// The month that closed last, if nobody has added it up.
async fn undrafted(app: &App) -> Result<Option<Month>> {
    let mut connection = app.connection().await?;
    let now = clock::business(&mut connection).await?;
    let Some(month) = calendar::closed_last(&mut connection, now).await? else {
        return Ok(None);
    };
    Ok(is_wanted(&mut connection, month).await?.then_some(month))
}

#[derive(QueryableByName)]
struct Wanted {
    #[diesel(sql_type = Bool)]
    wanted: bool,
}

/// A month that was lived here and not added up.
async fn is_wanted(connection: &mut AsyncPgConnection, month: Month) -> Result<bool> {
    let found: Wanted = sql(include_str!("wanted.sql"))
        .bind::<Date, _>(month)
        .get_result(connection)
        .await?;
    Ok(found.wanted)
}

/// Behind the locks of the month's reports: of two nodes the second finds the first one's draft.
async fn draft(connection: &mut AsyncPgConnection, month: Month) -> Result<()> {
    calendar::lock_opened(connection, month).await?;
    let now = clock::business(connection).await?;
    closed(connection, month, now).await?;
    if !is_wanted(connection, month).await? {
        return Ok(());
    }
    add_up(connection, month, now, Making::Draft).await?;
    let made = find(connection, month, Some(DRAFT)).await?;
    let made = made.ok_or_else(|| Error::internal("a draft is not there"))?;
    let event = NewEvent::new("CONSOLIDATION_DRAFTED", &AreaCode::nation(), None, now);
    feed::append(connection, event.reason(&month.to_string()).digest(&made.digest)).await?;
    Ok(())
}
