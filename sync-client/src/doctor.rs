//! Whether everything is well with the laptop, one verdict a line, each with what to do.

use chrono::Duration;
use serde::Serialize;

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    message::Message,
    store::check,
};

mod file;
mod people;

/// How it stands with one thing.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Worth knowing; nothing is in danger.
    Note,
    /// Something has to be done.
    Bad,
}

/// One thing that was looked at.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its stable name, for programs.
    pub name: &'static str,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found.
    pub found: Message,
    /// What to do; none where nothing has to be done.
    pub advice: Option<Message>,
}

impl Check {
    fn ok(name: &'static str, thai: impl Into<String>, english: impl Into<String>) -> Check {
        Check {
            name,
            verdict: Verdict::Ok,
            found: Message::new(thai, english),
            advice: None,
        }
    }

    fn note(self, thai: impl Into<String>, english: impl Into<String>) -> Check {
        self.advise(Verdict::Note, thai, english)
    }

    fn bad(self, thai: impl Into<String>, english: impl Into<String>) -> Check {
        self.advise(Verdict::Bad, thai, english)
    }

    fn advise(self, verdict: Verdict, thai: impl Into<String>, english: impl Into<String>) -> Check {
        Check {
            verdict,
            advice: Some(Message::new(thai, english)),
            ..self
        }
    }
}

/// All that could be told of a laptop whose file cannot be opened.
#[must_use]
pub fn unopened(error: &Error) -> Check {
    let message = error.message();
    Check {
        name: "file",
        verdict: Verdict::Bad,
        found: message,
        advice: None,
    }
}

/// Fewer free bytes than this are a matter of days.
const LITTLE_ROOM: u64 = 100 * 1024 * 1024;
/// A clock that is wrong by more than this is worth setting. It does no harm: the server's counts.
const WRONG_CLOCK: Duration = Duration::minutes(5);

impl Laptop {
    /// Looks at everything. The server is asked once; that it is not reached is a verdict, not an error.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub async fn checked(&mut self) -> Result<Vec<Check>> {
        let mut checks = vec![self.version_check(), self.safety_check()?, self.whole_check()?];
        checks.extend([self.room_check(), self.device_check()?, self.lease_check()?]);
        checks.extend(self.server_checks().await?);
        checks.extend(self.waiting_checks()?);
        Ok(checks)
    }

    /// Whether the file has to be rescued.
    ///
    /// # Errors
    /// It is damaged, and how.
    pub fn must_be_whole(&mut self) -> Result<()> {
        check::whole(&mut self.store.conn)
    }
}

#[cfg(test)]
mod tests;
