//! The signed paper in the province's hands: received, not received, or not what the system holds; refused for older figures.

use kit::device::{Cell, Device};
use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use serde_json::{Value, json};

/// Mueang Sa Kaeo on the last day of February, with its province.
struct Registry {
    database: Database,
    node: Node,
    report: Report,
    officer: Person,
    province: Person,
}

impl Registry {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let node = Node::start(&database).await;
        Self {
            officer: node.as_("officer.2701").await,
            province: node.as_("province.27").await,
            report: Report::february("2701"),
            database,
            node,
        }
    }

    /// Submitted, certified, signed; the digest that stands on the paper.
    async fn signed(&self, mode: &str) -> String {
        self.report.submit(&self.officer).await.data();
        for member in ["member1.2701", "member2.2701", "member3.2701"] {
            self.report.certify(&self.node.as_(member).await).await.data();
        }
        let input = json!({ "mode": mode, "signedOn": "2023-02-28" });
        self.report.act(&self.officer, "signReport", "SignReportInput", input).await.data();
        self.report.digest(&self.officer).await
    }

    /// What became of a paper: how it stands now, or the code and rule of the refusal.
    async fn receive(&self, person: &Person, digest: &str, more: Value) -> String {
        let mut input = json!({ "registryNumber": "สก 0019/112", "receivedOn": "2023-02-28" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let answer = self.report.act_on(person, digest, "receivePaper", "ReceivePaperInput", input).await;
        let extensions = &answer.0["errors"][0]["extensions"];
        match extensions["code"].as_str() {
            Some(code) => format!("{code} {}", extensions["rule"].as_str().unwrap_or("-")),
            None => self.state().await,
        }
    }

    async fn state(&self) -> String {
        let told = self.report.read(&self.officer, "paper").await;
        told["paper"].as_str().expect("a state").to_owned()
    }

    /// Sent back, one figure corrected.
    async fn corrected(&self) {
        self.report.send_back(&self.officer, "ยอดผิด").await.data();
        let mut device = Device::of(&self.officer);
        let cell = Cell {
            category: "HERB",
            channel: "EXPORT",
            ..Cell::food(&self.database.complete_producer().await)
        };
        let edit = device.enter(&cell, Some("1.00"), 0);
        assert_eq!(device.say(&[edit]).await, ["APPLIED 1.00 v1 COMPLETE v1"]);
    }
}

#[tokio::test]
async fn a_paper_is_registered_once_it_is_signed() {
    let registry = Registry::open().await;
    let draft = registry.report.digest(&registry.officer).await;
    assert_eq!(registry.state().await, "NOT_RECEIVED");
    assert_eq!(registry.receive(&registry.province, &draft, json!({})).await, "WRONG_STATUS -");
    let digest = registry.signed("PAPER").await;
    assert_eq!(registry.state().await, "NOT_RECEIVED");
    assert_eq!(registry.receive(&registry.officer, &digest, json!({})).await, "FORBIDDEN role");
    assert_eq!(
        registry
            .receive(&registry.province, &digest, json!({ "registryNumber": " " }))
            .await,
        "INVALID required"
    );
    for day in ["2023-02-27", "2023-03-01"] {
        assert_eq!(
            registry.receive(&registry.province, &digest, json!({ "receivedOn": day })).await,
            "INVALID range"
        );
    }
    assert_eq!(registry.receive(&registry.province, &digest, json!({})).await, "RECEIVED");
    let told = registry.report.read(
        &registry.province,
        "status receipts { registryNumber receivedOn digest agrees remark } history { kind reason }",
    );
    let told = told.await;
    assert_eq!(told["status"], "SIGNED", "a fact beside the status");
    assert_eq!(
        told["receipts"],
        json!([{ "registryNumber": "สก 0019/112", "receivedOn": "2023-02-28", "digest": digest, "agrees": true, "remark": null }])
    );
    let last = told["history"].as_array().expect("a list").last().cloned();
    assert_eq!(last, Some(json!({ "kind": "RECEIVED", "reason": "สก 0019/112" })));
}

#[tokio::test]
async fn a_paper_of_older_figures_is_refused() {
    let registry = Registry::open().await;
    let older = registry.signed("PAPER").await;
    assert_eq!(registry.receive(&registry.province, &older, json!({})).await, "RECEIVED");
    registry.corrected().await;
    assert_eq!(
        registry.state().await,
        "DOES_NOT_MATCH",
        "what the province holds is of other figures"
    );
    let newer = registry.signed("PAPER").await;
    assert_ne!(older, newer);
    assert_eq!(registry.receive(&registry.province, &older, json!({})).await, "STALE_DIGEST older");
    assert_eq!(
        registry.receive(&registry.province, &"0".repeat(64), json!({})).await,
        "STALE_DIGEST unknown"
    );
    assert_eq!(registry.state().await, "DOES_NOT_MATCH");
    assert_eq!(registry.receive(&registry.province, &newer, json!({})).await, "RECEIVED");
}

#[tokio::test]
async fn a_paper_that_differs_is_registered_with_what_was_found() {
    let registry = Registry::open().await;
    let digest = registry.signed("PAPER").await;
    assert_eq!(
        registry.receive(&registry.province, &digest, json!({ "agrees": false })).await,
        "INVALID required"
    );
    let found = json!({ "agrees": false, "remark": "แก้ไขตัวเลขด้วยลายมือ" });
    assert_eq!(registry.receive(&registry.province, &digest, found).await, "DOES_NOT_MATCH");
    // Papers arrive while the system is closed.
    registry.database.at("2023-03-07T09:00").await;
    assert_eq!(
        registry
            .receive(&registry.province, &digest, json!({ "receivedOn": "2023-03-07" }))
            .await,
        "RECEIVED"
    );
}

#[tokio::test]
async fn nobody_waits_for_the_paper_of_a_signature_in_the_system() {
    let registry = Registry::open().await;
    registry.signed("ELECTRONIC").await;
    assert_eq!(registry.state().await, "NOT_NEEDED");
    let viewer = registry.node.as_("viewer").await;
    assert_eq!(registry.report.read(&viewer, "paper").await["paper"], Value::Null);
}
