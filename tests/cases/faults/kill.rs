//! R2: `kill -9` in the middle of a replay: the laptop's program, the server, PostgreSQL. Nothing an edit was shown as saved is
//! lost, nothing is there twice, and the checker agrees.

mod field;

use field::{Field, POINTS_OF_LAPTOP, POINTS_OF_SERVER};
use kit::table::{Row, Tally};
use kit::{Database, chance, size};

#[tokio::test]
async fn a_killed_laptop_goes_on_where_it_was() {
    let seed = chance::seed();
    let mut row = Row::begin("R2", "kill -9 of the laptop", seed);
    let mut field = Field::open(Database::demonstration().await, seed).await;
    while row.runs() < size::of(5, 200) {
        field.record().await;
        let met = match POINTS_OF_LAPTOP.get(field.rounds % (2 * POINTS_OF_LAPTOP.len())) {
            Some(point) => field.laptop.run_to(point, &["sync"]).await,
            None => field.kill_laptop_at_some_moment().await,
        };
        row.add(usize::from(met), field.is_as_recorded().await);
    }
    row.add(0, field.verdict().await);
    field.record().await;
    field.laptop.run_to("after-answer=return", &["sync"]).await;
    row.control(field.with_a_forgetful_server().await);
    row.report();
}

#[tokio::test]
async fn a_killed_server_is_told_again() {
    let seed = chance::seed();
    let mut row = Row::begin("R2", "kill -9 of the server", seed);
    let mut field = Field::open(Database::demonstration().await, seed).await;
    while row.runs() < size::of(5, 200) {
        field.record().await;
        let met = match POINTS_OF_SERVER.get(field.rounds % (2 * POINTS_OF_SERVER.len())) {
            Some(point) => field.kill_server_at(point).await,
            None => field.kill_server_at_some_moment().await,
        };
        row.add(usize::from(met), field.is_as_recorded().await);
    }
    row.add(0, field.verdict().await);
    field.record().await;
    field.kill_server_at("after-commit=return").await;
    row.control(field.with_a_forgetful_server().await);
    row.report();
}

#[tokio::test]
async fn a_killed_database_keeps_what_it_answered() {
    let seed = chance::seed();
    let mut row = Row::begin("R2", "kill -9 of PostgreSQL", seed);
    let mut field = Field::open(Database::apart(&[]).await, seed).await;
    while row.runs() < size::of(2, 50) {
        field.record().await;
        let met = field.kill_database_at_some_moment().await;
        row.add(usize::from(met), field.is_as_recorded().await);
    }
    row.add(0, field.verdict().await);
    row.control(hasty_database(seed).await);
    row.report();
}

/// A control: commits are answered before they are on the disk, and PostgreSQL is killed as soon as a laptop has its answer.
async fn hasty_database(seed: u64) -> Tally {
    let hasty = [("synchronous_commit", "off"), ("wal_writer_delay", "10s")];
    let mut field = Field::open(Database::apart(&hasty).await, seed).await;
    field.record().await;
    field.laptop.run_to("between-batches=return", &["sync"]).await;
    field.kill_database().await;
    // What the laptop was going to write down.
    field.laptop.doctor(include_str!("believing.sql"));
    field.is_as_recorded().await
}
