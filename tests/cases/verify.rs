//! The checker passes on what the product wrote and bites on what it did not: every kind of damage is named by its promise.

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use kit::device::{Cell, Device};
use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use otop_server::verify::verdicts;

/// Damage done as superuser with the triggers off, and the promises that must fail.
const DAMAGE: [(&str, &str, &[&str]); 34] = [
    (
        "a figure of a locked report",
        "UPDATE cell SET amount = amount + 1 WHERE ctid = (SELECT ctid FROM cell WHERE district = '2701' AND month = '2023-01-01' LIMIT 1)",
        &["I3", "I4"],
    ),
    (
        "an entered figure",
        "UPDATE cell SET amount = amount + 1 WHERE ctid = (SELECT ctid FROM cell WHERE source IS NULL AND NOT deleted LIMIT 1)",
        &["I1", "I3"],
    ),
    (
        "an entered figure removed",
        "DELETE FROM cell WHERE ctid = (SELECT ctid FROM cell WHERE source IS NULL AND NOT deleted LIMIT 1)",
        &["I1", "I3"],
    ),
    (
        "a figure nobody entered",
        "UPDATE cell SET source = NULL WHERE ctid = (SELECT ctid FROM cell WHERE source IS NOT NULL LIMIT 1)",
        &["I2"],
    ),
    (
        "a version of a cell",
        "UPDATE cell SET version = version + 1 WHERE ctid = (SELECT ctid FROM cell WHERE source IS NULL LIMIT 1)",
        &["I2"],
    ),
    (
        "a version of a sheet",
        "UPDATE sheet SET version = version + 1 WHERE ctid = (SELECT ctid FROM sheet WHERE source IS NULL LIMIT 1)",
        &["I2"],
    ),
    (
        "a state of a sheet",
        "UPDATE sheet SET state = 'NO_SALES' WHERE ctid = (SELECT ctid FROM sheet WHERE district = '2706' AND month = '2023-02-01' AND state = 'NOT_OBTAINED' LIMIT 1)",
        &["I1", "I3"],
    ),
    (
        "a live sum",
        "UPDATE rollup SET satang = satang + 1 WHERE ctid = (SELECT ctid FROM rollup WHERE NOT confirmed LIMIT 1)",
        &["I3"],
    ),
    (
        "a confirmed sum",
        "UPDATE rollup SET satang = satang + 1 WHERE ctid = (SELECT ctid FROM rollup WHERE confirmed LIMIT 1)",
        &["I3"],
    ),
    (
        "a count of reported",
        "UPDATE report SET reported = reported + 1 WHERE district = '2706' AND month = '2023-02-01'",
        &["I3"],
    ),
    (
        "a confirmed total",
        "UPDATE report SET confirmed_satang = confirmed_satang + 1 WHERE district = '2706' AND month = '2023-01-01'",
        &["I3"],
    ),
    (
        "a producer off the roster",
        "DELETE FROM roster WHERE ctid = (SELECT ctid FROM roster WHERE month = '2023-01-01' LIMIT 1)",
        &["I3", "I4"],
    ),
    (
        "a kind on the roster",
        "UPDATE roster SET kind = CASE kind WHEN 'SME' THEN 'SINGLE_OWNER' ELSE 'SME' END WHERE ctid = (SELECT roster.ctid FROM roster JOIN cell USING (district, month, producer_id) LIMIT 1)",
        &["I3", "I4"],
    ),
    (
        "a digest",
        "UPDATE report SET digest = repeat('0', 64) WHERE district = '2706' AND month = '2023-01-01'",
        &["I4"],
    ),
    (
        "an event lost in the middle",
        "DELETE FROM event WHERE area = '2706' AND month = '2023-02-01' AND chain_index = 2",
        &["I5"],
    ),
    (
        "an event lost at the end",
        "DELETE FROM event WHERE area = '2706' AND month = '2023-01-01'",
        &["I5"],
    ),
    (
        "a text rewritten with its hash",
        "UPDATE event SET body = replace(body, 'ENTRY', 'VOTED'), hash = sha256(previous_hash || convert_to(replace(body, 'ENTRY', 'VOTED'), 'UTF8')) WHERE area = '2706' AND chain_index = 2",
        &["I5"],
    ),
    (
        "a name beside the text",
        "UPDATE event SET person_id = NULL WHERE area = '2706' AND chain_index = 2",
        &["I5"],
    ),
    (
        "two events in each other's place",
        "UPDATE event SET body = other.body, hash = sha256(event.previous_hash || convert_to(other.body, 'UTF8')), kind = other.kind, at = other.at, person_id = other.person_id FROM event AS other WHERE event.area = '2706' AND event.month = '2023-02-01' AND event.chain_index IN (2, 3) AND other.area = event.area AND other.month = event.month AND other.chain_index = 5 - event.chain_index",
        &["I5"],
    ),
    (
        "an event that never was, rightly linked",
        "INSERT INTO event (generation, area, month, kind, at, person_id, body, chain_index, previous_hash, hash) SELECT event.generation, area, month, kind, at, person_id, body, chain_index + 1, event.hash, sha256(event.hash || convert_to(body, 'UTF8')) FROM event WHERE area = '2706' AND month = '2023-02-01' ORDER BY chain_index DESC LIMIT 1",
        &["I5"],
    ),
    (
        "an event of another report",
        "UPDATE event SET month = '2023-01-01', chain_index = 9 WHERE area = '2706' AND month = '2023-02-01' AND chain_index = 2",
        &["I5"],
    ),
    (
        "an edit at night",
        "UPDATE operation SET received_at = '2023-03-07T00:00+07:00' WHERE ctid = (SELECT ctid FROM operation WHERE outcome = 'APPLIED' LIMIT 1)",
        &["I7"],
    ),
    (
        "an edit applied twice",
        "INSERT INTO operation SELECT (json_populate_record(operation, json_build_object('id', gen_random_uuid()))).* FROM operation WHERE outcome = 'APPLIED' AND category IS NOT NULL LIMIT 1",
        &["I2", "I5"],
    ),
    (
        "an edit forgotten",
        "DELETE FROM operation WHERE ctid = (SELECT ctid FROM operation WHERE outcome = 'APPLIED' AND category IS NOT NULL LIMIT 1)",
        &["I2", "I5"],
    ),
    (
        "an edit said to be a colleague's",
        "INSERT INTO adoption SELECT operation.id, person.id, 'x' FROM operation, person WHERE outcome = 'APPLIED' LIMIT 1",
        &["I5"],
    ),
    ("a vote in the minutes", "UPDATE attendance SET choice = 'OBJECT'", &["I4"]),
    ("a certificate without its meeting's votes", "DELETE FROM attendance", &["I4"]),
    ("a paper of other figures", "UPDATE receipt SET digest = repeat('0', 64)", &["I4"]),
    (
        "a base",
        "UPDATE base_month SET satang = satang + 1 WHERE ctid = (SELECT ctid FROM base_month LIMIT 1)",
        &["I4"],
    ),
    (
        "a base month forgotten",
        "DELETE FROM base_month WHERE ctid = (SELECT ctid FROM base_month LIMIT 1)",
        &["I4"],
    ),
    (
        "a revision of a target lost",
        "DELETE FROM target WHERE area = '2701' AND round = 1 AND revision = 0",
        &["I4"],
    ),
    (
        "a target nobody set",
        "INSERT INTO target SELECT fiscal_year, round, area, revision + 1, percent, 1, 2, 3, 4, 5, reason, set_at, (SELECT id FROM person LIMIT 1) FROM target WHERE area = '2702' AND round = 1",
        &["I4"],
    ),
    ("a conflict forgotten", "DELETE FROM conflict", &["I1"]),
    ("a refusal forgotten", "DELETE FROM rejection", &["I1"]),
];

