//! Reading what the server knows and the laptop does not, page by page.

use cynic::QueryBuilder;
use otop_schema::Cursor;
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    progress::Progress,
    wire::{
        desk::Desk,
        pull::{Pull, PullVariables, SyncPage},
    },
};

/// Rows a page, at most what the server gives.
const PAGE: i32 = 500;

/// What a pull brought.
#[derive(Serialize, Debug, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Pulled {
    /// Rows, of every kind.
    pub rows: usize,
    /// Pages.
    pub pages: usize,
    /// The mirror was started from nothing.
    pub reset: bool,
}

impl Laptop {
    /// Pulls until nothing more waits. What is pending is not touched.
    ///
    /// # Errors
    /// Offline; not signed in. Pages that arrived stay: the next pull goes on behind them.
    pub async fn pull(&mut self) -> Result<Pulled> {
        let desk: Desk = self.ask(&Desk::build(())).await?;
        self.store.apply_desk(&desk)?;
        let mut pulled = Pulled::default();
        while self.pull_page(&mut pulled).await? {}
        Ok(pulled)
    }

    /// One page; whether another waits.
    async fn pull_page(&mut self, pulled: &mut Pulled) -> Result<bool> {
        let person = self.store.signed_in()?.person;
        let after = self.store.standing()?.cursor;
        let variables = PullVariables {
            after: after.clone().map(Cursor),
            limit: Some(PAGE),
        };
        let page = self.ask::<Pull>(&Pull::build(variables)).await?.sync_pull;
        // Another program of this laptop moved on meanwhile: read from where the mirror stands now.
        if !self.store.apply(&person, after.as_deref(), &page)? {
            return Ok(true);
        }
        pulled.count(&page);
        (self.progress)(Progress::Pulled(pulled.rows));
        Ok(page.has_more)
    }
}

impl Pulled {
    fn count(&mut self, page: &SyncPage) {
        self.pages += 1;
        self.reset |= page.reset;
        self.rows += page.entries.len() + page.sheets.len() + page.producers.len();
        self.rows += page.reports.len() + page.conflicts.len() + page.rejections.len();
    }
}
