//! A province whose districts stand where reports can stand, and everybody who may ask: people of the place asked about (own), and
//! people of the same roles elsewhere (other).

use std::collections::HashMap;

use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};

/// Where the report of each district stands.
pub const STATES: [(&str, &str); 6] = [
    ("DRAFT", "2706"),
    ("SUBMITTED", "2701"),
    ("CERTIFIED", "2702"),
    ("SIGNED", "2703"),
    ("CONFIRMED", "2704"),
    ("RETURNED", "2705"),
];

/// The columns: their heading, and the account that asks; `*` is the district asked about.
pub const COLUMNS: [(&str, &str); 12] = [
    ("entry officer, own", "entry.*"),
    ("entry officer, other", "entry.2708"),
    ("committee, own", "member1.*"),
    ("committee, other", "member1.2708"),
    ("CD officer, own", "officer.*"),
    ("CD officer, other", "officer.2708"),
    ("province, own", "province.27"),
    ("province, other", "province.26"),
    ("department", "department"),
    ("viewer, own", "viewer"),
    ("viewer, other", "viewer.26"),
    ("nobody", "nobody"),
];

/// A meeting on paper of nobody.
const MEETING: &str = "{ number: \"1\", heldOn: \"2023-02-28\", place: \"-\", minutes: \"-\", presidedBy: \"-\", attendance: [] }";

/// What the letter asks of the districts of Sa Kaeo, by `migrations/*_year_facts`.
const MILESTONE: &str = "0186703e-9000-7000-8000-000000002566";

/// What a question is about.
#[derive(Clone)]
pub struct Place {
    pub district: String,
    pub producer: String,
    pub member: String,
    pub somebody: String,
    /// A request for an exception that waits.
    pub request: String,
    /// A piece of evidence.
    pub evidence: String,
    /// A meeting on paper.
    pub paper: String,
}

impl Place {
    /// A place there is not.
    pub fn unknown() -> Self {
        let id = || uuid::Uuid::now_v7().to_string();
        Self {
            district: "2799".to_owned(),
            producer: id(),
            member: id(),
            somebody: id(),
            request: id(),
            evidence: id(),
            paper: id(),
        }
    }

    /// A field as it is asked of this place.
    pub fn spell(&self, field: &str, person: &Person) -> String {
        let field = field.replace("$DISTRICT", &self.district).replace("$PRODUCER", &self.producer);
        let field = field.replace("$MEMBER", &self.member).replace("$SOMEBODY", &self.somebody);
        let field = field.replace("$STALE", &"0".repeat(64)).replace("$MEETING", MEETING);
        let field = field.replace("$REQUEST", &self.request);
        let field = field.replace("$EVIDENCE", &self.evidence).replace("$PAPER", &self.paper);
        let field = field.replace("$MILESTONE", MILESTONE);
        field.replace("$DEVICE", &person.device.to_string())
    }

    /// An answer without the names of the place.
    pub fn unnamed(&self, answer: &str) -> String {
        let answer = answer.replace(&self.producer, "PRODUCER").replace(&self.member, "MEMBER");
        let answer = answer.replace(&self.request, "REQUEST");
        let answer = answer.replace(&self.evidence, "EVIDENCE").replace(&self.paper, "PAPER");
        answer.replace(&self.district, "DISTRICT")
    }
}

pub struct World {
    _database: Database,
    pub places: HashMap<&'static str, Place>,
    people: HashMap<String, Person>,
    _node: Node,
}

impl World {
    pub async fn new() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        strangers(&database).await;
        reported(&database).await;
        consolidated(&database).await;
        let node = Node::start(&database).await;
        let mut places = HashMap::new();
        for (state, district) in STATES {
            live(&node, district, state).await;
            places.insert(state, place(&database, district).await);
        }
        let people = everybody(&node).await;
        Self {
            _database: database,
            places,
            people,
            _node: node,
        }
    }

    /// Who asks in a column about a district.
    pub fn person(&self, account: &str, district: &str) -> &Person {
        &self.people[&account.replace('*', district)]
    }
}

/// Accounts of another province, and one without any appointment.
async fn strangers(database: &Database) {
    for (name, role) in [("province.26", "'PROVINCE_OFFICER'"), ("viewer.26", "'VIEWER'"), ("nobody", "NULL")] {
        let sql = format!(
            "WITH made AS (INSERT INTO person (id, name) VALUES (gen_random_uuid(), '{name}') RETURNING id),
             opened AS (INSERT INTO account (username, person_id, password_hash)
                        SELECT '{name}', made.id, (SELECT password_hash FROM account LIMIT 1) FROM made)
             INSERT INTO assignment (id, person_id, role, area, valid_from)
             SELECT gen_random_uuid(), made.id, {role}, '26', '2022-10-01' FROM made WHERE {role} IS NOT NULL"
        );
        database.run(&sql).await;
    }
}

