//! Mueang Sa Kaeo (2701) on the last day of February 2566.

use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use serde_json::{Value, json};
use uuid::Uuid;

pub struct World {
    pub database: Database,
    pub node: Node,
    pub report: Report,
    pub entry: Person,
    pub officer: Person,
    pub province: Person,
    /// On the roster of February.
    pub producers: Vec<String>,
}

const RECORD: &str = "mutation ($input: RecordEvidenceInput!) { recordEvidence(input: $input) {
    id producerId month kind reference keptAt seenBy seenOn note scan { sha256 mediaType size } recordedBy withdrawnAt } }";
const CHECK: &str =
    "mutation ($input: RecordSpotCheckInput!) { recordSpotCheck(input: $input) { id agrees note revenue checkedOn checkedBy } }";

impl World {
    pub async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let node = Node::start(&database).await;
        Self {
            report: Report::february("2701"),
            entry: node.as_("entry.2701").await,
            officer: node.as_("officer.2701").await,
            province: node.as_("province.27").await,
            producers: database.producers("2701").await,
            database,
            node,
        }
    }

    /// A piece of evidence as a client sends it; `more` changes some of it.
    pub fn receipt(&self, producer: usize, more: Value) -> Value {
        let mut input = json!({ "id": Uuid::now_v7(), "producerId": self.producers[producer], "month": "2023-02", "kind": "RECEIPT",
            "reference": "เล่มที่ 3 เลขที่ 12-40", "keptAt": "ที่ทำการกลุ่ม", "seenOn": "2023-02-27" });
        put(&mut input, more);
        input
    }

    /// Records it: the answer, or code and rule of the refusal.
    pub async fn record(&self, person: &Person, input: &Value) -> Result<Value, String> {
        outcome(person.ask_with(RECORD, json!({ "input": input })).await.0, "recordEvidence")
    }

    /// Withdraws it.
    pub async fn withdraw(&self, person: &Person, id: &Value, reason: &str) -> Result<Value, String> {
        let document = "mutation ($input: WithdrawEvidenceInput!) { withdrawEvidence(input: $input) { withdrawnAt withdrawal } }";
        let input = json!({ "id": id, "reason": reason });
        outcome(person.ask_with(document, json!({ "input": input })).await.0, "withdrawEvidence")
    }

    /// The province looked at a producer's evidence.
    pub async fn spot_check(&self, person: &Person, producer: usize, more: Value) -> Result<Value, String> {
        let mut input = json!({ "id": Uuid::now_v7(), "producerId": self.producers[producer], "month": "2023-02", "agrees": true,
            "checkedOn": "2023-02-28" });
        put(&mut input, more);
        outcome(person.ask_with(CHECK, json!({ "input": input })).await.0, "recordSpotCheck")
    }

    /// Completeness of evidence of a place: with evidence, looked at, disagreeing.
    pub async fn shown(&self, place: &str) -> Value {
        let rollup = "rollup(period: { month: \"2023-02\" }) { completeness { evidenced spotChecked disagreeing } }";
        let told = self
            .node
            .as_("department")
            .await
            .ask(&format!("{{ it: {place} {{ {rollup} }} }}"))
            .await;
        let completeness = &told["it"]["rollup"]["completeness"];
        json!([completeness["evidenced"], completeness["spotChecked"], completeness["disagreeing"]])
    }

    /// Submitted, certified, signed on paper.
    pub async fn signed(&self) {
        self.report.submit(&self.officer).await.data();
        for member in ["member1.2701", "member2.2701", "member3.2701"] {
            self.report.certify(&self.node.as_(member).await).await.data();
        }
        self.report.sign_on_paper(&self.officer).await.data();
    }
}

fn put(input: &mut Value, more: Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
}

/// What a mutation answers, or code and rule of its refusal.
pub fn outcome(answer: Value, field: &str) -> Result<Value, String> {
    let refusal = &answer["errors"][0]["extensions"];
    match refusal["code"].as_str() {
        Some(code) => Err(format!("{code} {}", refusal["rule"].as_str().unwrap_or("-"))),
        None => Ok(answer["data"][field].clone()),
    }
}

/// The code and rule of a refusal.
pub fn refused(outcome: Result<Value, String>) -> String {
    outcome.expect_err("a refusal")
}
