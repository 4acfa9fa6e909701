//! Nobody forgets an access rule: every root field of the contract × everybody who may ask, as one table. A field that is not
//! asked here fails `every_root_field_is_asked`.
//!
//! The report of 2701 is submitted. What may be done is asked with values that are refused last (a stale digest, an empty
//! reason), so that the table changes nothing and tells who gets past the question of who asks.

use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person, Socket};
use otop_server::graphql;
use serde_json::Value;

const PEOPLE: [&str; 7] = [
    "entry.2701",
    "officer.2701",
    "member1.2701",
    "province.27",
    "department",
    "viewer",
    "officer.2706",
];

const QUERIES: &str = r#"
me { id }
accounts(area: "2701") { username }
nation { rollup(period: { month: "2023-01" }) { revenue } }
province(code: "27") { rollup(period: { month: "2023-01" }) { revenue } }
district(code: "2701") { rollup(period: { month: "2023-01" }) { revenue } }
subdistrict(code: "270101") { rollup(period: { month: "2023-01" }) { revenue } }
producer(id: "$PRODUCER") { name }
report(district: "2701", month: "2023-02") { sheets { id } }
calendar(month: "2023-02") { dueAt }
channels { code }
consolidation(month: "2023-02") { official }
node(id: "2701:2023-02") { id }
pullRevenueEntry(limit: 1) { documents { id } }
syncPull { cursor }
syncOperations(deviceId: "$DEVICE", fromSeq: "0") { outcome }
"#;

const MUTATIONS: &str = r#"
createAccount(input: { username: "-", name: "x", area: "2701" }) { oneTimePassword }
resetPassword(input: { username: "-" }) { oneTimePassword }
lockAccount(input: { username: "member2.2701", reason: "" }) { username }
unlockAccount(input: { username: "member2.2701" }) { username }
assignRole(input: { username: "member2.2701", role: VIEWER, area: "2701", from: "2023-03-02", until: "2023-03-01", orderNumber: "" }) { username }
endAssignment(input: { username: "member2.2701", id: "$DEVICE", until: "2023-03-01" }) { username }
revokeDevice(input: { id: "$MEMBER" }) { id }
syncPush(input: { deviceId: "$DEVICE", ackedThrough: "0", operations: [] }) { epoch }
pushRevenueEntry(revenueEntryPushRow: []) { id }
submitReport(input: { report: "2701:2023-02", digest: "$STALE" }) { id }
voteReport(input: { report: "2701:2023-02", digest: "$STALE", choice: CERTIFY }) { id }
closeVote(input: { report: "2701:2023-02", digest: "$STALE" }) { id }
signReport(input: { report: "2701:2023-02", digest: "$STALE", mode: PAPER, signedOn: "2023-02-28" }) { id }
confirmReport(input: { report: "2701:2023-02", digest: "$STALE", checked: [RT3, RT4] }) { id }
returnReport(input: { report: "2701:2023-02", reason: "" }) { id }
grantException(input: { district: "2701", month: "2023-02", until: "2023-03-08T00:00:00Z", reason: "", reopen: false }) { id }
consolidateMonth(input: { month: "2023-02" }) { number }
overrideCalendar(input: { month: "2023-02", reason: "" }) { dueAt }
appointMember(input: { district: "2701", personId: "$DEVICE", appointmentOrder: "", isChair: false, isSecretary: false, from: "2023-03-01" }) { id }
dismissMember(input: { id: "$MEMBER", until: "1999-01-01" }) { id }
registerProducer(input: { district: "2701", name: "", kind: SME, subdistrict: "270101", activeFrom: "2023-03" }) { id }
changeProducer(input: { id: "$PRODUCER", version: 99, from: "2023-03" }) { id }
eraseContact(input: { id: "$OTHER" }) { id }
retireProducer(input: { id: "$PRODUCER", version: 99, lastMonth: "2023-03", reason: "x" }) { id }
renameArea(input: { code: "2701", nameTh: "", nameEn: "", from: "2023-02-28" }) { __typename }
"#;

