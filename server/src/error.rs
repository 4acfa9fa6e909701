//! Either we refuse and say why, or we failed and say nothing.
//!
//! [`Error`] has no `Display`: async-graphql turns whatever prints itself into text for the client, so a bare `?` on a
//! database error would leak. The one conversion into a GraphQL error stands below; the cause goes to the log with a
//! correlation id, and the client is given the id alone.

use async_graphql::ErrorExtensions;
use diesel::result::{DatabaseErrorKind, Error as DatabaseError};
use otop_schema::{Refusal, RefusalCode};

use crate::correlation::Correlation;

/// Why an operation did not happen.
#[derive(Debug, Clone)]
pub enum Error {
    /// A rule said no; the person can act on it.
    Refused(Refusal),
    /// Another transaction was in the way; the same work may succeed if it is done again.
    Contended,
    /// Something of ours failed; for the log, never for the client.
    Internal(String),
}

/// What every fallible function of the server returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure of ours, with what the log should say about it.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// The code that the client is told.
    #[must_use]
    pub fn code(&self) -> RefusalCode {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Contended => RefusalCode::Unavailable,
            Self::Internal(_) => RefusalCode::Internal,
        }
    }

    /// The answer for ids that do not exist and for ids outside the caller's scope: deliberately the same.
    #[must_use]
    pub fn not_found(field: &str) -> Self {
        Self::Refused(Refusal::new(RefusalCode::NotFound, "ไม่พบข้อมูล / No such object in your areas").field(field))
    }

    /// The caller may see the object but not do this to it.
    #[must_use]
    pub fn forbidden(rule: &str) -> Self {
        Self::Refused(Refusal::new(RefusalCode::Forbidden, "ท่านไม่มีสิทธิ์ดำเนินการนี้ / Your role may not do this").rule(rule))
    }

    /// The database cannot work now, whatever it is asked: nobody's edit is to blame, so it is no `INTERNAL`.
    pub fn unavailable(cause: impl std::fmt::Display) -> Self {
        tracing::warn!(%cause, "the database is not available");
        Self::Refused(Refusal::new(
            RefusalCode::Unavailable,
            "ระบบไม่พร้อมใช้งานชั่วคราว โปรดลองใหม่ / The system is busy, please try again",
        ))
    }

    /// A value broke a rule.
    #[must_use]
    pub fn invalid(field: &str, rule: &str, message: &str) -> Self {
        Self::Refused(Refusal::new(RefusalCode::Invalid, message).field(field).rule(rule))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<diesel_async::pooled_connection::deadpool::PoolError> for Error {
    fn from(cause: diesel_async::pooled_connection::deadpool::PoolError) -> Self {
        Self::unavailable(cause)
    }
}

impl From<DatabaseError> for Error {
    fn from(cause: DatabaseError) -> Self {
        match &cause {
            DatabaseError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Contended,
            DatabaseError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) => {
                unique(information.constraint_name()).unwrap_or_else(|| Self::internal(&cause))
            }
            DatabaseError::DatabaseError(DatabaseErrorKind::UnableToSendCommand, _) => Self::unavailable(&cause),
            DatabaseError::DatabaseError(_, information) if ails(information.message(), information.hint()) => Self::unavailable(&cause),
            DatabaseError::DatabaseError(_, information) if waits(information.message()) => Self::Contended,
            DatabaseError::DatabaseError(_, information) if information.message() == LOCKED => Self::Refused(Refusal::new(
                RefusalCode::ReportLocked,
                "รายงานถูกล็อกแล้ว แก้ไขตัวเลขไม่ได้ / The report is locked, its figures do not change",
            )),
            _ => Self::internal(&cause),
        }
    }
}

/// What the trigger `refuse_locked_figures` says.
const LOCKED: &str = "figures of a locked report do not change";

/// diesel keeps no SQLSTATE for deadlocks (40P01) and lock time-outs (55P03); their fixed texts tell them apart.
fn waits(message: &str) -> bool {
    message == "deadlock detected" || message.starts_with("canceling statement due to lock timeout")
}

/// Its disk is full (53100), or it is being stopped (57P01) or recovers from a crash (57P02).
fn ails(message: &str, hint: Option<&str>) -> bool {
    let is_full = message.ends_with("No space left on device") || hint == Some("Check free disk space.");
    is_full || message.starts_with("terminating connection")
}

/// Unique constraints whose violation a person can act on.
fn unique(constraint: Option<&str>) -> Option<Error> {
    match constraint? {
        "producer_registration_number_key" => Some(Error::invalid(
            "registrationNumber",
            "unique",
            "ทะเบียนนี้มีผู้ใช้แล้ว / This registration number is already taken",
        )),
        "outside_identity_pkey" => Some(Error::invalid(
            "subject",
            "unique",
            "ผู้ใช้นี้ของระบบยืนยันตัวตนภายนอกเชื่อมกับบัญชีอื่นแล้ว / This subject is linked to another account already",
        )),
        "transmission_letter" => Some(Error::invalid(
            "letterNumber",
            "unique",
            "บันทึกหนังสือฉบับนี้แล้ว / This letter is recorded already",
        )),
        "account_pkey" => Some(Error::invalid(
            "username",
            "unique",
            "ชื่อผู้ใช้นี้มีแล้ว / There is an account of this name already",
        )),
        "committee_member_pkey" => Some(Error::Refused(
            Refusal::new(
                RefusalCode::OperationReused,
                "รหัสนี้ใช้กับการแต่งตั้งอื่นแล้ว / This id appointed somebody else already",
            )
            .field("id"),
        )),
        // Two nodes were handed the same operation at once: done again, the second finds the first one's answer.
        "operation_pkey" => Some(Error::Contended),
        _ => None,
    }
}

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refused(&refusal),
            Error::Contended => refused(&Refusal::new(
                RefusalCode::Unavailable,
                "มีผู้ใช้งานรายการเดียวกันอยู่ โปรดลองใหม่ / Somebody else is working on this, please try again",
            )),
            Error::Internal(cause) => {
                let correlation = Correlation::current();
                tracing::error!(correlation = correlation.as_str(), cause, "internal error");
                async_graphql::Error::new("เกิดข้อผิดพลาดภายในระบบ / Internal error").extend_with(|_, extensions| {
                    extensions.set("code", RefusalCode::Internal.as_str());
                    extensions.set("correlationId", correlation.as_str());
                })
            }
        }
    }
}

fn refused(refusal: &Refusal) -> async_graphql::Error {
    async_graphql::Error::new(refusal.message.clone()).extend_with(|_, extensions| {
        extensions.set("code", refusal.code.as_str());
        if let Some(field) = &refusal.field {
            extensions.set("field", field.as_str());
        }
        if let Some(rule) = &refusal.rule {
            extensions.set("rule", rule.as_str());
        }
        if let Some(opens_at) = refusal.opens_at {
            extensions.set("opensAt", opens_at.to_rfc3339());
        }
    })
}
