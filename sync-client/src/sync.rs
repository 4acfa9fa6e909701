//! One whole meeting with the server: read, send, read what sending changed.

use serde::Serialize;

use crate::{attach::Sent, error::Result, laptop::Laptop, pull::Pulled, push::Pushed};

/// What a meeting did, and what still waits afterwards.
#[derive(Serialize, Debug, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Synced {
    /// Rows that came.
    pub pulled: Pulled,
    /// Operations that went.
    pub pushed: Pushed,
    /// Operations not decided yet.
    pub pending: usize,
    /// Operations that wait for a month to open.
    pub held: usize,
    /// Things that need a person, others' conflicts included.
    pub attention: usize,
    /// Evidence that was recorded here.
    pub evidence: Sent,
    /// By how many milliseconds the laptop's clock is wrong (positive: ahead), where it is worth a word.
    pub clock_error_ms: Option<i64>,
}

impl Laptop {
    /// Pulls first, so that an exception granted meanwhile lets held operations go; pushes; pulls again if anything went.
    ///
    /// # Errors
    /// Offline; the sign-in has ended. Nothing is lost.
    pub async fn sync(&mut self) -> Result<Synced> {
        let mut pulled = self.pull().await?;
        let pushed = self.push().await?;
        if pushed != Pushed::default() {
            pulled.rows += self.pull_pages().await?.rows;
        }
        let evidence = self.send_evidence().await?;
        let person = self.store.signed_in()?.person;
        let now = self.business_now()?;
        self.store.tidy(&person, now)?;
        self.store.settle();
        Ok(Synced {
            pulled,
            pushed,
            pending: self.store.count(&person, "pending")?,
            held: self.store.count(&person, "held")?,
            attention: self.attention()?.len(),
            evidence,
            clock_error_ms: self.store.standing()?.wrong_clock(),
        })
    }
}
