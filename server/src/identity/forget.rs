//! Tokens and doors that are long over.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use tokio_util::sync::CancellationToken;

use super::{outside, refresh};
use crate::app::App;
use crate::beat;
use crate::clock;
use crate::error::Result;
use crate::tables::sign_in_door;

/// How often a node looks.
const EVERY: Duration = Duration::from_secs(3_600);

/// Forgets what is over until `stop`.
pub async fn forget_forever(app: App, stop: CancellationToken) {
    beat::every(
        EVERY,
        stop,
        "sign-ins that ended could not be forgotten; trying again in an hour",
        || forget(&app),
    )
    .await;
}

async fn forget(app: &App) -> Result<()> {
    let now = clock::now();
    let mut conn = app.connection().await?;
    refresh::forget(&mut conn, now).await?;
    outside::forget(&mut conn, now).await?;
    let old = sign_in_door::table.filter(sign_in_door::last_at.lt(now - EVERY));
    diesel::delete(old).execute(&mut conn).await?;
    Ok(())
}
