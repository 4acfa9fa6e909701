//! A laptop reduced to what it says: operations, and the batches it sends them in.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::{Answer, Person};

/// The month of the founding letter.
pub const FEBRUARY: &str = "2023-02";

const PUSH: &str = "mutation ($input: SyncPushInput!) { syncPush(input: $input) { results {
    operationId outcome replayed
    cell { amount version deleted } sheet { state version }
    conflict { id masterAmount offeredAmount masterState offeredState }
    refusal { code field rule opensAt } } } }";

/// A device with a person signed in on it.
pub struct Device {
    person: Person,
    next: i64,
}

/// A cell of one producer in February 2566.
#[derive(Clone)]
pub struct Cell {
    /// Whose.
    pub producer: String,
    /// What was sold.
    pub category: &'static str,
    /// Where.
    pub channel: &'static str,
}

impl Cell {
    /// Food sold at the shop.
    pub fn food(producer: &str) -> Self {
        Self {
            producer: producer.to_owned(),
            category: "FOOD",
            channel: "SHOP",
        }
    }
}

impl Device {
    /// The device a person signed in on.
    pub fn of(person: &Person) -> Self {
        Self {
            person: person.clone(),
            next: 0,
        }
    }

    /// The device goes on at another node.
    pub fn move_to(&mut self, server: &str) {
        self.person = self.person.at(server);
    }

    /// Enters an amount (or removes it, without one) over the version the person saw.
    pub fn enter(&mut self, cell: &Cell, amount: Option<&str>, version: i32) -> Value {
        self.operation(json!({ "version": version }), cell_change(cell, amount))
    }

    /// Enters an amount over the person's own earlier operation.
    pub fn enter_after(&mut self, cell: &Cell, amount: Option<&str>, earlier: &Value) -> Value {
        self.operation(json!({ "operationId": earlier["operationId"] }), cell_change(cell, amount))
    }

    /// Says how a producer's sheet stands, over the version the person saw.
    pub fn state(&mut self, producer: &str, state: &str, reason: Option<&str>, version: i32) -> Value {
        let sheet = json!({ "producerId": producer, "month": FEBRUARY, "state": state, "reason": reason });
        self.operation(json!({ "version": version }), json!({ "sheet": sheet }))
    }

    /// Closes a conflict for what the server has.
    pub fn take_theirs(&mut self, conflict: &str) -> Value {
        let discard = json!({ "conflictId": conflict, "reason": "ตรวจสอบกับผู้ผลิตแล้ว" });
        self.operation(json!({ "version": 0 }), json!({ "discard": discard }))
    }

    /// An operation as it travels.
    pub fn operation(&mut self, base: Value, change: Value) -> Value {
        self.next += 1;
        json!({ "operationId": Uuid::now_v7(), "deviceSeq": self.next.to_string(), "base": base, "change": change })
    }

    /// Sends a batch and gives its results, in order.
    pub async fn push(&self, operations: &[Value]) -> Vec<Value> {
        let input = json!({ "deviceId": self.person.device, "ackedThrough": "0", "operations": operations });
        let answer = self.person.ask_with(PUSH, json!({ "input": input })).await;
        answer["syncPush"]["results"].as_array().expect("results").clone()
    }

    /// Sends a batch over a line that may break.
    ///
    /// # Errors
    /// No whole answer came (`None`), or one that is not results.
    pub async fn attempt(&self, operations: &[Value]) -> Result<Vec<Value>, Option<Answer>> {
        let input = json!({ "deviceId": self.person.device, "ackedThrough": "0", "operations": operations });
        let answer = self.person.attempt(PUSH, json!({ "input": input })).await.map_err(|_| None)?;
        let results = answer.0["data"]["syncPush"]["results"].as_array().cloned();
        results.ok_or(Some(answer))
    }

    /// Sends a batch and tells its results in a line each.
    pub async fn say(&self, operations: &[Value]) -> Vec<String> {
        self.push(operations).await.iter().map(told).collect()
    }
}

fn cell_change(cell: &Cell, amount: Option<&str>) -> Value {
    json!({ "cell": { "producerId": cell.producer, "month": FEBRUARY, "category": cell.category, "channel": cell.channel, "amount": amount } })
}

/// A result in a line: what became of it, and what stands there now.
pub fn told(result: &Value) -> String {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut line = word(&result["outcome"]);
    if let Some(cell) = result["cell"].as_object() {
        let amount = if cell["deleted"] == true {
            "removed".to_owned()
        } else {
            word(&cell["amount"])
        };
        line += &format!(" {amount} v{}", cell["version"]);
    }
    if let Some(sheet) = result["sheet"].as_object() {
        line += &format!(" {} v{}", word(&sheet["state"]), sheet["version"]);
    }
    if let Some(conflict) = result["conflict"].as_object() {
        line += &format!(" {} against {}", word(&conflict["offeredAmount"]), word(&conflict["masterAmount"]));
    }
    if let Some(refusal) = result["refusal"].as_object() {
        line += &format!(" {}", word(&refusal["code"]));
    }
    if result["replayed"] == true {
        line += " (again)";
    }
    line
}