const SUBSCRIPTIONS: &str = r#"
syncChanges { cursor }
streamRevenueEntry { checkpoint { token } }
reportChanged(area: "2701") { kind }
rollupChanged(area: "2701", period: { month: "2023-02" }) { revenue }
"#;

fn fields(documents: &str) -> Vec<&str> {
    documents.lines().filter(|line| !line.is_empty()).collect()
}

fn name(field: &str) -> &str {
    field.split(['(', ' ']).next().unwrap_or_default()
}

#[tokio::test]
async fn every_root_field_is_asked() {
    for (root, asked) in [("Query", QUERIES), ("Mutation", MUTATIONS), ("Subscription", SUBSCRIPTIONS)] {
        let mut asked: Vec<String> = fields(asked).into_iter().map(|field| name(field).to_owned()).collect();
        let question = format!("{{ __type(name: \"{root}\") {{ fields {{ name }} }} }}");
        let told = graphql::builder().finish().execute(question).await.data.into_json().expect("JSON");
        let names = told["__type"]["fields"].as_array().expect("a list").iter();
        let mut offered: Vec<String> = names.map(|field| field["name"].as_str().unwrap_or_default().to_owned()).collect();
        asked.sort();
        offered.sort();
        assert_eq!(asked, offered, "{root}");
    }
}

/// The world the table is asked in.
struct World {
    node: Node,
    _database: Database,
    producer: String,
    member: String,
}

impl World {
    async fn new() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let node = Node::start(&database).await;
        let officer = node.as_("officer.2701").await;
        Report::february("2701").submit(&officer).await.data();
        let producer = database.producers("2701").await.remove(0);
        let member = database
            .value("SELECT id FROM committee_member WHERE district = '2701' AND NOT is_chair LIMIT 1")
            .await;
        Self {
            node,
            _database: database,
            producer,
            member,
        }
    }

    fn spelled(&self, field: &str, person: &Person) -> String {
        let field = field.replace("$PRODUCER", &self.producer).replace("$MEMBER", &self.member);
        field
            .replace("$DEVICE", &person.device.to_string())
            .replace("$STALE", &"0".repeat(64))
    }

    async fn verdict(&self, person: &Person, operation: &str, field: &str) -> String {
        let document = format!("{operation} {{ it: {} }}", self.spelled(field, person));
        match operation {
            "subscription" => followed(person, &document).await,
            _ => told(&person.ask(&document).await.0),
        }
    }

    async fn table(&self, operation: &str, documents: &str) -> String {
        let mut people = Vec::new();
        for username in PEOPLE {
            people.push(self.node.as_(username).await);
        }
        let mut table = format!("{:<17}", operation);
        PEOPLE.iter().for_each(|username| table += &format!("{username:<16}"));
        for field in fields(documents) {
            table += &format!("\n{:<17}", name(field));
            for person in &people {
                table += &format!("{:<16}", self.verdict(person, operation, field).await);
            }
        }
        table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }
}

/// `seen`, `nothing`, or the code of the refusal.
fn told(answer: &Value) -> String {
    let code = &answer["errors"][0]["extensions"]["code"];
    match (code.as_str(), &answer["data"]["it"]) {
        (Some(code), _) => code.to_owned(),
        (None, Value::Null) => "nothing".to_owned(),
        (None, _) => "seen".to_owned(),
    }
}

async fn followed(person: &Person, document: &str) -> String {
    let message = Socket::follow(person, document).await.message().await;
    match message["type"].as_str() {
        Some("error") => told(&serde_json::json!({ "errors": message["payload"] })),
        _ => told(&message["payload"]),
    }
}

#[tokio::test]
async fn who_may_ask_what() {
    let world = World::new().await;
    let mut tables = Vec::new();
    for (operation, documents) in [("query", QUERIES), ("mutation", MUTATIONS), ("subscription", SUBSCRIPTIONS)] {
        tables.push(world.table(operation, documents).await);
    }
    insta::assert_snapshot!("who_may_ask_what", tables.join("\n\n"));
}
