//! A laptop reduced to what it hears: pages of `syncPull`, each from the cursor before it.

use serde_json::{Value, json};

use crate::client::Person;
use crate::wait::until;

const PULL: &str = "query ($after: Cursor, $limit: Int) { syncPull(after: $after, limit: $limit) {
    entries { id amount version deleted } sheets { id state version } producers { id } reports { id version status }
    conflicts { id offeredById resolvedAt } rejections { operationId entryId sheetId offeredById acknowledgedAt refusal { code field rule } }
    held { operationId district month code offered offeredBy entryId sheetId heldSince opensAt endedAt }
    removedAreas cursor hasMore reset } }";

/// The lists of rows in a page.
pub const LISTS: [&str; 7] = ["entries", "sheets", "producers", "reports", "conflicts", "rejections", "held"];

/// Somebody who reads, and how far.
pub struct Reader {
    person: Person,
    /// The cursor of the last page; null before the first.
    pub cursor: Value,
}

impl Reader {
    /// Has read nothing yet.
    pub fn of(person: &Person) -> Self {
        Self {
            person: person.clone(),
            cursor: Value::Null,
        }
    }

    /// Has read everything there is.
    pub async fn up_to_date(person: &Person) -> Self {
        let mut reader = Self::of(person);
        reader.all().await;
        reader
    }

    /// The next page, of at most `limit` rows.
    pub async fn page(&mut self, limit: usize) -> Value {
        let asked = json!({ "after": self.cursor, "limit": limit });
        let page = self.person.ask_with(PULL, asked).await["syncPull"].clone();
        self.cursor = page["cursor"].clone();
        page
    }

    /// All pages there are now.
    pub async fn all(&mut self) -> Vec<Value> {
        let mut pages = Vec::new();
        loop {
            pages.push(self.page(500).await);
            if pages[pages.len() - 1]["hasMore"] == false {
                return pages;
            }
        }
    }

    /// Reads on until a page says what is waited for: an event is told once no older transaction of the cluster is open.
    pub async fn hears<T>(&mut self, what: &str, said: impl Fn(&Value) -> Option<T>) -> T {
        until(what, async || said(&self.page(500).await)).await
    }
}

/// How many rows a page has.
pub fn rows(page: &Value) -> usize {
    LISTS.iter().map(|list| page[list].as_array().map_or(0, Vec::len)).sum()
}
