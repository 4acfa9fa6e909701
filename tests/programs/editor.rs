//! A program that records edits by the library, for recordings of what that does to the disk:
//! `editor careful HOME COUNT` as `otop` does it, `editor careless HOME COUNT` with `PRAGMA synchronous = NORMAL`, which is
//! what a test of power loss has to find out. Each edit's id is printed once it is called saved.

use std::io::Write;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use otop_sync::Laptop;
use otop_sync::enter::CellEdit;
use otop_sync::laptop::FILE;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [way, home, count] = &arguments[..] else {
        panic!("editor careful|careless HOME COUNT")
    };
    let count = count.parse().expect("a number");
    match way.as_str() {
        "careful" => careful(Path::new(home), count),
        _ => careless(Path::new(home), count),
    }
}

fn careful(home: &Path, count: i64) {
    let mut laptop = Laptop::open(home).expect("a laptop");
    let producer = laptop.store.producers().expect("producers").remove(0);
    for amount in 1..=count {
        let edit = CellEdit {
            producer: producer.id.clone(),
            month: "2023-02".parse().expect("a month"),
            category: otop_schema::Category::Herb,
            channel: "EXPORT".into(),
            amount: Some(amount.to_string().parse().expect("an amount")),
            note: None,
        };
        let entered = laptop.enter_cell(&edit).expect("saved");
        show(&entered.operation_id.expect("another amount than before"));
    }
    laptop.store.leave();
}

/// The same rows into the same file, but for the promise.
fn careless(home: &Path, count: i64) {
    let file = home.join(FILE);
    let mut conn = SqliteConnection::establish(file.to_str().expect("UTF-8")).expect("the file");
    conn.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        .expect("pragmas");
    for number in 1..=count {
        let id = format!("careless-{number}");
        let queued = conn.immediate_transaction(|conn| {
            diesel::sql_query(include_str!("careless.sql"))
                .bind::<Text, _>(&id)
                .bind::<BigInt, _>(number)
                .execute(conn)?;
            diesel::sql_query("UPDATE device SET next_seq = next_seq + 1").execute(conn)
        });
        queued.expect("saved, as it says");
        show(&id);
    }
    std::mem::forget(conn);
}

fn show(id: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{id}").and_then(|()| out.flush()).expect("somebody reads");
}
