//! The second wall: what a person's transaction sees and writes when the service forgets to ask who asks. The mutant is a real server
//! whose service believes in a department officer, while the wall stands around one district.

use std::collections::BTreeSet;

use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use kit::process::Server;
use kit::report::Report;
use kit::{Database, Person, Socket};
use otop_schema::{Assignment, Role};
use otop_server::database::migrate;
use otop_server::identity::Caller;
use otop_server::wall::{self, Mode};
use serde_json::Value;

fn caller(role: Role, area: &str) -> Caller {
    let assignment = Assignment {
        role,
        area: area.parse().expect("an area"),
        from: chrono::NaiveDate::MIN,
        until: None,
        order_number: String::new(),
        capacity: String::new(),
    };
    Caller {
        person: uuid::Uuid::now_v7(),
        name: String::new(),
        position: String::new(),
        device: None,
        typed_lately: false,
        assignments: vec![assignment],
    }
}

/// A connection in the middle of a person's transaction.
async fn within(database: &Database, mode: Mode, caller: &Caller) -> AsyncPgConnection {
    let mut connection = database.connect().await;
    wall::begin(&mut connection, mode, caller).await.expect("the wall stands");
    connection
}

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

async fn value(connection: &mut AsyncPgConnection, expression: &str) -> String {
    let query = diesel::sql_query(format!("SELECT ({expression})::text AS line"));
    let found: Line = query.get_result(connection).await.expect("one value");
    found.line
}

#[tokio::test]
async fn a_persons_transaction_is_somebody_who_owns_nothing() {
    let database = Database::migrated().await;
    for mode in [Mode::Read, Mode::Look, Mode::Write] {
        let mut connection = within(&database, mode, &caller(Role::EntryOfficer, "2706")).await;
        assert_eq!(value(&mut connection, "current_user").await, "otop_app");
        connection.batch_execute("ROLLBACK").await.expect("it ends");
        assert_ne!(
            value(&mut connection, "current_user").await,
            "otop_app",
            "the next one is the node's again"
        );
        assert_eq!(value(&mut connection, "caller_areas('working')").await, "{}");
    }
    let owned = "SELECT relname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE rolname = 'otop_app'";
    assert_eq!(database.column(owned).await, [""; 0]);
    let powers = "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolcanlogin OR rolbypassrls OR rolreplication FROM pg_roles WHERE rolname = 'otop_app'";
    assert_eq!(database.value(powers).await, "false");
}

/// Tables that are nobody's: what an account, a token or a key says is not told to anybody's transaction.
const HIDDEN: [&str; 9] = [
    "account",
    "outside_attempt",
    "outside_handover",
    "outside_identity",
    "refresh_token",
    "rights",
    "sign_in_door",
    "subject",
    "token_key",
];
/// Tables everybody reads: places, calendars, code tables, names of officials, devices that live.
const OPEN: [&str; 19] = [
    "area",
    "area_former_name",
    "base_revision",
    "calendar_override",
    "channel",
    "clock",
    "committee_rule",
    "deployment",
    "device",
    "disclosure",
    "estimate_rule",
    "evidence_kind",
    "fiscal_calendar",
    "holiday",
    "import_source",
    "library_document",
    "milestone",
    "person",
    "scoring_policy",
];
/// Where a row of each other table belongs.
const PLACED: [(&str, &str); 45] = [
    (
        "adoption",
        "(SELECT district FROM operation WHERE operation.id = adoption.operation_id)",
    ),
    ("area_chain", "area"),
    ("assignment", "area"),
    ("attendance", "district"),
    ("base_month", "district"),
    ("cell", "district"),
    ("certificate", "district"),
    ("committee_member", "district"),
    ("confirmed_version", "district"),
    ("conflict", "district"),
    ("consolidation", "'TH'"),
    ("consolidation_district", "district"),
    ("contact_access", "district"),
    ("elector", "district"),
    ("estimate", "district"),
    ("estimate_cell", "district"),
    ("estimate_revision", "district"),
    ("event", "area"),
    ("evidence", "district"),
    (
        "evidence_withdrawal",
        "(SELECT district FROM evidence WHERE evidence.id = evidence_withdrawal.evidence_id)",
    ),
    ("exception", "district"),
    ("exception_request", "district"),
    (
        "file",
        "(SELECT district FROM evidence WHERE evidence.sha256 = file.sha256 UNION ALL SELECT district FROM scan WHERE scan.sha256 = file.sha256 LIMIT 1)",
    ),
    ("file_upload", "person_id::text"),
    ("held_attempt", "district"),
    ("meeting", "district"),
    ("milestone_done", "area"),
    ("operation", "district"),
    ("past_month", "district"),
    ("producer", "district"),
    ("producer_attribute", "subdistrict"),
    ("producer_contact", "district"),
    ("product", "(SELECT district FROM producer WHERE producer.id = product.producer_id)"),
    ("receipt", "district"),
    ("rejection", "district"),
    ("report", "district"),
    ("rollup", "district"),
    ("roster", "district"),
    ("rxdb_row", "person_id::text"),
    ("sheet", "district"),
    ("scan", "district"),
    ("signature", "district"),
    ("spot_check", "district"),
    ("target", "area"),
    ("transmission", "'TH'"),
];

