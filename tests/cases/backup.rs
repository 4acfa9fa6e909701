//! A backup and its return: one file, all or nothing, and another life of the database.

use std::path::Path;
use std::process::Output;

use kit::node::Node;
use kit::office::outcome;
use kit::process::{Server, server_command};
use kit::reader::Reader;
use kit::{Database, Person};
use otop_server::feed::{Deployment, deployment, recognise};
use serde_json::Value;

async fn life(database: &Database) -> Deployment {
    deployment(&mut database.connect().await).await.expect("it lives")
}

async fn backed_up(database: &Database, file: &Path) -> Value {
    let told = server_command(database, &["backup", &file.to_string_lossy(), "--json"]).await;
    assert!(told.status.success(), "{}", said(&told));
    serde_json::from_slice(&told.stdout).expect("JSON")
}

async fn restored(database: &Database, file: &Path, more: &[&str]) -> Output {
    let file = file.to_string_lossy();
    server_command(database, &[&["restore", &file], more].concat()).await
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const FIGURES: &str = "SELECT md5(string_agg(cell::text, '|' ORDER BY cell::text)) FROM cell";

#[tokio::test]
async fn what_comes_back_is_what_was_backed_up_in_another_life() {
    let database = Database::demonstration().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("otop.dump");
    let before = (life(&database).await, database.value(FIGURES).await);
    let told = backed_up(&database, &file).await;
    assert_eq!(told["epoch"], before.0.epoch.to_string());
    assert_eq!(told["bytes"], std::fs::metadata(&file).expect("the file").len());
    assert!(said(&server_command(&database, &["backup", &file.to_string_lossy()]).await).contains("another name"));
    database.run("CREATE TABLE later (number int)").await;
    let refused = restored(&database, &file, &[]).await;
    assert!(said(&refused).contains("--replace"), "{}", said(&refused));
    let done = restored(&database, &file, &["--replace"]).await;
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(database.value(FIGURES).await, before.1);
    assert_eq!(
        database.value("SELECT to_regclass('later') IS NULL").await,
        "true",
        "nothing of the former life is left"
    );
    let after = life(&database).await;
    assert_ne!(after.epoch, before.0.epoch);
    assert_eq!(after.generation, before.0.generation + 1);
    let begun = recognise(&mut database.connect().await).await.expect("it lives");
    assert_eq!(begun, None, "a start after a restore begins no further life");
    let verified = server_command(&database, &["verify"]).await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[tokio::test]
async fn a_broken_file_leaves_the_database_as_it_was() {
    let database = Database::demonstration().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("otop.dump");
    backed_up(&database, &file).await;
    let whole = std::fs::read(&file).expect("the file");
    let before = (life(&database).await, database.value(FIGURES).await);
    for length in [0, 3, whole.len() / 2, whole.len() - 100] {
        std::fs::write(&file, &whole[..length]).expect("the file");
        let refused = restored(&database, &file, &["--replace"]).await;
        assert!(!refused.status.success(), "{length} bytes");
        assert_eq!((life(&database).await, database.value(FIGURES).await), before, "{length} bytes");
    }
}

#[tokio::test]
async fn a_backup_of_a_newer_release_does_not_come_back() {
    let database = Database::demonstration().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("otop.dump");
    let newer = "__diesel_schema_migrations (version) VALUES ('99991231000001')";
    database.run(&format!("INSERT INTO {newer}")).await;
    backed_up(&database, &file).await;
    database
        .run("DELETE FROM __diesel_schema_migrations WHERE version = '99991231000001'")
        .await;
    let before = (life(&database).await, database.value(FIGURES).await);
    let refused = restored(&database, &file, &["--replace"]).await;
    assert!(said(&refused).contains("newer release"), "{}", said(&refused));
    assert_eq!((life(&database).await, database.value(FIGURES).await), before);
}

#[tokio::test]
async fn a_database_that_is_served_is_not_taken_away() {
    let database = Database::demonstration().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("otop.dump");
    let server = Server::start(&database, None).await;
    backed_up(&database, &file).await;
    let refused = restored(&database, &file, &["--replace"]).await;
    assert!(said(&refused).contains("stop every server"), "{}", said(&refused));
    drop(server);
}

#[tokio::test]
async fn a_cursor_of_a_former_life_begins_anew() {
    let database = Database::demonstration().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("otop.dump");
    backed_up(&database, &file).await;
    let mut server = Server::start(&database, None).await;
    let reader = Reader::up_to_date(&Person::sign_in(&server.address, "entry.2706").await).await;
    server.stop().await;
    assert!(restored(&database, &file, &["--replace"]).await.status.success());
    server.start_again().await;
    let mut again = Reader::of(&Person::sign_in(&server.address, "entry.2706").await);
    again.cursor = reader.cursor;
    assert_eq!(again.page(10).await["reset"], true);
    assert_eq!(again.page(10).await["reset"], false);
}

#[tokio::test]
async fn a_database_that_moved_begins_another_life_once() {
    let database = Database::demonstration().await;
    let connection = &mut database.connect().await;
    assert_eq!(
        recognise(connection).await.expect("it lives"),
        None,
        "where nobody looked before, nothing has moved"
    );
    for moved in [
        "UPDATE deployment SET system_identifier = system_identifier + 1",
        "UPDATE deployment SET timeline = timeline + 1",
        "UPDATE deployment SET event_table = event_table + 1",
        "SET session_replication_role = replica;
         UPDATE event SET tx = '18446744073709551000', generation = (SELECT generation FROM deployment) WHERE ctid = (SELECT ctid FROM event LIMIT 1)",
    ] {
        let before = life(&database).await;
        database.run(moved).await;
        let begun = recognise(connection).await.expect("it lives").unwrap_or_else(|| panic!("{moved}"));
        assert_ne!(begun.epoch, before.epoch, "{moved}");
        assert_eq!(begun.generation, before.generation + 1, "{moved}");
        assert_eq!(recognise(connection).await.expect("it lives"), None, "{moved}");
    }
}

#[tokio::test]
async fn events_of_a_former_life_are_read_whatever_their_transactions_were() {
    let database = Database::demonstration().await;
    let far =
        "SET session_replication_role = replica; UPDATE event SET tx = '18446744073709551000' WHERE area = '2706' AND chain_index = 1";
    database.run(far).await;
    let node = Node::start(&database).await;
    recognise(&mut database.connect().await)
        .await
        .expect("it lives")
        .expect("another life");
    let mut entry = kit::device::Device::of(&node.as_("entry.2706").await);
    database.at("2023-02-27T09:00").await;
    let cell = kit::device::Cell::food(&database.producers("2706").await[0]);
    let mut reader = Reader::up_to_date(&node.as_("officer.2706").await).await;
    let edit = entry.enter(&cell, Some("5.00"), 0);
    assert_eq!(outcome(&entry.push(&[edit]).await[0]), "APPLIED -");
    reader
        .hears("the edit", |page| {
            page["entries"].get(0).filter(|entry| entry["amount"] == "5.00").cloned()
        })
        .await;
}