/// The promises that do not hold, and what the checker says about them.
async fn broken(connection: &mut AsyncPgConnection) -> (Vec<&'static str>, String) {
    let verdicts = verdicts(connection, &|_| {}).await.expect("the checks run");
    let failed: Vec<_> = verdicts.iter().filter(|verdict| !verdict.findings.is_empty()).collect();
    let told = failed
        .iter()
        .map(|verdict| format!("{}: {:?}\n", verdict.english, verdict.findings))
        .collect();
    let mut promises: Vec<_> = failed.iter().map(|verdict| verdict.promise).collect();
    promises.dedup();
    (promises, told)
}

/// Two recorders of 2706 at work: a figure entered and corrected, another removed, sheets settled, one conflict, one refusal.
async fn work(node: &Node, database: &Database) -> (Person, Vec<String>) {
    let producers = database.producers("2706").await;
    let cell = Cell::food(&producers[0]);
    let first = node.as_("entry.2706").await;
    let mut device = Device::of(&first);
    let entered = device.enter(&cell, Some("100"), 0);
    let corrected = device.enter_after(&cell, Some("120.50"), &entered);
    let other = Cell {
        category: "HERB",
        ..Cell::food(&producers[1])
    };
    let mistaken = device.enter(&other, Some("5"), 0);
    let removed = device.enter_after(&other, None, &mistaken);
    device.push(&[entered, corrected, mistaken, removed]).await;
    let mut second = Device::of(&node.as_("entry2.2706").await);
    let conflict = second.enter(&cell, Some("99"), 1);
    let refused = second.enter(
        &Cell {
            channel: "NOWHERE",
            ..cell.clone()
        },
        Some("1"),
        0,
    );
    let mut told = second.say(&[conflict, refused]).await;
    for producer in &producers[2..] {
        let settled = second.state(producer, "NOT_OBTAINED", Some("ติดต่อไม่ได้"), 0);
        told.extend(second.say(&[settled]).await);
    }
    (first, told)
}

