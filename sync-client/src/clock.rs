//! The only reader of the laptop's time. It is information, never a judge: the server's business clock decides, and the
//! laptop remembers how far apart the two stood at their last meeting.

use chrono::{DateTime, Duration, Utc};

/// The laptop's own time.
#[must_use]
#[allow(clippy::disallowed_methods)]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The server's business time now, as far as the laptop can tell: its own time plus the `offset` in milliseconds seen last.
#[must_use]
pub fn business_now(offset: i64) -> DateTime<Utc> {
    let here = now();
    Duration::try_milliseconds(offset)
        .and_then(|offset| here.checked_add_signed(offset))
        .unwrap_or(here)
}

/// How far, in milliseconds, the server's business time is ahead of the laptop's.
#[must_use]
pub fn offset(business: DateTime<Utc>) -> i64 {
    (business - now()).num_milliseconds()
}

/// A new id for an operation or a laptop: a UUIDv7, so that ids sort by the time they were made.
#[must_use]
#[allow(clippy::disallowed_methods)]
pub fn fresh_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
