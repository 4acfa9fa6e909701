//! The second door, for stock RxDB: clause by clause (`push`, `pull`, `stream`), and as the unmodified npm package sees it.

mod npm;
mod pull;
mod push;
mod stream;
mod table;

use kit::node::Node;
use kit::{Database, Person, wait};
use serde_json::{Value, json};

const FIELDS: &str = "id producerId month category channel amount note version deleted";

/// Aranyaprathet on 27 February, as in `sync.rs`, seen through the second door.
struct Office {
    database: Database,
    node: Node,
    producers: Vec<String>,
}

impl Office {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        let producers = database.producers("2706").await;
        Self { database, node, producers }
    }

    async fn door(&self, username: &str) -> Door {
        Door(self.node.as_(username).await)
    }

    /// Food sold at the shop by one of the producers.
    fn food(&self, producer: usize, amount: &str) -> Value {
        document(&self.producers[producer], "2023-02", "FOOD", "SHOP", amount)
    }

    /// The figures of 2706 in February as the server has them.
    async fn figures(&self) -> Vec<String> {
        let figures = "SELECT concat_ws(' ', amount, note, 'v' || version, CASE WHEN deleted THEN 'removed' END)
                       FROM cell WHERE district = '2706' AND month = '2023-02-01' ORDER BY producer_id";
        self.database.column(figures).await
    }

    /// Waits until readers of the feed can see what was written: the horizon is held back by whoever writes in the cluster.
    async fn settled(&self) {
        let beyond = "event WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())";
        wait::until("the horizon to pass", async || (self.count(beyond).await == "0").then_some(())).await;
    }

    async fn count(&self, what: &str) -> String {
        self.database.value(&format!("SELECT count(*) FROM {what}")).await
    }
}

/// A document as a client makes it.
fn document(producer: &str, month: &str, category: &str, channel: &str, amount: &str) -> Value {
    json!({
        "id": format!("{producer}|{month}|{category}|{channel}"), "producerId": producer, "month": month, "category": category,
        "channel": channel, "amount": amount, "note": null, "version": 0, "deleted": false,
    })
}

/// The document with some fields changed.
fn but(document: &Value, changes: Value) -> Value {
    let mut changed = document.clone();
    for (field, value) in changes.as_object().expect("fields") {
        changed[field] = value.clone();
    }
    changed
}

/// A person at the second door.
struct Door(Person);

impl Door {
    async fn pull(&self, token: Option<&str>, limit: i32) -> (Vec<Value>, String) {
        let query = format!(
            "query ($checkpoint: RevenueEntryInputCheckpoint, $limit: Int!) {{
                 pullRevenueEntry(checkpoint: $checkpoint, limit: $limit) {{ documents {{ {FIELDS} }} checkpoint {{ token }} }} }}"
        );
        let checkpoint = token.map(|token| json!({ "token": token }));
        let answer = self.0.ask_with(&query, json!({ "checkpoint": checkpoint, "limit": limit })).await;
        bulk(&answer["pullRevenueEntry"])
    }

    /// Everything there is after a token, page by page until a short one.
    async fn pull_all(&self, mut token: Option<String>, limit: usize) -> (Vec<Value>, String) {
        let mut all = Vec::new();
        loop {
            let (documents, next) = self.pull(token.as_deref(), i32::try_from(limit).expect("small")).await;
            assert!(documents.len() <= limit, "{} documents of at most {limit}", documents.len());
            let last = documents.len() < limit;
            all.extend(documents);
            if last {
                return (all, next);
            }
            token = Some(next);
        }
    }

    /// Sends rows of what is wanted over what was seen; gives the elements of the answer.
    async fn push(&self, rows: &[(&Value, Option<&Value>)]) -> Vec<Value> {
        let mutation = format!(
            "mutation ($revenueEntryPushRow: [RevenueEntryInputPushRow!]) {{
                 pushRevenueEntry(revenueEntryPushRow: $revenueEntryPushRow) {{ {FIELDS} }} }}"
        );
        let row = |(wanted, seen): &(&Value, Option<&Value>)| match seen {
            Some(seen) => json!({ "newDocumentState": wanted, "assumedMasterState": seen }),
            None => json!({ "newDocumentState": wanted }),
        };
        let rows: Vec<Value> = rows.iter().map(row).collect();
        let answer = self.0.ask_with(&mutation, json!({ "revenueEntryPushRow": rows })).await;
        answer["pushRevenueEntry"].as_array().expect("a list").clone()
    }

    /// One row, as a line for each element of the answer.
    async fn say(&self, wanted: &Value, seen: Option<&Value>) -> Vec<String> {
        self.push(&[(wanted, seen)]).await.iter().map(told).collect()
    }
}

fn bulk(bulk: &Value) -> (Vec<Value>, String) {
    let documents = bulk["documents"].as_array().expect("documents").clone();
    (documents, bulk["checkpoint"]["token"].as_str().expect("a token").to_owned())
}

fn told(element: &Value) -> String {
    let removed = if element["deleted"] == true { " removed" } else { "" };
    format!("{} v{}{removed}", element["amount"].as_str().expect("text"), element["version"])
}
