//! A step of a report's life about to be taken: the questions every step asks first, in the order they are answered
//! (scope, window, digest, status), behind the report's lock.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use otop_schema::{Action, AreaCode, Assignment, Day, Refusal, RefusalCode, ReportKey, Role, Status};

use super::canonical;
use super::object::Report;
use super::read;
use crate::calendar::Facts;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::sheet;
use crate::text::{self, LONGEST};

/// Who takes which step on what, judged by which facts.
pub(crate) struct Act {
    pub action: Action,
    pub caller: Arc<Caller>,
    pub role: Role,
    /// The report as it is behind its lock.
    pub report: Report,
    /// The business instant, read after the lock, and what holds at it.
    pub time: Facts,
}

impl Act {
    /// Scope first, then the report's row by itself, then what the rules are handed.
    pub async fn begin(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, key: &ReportKey, action: Action) -> Result<Act> {
        let role = role_for(caller, action, &key.district)?;
        if action.needs_password() {
            caller.must_have_typed_lately()?;
        }
        let report = lock(connection, key).await?;
        if !report.visible_to(caller) {
            return Err(Error::not_found("report"));
        }
        let time = report.facts();
        Ok(Act {
            action,
            caller: caller.clone(),
            role,
            report,
            time,
        })
    }

    pub fn key(&self) -> ReportKey {
        self.report.key()
    }

    /// Refuses outside the month's window.
    pub fn in_window(&self) -> Result<()> {
        Ok(self.time.writable()?)
    }

    /// Refuses when the figures are no longer those the person looked at.
    pub async fn on_digest(&self, connection: &mut AsyncPgConnection, named: &str) -> Result<()> {
        let current = match &self.report.fixed {
            Some(digest) => digest.clone(),
            None => canonical::live_digest(connection, &self.key()).await?,
        };
        if current == named { Ok(()) } else { Err(stale_digest().into()) }
    }

    /// Where the step leads.
    pub fn step(&self) -> Result<Status> {
        Ok(self.report.status.step(self.action, self.role)?)
    }

    /// The assignment by which the person acts.
    pub fn assignment(&self) -> Result<&Assignment> {
        let held = self.caller.holds(self.role, &self.report.time.district);
        held.ok_or_else(|| Error::internal("the role of a step is held by no assignment"))
    }

    /// Today in Bangkok.
    pub fn today(&self) -> chrono::NaiveDate {
        clock::bangkok_day(self.time.now)
    }

    /// Refuses a day on paper that does not lie between the submission and today, both included (assumption).
    pub fn since_submission(&self, field: &str, day: Day) -> Result<()> {
        let submitted = self.report.submitted_at.map(clock::bangkok_day);
        if day.0 <= self.today() && submitted.is_none_or(|submitted| submitted <= day.0) {
            return Ok(());
        }
        let message = "วันที่ต้องอยู่ระหว่างวันที่เสนอกับวันนี้ / The day lies between the submission and today";
        Err(Error::invalid(field, "range", message))
    }

    /// The event of this step, without digest and reason.
    pub fn event(&self, kind: &str) -> NewEvent {
        let ReportKey { district, month } = self.key();
        NewEvent::new(kind, &district, Some(month), self.time.now).by(&self.caller, Some(self.role))
    }

    /// Writes the event and hands out the report as it is now.
    pub async fn conclude(&self, connection: &mut AsyncPgConnection, event: NewEvent) -> Result<Report> {
        feed::append(connection, event).await?;
        read::find(connection, &self.key()).await?.ok_or_else(|| Error::not_found("report"))
    }
}

/// The caller's role for this step in the district.
///
/// # Errors
/// `NOT_FOUND` where the caller sees nothing of the district, `FORBIDDEN` where he or she sees it and may not act.
pub(crate) fn role_for(caller: &Caller, action: Action, district: &AreaCode) -> Result<Role> {
    let held = action.roles().iter().copied().find(|role| caller.holds(*role, district).is_some());
    match held {
        Some(role) => Ok(role),
        None if caller.sees_totals(district) => Err(Error::forbidden("role")),
        None => Err(Error::not_found("report")),
    }
}

/// Locks a report and reads it behind the lock; one that nobody touched yet gets its row first.
pub(crate) async fn lock(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Report> {
    if read::find(connection, key).await?.is_none() {
        return Err(Error::not_found("report"));
    }
    sheet::lock(connection, std::slice::from_ref(key)).await?;
    read::find(connection, key).await?.ok_or_else(|| Error::not_found("report"))
}

/// What a person wrote, without surrounding spaces; nothing for an empty text.
///
/// # Errors
/// `INVALID` above 2,000 characters.
pub(crate) fn text(field: &str, given: Option<&str>) -> Result<Option<String>> {
    Ok(text::optional(field, given, LONGEST)?.map(str::to_owned))
}

/// A text that must be given.
///
/// # Errors
/// `INVALID` when it is empty or above 2,000 characters.
pub(crate) fn required_text(field: &str, given: Option<&str>) -> Result<String> {
    text(field, given)?.ok_or_else(|| Error::invalid(field, "required", "กรุณาระบุเหตุผล / Please give a reason"))
}

fn stale_digest() -> Refusal {
    let message = "ข้อมูลเปลี่ยนแปลงหลังจากที่ท่านเปิดดู โปรดตรวจสอบอีกครั้ง / The figures changed since you looked at them, please look again";
    Refusal::new(RefusalCode::StaleDigest, message).field("digest")
}