async fn tables(database: &Database) -> BTreeSet<String> {
    let all = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
               AND relname <> '__diesel_schema_migrations'";
    database.column(all).await.into_iter().collect()
}

#[tokio::test]
async fn every_table_has_its_place_behind_the_wall() {
    let database = Database::migrated().await;
    let named = PLACED.iter().map(|(table, _)| *table).chain(HIDDEN).chain(OPEN).chain(["vote"]);
    let named: BTreeSet<String> = named.map(str::to_owned).collect();
    assert_eq!(
        tables(&database).await,
        named,
        "a new table is hidden, open, or has a place: say which, and write its policies"
    );
    let unwalled = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity
                    AND relname <> '__diesel_schema_migrations'";
    assert_eq!(database.column(unwalled).await, [""; 0]);
    database
        .run("CREATE TABLE forgotten (id int); INSERT INTO forgotten VALUES (1)")
        .await;
    let mut connection = within(&database, Mode::Look, &caller(Role::DepartmentOfficer, "TH")).await;
    let refused = connection.batch_execute("SELECT * FROM forgotten").await;
    assert!(refused.is_err(), "a table nobody thought of is granted to nobody");
}

/// The demonstration with something in most tables: a report that went through its life with its papers, an edit, a reading of a contact.
async fn lived() -> Database {
    let database = Database::demonstration().await;
    database.at("2023-02-28T09:00").await;
    let node = kit::node::Node::start(&database).await;
    let officer = node.as_("officer.2701").await;
    let report = Report::february("2701");
    let producer = database.complete_producer().await;
    let mut device = kit::device::Device::of(&officer);
    let edits = [device.enter(&kit::device::Cell::food(&producer), Some("1.00"), 9)];
    device.push(&edits).await;
    officer
        .ask(&format!("{{ producer(id: \"{producer}\") {{ telephone }} }}"))
        .await
        .data();
    report.submit(&officer).await.data();
    report.adjourn(&node.as_("member2.2701").await).await.data();
    for member in ["member1.2701", "member2.2701", "member3.2701"] {
        report.certify(&node.as_(member).await).await.data();
    }
    report.sign_on_paper(&officer).await.data();
    report.confirm(&officer).await.data();
    report.receive(&node.as_("province.27").await).await.data();
    database
}

#[tokio::test]
async fn nobody_sees_a_row_of_another_area() {
    let database = lived().await;
    let mut seen_by_owner = 0;
    for role in [Role::EntryOfficer, Role::CommitteeMember, Role::CdOfficer] {
        let mut connection = within(&database, Mode::Look, &caller(role, "2706")).await;
        for (table, place) in PLACED.into_iter().chain([("vote", "district")]) {
            let foreign = format!("SELECT count(*) FROM {table} WHERE {place} <> 'TH' AND {place} NOT LIKE '2706%'");
            let owner: i64 = database.value(&foreign).await.parse().expect("a number");
            seen_by_owner += i64::from(owner > 0);
            // What happened to the province concerns its districts; nothing did here.
            assert_eq!(value(&mut connection, &foreign).await, "0", "{role:?} sees {table}");
        }
        for table in HIDDEN {
            assert_eq!(
                value(&mut connection, &format!("SELECT count(*) FROM {table}")).await,
                "0",
                "{role:?} sees {table}"
            );
        }
    }
    assert!(
        seen_by_owner > 3 * 15,
        "the control: the owner sees foreign rows in {seen_by_owner} of the looks"
    );
}

