//! How fast a laptop's queue is replayed: `otop sync` over HTTP into a durable server, beside a bare multi-row upsert into
//! the same two tables of the same database in the same run. `make bench`.

#![allow(clippy::disallowed_methods, reason = "measuring durations is what it is for")]

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use kit::client::PASSWORD;
use kit::laptop::Laptop;
use kit::process::{Running, bare, free_port, program, ready};
use otop_server::config::Storage;
use otop_server::database::Database;

const CHANNELS: [&str; 7] = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER", "UNSPECIFIED"];
const CATEGORIES: [&str; 5] = ["FOOD", "BEVERAGE", "TEXTILE", "HOUSEWARE", "HERB"];
/// Each figure is recorded three times: the second and third edit rest on the person's own earlier one.
const ROUNDS: i64 = 3;

#[tokio::main]
async fn main() {
    let folder = tempfile::Builder::new().prefix("otop-bench-").tempdir().expect("a folder");
    // PostgreSQL does not run as root: its user has to reach the data.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let storage = Storage {
        database_url: None,
        data_dir: Some(folder.path().join("data")),
        pg_bin: None,
    };
    let (server, _running) = demonstration(&storage).await;
    let laptop = Laptop::sign_in(&server, "entry.2706").await;
    let recorded = record(&laptop).await;
    let started = Instant::now();
    laptop.done(&["sync"]).await;
    let replayed = started.elapsed();
    let (written, bare) = bare_upsert(&storage, recorded).await;
    println!("| what | operations | seconds | operations/s |\n|---|---|---|---|");
    line("otop sync: laptop, HTTP, rules, ledger, rollup, audit", recorded, replayed);
    line("bare upsert of cells and operations, batches of 500", written, bare);
}

fn line(what: &str, count: i64, took: Duration) {
    let milliseconds = i64::try_from(took.as_millis()).unwrap_or(i64::MAX).max(1);
    let rate = count * 1000 / milliseconds;
    println!("| {what} | {count} | {}.{:03} | {rate} |", milliseconds / 1000, milliseconds % 1000);
}

/// A durable server of its own, with the demonstration in it.
async fn demonstration(storage: &Storage) -> (String, Running) {
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = bare(program("otop-server"));
    command.arg("--data-dir").arg(storage.data_dir.as_ref().expect("given"));
    command
        .args(["demo", "--listen", &address])
        .env("OTOP_DEMO_PASSWORD", PASSWORD)
        .env("RUST_LOG", "warn");
    let running = Running::start(command);
    let server = format!("http://{address}");
    ready(&server).await;
    (server, running)
}

/// Every category and channel of every producer of the district, three times over; tells how many edits wait.
async fn record(laptop: &Laptop) -> i64 {
    let missing = laptop.done(&["missing", "--month", "2566-02"]).await;
    let missing = missing["missing"].as_array().expect("a list").clone();
    let producers: Vec<&str> = missing
        .iter()
        .filter_map(|producer| producer["registrationNumber"].as_str())
        .collect();
    for round in 1..=ROUNDS {
        let file = laptop.home().join(format!("round-{round}.csv"));
        std::fs::write(&file, month(&producers, round)).expect("a file");
        let imported = laptop.done(&["import", file.to_str().expect("UTF-8"), "--month", "2566-02"]).await;
        assert_eq!(imported["refused"], 0, "{imported:#}");
    }
    laptop.done(&["status", "--month", "2566-02"]).await["pending"]
        .as_i64()
        .expect("a count")
}

fn month(producers: &[&str], round: i64) -> String {
    let mut text = "ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน\n".to_owned();
    for producer in producers {
        for category in CATEGORIES {
            for channel in CHANNELS {
                text.push_str(&format!("{producer},{category},{channel},{round}00.50\n"));
            }
        }
    }
    text
}

/// The same number of rows, in the same batches, each durable before the next.
async fn bare_upsert(storage: &Storage, wanted: i64) -> (i64, Duration) {
    let database = Database::visit(storage)
        .await
        .unwrap_or_else(|problem| panic!("{}", problem.english));
    let mut connection = AsyncPgConnection::establish(database.url()).await.expect("the database answers");
    let (mut written, started) = (0, Instant::now());
    while written < wanted {
        written += batch(&mut connection, written % (wanted / ROUNDS)).await;
    }
    (written, started.elapsed())
}

async fn batch(connection: &mut AsyncPgConnection, offset: i64) -> i64 {
    let written = connection
        .transaction(async |connection| {
            let cells = include_str!("bare_cell.sql");
            let cells = diesel::sql_query(cells).bind::<BigInt, _>(offset).execute(connection).await?;
            let operations = include_str!("bare_operation.sql");
            diesel::sql_query(operations).bind::<BigInt, _>(offset).execute(connection).await?;
            diesel::QueryResult::Ok(cells)
        })
        .await;
    i64::try_from(written.expect("the upsert works")).expect("a count")
}
