//! Two programs on one laptop's file, as real processes: one meets the server at a time, both record, and one that died or fell asleep
//! holds nobody up.

use std::process::Command;

use kit::Database;
use kit::laptop::Laptop;
use kit::process::{Running, Server};
use kit::wait::until;
use serde_json::{Value, json};

async fn open() -> (Database, Server, Laptop) {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let server = Server::start(&database, None).await;
    let laptop = Laptop::sign_in(&server.address, "entry.2706").await;
    (database, server, laptop)
}

/// Who reads and sends, as a third program sees it.
async fn holder(laptop: &Laptop) -> Option<String> {
    let checks = laptop.run(&["doctor"]).await.json["checks"].clone();
    let lease = checks.as_array()?.iter().find(|check| check["name"] == "lease")?;
    let said = lease["found"]["en"].as_str()?;
    said.starts_with("otop ").then(|| said.to_owned())
}

async fn watching(laptop: &Laptop) -> Running {
    let watch = laptop.watch();
    until("the watch to hold the lease", async || holder(laptop).await).await;
    watch
}

async fn stands(database: &Database) -> Vec<String> {
    database
        .column("SELECT amount::int::text FROM cell WHERE district = '2706' AND month = '2023-02-01' ORDER BY amount")
        .await
}

#[tokio::test]
async fn the_second_is_told_who_sends_and_records_all_the_same() {
    let (database, _server, laptop) = open().await;
    let producers = database.producers("2706").await;
    let watch = watching(&laptop).await;
    for command in ["sync", "watch", "pull"] {
        let told = laptop.run(&[command]).await;
        assert_eq!(
            (told.code, &told.json["error"]["code"]),
            (1, &json!("BUSY")),
            "{command}: {:#}",
            told.json
        );
        let holder = &told.json["error"]["holder"];
        assert_eq!(holder["program"], "otop watch");
        assert!(holder["pid"].is_i64() && holder["since"].is_string(), "{holder}");
    }
    laptop.enter(&producers[0], "FOOD", "SHOP", "10").await;
    laptop.enter(&producers[1], "FOOD", "SHOP", "20").await;
    until("the watch to send both", async || {
        (stands(&database).await == ["10", "20"]).then_some(())
    })
    .await;
    assert_eq!(watch.stop().await, None, "ended by a signal");
    laptop.done(&["sync"]).await;
}

#[tokio::test]
async fn a_killed_holder_is_followed_at_once() {
    let (database, _server, laptop) = open().await;
    let producers = database.producers("2706").await;
    let mut watch = watching(&laptop).await;
    watch.kill();
    assert_eq!(holder(&laptop).await, None);
    laptop.enter(&producers[0], "FOOD", "SHOP", "10").await;
    laptop.done(&["sync"]).await;
    assert_eq!(stands(&database).await, ["10"]);
    assert_eq!(left_behind(&laptop), 0, "what the dead holder left is gone");
}

fn left_behind(laptop: &Laptop) -> usize {
    let entries = std::fs::read_dir(laptop.home()).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names.filter(|name| name.to_string_lossy().starts_with("lease-")).count()
}

fn signal(name: &str, running: &Running) {
    let sent = Command::new("kill").args([name, &running.id().to_string()]).status();
    assert!(sent.expect("kill").success());
}

/// Stops the program outside of a transaction: in one it would keep everybody from writing, and SQLite knows no remedy.
async fn fall_asleep(laptop: &Laptop, watch: &Running, producer: &str) {
    let edit = ["enter", "cell", producer, "2566-02", "FOOD", "SHOP", "10"];
    until("the program to be stopped between two transactions", async || {
        signal("-STOP", watch);
        let told = laptop.run(&edit).await;
        if told.code != 0 {
            signal("-CONT", watch);
        }
        (told.code == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_holder_that_fell_asleep_is_followed_and_goes_on_when_it_wakes() {
    let (database, _server, laptop) = open().await;
    let producers = database.producers("2706").await;
    let watch = watching(&laptop).await;
    fall_asleep(&laptop, &watch, &producers[0]).await;
    laptop.done(&["sync"]).await;
    assert_eq!(stands(&database).await, ["10"], "the sleeper is not waited for");
    signal("-CONT", &watch);
    laptop.enter(&producers[1], "FOOD", "SHOP", "20").await;
    until("the woken watch to send", async || {
        (stands(&database).await == ["10", "20"]).then_some(())
    })
    .await;
}

/// A copy of the whole folder of yesterday, mark and all, as a snapshot of a machine leaves it: only the server can tell.
#[tokio::test]
async fn a_whole_laptop_that_went_back_in_time_gets_another_name() {
    let (database, _server, laptop) = open().await;
    let producers = database.producers("2706").await;
    laptop.enter(&producers[0], "FOOD", "SHOP", "10").await;
    let yesterday = kit::crash::Disk::read(laptop.home());
    laptop.enter(&producers[1], "FOOD", "SHOP", "20").await;
    laptop.done(&["sync"]).await;
    for entry in std::fs::read_dir(laptop.home()).expect("the folder") {
        std::fs::remove_file(entry.expect("an entry").path()).expect("ours");
    }
    yesterday.write(laptop.home());
    laptop.enter(&producers[2], "FOOD", "SHOP", "30").await;
    let told = laptop.run(&["sync"]).await;
    assert_eq!(
        (told.code, &told.json["error"]["code"]),
        (1, &json!("UNAUTHENTICATED")),
        "{:#}",
        told.json
    );
    assert!(
        told.json["error"]["message"]["en"]
            .as_str()
            .is_some_and(|text| text.contains("back in time"))
    );
    laptop.done(&["login", "entry.2706"]).await;
    let synced: Value = laptop.done(&["sync"]).await;
    assert_eq!((&synced["pending"], &synced["attention"]), (&json!(0), &json!(0)), "{synced:#}");
    assert_eq!(stands(&database).await, ["10", "20", "30"]);
    let twice = "SELECT count(*) FROM (SELECT FROM operation GROUP BY device_id, device_seq HAVING count(*) > 1) AS twice";
    assert_eq!(database.value(twice).await, "0", "no number was given twice under one name");
}