#[tokio::test]
async fn a_viewer_sees_sums_and_states_only() {
    let database = lived().await;
    let mut connection = within(&database, Mode::Look, &caller(Role::Viewer, "TH")).await;
    for table in [
        "producer",
        "producer_contact",
        "sheet",
        "cell",
        "event",
        "operation",
        "vote",
        "committee_member",
        "roster",
        "meeting",
        "attendance",
        "receipt",
        "evidence",
        "spot_check",
        "scan",
        "file",
    ] {
        assert_eq!(
            value(&mut connection, &format!("SELECT count(*) FROM {table}")).await,
            "0",
            "{table}"
        );
    }
    for table in ["report", "rollup", "consolidation_district"] {
        let count = format!("SELECT count(*) FROM {table}");
        assert_eq!(value(&mut connection, &count).await, database.value(&count).await, "{table}");
    }
}

#[tokio::test]
async fn nobody_writes_a_row_of_another_area() {
    let database = lived().await;
    let changes = [
        "UPDATE report SET live_satang = 0 WHERE district = '2701'",
        "UPDATE cell SET amount = 0 WHERE district = '2701'",
        "DELETE FROM rollup WHERE district = '2701'",
        "UPDATE producer SET name = 'x' WHERE district = '2701'",
        "UPDATE area SET name_th = 'x' WHERE code = '2701'",
        "UPDATE assignment SET area = '2706' WHERE area = '2701'",
        "UPDATE calendar_override SET reason = 'x'",
        "DELETE FROM producer_contact WHERE district = '2701'",
        "UPDATE scoring_policy SET round_two = 'CUMULATIVE'",
        "UPDATE fiscal_calendar SET due_day = 4",
        "UPDATE committee_rule SET quorum_divisor = 1",
        "DELETE FROM holiday",
        "UPDATE milestone SET due_on = '2023-12-31'",
    ];
    let mut connection = within(&database, Mode::Write, &caller(Role::CdOfficer, "2706")).await;
    for change in changes {
        let touched = diesel::sql_query(change).execute(&mut connection).await;
        assert_eq!(touched, Ok(0), "{change}");
    }
    let forged = [
        (
            "assignment",
            "INSERT INTO assignment (id, person_id, role, area, valid_from)
             SELECT gen_random_uuid(), id, 'CD_OFFICER', '2701', '2023-01-01' FROM person LIMIT 1",
        ),
        (
            "target",
            "INSERT INTO target SELECT fiscal_year, round, '2701', 1, percent, 1, 2, 3, 4, 5, reason, set_at FROM target
             WHERE area = '2706' AND round = 1",
        ),
        (
            "base_revision",
            "INSERT INTO base_revision SELECT fiscal_year, 1, base_policy, cohort_until, reason, digest, frozen_at FROM base_revision",
        ),
        (
            "base_month",
            "INSERT INTO base_month VALUES (2566, 0, '2701', '2023-10-01', 1, 1, 'REVISED')",
        ),
        (
            "milestone_done",
            "INSERT INTO milestone_done SELECT milestone.id, '2701', '2023-02-20', NULL, now(), person.id FROM milestone, person LIMIT 1",
        ),
        (
            "library_document",
            "INSERT INTO library_document VALUES ('forged', 2566, 'LETTER', 'x', '', NULL, 'x', now())",
        ),
        ("past_month", "INSERT INTO past_month VALUES ('2706', '2000-10-01', 1, 1, 1)"),
    ];
    for (table, sql) in forged {
        let mut connection = within(&database, Mode::Write, &caller(Role::CdOfficer, "2706")).await;
        let refused = connection.batch_execute(sql).await.map_err(|error| error.to_string());
        let expected = format!("new row violates row-level security policy for table \"{table}\"");
        assert_eq!(refused, Err(expected));
    }
}

