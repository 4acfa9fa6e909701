//! The database's own refusals: what holds even when the service forgets.

use kit::Database;

const PRODUCER: &str = "019c0000-0000-7000-8000-000000000001";

/// One report of 2706 with one sheet and one cell; returns when it has the given status.
async fn report(status: &str) -> Database {
    let database = Database::migrated().await;
    database
        .run(&format!(
            "INSERT INTO producer (id, district, name, active_from) VALUES ('{PRODUCER}', '2706', 'กลุ่มทอผ้า', '2022-10-01');
             INSERT INTO report (district, month) VALUES ('2706', '2023-02-01');
             INSERT INTO sheet (district, month, producer_id, state, version, changed_at) VALUES ('2706', '2023-02-01', '{PRODUCER}', 'COMPLETE', 1, now());
             INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at)
                 VALUES ('2706', '2023-02-01', '{PRODUCER}', 'TEXTILE', 'SHOP', 1250.50, 1, now())"
        ))
        .await;
    database.run(&status_change(status)).await;
    database
}

fn status_change(status: &str) -> String {
    let digest = if matches!(status, "DRAFT" | "RETURNED") {
        "NULL".to_owned()
    } else {
        "repeat('a', 64)".to_owned()
    };
    format!("UPDATE report SET status = '{status}', digest = {digest}, confirmed_version = 1")
}

const CHANGES: [&str; 5] = [
    "UPDATE cell SET amount = 1",
    "DELETE FROM cell",
    "INSERT INTO cell SELECT district, month, producer_id, 'FOOD', channel, 1, note, 1, deleted, changed_at FROM cell",
    "UPDATE sheet SET state = 'IN_PROGRESS'",
    "DELETE FROM cell; DELETE FROM sheet",
];

#[tokio::test]
async fn figures_of_a_locked_report_do_not_change() {
    for status in ["SUBMITTED", "CERTIFIED", "SIGNED", "CONFIRMED"] {
        let database = report(status).await;
        for change in CHANGES {
            let refused = database.attempt(change).await;
            assert_eq!(
                refused,
                Err("figures of a locked report do not change".to_owned()),
                "{status}: {change}"
            );
        }
        assert_eq!(database.value("SELECT amount::text FROM cell").await, "1250.50");
    }
}

#[tokio::test]
async fn figures_of_an_open_report_do() {
    for status in ["DRAFT", "RETURNED"] {
        let database = report(status).await;
        for change in CHANGES {
            let database = database.attempt(&format!("BEGIN; {change}; ROLLBACK")).await;
            assert_eq!(database, Ok(()), "{status}: {change}");
        }
    }
}

/// Somebody who was at a meeting, signed, received and sent.
const PAPERS: &str = "
    INSERT INTO person (id, name) VALUES ('019c0000-0000-7000-8000-000000000002', 'มาลี');
    INSERT INTO elector (district, month, submission, person_id, is_chair, is_secretary)
        SELECT '2706', '2023-02-01', 1, id, true, true FROM person;
    INSERT INTO meeting (id, district, month, submission, digest, number, held_on, place, minutes, presided_by, outcome, quorum, called_again,
            recorded_at, recorded_by)
        SELECT id, '2706', '2023-02-01', 1, repeat('a', 64), '1', '2023-02-28', 'x', 'x', id, 'CERTIFIED', 1, false, now(), id FROM person;
    INSERT INTO attendance (meeting_id, district, month, submission, person_id, choice)
        SELECT id, '2706', '2023-02-01', 1, id, 'CERTIFY' FROM person;
    INSERT INTO signature (district, month, submission, digest, person_id, name, position, capacity, order_number, mode, signed_on, signed_at)
        SELECT '2706', '2023-02-01', 1, repeat('a', 64), id, name, '', '', '', 'PAPER', '2023-02-28', now() FROM person;
    INSERT INTO receipt (id, district, month, submission, digest, registry_number, received_on, agrees, received_at, received_by, capacity)
        SELECT id, '2706', '2023-02-01', 1, repeat('a', 64), '1', '2023-02-28', true, now(), id, '' FROM person;
    INSERT INTO transmission (id, month, number, recipient, letter_number, letter_date, recorded_at, recorded_by)
        SELECT id, '2023-02-01', 1, 'OPDC', '1', '2023-03-06', now(), id FROM person";

/// A database with one event, one confirmed version, one consolidation of one district, and their papers.
async fn history() -> Database {
    let database = report("DRAFT").await;
    database
        .run(
            "INSERT INTO event (generation, area, month, kind, at, body, chain_index, previous_hash, hash)
                 SELECT 1, '2706', '2023-02-01', 'ENTRY', now(), '{}', 1, zero, sha256(zero || '{}')
                 FROM (SELECT decode(repeat('00', 32), 'hex') AS zero) AS start;
             INSERT INTO confirmed_version (district, month, number, submission, digest, canonical, satang, roster_size, reported,
                     not_obtained, timeliness, confirmed_at)
                 SELECT '2706', '2023-02-01', 1, 1, encode(sha256('x'), 'hex'), 'x', 1, 1, 1, 0, 'ON_TIME', now();
             INSERT INTO consolidation (month, number, official_satang, information_satang, digest, consolidated_at)
                 VALUES ('2023-02-01', 1, 1, 0, repeat('a', 64), now());
             INSERT INTO consolidation_district (month, number, district, status, timeliness)
                 VALUES ('2023-02-01', 1, '2706', 'CONFIRMED', 'ON_TIME')",
        )
        .await;
    database.run(PAPERS).await;
    database
}

#[tokio::test]
async fn history_is_written_once() {
    let database = history().await;
    for (table, column) in [
        ("event", "kind"),
        ("confirmed_version", "satang"),
        ("consolidation", "official_satang"),
        ("consolidation_district", "status"),
        ("meeting", "number"),
        ("attendance", "choice"),
        ("signature", "mode"),
        ("receipt", "agrees"),
        ("transmission", "letter_number"),
    ] {
        let refused = Err(format!("rows of {table} are written once"));
        assert_eq!(database.attempt(&format!("UPDATE {table} SET {column} = {column}")).await, refused);
        assert_eq!(database.attempt(&format!("DELETE FROM {table}")).await, refused);
    }
    let truncated = database.attempt("TRUNCATE event").await;
    assert_eq!(truncated, Err("rows of event are written once".to_owned()));
}

#[tokio::test]
async fn an_event_with_a_wrong_hash_is_refused() {
    let database = history().await;
    let forged = "INSERT INTO event (generation, area, month, kind, at, body, chain_index, previous_hash, hash)
                  SELECT generation, area, month, kind, at, '{\"forged\":1}', 2, hash, hash FROM event";
    let refused = database.attempt(forged).await.unwrap_err();
    assert!(
        refused.contains("event_hash_check") || refused.contains("check constraint"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_production_clock_cannot_be_moved() {
    let database = Database::migrated().await;
    let refused = database.attempt("UPDATE clock SET fixed = now()").await.unwrap_err();
    assert!(refused.contains("check constraint"), "{refused}");
    database.at("2023-02-28T23:59").await;
    assert_eq!(database.value("SELECT business_now() = '2023-02-28T16:59Z'").await, "true");
}
