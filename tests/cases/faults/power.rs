//! R1: an edit shown as saved survives power loss. The system calls of the real program and of the library are recorded, cut at
//! random points, what had not been synced is lost, reordered or torn, and the laptop is opened again on what is left.

use std::path::Path;
use std::process::Command;

use diesel::sql_types::Text;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use kit::Database;
use kit::chance::{dice_of, seed};
use kit::crash::{Disk, Recording, record};
use kit::laptop::Laptop;
use kit::process::{Server, bare, program};
use kit::size;
use kit::table::{Row, Tally};
use otop_sync::laptop::FILE;
use rand::rngs::StdRng;
use tempfile::TempDir;

/// A laptop with its register, before anything was recorded on it.
async fn laptop() -> Laptop {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let server = Server::start(&database, None).await;
    Laptop::sign_in(&server.address, "entry.2706").await
}

fn editor(way: &str, laptop: &Laptop, count: usize) -> Command {
    let mut command = bare(program("editor"));
    command.arg(way).arg(laptop.home()).arg(count.to_string());
    command
}

/// A day with the program itself: edits one by one, looks in between, a month from a file, all without a network.
fn a_day(laptop: &Laptop, producer: &str) -> Command {
    let mut rows = vec!["producer,category,channel,amount".to_owned()];
    let channels = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER"];
    rows.extend(channels.iter().map(|channel| format!("{producer},TEXTILE,{channel},77")));
    let month = laptop.home().join("month.csv");
    std::fs::write(&month, rows.join("\n")).expect("a file");
    let script = format!(
        "set -e
        for amount in 1 2 3 4 5 6 7 8; do \"$0\" --json enter cell {producer} 2566-02 FOOD SHOP $amount; done
        \"$0\" --json status >&2
        \"$0\" --json import '{}' --month 2566-02 >&2
        for amount in 1 2 3 4 5 6 7 8; do \"$0\" --json enter cell {producer} 2566-02 FOOD FAIR $amount; done
        \"$0\" --json backup \"$OTOP_HOME/../$$.backup\" >&2
        for amount in 11 12 13 14; do \"$0\" --json enter cell {producer} 2566-02 FOOD SHOP $amount; done
        rm \"$OTOP_HOME/../$$.backup\"",
        month.display()
    );
    let mut command = bare("sh");
    command.args(["-c", &script]).arg(program("otop")).env("OTOP_HOME", laptop.home());
    command
}

/// The ids of the operations in what was shown.
fn ids(shown: &[&str]) -> Vec<String> {
    let id = |line: &str| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(answer) => answer["operationId"].as_str().map(str::to_owned),
        Err(_) => Some(line.trim().to_owned()).filter(|line| !line.is_empty()),
    };
    shown.iter().flat_map(|text| text.lines()).filter_map(id).collect()
}

#[derive(diesel::QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    value: String,
}

fn values(file: &Path, question: &str) -> Vec<String> {
    let mut conn = SqliteConnection::establish(file.to_str().expect("UTF-8")).expect("the file");
    let found: Vec<Value> = diesel::sql_query(question).load(&mut conn).expect("an answer");
    found.into_iter().map(|row| row.value).collect()
}

/// Opens the laptop on what the power left, as the program does, and counts what was shown as saved and is not there.
fn reopened(left: &Disk, shown: &[String], device: &str) -> Tally {
    let home = TempDir::new_in(memory()).expect("a folder");
    left.write(home.path());
    let Ok(mut opened) = otop_sync::Laptop::open(home.path()) else {
        return Tally {
            wrong: 1,
            ..Tally::default()
        };
    };
    let same = opened.store.device_id().is_ok_and(|id| id == device) && opened.store.news().is_none();
    let whole = opened.must_be_whole().is_ok();
    opened.store.leave();
    let there = values(&home.path().join(FILE), "SELECT operation_id AS value FROM outbox");
    Tally {
        lost: shown.iter().filter(|id| !there.contains(id)).count(),
        wrong: usize::from(!same) + usize::from(!whole),
        ..Tally::default()
    }
}

/// States are many and small, and nothing of them is to last.
fn memory() -> &'static Path {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory } else { Path::new("/tmp") }
}

fn crashed(recording: &Recording, device: &str, states: usize, dice: &mut StdRng) -> Tally {
    let mut counted = Tally::default();
    for _ in 0..states {
        let (cut, left) = recording.crash(dice);
        counted += reopened(&left, &ids(&recording.shown_before(cut)), device);
    }
    counted
}

#[tokio::test]
async fn what_was_shown_as_saved_survives_power_loss() {
    let seed = seed();
    let mut dice = dice_of(seed);
    let mut row = Row::begin("R1", "power loss", seed);
    let laptop = laptop().await;
    let file = laptop.home().join(FILE);
    let device = values(&file, "SELECT id AS value FROM device").remove(0);
    let producer = values(&file, "SELECT id AS value FROM mirror_producer ORDER BY id LIMIT 1").remove(0);
    let states = size::of(33, 500);
    for command in [
        a_day(&laptop, &producer),
        editor("careful", &laptop, 300),
        a_day(&laptop, &producer),
    ] {
        let recording = record(laptop.home(), command).await;
        assert!(ids(&recording.shown_before(usize::MAX)).len() >= 20, "edits were shown as saved");
        row.add(states, crashed(&recording, &device, states, &mut dice));
    }
    let careless = record(laptop.home(), editor("careless", &laptop, 100)).await;
    row.control(crashed(&careless, &device, states, &mut dice));
    row.report();
}

/// P8: one fsync an edit. In a program that was started for it SQLite also makes sure once of the names in the folder.
#[tokio::test]
async fn an_edit_costs_one_fsync() {
    let laptop = laptop().await;
    let producer = values(
        &laptop.home().join(FILE),
        "SELECT id AS value FROM mirror_producer ORDER BY id LIMIT 1",
    )
    .remove(0);
    let library = record(laptop.home(), editor("careful", &laptop, 20)).await.syncs_between_shown();
    assert_eq!(library[1..], [1; 19], "{library:?}");
    let script = format!("for amount in 1 2 3 4 5; do \"$0\" enter cell {producer} 2566-02 FOOD SHOP $amount; done");
    let mut command = bare("sh");
    command.args(["-c", &script]).arg(program("otop")).env("OTOP_HOME", laptop.home());
    let programs = record(laptop.home(), command).await.syncs_between_shown();
    assert_eq!(programs, [2; 5]);
}
