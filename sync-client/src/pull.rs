//! Reading what the server knows and the laptop does not, page by page.

use cynic::{Operation, QueryBuilder};
use otop_schema::Cursor;
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    online::{ended, explained},
    plan::Answer,
    progress::Progress,
    remote::{Flight, Packed, auth::unreachable},
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
        let clock_error = self.remote()?.clock_error();
        self.store.apply_desk(&desk, clock_error)?;
        self.pull_pages().await
    }

    /// The same without asking for clock and code tables. While a page is written, the next one is on its way.
    pub(crate) async fn pull_pages(&mut self) -> Result<Pulled> {
        let person = self.store.signed_in()?.person;
        let mut pulled = Pulled::default();
        let mut after = self.store.standing()?.cursor;
        let mut page = self.page(after.as_deref()).await?;
        loop {
            let coming = if page.has_more { Some(self.set_off(&page.cursor)?) } else { None };
            if self.store.apply(&person, after.as_deref(), &page)? {
                pulled.count(&page);
                (self.progress)(Progress::Pulled(pulled.rows));
                let Some(coming) = coming else { return Ok(pulled) };
                after = Some(page.cursor.0);
                page = self.landed(coming, after.as_deref()).await?;
            } else {
                // Another program of this laptop moved on meanwhile: read from where the mirror stands now.
                after = self.store.standing()?.cursor;
                page = self.page(after.as_deref()).await?;
            }
        }
    }

    async fn page(&mut self, after: Option<&str>) -> Result<SyncPage> {
        Ok(self.ask::<Pull>(&asked(after)).await?.sync_pull)
    }

    fn set_off(&mut self, after: &Cursor) -> Result<Flight> {
        let token = self.store.signed_in()?.access_token.ok_or_else(ended)?;
        let packed = Packed::new(&asked(Some(&after.0)));
        let remote = self.remote()?;
        let packed = packed.map_err(|answer| explained(&answer, remote.server()))?;
        Ok(Flight::start(remote.send(&token, packed)))
    }

    /// The page that was on its way; asked for again where the token ran out meanwhile.
    async fn landed(&mut self, coming: Flight, after: Option<&str>) -> Result<SyncPage> {
        let remote = self.remote()?;
        let reply = coming.landed().await.map_err(|_| unreachable(remote.server()))?;
        match remote.read::<Pull>(reply) {
            Err(Answer::Unauthenticated) => self.page(after).await,
            read => Ok(read.map_err(|answer| explained(&answer, remote.server()))?.sync_pull),
        }
    }
}

fn asked(after: Option<&str>) -> Operation<Pull, PullVariables> {
    Pull::build(PullVariables {
        after: after.map(|cursor| Cursor(cursor.to_owned())),
        limit: Some(PAGE),
    })
}

impl Pulled {
    fn count(&mut self, page: &SyncPage) {
        self.pages += 1;
        self.reset |= page.reset;
        self.rows += page.entries.len() + page.sheets.len() + page.producers.len();
        self.rows += page.reports.len() + page.conflicts.len() + page.rejections.len();
    }
}