/// The papers of 2701: a meeting, a signature, a receipt.
async fn papers(node: &Node, database: &Database) {
    database.at("2023-02-28T09:00").await;
    let (report, officer) = (Report::february("2701"), node.as_("officer.2701").await);
    report.submit(&officer).await.data();
    report.resolve(&node.as_("member2.2701").await).await.data();
    report.sign_on_paper(&officer).await.data();
    report.receive(&node.as_("province.27").await).await.data();
}

/// The province sets a target of 2701 anew.
async fn target(node: &Node) {
    let document = "mutation { setTargets(input: { fiscalYear: 2566, round: 1, reason: \"มติที่ประชุม\",
        targets: [{ area: \"2701\", percent: \"7\", thresholds: [\"1\", \"2\", \"3\", \"4\", \"5\"] }] }) { revision } }";
    node.as_("province.27").await.ask(document).await.data();
}

#[tokio::test]
async fn the_checker_passes_on_work_and_names_every_damage() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let (_, told) = work(&node, &database).await;
    assert!(told[0].starts_with("CONFLICT") && told[1].starts_with("REJECTED"), "{told:?}");
    papers(&node, &database).await;
    target(&node).await;
    let mut connection = database.connect().await;
    let (promises, told) = broken(&mut connection).await;
    assert!(promises.is_empty(), "{told}");
    for (what, damage, expected) in DAMAGE {
        let begin = format!("BEGIN; SET LOCAL session_replication_role = replica; {damage}");
        connection
            .batch_execute(&begin)
            .await
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        let (promises, told) = broken(&mut connection).await;
        assert_eq!(promises, expected, "{what}: {told}");
        connection.batch_execute("ROLLBACK").await.expect("the damage is undone");
    }
}

#[tokio::test]
async fn an_altered_cell_of_a_confirmed_report_is_named() {
    let database = Database::demonstration().await;
    let key = "SELECT concat_ws('|', producer_id, to_char(month, 'YYYY-MM'), category, channel) FROM cell WHERE district = '2706' AND month = '2023-01-01' LIMIT 1";
    let cell = database.value(key).await;
    database
        .run(&format!(
            "SET session_replication_role = replica;
             UPDATE cell SET amount = amount + 0.01 WHERE concat_ws('|', producer_id, to_char(month, 'YYYY-MM'), category, channel) = '{cell}'"
        ))
        .await;
    let mut connection = database.connect().await;
    let verdicts = verdicts(&mut connection, &|_| {}).await.expect("the checks run");
    let mut named = verdicts
        .iter()
        .flat_map(|verdict| &verdict.findings)
        .filter(|finding| finding.what == "cell");
    assert_eq!(named.next().map(|finding| &finding.place), Some(&cell));
}
