//! What a month still wants: the province's list of its districts, the department's of all provinces.

use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person, statements};
use serde_json::{Value, json};

/// Sa Kaeo on the last day of February; the report of 2701 goes on.
struct Province {
    database: Database,
    node: Node,
    officer: Person,
    province: Person,
    report: Report,
}

impl Province {
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

    async fn list(&self, only: &str) -> Vec<Value> {
        let query = format!(
            "{{ province(code: \"27\") {{ checklist(month: \"2023-02\"{only}) {{ district pending paper report {{ status }} }} }} }}"
        );
        self.province.ask(&query).await["province"]["checklist"]
            .as_array()
            .expect("a list")
            .clone()
    }

    /// What 2701 wants.
    async fn pending(&self) -> Value {
        self.list("").await[0]["pending"].clone()
    }

    async fn certified(&self) {
        self.report.submit(&self.officer).await.data();
        for member in ["member1.2701", "member2.2701", "member3.2701"] {
            self.report.certify(&self.node.as_(member).await).await.data();
        }
    }
}

#[tokio::test]
async fn a_province_sees_what_its_districts_still_owe() {
    let sa_kaeo = Province::open().await;
    let list = sa_kaeo.list("").await;
    assert_eq!(list.len(), 9);
    let first = json!({ "district": "2701", "pending": ["MISSING"], "paper": "NOT_RECEIVED", "report": { "status": "DRAFT" } });
    assert_eq!(list[0], first);
    sa_kaeo.certified().await;
    assert_eq!(sa_kaeo.pending().await, json!(["UNCONFIRMED"]));
    sa_kaeo.report.sign_on_paper(&sa_kaeo.officer).await.data();
    assert_eq!(sa_kaeo.pending().await, json!(["UNCONFIRMED", "PAPER_MISSING"]));
    sa_kaeo.report.confirm(&sa_kaeo.officer).await.data();
    assert_eq!(sa_kaeo.pending().await, json!(["PAPER_MISSING"]));
    sa_kaeo.report.receive(&sa_kaeo.province).await.data();
    assert_eq!(sa_kaeo.pending().await, json!([]));
    sa_kaeo.report.send_back(&sa_kaeo.officer, "ยอดผิด").await.data();
    assert_eq!(
        sa_kaeo.pending().await,
        json!(["UNCONFIRMED"]),
        "a correction of what was confirmed"
    );
}

#[tokio::test]
async fn who_is_late_stays_late() {
    let sa_kaeo = Province::open().await;
    sa_kaeo.certified().await;
    sa_kaeo.report.sign(&sa_kaeo.officer).await.data();
    sa_kaeo.database.at("2023-03-03T23:59:59.999").await;
    assert_eq!(sa_kaeo.pending().await, json!(["UNCONFIRMED"]));
    sa_kaeo.database.at("2023-03-04T00:00").await;
    assert_eq!(sa_kaeo.pending().await, json!(["UNCONFIRMED", "LATE"]));
    sa_kaeo.report.confirm(&sa_kaeo.officer).await.data();
    assert_eq!(sa_kaeo.pending().await, json!(["LATE"]));
    assert_eq!(sa_kaeo.list(", only: [MISSING]").await.len(), 8);
    assert_eq!(sa_kaeo.list(", only: [UNCONFIRMED, PAPER_MISSING]").await.len(), 0);
}

const NATION: &str = "{ nation { checklist(month: \"2023-02\") { province districts missing unconfirmed late paperMissing ready } } }";

#[tokio::test]
async fn the_department_sees_all_provinces() {
    let sa_kaeo = Province::open().await;
    sa_kaeo.certified().await;
    sa_kaeo.report.sign_on_paper(&sa_kaeo.officer).await.data();
    let department = sa_kaeo.node.as_("department").await;
    let lines = department.ask(NATION).await["nation"]["checklist"]
        .as_array()
        .expect("a list")
        .clone();
    assert_eq!(lines.len(), 76);
    assert_eq!(
        lines.iter().map(|line| line["districts"].as_i64().expect("a number")).sum::<i64>(),
        878
    );
    let line = lines.iter().find(|line| line["province"] == "27").expect("Sa Kaeo");
    assert_eq!(
        *line,
        json!({ "province": "27", "districts": 9, "missing": 8, "unconfirmed": 1, "late": 0, "paperMissing": 1, "ready": false })
    );
    let imported = NATION.replace("2023-02", "2023-01");
    let lines = department.ask(&imported).await["nation"]["checklist"]
        .as_array()
        .expect("a list")
        .clone();
    let ready: Vec<&Value> = lines
        .iter()
        .filter(|line| line["ready"] == true)
        .map(|line| &line["province"])
        .collect();
    assert_eq!(ready, ["27"], "January is done there, and nowhere else");
}

#[tokio::test]
async fn the_lists_are_for_those_who_read_the_whole_place() {
    let sa_kaeo = Province::open().await;
    let list = "{ province(code: \"27\") { checklist(month: \"2023-02\") { district } } }";
    for (username, question) in [
        ("officer.2701", list),
        ("member1.2701", list),
        ("viewer", list),
        ("province.27", NATION),
        ("viewer", NATION),
    ] {
        let answer = sa_kaeo.node.as_(username).await.ask(question).await;
        assert_eq!(answer.code(), "FORBIDDEN", "{username}: {question}");
    }
    let department = sa_kaeo.node.as_("department").await;
    assert_eq!(department.ask(list).await.code(), "-");
}

#[tokio::test]
async fn the_lists_of_all_provinces_cost_what_one_does() {
    let database = Database::demonstration().await;
    statements::watch(&database);
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    statements::taken(&database);
    department
        .ask("{ nation { provinces { checklist(month: \"2023-02\") { pending } } } }")
        .await
        .data();
    let taken = statements::taken(&database);
    for table in ["FROM receipt", "report.live_satang"] {
        let asked = taken.iter().filter(|statement| statement.contains(table)).count();
        assert_eq!(asked, 1, "{table}: {taken:#?}");
    }
}
