//! Sent back: open again for its district. Votes, certificate and signature are void; they stay in the history.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use otop_schema::{Action, Subject};

use super::act::{Act, required_text};
use crate::error::Result;
use crate::identity::Caller;
use crate::{estimate, report};

/// The district itself, its province or the department sends back what is locked.
///
/// # Errors
/// By scope, window and status; `INVALID` without a reason.
pub(crate) async fn give_back(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, subject: &Subject, reason: &str) -> Result<()> {
    let act = Act::begin(connection, caller, subject, Action::Return).await?;
    act.in_window()?;
    act.step()?;
    let reason = required_text("reason", Some(reason))?;
    unlock(connection, subject).await?;
    let event = act.event("RETURNED").digest(act.fixed()).reason(&reason);
    act.conclude(connection, event).await
}

/// Opens what is locked for its district: figures may change.
///
/// # Errors
/// When the database fails.
pub(crate) async fn unlock(connection: &mut AsyncPgConnection, subject: &Subject) -> Result<()> {
    match subject {
        Subject::Report(key) => report::unlock(connection, key).await,
        Subject::Estimate(key) => estimate::unlock(connection, key).await,
    }
}