const QUESTIONS: [&str; 7] = [
    "{ district(code: \"2701\") { producers { nodes { id name telephone sheets(from: \"2022-10\", to: \"2023-02\") { id } } } } }",
    "{ report(district: \"2701\", month: \"2023-02\") { sheets { id } votes { choice } history { kind } } }",
    "{ district(code: \"2701\") { rollup(period: { fiscalYear: 2566 }) { byKind { revenue } } committee { name } } }",
    "{ producer(id: \"$PRODUCER\") { name } }",
    "{ node(id: \"$PRODUCER|2023-01\") { id } }",
    "{ syncPull { producers { id } entries { id } sheets { id } reports { id } } }",
    "{ pullRevenueEntry(limit: 500) { documents { id } } }",
];

/// Every id of 2701 that stands in what somebody is answered.
async fn foreign_rows(person: &Person, database: &Database) -> usize {
    let producers = database.column("SELECT id FROM producer WHERE district = '2701'").await;
    let committee = database
        .column("SELECT name FROM person JOIN committee_member ON person_id = person.id WHERE district = '2701'")
        .await;
    let mut answers = String::new();
    for question in QUESTIONS {
        let question = question.replace("$PRODUCER", &producers[0]);
        answers += &person.ask(&question).await.0["data"].to_string();
    }
    answers += &Socket::follow(person, "subscription { streamRevenueEntry { documents { id } } }")
        .await
        .message()
        .await
        .to_string();
    let named = producers
        .iter()
        .chain(&committee)
        .map(|name| answers.matches(name.as_str()).count())
        .sum::<usize>();
    named + answers.matches("\"2701:2023-02\"").count() + sums(&answers)
}

/// Revenue by kind that is not nothing.
fn sums(answers: &str) -> usize {
    answers.matches("\"revenue\":").count()
}

#[tokio::test]
async fn the_wall_holds_when_the_service_forgets() {
    let database = lived().await;
    let mut server = Server::start(&database, None).await;
    let department = Person::sign_in(&server.address, "department").await;
    let control = foreign_rows(&department, &database).await;
    assert!(
        control > 100,
        "the control: without the mutant the department reads {control} of them"
    );
    server.start_with("wall-of-another=return(2706)").await;
    let department = Person::sign_in(&server.address, "department").await;
    assert_eq!(foreign_rows(&department, &database).await, 0);
    let own: Value = department.ask("{ district(code: \"2706\") { producers { totalCount } } }").await["district"].clone();
    assert_ne!(own["producers"]["totalCount"], 0, "within the wall everything is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_user_may_not_make_roles_says_what_to_do() {
    let database = Database::empty().await;
    let (name, user) = (database.name(), format!("plain_{}", database.name()));
    let owner = format!("CREATE ROLE {user} LOGIN; ALTER DATABASE {name} OWNER TO {user}; ALTER SCHEMA public OWNER TO {user}");
    database.run(&owner).await;
    let connect = async || {
        AsyncPgConnection::establish(&database.url_as(&user))
            .await
            .expect("the cluster answers")
    };
    let problem = migrate::run(connect().await).await.expect_err("otop_app is not theirs to take");
    assert!(problem.english.contains("GRANT otop_app TO"), "{}", problem.english);
    database.run(&format!("GRANT otop_app TO {user}")).await;
    migrate::run(connect().await)
        .await
        .unwrap_or_else(|problem| panic!("{}", problem.english));
    let mut connection = connect().await;
    wall::begin(&mut connection, Mode::Look, &caller(Role::Viewer, "27"))
        .await
        .expect("the wall stands");
    assert_eq!(value(&mut connection, "current_user").await, "otop_app");
    assert_eq!(
        value(&mut connection, "(SELECT count(*) FROM area WHERE length(code) = 4)").await,
        "878"
    );
    drop(connection);
    let gone = format!("REASSIGN OWNED BY {user} TO CURRENT_USER; DROP OWNED BY {user}; DROP ROLE {user}");
    database.run(&gone).await;
}
