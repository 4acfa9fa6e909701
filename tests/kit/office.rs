//! A district office: Aranyaprathet on 27 February, which has recorded nothing of the month yet.

use serde_json::Value;

use crate::device::{Cell, Device};
use crate::node::Node;
use crate::{Database, Person};

/// The office's world.
pub struct Office {
    /// A demonstration whose clock stands.
    pub database: Database,
    /// The server.
    pub node: Node,
    /// The producers on its roster, by id.
    pub producers: Vec<String>,
}

impl Office {
    /// Opens at nine.
    pub async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        let producers = database.producers("2706").await;
        Self { database, node, producers }
    }

    /// A device somebody signed in on.
    pub async fn device(&self, username: &str) -> Device {
        Device::of(&self.person(username).await)
    }

    /// Somebody signed in.
    pub async fn person(&self, username: &str) -> Person {
        self.node.as_(username).await
    }

    /// The id of whom an account belongs to.
    pub async fn person_id(&self, username: &str) -> String {
        let query = format!("SELECT person_id FROM account WHERE username = '{username}'");
        self.database.value(&query).await
    }

    /// Food of the n-th producer, sold at the shop.
    pub fn cell(&self, producer: usize) -> Cell {
        Cell::food(&self.producers[producer])
    }

    /// The department opens the closed February for the district until the 7th.
    pub async fn grant_exception(&self) {
        let grant = "mutation { grantException(input: { district: \"2706\", month: \"2023-02\", \
                     until: \"2023-03-07T00:00:00+07:00\", reason: \"น้ำท่วม\", reopen: false }) { id } }";
        self.person("department").await.ask(grant).await.data();
    }

    /// How many rows a condition finds, as text.
    pub async fn count(&self, rows: &str) -> String {
        self.database.value(&format!("SELECT count(*) FROM {rows}")).await
    }
}

/// The outcome and the refusal's code of a result: `HELD MONTH_CLOSED`, `APPLIED -`.
pub fn outcome(result: &Value) -> String {
    let code = result["refusal"]["code"].as_str().unwrap_or("-");
    format!("{} {code}", result["outcome"].as_str().unwrap_or("?"))
}

/// The outcomes of results, in order.
pub fn outcomes(results: &[Value]) -> Vec<String> {
    results.iter().map(outcome).collect()
}
