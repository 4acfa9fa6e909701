//! A step of a life about to be taken: the questions every step asks first, in the order they are answered (scope, window, digest,
//! status), behind the lock of the report or estimate.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use otop_schema::{Action, AreaCode, Assignment, Day, Refusal, RefusalCode, Role, Status, Subject};

use super::standing::{self, Life};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::text::{self, LONGEST};
use crate::{estimate, report};

/// Who takes which step on what, judged by which facts.
pub(crate) struct Act {
    pub action: Action,
    pub caller: Arc<Caller>,
    pub role: Role,
    /// Where it stands behind its lock.
    pub life: Life,
}

impl Act {
    /// Scope first, then the row by itself, then what the rules are handed.
    pub async fn begin(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, subject: &Subject, action: Action) -> Result<Act> {
        let role = role_for(caller, action, subject)?;
        if action.needs_password() {
            caller.must_have_typed_lately()?;
        }
        let life = standing::lock(connection, subject).await?;
        if !standing::visible(caller, subject.district(), life.status) {
            return Err(Error::not_found(field(subject)));
        }
        Ok(Act {
            action,
            caller: caller.clone(),
            role,
            life,
        })
    }

    /// What it is about.
    pub fn subject(&self) -> &Subject {
        &self.life.subject
    }

    pub fn district(&self) -> &AreaCode {
        self.life.subject.district()
    }

    /// The digest that is fixed; none while it is open.
    pub fn fixed(&self) -> &str {
        self.life.fixed.as_deref().unwrap_or_default()
    }

    /// Refuses outside the window.
    pub fn in_window(&self) -> Result<()> {
        Ok(self.life.time.writable()?)
    }

    /// Refuses when the figures are no longer those the person looked at.
    pub async fn on_digest(&self, connection: &mut AsyncPgConnection, named: &str) -> Result<()> {
        let current = match (&self.life.fixed, self.subject()) {
            (Some(digest), _) => digest.clone(),
            (None, Subject::Report(key)) => report::live_digest(connection, key).await?,
            (None, Subject::Estimate(key)) => estimate::live_digest(connection, key).await?,
        };
        if current == named { Ok(()) } else { Err(stale_digest().into()) }
    }

    /// Where the step leads.
    pub fn step(&self) -> Result<Status> {
        Ok(self.life.status.step(self.action, self.role)?)
    }

    /// The assignment by which the person acts.
    pub fn assignment(&self) -> Result<&Assignment> {
        let held = self.caller.holds(self.role, self.district());
        held.ok_or_else(|| Error::internal("the role of a step is held by no assignment"))
    }

    /// Today in Bangkok.
    pub fn today(&self) -> chrono::NaiveDate {
        clock::bangkok_day(self.life.time.now)
    }

    /// Refuses a day on paper that does not lie between the submission and today, both included (assumption).
    pub fn since_submission(&self, field: &str, day: Day) -> Result<()> {
        let submitted = self.life.submitted_at.map(clock::bangkok_day);
        if day.0 <= self.today() && submitted.is_none_or(|submitted| submitted <= day.0) {
            return Ok(());
        }
        let message = "วันที่ต้องอยู่ระหว่างวันที่เสนอกับวันนี้ / The day lies between the submission and today";
        Err(Error::invalid(field, "range", message))
    }

    /// The event of this step, without digest and reason.
    pub fn event(&self, kind: &str) -> NewEvent {
        NewEvent::of(kind, self.subject(), self.life.time.now).by(&self.caller, Some(self.role))
    }

    /// Writes the event: the step is done.
    pub async fn conclude(&self, connection: &mut AsyncPgConnection, event: NewEvent) -> Result<()> {
        feed::append(connection, event).await
    }
}

/// The caller's role for this step in the district.
///
/// # Errors
/// `NOT_FOUND` where the caller sees nothing of the district, `FORBIDDEN` where he or she sees it and may not act.
fn role_for(caller: &Caller, action: Action, subject: &Subject) -> Result<Role> {
    let district = subject.district();
    let held = action.roles().iter().copied().find(|role| caller.holds(*role, district).is_some());
    match held {
        Some(role) => Ok(role),
        None if caller.sees_totals(district) => Err(Error::forbidden("role")),
        None => Err(Error::not_found(field(subject))),
    }
}

/// The field of an input that names it.
fn field(subject: &Subject) -> &'static str {
    match subject {
        Subject::Report(_) => "report",
        Subject::Estimate(_) => "estimate",
    }
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
