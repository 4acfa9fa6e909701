//! Answers are kept for 400 days; operation ids for ever.

use std::time::Duration;

use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::beat;
use crate::error::Result;
use crate::statement::sql;

/// How often a node looks. Nodes that look at once skip what another is emptying.
const EVERY: Duration = Duration::from_secs(3_600);

/// Empties one batch of answers that are older than 400 days; tells how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_old_answers(connection: &mut AsyncPgConnection) -> Result<usize> {
    Ok(sql(include_str!("forget.sql")).execute(connection).await?)
}

/// Empties old answers until `stop`, batch by batch, each in a transaction of its own.
pub async fn forget_forever(app: App, stop: CancellationToken) {
    beat::every(EVERY, stop, "old answers could not be emptied; trying again in an hour", || {
        forget_all(&app)
    })
    .await;
}

async fn forget_all(app: &App) -> Result<()> {
    while forget_old_answers(&mut *app.connection().await?).await? > 0 {}
    Ok(())
}
