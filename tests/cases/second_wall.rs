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
        format!("repeat('a', 64)")
    };
    format!("UPDATE report SET status = '{status}', digest = {digest}, confirmed_version = 1")
}

const CHANGES: [&str; 6] = [
    "UPDATE cell SET amount = 1",
    "DELETE FROM cell",
    "INSERT INTO cell SELECT district, month, producer_id, 'FOOD', channel, 1, note, 1, deleted, changed_at FROM cell",
    "UPDATE sheet SET state = 'IN_PROGRESS'",
    "DELETE FROM cell; DELETE FROM sheet",
    "INSERT INTO sheet SELECT district, month, gen_random_uuid(), state FROM sheet WHERE false; UPDATE cell SET deleted = true, amount = 0",
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
