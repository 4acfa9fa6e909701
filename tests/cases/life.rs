//! The report's life over GraphQL: the mutations obey the truth table of `otop_schema`, and what a step needs is asked for.

use kit::device::Device;
use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use serde_json::{Value, json};

/// The demonstration on the last day of February: 2701 is ready to be submitted.
struct Sa {
    database: Database,
    node: Node,
    report: Report,
}

impl Sa {
    async fn kaeo() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let node = Node::start(&database).await;
        Self {
            database,
            node,
            report: Report::february("2701"),
        }
    }

    async fn person(&self, username: &str) -> Person {
        self.node.as_(username).await
    }

    async fn members(&self) -> Vec<Person> {
        let mut members = Vec::new();
        for number in 1..=5 {
            members.push(self.person(&format!("member{number}.2701")).await);
        }
        members
    }

    /// Submitted, and certified by three of five.
    async fn certified(&self) -> Person {
        let officer = self.person("officer.2701").await;
        self.report.submit(&officer).await.data();
        for member in &self.members().await[..3] {
            self.report.certify(member).await.data();
        }
        officer
    }
}

#[tokio::test]
async fn submitting_asks_for_every_producers_sheet() {
    let sa = Sa::kaeo().await;
    let officer = sa.person("officer.2706").await;
    let report = Report::february("2706");
    assert_eq!(report.submit(&officer).await.code(), "ROSTER_INCOMPLETE");
    let mut device = Device::of(&officer);
    for producer in sa.database.producers("2706").await {
        let operation = device.state(&producer, "NOT_OBTAINED", Some("ติดต่อไม่ได้"), 0);
        device.push(&[operation]).await;
    }
    assert_eq!(report.submit(&officer).await["submitReport"]["status"], "SUBMITTED");
}

#[tokio::test]
async fn submitting_waits_for_the_last_day_of_the_month() {
    let sa = Sa::kaeo().await;
    let officer = sa.person("entry.2701").await;
    sa.database.at("2023-02-27T23:59:59.999").await;
    assert_eq!(sa.report.submit(&officer).await.code(), "MONTH_NOT_OPEN");
    sa.database.at("2023-02-28T00:00").await;
    assert_eq!(sa.report.submit(&officer).await["submitReport"]["status"], "SUBMITTED");
}

#[tokio::test]
async fn a_majority_of_all_members_certifies() {
    let sa = Sa::kaeo().await;
    let members = sa.members().await;
    let officer = sa.person("officer.2701").await;
    let digest = sa.report.digest(&officer).await;
    let choice = json!({ "choice": "CERTIFY" });
    let early = sa
        .report
        .act_on(&members[0], &digest, "voteReport", "VoteReportInput", choice)
        .await;
    assert_eq!(early.code(), "NOT_FOUND");
    assert_eq!(
        sa.report.read(&members[0], "id").await,
        Value::Null,
        "the committee sees it from its submission on"
    );
    sa.report.submit(&officer).await.data();
    assert_eq!(sa.report.certify(&officer).await.code(), "FORBIDDEN");
    for (member, status) in members.iter().zip(["SUBMITTED", "SUBMITTED", "CERTIFIED"]) {
        assert_eq!(sa.report.certify(member).await["voteReport"]["status"], status);
    }
    assert_eq!(sa.report.certify(&members[3]).await.code(), "VOTE_CLOSED");
    let certificate = sa.report.read(&officer, "certificate { certified eligible certify object }").await;
    assert_eq!(
        certificate["certificate"],
        json!({ "certified": true, "eligible": 5, "certify": 3, "object": 0 })
    );
}

#[tokio::test]
async fn a_vote_may_be_changed_until_a_majority_objects() {
    let sa = Sa::kaeo().await;
    let members = sa.members().await;
    let officer = sa.person("officer.2701").await;
    sa.report.submit(&officer).await.data();
    sa.report.certify(&members[0]).await.data();
    assert_eq!(sa.report.object(&members[0], "").await.code(), "INVALID");
    for member in &members[..2] {
        sa.report.object(member, "ยอดไม่ตรง").await.data();
    }
    assert_eq!(sa.report.object(&members[2], "ยอดไม่ตรง").await["voteReport"]["status"], "RETURNED");
    assert_eq!(
        sa.database
            .value("SELECT count(*) FROM roster WHERE district = '2701' AND month = '2023-02-01'")
            .await,
        "0"
    );
    assert_eq!(
        sa.report.submit(&officer).await["submitReport"]["status"],
        "SUBMITTED",
        "submitted again directly"
    );
}

