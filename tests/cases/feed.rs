//! The feed and those who hold it back: an open transaction delays it, loses nothing, and does not hold it for ever.

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use kit::client::http;
use kit::cluster::cluster;
use kit::device::Device;
use kit::office::Office;
use kit::process::{Running, bare, free_port, no_scans, program, ready};
use kit::reader::Reader;
use kit::wait::until;
use kit::{Database, Person, Socket};
use otop_server::database;
use serde_json::Value;

const WRITES: &str = "BEGIN; SELECT pg_current_xact_id()";

async fn connect(database: &str) -> AsyncPgConnection {
    AsyncPgConnection::establish(&cluster().url(database))
        .await
        .expect("the cluster answers")
}

fn amounts(pages: &[Value]) -> Vec<String> {
    let entries = pages.iter().flat_map(|page| page["entries"].as_array().into_iter().flatten());
    entries
        .map(|entry| entry["amount"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// An office, one who writes there and one who reads.
async fn office() -> (Office, Device, Reader) {
    let office = Office::open().await;
    let entry = office.device("entry.2706").await;
    let reader = Reader::up_to_date(&office.person("entry2.2706").await).await;
    (office, entry, reader)
}

async fn write(office: &Office, entry: &mut Device, producer: usize, amount: &str) {
    let edit = entry.enter(&office.cell(producer), Some(amount), 0);
    assert_eq!(entry.push(&[edit]).await[0]["outcome"], "APPLIED");
}

#[tokio::test]
async fn a_long_write_in_another_database_delays_and_loses_nothing() {
    let (office, mut entry, mut reader) = office().await;
    let mut elsewhere = connect("postgres").await;
    elsewhere.batch_execute(WRITES).await.expect("it begins");
    write(&office, &mut entry, 0, "1.00").await;
    assert_eq!(amounts(&reader.all().await), Vec::<String>::new(), "nobody reads beyond a writer");
    write(&office, &mut entry, 1, "2.00").await;
    elsewhere.batch_execute("COMMIT").await.expect("it ends");
    let mut heard = Vec::new();
    until("both edits", async || {
        heard.extend(amounts(&reader.all().await));
        (heard.len() >= 2).then_some(())
    })
    .await;
    heard.sort();
    assert_eq!(heard, ["1.00", "2.00"]);
}

#[tokio::test]
async fn a_forgotten_transaction_is_ended_and_the_feed_goes_on() {
    let (office, mut entry, mut reader) = office().await;
    let mut forgotten = office.database.connect().await;
    let limited = format!("SET idle_in_transaction_session_timeout = '300ms'; {WRITES}");
    forgotten.batch_execute(&limited).await.expect("it begins");
    write(&office, &mut entry, 0, "1.00").await;
    reader.hears("the edit", |page| page["entries"].get(0).map(drop)).await;
    assert!(forgotten.batch_execute("COMMIT").await.is_err(), "it was ended");
}

#[tokio::test]
async fn without_the_limit_it_would_not_go_on() {
    let (office, mut entry, mut reader) = office().await;
    let mut forgotten = office.database.connect().await;
    forgotten
        .batch_execute(&format!("SET application_name = 'forgotten'; {WRITES}"))
        .await
        .expect("it begins");
    write(&office, &mut entry, 0, "1.00").await;
    let age = "SELECT clock_timestamp() - xact_start > '600ms' FROM pg_stat_activity WHERE application_name = 'forgotten' AND datname = current_database()";
    until("the limit to have passed", async || {
        (office.database.value(age).await == "true").then_some(())
    })
    .await;
    assert_eq!(amounts(&reader.all().await), Vec::<String>::new());
    forgotten.batch_execute("ROLLBACK").await.expect("it still lives");
    reader.hears("the edit", |page| page["entries"].get(0).map(drop)).await;
}

#[tokio::test]
async fn the_servers_own_connections_have_the_limits() {
    let database = Database::migrated().await;
    let pool = database::pool(&database.url(), 1).unwrap_or_else(|problem| panic!("{}", problem.english));
    let mut connection = pool.get().await.expect("a connection");
    for (setting, limit) in [
        ("idle_in_transaction_session_timeout", "1min"),
        ("statement_timeout", "30s"),
        ("lock_timeout", "5s"),
    ] {
        let check = format!("DO $$ BEGIN ASSERT current_setting('{setting}') = '{limit}', current_setting('{setting}'); END $$");
        connection
            .batch_execute(&check)
            .await
            .unwrap_or_else(|error| panic!("{setting}: {error}"));
    }
}

#[tokio::test]
async fn an_operator_reads_the_numbers_at_an_address_of_their_own() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let [server, metrics] = [free_port(), free_port()].map(|port| format!("127.0.0.1:{port}"));
    let mut command = bare(program("otop-server"));
    command
        .args(["serve", "--listen", &server, "--metrics-listen", &metrics])
        .env("OTOP_FILES", no_scans())
        .env("DATABASE_URL", database.url());
    let mut running = Running::start(command);
    let server = format!("http://{server}");
    ready(&server, &mut running).await;
    let officer = Person::sign_in(&server, "officer.2706").await;
    let mut follower = Socket::follow(&officer, "subscription { reportChanged(area: \"2706\") { kind } }").await;
    follower.next().await;
    let mut entry = Device::of(&Person::sign_in(&server, "entry.2706").await);
    let producer = database.producers("2706").await.remove(0);
    let edit = entry.enter(&kit::device::Cell::food(&producer), Some("1.00"), 0);
    entry.push(&[edit]).await;
    until("the numbers", async || {
        let told = http()
            .get(format!("http://{metrics}/metrics"))
            .send()
            .await
            .ok()?
            .text()
            .await
            .ok()?;
        let counts = [
            "otop_operations_total{outcome=\"APPLIED\"}",
            "otop_rings_total",
            "otop_events_total",
        ];
        let counted = |count: &&str| told.lines().any(|line| line.starts_with(*count) && !line.ends_with(" 0"));
        let lags = ["otop_feed_lag_seconds", "otop_feed_lag_transactions"];
        (counts.iter().all(counted) && lags.iter().all(|lag| told.contains(lag))).then_some(())
    })
    .await;
    let hidden = http().get(format!("{server}/metrics")).send().await.expect("an answer");
    assert_eq!(hidden.status(), 404, "not on the address that answers everybody");
}
