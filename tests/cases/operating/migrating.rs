//! Migrations beside others: one node at a time, and nobody queues up behind them.

use std::time::Duration;

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use futures_util::future::join_all;
use kit::Database;
use otop_server::config::Problem;
use otop_server::database::migrate::{Patience, run, run_within};

/// What the node that migrates holds.
const LOCK: &str = "SELECT pg_advisory_lock(1869901680)";

const IMPATIENT: Patience = Patience {
    node: Duration::from_millis(200),
    table: Duration::from_millis(200),
};

async fn holding(database: &Database, sql: &str) -> AsyncPgConnection {
    let mut holder = database.connect().await;
    holder.batch_execute(sql).await.expect("a lock");
    holder
}

async fn attempt(database: &Database) -> Result<Vec<String>, Problem> {
    run_within(database.connect().await, IMPATIENT).await
}

fn refusal(attempt: Result<Vec<String>, Problem>) -> String {
    attempt.expect_err("somebody is in the way").english
}

#[tokio::test(flavor = "multi_thread")]
async fn of_nodes_that_start_at_once_one_migrates() {
    let database = Database::empty().await;
    let nodes = join_all((0..4).map(|_| async { run(database.connect().await).await })).await;
    let ran: Vec<usize> = nodes.into_iter().map(|ran| ran.expect("it works").len()).collect();
    assert_eq!(ran.iter().filter(|ran| **ran > 0).count(), 1, "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_migrates_for_too_long_is_not_waited_for() {
    let database = Database::empty().await;
    let holder = holding(&database, LOCK).await;
    let said = refusal(attempt(&database).await);
    assert!(said.starts_with("Another node"), "{said}");
    assert_eq!(database.value("SELECT count(*) FROM pg_class WHERE relname = 'area'").await, "0");
    drop(holder);
    let ran = run(database.connect().await).await.expect("nobody is in the way");
    assert!(!ran.is_empty(), "the same call, without a holder");
}

/// Takes the newest migration that changes `producer` or comes after one, back again.
async fn one_step_back(database: &Database) {
    let newest = kit::project::names("migrations").pop().expect("a migration");
    database.run(&kit::project::text(&format!("migrations/{newest}/down.sql"))).await;
    database
        .run("DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_in_use_is_not_queued_up_for() {
    let database = Database::migrated().await;
    one_step_back(&database).await;
    let tables = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'";
    let tables = database
        .value(&format!("{tables} AND tablename <> '__diesel_schema_migrations'"))
        .await;
    let lock = format!("BEGIN; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE");
    let mut holder = holding(&database, &lock).await;
    let said = refusal(attempt(&database).await);
    assert!(said.starts_with("Somebody holds a table"), "{said}");
    holder.batch_execute("ROLLBACK").await.expect("its end");
    let ran = attempt(&database).await.expect("nobody is in the way");
    assert_eq!(ran.len(), 1, "the same call, without a holder: it goes on from there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_release_is_refused() {
    let database = Database::migrated().await;
    assert_eq!(attempt(&database).await, Ok(Vec::new()));
    database
        .run("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000001')")
        .await;
    assert!(refusal(attempt(&database).await).contains("newer release"));
}