/// Every sheet of the districts that go on is there.
async fn reported(database: &Database) {
    let sql = "INSERT INTO sheet (district, month, producer_id, state, reason, version, changed_at)
        SELECT report.district, report.month, member.producer_id, 'NOT_OBTAINED', 'ติดต่อไม่ได้', 1, now()
        FROM report CROSS JOIN LATERAL active_producer(report.district, report.month) AS member
        WHERE report.month = '2023-02-01' AND report.district BETWEEN '2701' AND '2705'
        ON CONFLICT (district, month, producer_id) DO UPDATE SET state = 'NOT_OBTAINED', reason = excluded.reason
        WHERE sheet.state = 'IN_PROGRESS'";
    database.run(sql).await;
}

/// January was added up.
async fn consolidated(database: &Database) {
    let sql = "INSERT INTO consolidation (month, number, official_satang, information_satang, digest, consolidated_at)
               VALUES ('2023-01-01', 1, 1, 1, repeat('0', 64), now())";
    database.run(sql).await;
}

async fn place(database: &Database, district: &str) -> Place {
    let member = format!("FROM committee_member WHERE district = '{district}' AND NOT is_chair ORDER BY id LIMIT 1");
    Place {
        district: district.to_owned(),
        producer: database.producers(district).await.remove(0),
        member: database.value(&format!("SELECT id {member}")).await,
        somebody: database.value(&format!("SELECT person_id {member}")).await,
        request: request(database, district).await,
        evidence: evidence(database, district).await,
        paper: paper(database, district).await,
    }
}

/// A request of the district's CD officer.
async fn request(database: &Database, district: &str) -> String {
    let sql = format!(
        "INSERT INTO exception_request (id, district, month, until, reopen, reason, requested_by, requested_at)
         SELECT gen_random_uuid(), '{district}', '2023-02-01', '2023-03-08T00:00:00Z', false, 'น้ำท่วม', person_id, now()
         FROM account WHERE username = 'officer.{district}'"
    );
    database.run(&sql).await;
    database
        .value(&format!("SELECT id FROM exception_request WHERE district = '{district}'"))
        .await
}

/// Something that the district's officer recorded of its first producer.
async fn evidence(database: &Database, district: &str) -> String {
    let sql = format!(
        "INSERT INTO evidence (id, district, month, producer_id, kind, reference, kept_at, seen_by, seen_on, recorded_at, recorded_by, capacity)
         SELECT gen_random_uuid(), '{district}', '2023-02-01', producer.id, 'RECEIPT', '1', '-', '-', '2023-02-28', now(), account.person_id, ''
         FROM account, (SELECT min(producer_id::text)::uuid AS id FROM active_producer('{district}', '2023-02-01')) AS producer
         WHERE username = 'officer.{district}'"
    );
    database.run(&sql).await;
    database
        .value(&format!("SELECT id FROM evidence WHERE district = '{district}'"))
        .await
}

/// A meeting of the committee that had no quorum.
async fn paper(database: &Database, district: &str) -> String {
    let sql = format!(
        "INSERT INTO meeting (id, district, month, submission, digest, number, held_on, place, minutes, presided_by, outcome, quorum,
             called_again, recorded_at, recorded_by)
         SELECT gen_random_uuid(), '{district}', '2023-02-01', 9, repeat('0', 64), '1', '2023-02-28', '-', '-', person_id, 'ADJOURNED', 2,
             false, now(), person_id
         FROM account WHERE username = 'officer.{district}'"
    );
    database.run(&sql).await;
    database
        .value(&format!("SELECT id FROM meeting WHERE district = '{district}'"))
        .await
}

/// The report's life up to a state.
async fn live(node: &Node, district: &str, state: &str) {
    let report = Report::february(district);
    let officer = node.as_(&format!("officer.{district}")).await;
    let steps = STATES.iter().position(|(name, _)| *name == state).expect("a state");
    if steps >= 1 {
        report.submit(&officer).await.data();
    }
    if state == "RETURNED" {
        report.send_back(&officer, "ตรวจสอบอีกครั้ง").await.data();
        return;
    }
    if steps >= 2 {
        for number in 1..=3 {
            report.certify(&node.as_(&format!("member{number}.{district}")).await).await.data();
        }
    }
    if steps >= 3 {
        report.sign(&officer).await.data();
    }
    if steps >= 4 {
        report.confirm(&officer).await.data();
    }
}

async fn everybody(node: &Node) -> HashMap<String, Person> {
    let mut people = HashMap::new();
    for (_, account) in COLUMNS {
        for (_, district) in STATES {
            let username = account.replace('*', district);
            if !people.contains_key(&username) {
                people.insert(username.clone(), node.as_(&username).await);
            }
        }
    }
    people
}