#[tokio::test]
async fn the_chair_closes_with_a_quorum() {
    let sa = Sa::kaeo().await;
    let members = sa.members().await;
    sa.report.submit(&sa.person("officer.2701").await).await.data();
    for member in &members[..2] {
        sa.report.certify(member).await.data();
    }
    assert_eq!(
        sa.report.close_vote(&members[0]).await.code(),
        "INVALID",
        "two of five are no quorum"
    );
    sa.report.object(&members[4], "ขอดูหลักฐาน").await.data();
    assert_eq!(
        sa.report.close_vote(&members[1]).await.code(),
        "FORBIDDEN",
        "the secretary does not close"
    );
    assert_eq!(sa.report.close_vote(&members[0]).await["closeVote"]["status"], "CERTIFIED");
}

#[tokio::test]
async fn a_digest_names_what_was_seen() {
    let sa = Sa::kaeo().await;
    let officer = sa.person("officer.2701").await;
    let seen = sa.report.digest(&officer).await;
    let mut device = Device::of(&officer);
    let producer = sa.database.complete_producer().await;
    let cell = kit::device::Cell {
        producer,
        category: "HERB",
        channel: "EXPORT",
    };
    let operation = device.enter(&cell, Some("1.00"), 0);
    device.push(&[operation]).await;
    let stale = sa
        .report
        .act_on(&officer, &seen, "submitReport", "SubmitReportInput", json!({}))
        .await;
    assert_eq!(stale.code(), "STALE_DIGEST");
    sa.report.submit(&officer).await.data();
    let member = sa.person("member1.2701").await;
    let choice = json!({ "choice": "CERTIFY" });
    assert_eq!(
        sa.report
            .act_on(&member, &seen, "voteReport", "VoteReportInput", choice)
            .await
            .code(),
        "STALE_DIGEST"
    );
}

#[tokio::test]
async fn steps_come_in_their_order() {
    let sa = Sa::kaeo().await;
    let officer = sa.person("officer.2701").await;
    assert_eq!(sa.report.sign(&officer).await.code(), "WRONG_STATUS");
    assert_eq!(sa.report.confirm(&officer).await.code(), "WRONG_STATUS");
    sa.certified().await;
    assert_eq!(sa.report.confirm(&officer).await.code(), "WRONG_STATUS");
    assert_eq!(sa.report.sign(&sa.person("entry.2701").await).await.code(), "FORBIDDEN");
    assert_eq!(sa.report.sign(&officer).await["signReport"]["status"], "SIGNED");
    assert_eq!(sa.report.confirm(&officer).await["confirmReport"]["confirmation"]["number"], 1);
    assert_eq!(sa.report.submit(&officer).await.code(), "WRONG_STATUS");
}

#[tokio::test]
async fn the_last_millisecond_decides() {
    for (instant, expected) in [
        ("2023-03-03T23:59:59.999", "ON_TIME"),
        ("2023-03-04T00:00", "LATE"),
        ("2023-03-05T23:59:59.999", "LATE"),
        ("2023-03-06T00:00", "MONTH_CLOSED"),
    ] {
        let sa = Sa::kaeo().await;
        let officer = sa.certified().await;
        sa.report.sign(&officer).await.data();
        sa.database.at(instant).await;
        let answer = sa.report.confirm(&officer).await;
        let verdict = match answer.code() {
            "-" => sa.report.read(&officer, "timeliness").await["timeliness"].clone(),
            code => Value::from(code),
        };
        assert_eq!(verdict, expected, "{instant}");
    }
}

#[tokio::test]
async fn a_returned_report_keeps_what_was_confirmed() {
    let sa = Sa::kaeo().await;
    let officer = sa.certified().await;
    sa.report.sign(&officer).await.data();
    sa.report.confirm(&officer).await.data();
    let province = sa.person("province.27").await;
    let confirmed = "{ province(code: \"27\") { rollup(period: { month: \"2023-02\" }, basis: CONFIRMED) { revenue } } }";
    let before = province.ask(confirmed).await["province"]["rollup"]["revenue"].clone();
    assert_ne!(before, "0.00");
    assert_eq!(sa.report.send_back(&province, "").await.code(), "INVALID");
    assert_eq!(
        sa.report.send_back(&province, "ขอให้ตรวจสอบ").await["returnReport"]["status"],
        "RETURNED"
    );
    let mut device = Device::of(&officer);
    let producer = sa.database.complete_producer().await;
    let operation = device.enter(
        &kit::device::Cell {
            producer,
            category: "HERB",
            channel: "EXPORT",
        },
        Some("1000000.00"),
        0,
    );
    assert_eq!(device.push(&[operation]).await[0]["outcome"], "APPLIED");
    assert_eq!(province.ask(confirmed).await["province"]["rollup"]["revenue"], before);
}
