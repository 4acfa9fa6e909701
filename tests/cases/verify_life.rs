//! The checker passes after every step of a report's life: whatever moves a roster, a lock or a sum leaves them agreeing.

use kit::device::Device;
use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use otop_server::verify::{canonical_bytes, verdicts};
use serde_json::{Value, json};

/// District 2701 on the last day of February, its officer at work.
struct Office {
    database: Database,
    node: Node,
    officer: Person,
    report: Report,
}

impl Office {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let node = Node::start(&database).await;
        let officer = node.as_("officer.2701").await;
        Self {
            database,
            node,
            officer,
            report: Report::february("2701"),
        }
    }

    /// Nothing is found; the digest of February is that of the checker's bytes.
    async fn holds(&self, after: &str) {
        let mut connection = self.database.connect().await;
        let verdicts = verdicts(&mut connection, &|_| {}).await.expect("the checks run");
        let findings: Vec<_> = verdicts.iter().flat_map(|verdict| &verdict.findings).collect();
        assert!(findings.is_empty(), "after {after}: {findings:#?}");
        let (district, month) = ("2701".parse().unwrap(), "2023-02".parse().unwrap());
        let bytes = canonical_bytes(&mut connection, &district, month)
            .await
            .expect("the report is there");
        assert_eq!(
            self.report.digest(&self.officer).await,
            otop_schema::digest(&bytes),
            "after {after}"
        );
    }

    async fn mutate(&self, field: &str, kind: &str, input: Value) {
        let document = format!("mutation ($input: {kind}!) {{ {field}(input: $input) {{ id }} }}");
        self.officer.ask_with(&document, json!({ "input": input })).await.data();
    }

    /// A producer with figures in February, its version and another kind than it has.
    async fn producer(&self) -> (String, Value) {
        let id = self.database.complete_producer().await;
        let answer = self.officer.ask(&format!("{{ producer(id: \"{id}\") {{ version kind }} }}")).await;
        (id, answer["producer"].clone())
    }

    /// Three of five members say the same.
    async fn vote(&self, certify: bool) {
        for number in 1..=3 {
            let member = self.node.as_(&format!("member{number}.2701")).await;
            match certify {
                true => self.report.certify(&member).await.data(),
                false => self.report.object(&member, "ยอดไม่ตรงกับหลักฐาน").await.data(),
            };
        }
    }
}

#[tokio::test]
async fn producers_come_change_and_go() {
    let office = Office::open().await;
    let (id, producer) = office.producer().await;
    let kind = if producer["kind"] == "SME" { "SINGLE_OWNER" } else { "SME" };
    let changed = json!({ "id": id, "version": producer["version"], "from": "2023-02", "kind": kind });
    office.mutate("changeProducer", "ChangeProducerInput", changed).await;
    office.holds("a change of kind").await;
    let new = json!({ "district": "2701", "name": "กลุ่มใหม่", "kind": "SME", "subdistrict": "270101", "activeFrom": "2023-02" });
    office.mutate("registerProducer", "RegisterProducerInput", new).await;
    office.holds("a registration").await;
    let new = office.database.value("SELECT id FROM producer WHERE name = 'กลุ่มใหม่'").await;
    let mut device = Device::of(&office.officer);
    let settled = device.state(&new, "NOT_OBTAINED", Some("เพิ่งขึ้นทะเบียน\tรอข้อมูล\n"), 0);
    assert!(device.say(&[settled]).await[0].starts_with("APPLIED"));
    office.holds("its first sheet").await;
    let retired = json!({ "id": new, "version": 1, "lastMonth": "2023-02", "reason": "เลิกกิจการ" });
    office.mutate("retireProducer", "RetireProducerInput", retired).await;
    office.holds("its retirement").await;
}

#[tokio::test]
async fn a_report_is_confirmed_returned_and_objected_to() {
    let office = Office::open().await;
    office.report.submit(&office.officer).await.data();
    office.holds("submission").await;
    office.vote(true).await;
    office.holds("certification").await;
    office.report.sign(&office.officer).await.data();
    office.report.confirm(&office.officer).await.data();
    office.holds("confirmation").await;
    office.report.send_back(&office.officer, "แก้ยอดเดือนนี้").await.data();
    office.holds("return").await;
    let (id, producer) = office.producer().await;
    let kind = if producer["kind"] == "SME" { "SINGLE_OWNER" } else { "SME" };
    let changed = json!({ "id": id, "version": producer["version"], "from": "2023-02", "kind": kind });
    office.mutate("changeProducer", "ChangeProducerInput", changed).await;
    office.holds("a change of kind under an open correction").await;
    let mut device = Device::of(&office.officer);
    let cell = kit::device::Cell {
        category: "HERB",
        channel: "EXPORT",
        ..kit::device::Cell::food(&id)
    };
    let entered = device.enter(&cell, Some("77.25"), 0);
    let removed = device.enter_after(&cell, None, &entered);
    assert_eq!(device.say(&[entered, removed]).await.len(), 2);
    office.holds("a correction").await;
    office.report.submit(&office.officer).await.data();
    office.vote(false).await;
    assert_eq!(office.report.status(&office.officer).await, "RETURNED");
    office.holds("objection").await;
}
