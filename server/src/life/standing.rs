//! Where a report or an estimate stands in its life.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Role, Status, Subject};

use crate::calendar::Facts;
use crate::error::Result;
use crate::identity::Caller;
use crate::statement::sql;
use crate::{estimate, report};

/// Where it stands, as it is behind its lock.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub subject: Subject,
    pub status: Status,
    /// Counts the submissions, from 1.
    pub submission: i32,
    /// The digest, fixed while it is locked.
    pub fixed: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// Votes needed before the chair may close the voting.
    pub quorum: Option<i32>,
    /// The business instant, and what holds at it.
    pub time: Facts,
}

impl Life {
    /// Whether votes, certificate and signature hold: returning voids them.
    pub fn stands(&self) -> bool {
        self.status.locked()
    }
}

/// Locks it and reads it behind the lock; one that nobody touched yet gets its row first.
///
/// # Errors
/// `NOT_FOUND` where there is no such district.
pub(crate) async fn lock(connection: &mut AsyncPgConnection, subject: &Subject) -> Result<Life> {
    Ok(match subject {
        Subject::Report(key) => report::lock(connection, key).await?.life(),
        Subject::Estimate(key) => estimate::lock_and_read(connection, key).await?.life(),
    })
}

/// A step was taken; its events and votes say which.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set_status(connection: &mut AsyncPgConnection, subject: &Subject, status: Status) -> Result<()> {
    let text = match subject {
        Subject::Report(_) => "UPDATE report SET status = $1 WHERE district = $2 AND month = $3",
        Subject::Estimate(_) => "UPDATE estimate SET status = $1 WHERE district = $2 AND month = $3",
    };
    sql(text)
        .bind::<Text, _>(status)
        .bind::<Text, _>(subject.district().to_string())
        .bind::<Date, _>(subject.term())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether the caller sees that it exists: a committee member does from its submission on.
pub(crate) fn visible(caller: &Caller, district: &AreaCode, status: Status) -> bool {
    let by = |role| status != Status::Draft || role != Role::CommitteeMember;
    Role::ALL.iter().any(|role| by(*role) && caller.holds(*role, district).is_some())
}

/// Whether the caller reads what it holds: a viewer sees sums and states only, no producers, no sheets, no persons, and to a committee
/// member a draft is not there, whatever else he or she sees of it.
pub(crate) fn readable(caller: &Caller, district: &AreaCode, status: Status) -> bool {
    let by = |role: Role| role != Role::Viewer && (status != Status::Draft || role != Role::CommitteeMember);
    Role::ALL.iter().any(|role| by(*role) && caller.holds(*role, district).is_some())
}
