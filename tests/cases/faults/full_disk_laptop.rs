//! R12, the laptop's half: the disk fills up while edits are recorded. Each is saved, or the person is told that it is not; nothing is
//! half saved; when there is room again everything goes on.

use kit::Database;
use kit::client::PASSWORD;
use kit::laptop::Told;
use kit::process::{Server, finish, program};
use kit::size;
use kit::small_disk::SmallDisk;
use kit::table::{Row, Tally};
use serde_json::Value;

/// A laptop whose data lie on a small disk, and what was recorded on it so far, as the person was told.
struct Field<'a> {
    disk: &'a SmallDisk,
    server: &'a str,
    producer: &'a str,
    saved: Vec<String>,
    refused: usize,
}

impl<'a> Field<'a> {
    async fn on(disk: &'a SmallDisk, server: &'a str, producer: &'a str) -> Self {
        let field = Self {
            disk,
            server,
            producer,
            saved: Vec::new(),
            refused: 0,
        };
        field.done(&["login", "entry.2706"]).await;
        field.done(&["pull"]).await;
        field
    }

    async fn run(&self, arguments: &[&str]) -> Told {
        let mut command = self.disk.command(program("otop"));
        command.args(arguments).arg("--json");
        command.env("OTOP_HOME", self.disk.folder().join("home"));
        command.env("OTOP_SERVER", self.server).env("OTOP_PASSWORD", PASSWORD);
        let output = finish(command).await;
        Told {
            code: output.status.code().unwrap_or(-1),
            json: serde_json::from_slice(&output.stdout).expect("an answer for programs"),
        }
    }

    async fn done(&self, arguments: &[&str]) -> Value {
        let told = self.run(arguments).await;
        assert_eq!(told.code, 0, "otop {arguments:?}: {:#}", told.json);
        told.json
    }

    /// Records one figure and believes what is said.
    async fn record(&mut self, amount: usize) -> Told {
        let amount = amount.to_string();
        let told = self
            .run(&["enter", "cell", self.producer, "2566-02", "FOOD", "SHOP", &amount])
            .await;
        match told.json["operationId"].as_str() {
            Some(id) => self.saved.push(id.to_owned()),
            None => self.refused += 1,
        }
        told
    }

    async fn waiting(&self) -> Vec<String> {
        let list = self.done(&["waiting"]).await;
        let id = |edit: &Value| edit["operationId"].as_str().expect("an id").to_owned();
        list["waiting"].as_array().expect("a list").iter().map(id).collect()
    }

    /// What waits is exactly what was called saved.
    async fn tally(&self) -> Tally {
        let waiting = self.waiting().await;
        Tally {
            lost: self.saved.iter().filter(|id| !waiting.contains(id)).count(),
            wrong: waiting.iter().filter(|id| !self.saved.contains(id)).count(),
            ..Tally::default()
        }
    }
}

fn loud(told: &Told) {
    assert_eq!(
        (told.code, &told.json["error"]["code"]),
        (1, &"DISK_FULL".into()),
        "{:#}",
        told.json
    );
    let message = &told.json["error"]["message"];
    assert!(message["th"].as_str().is_some_and(|text| text.contains("ดิสก์เต็ม")), "{message}");
    assert!(
        message["en"].as_str().is_some_and(|text| text.starts_with("Not saved")),
        "{message}"
    );
}

#[tokio::test]
async fn a_full_disk_of_a_laptop_is_loud_and_passes() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let server = Server::start(&database, None).await;
    let producer = database.producers("2706").await.remove(0);
    let mut row = Row::begin("R12", "full disk of a laptop", 0);
    let rounds = size::of(2, 20);
    for round in 0..rounds {
        let disk = SmallDisk::of(8 * 1024);
        let mut field = Field::on(&disk, &server.address, &producer).await;
        field.record(1).await;
        disk.fill();
        // Room for a few edits, another number of bytes each time: the disk ends at another place.
        disk.leave_free(40 + 12 * round as u64);
        let mut amount = 2;
        let refused = loop {
            let told = field.record(amount).await;
            if told.code != 0 {
                break told;
            }
            amount += 1;
            assert!(amount < 2_000, "the disk never filled");
        };
        loud(&refused);
        loud(&field.record(amount + 1).await);
        disk.empty();
        row.add(1, field.tally().await);
        assert_eq!(field.record(amount + 2).await.code, 0, "room again, and it goes on by itself");
        field.done(&["sync"]).await;
        let stands = "SELECT amount::int::text FROM cell WHERE district = '2706' AND month = '2023-02-01'";
        assert_eq!(database.value(stands).await, (amount + 2).to_string());
        field.saved.clear();
        row.add(1, field.tally().await);
    }
    row.control(believed_too_much(&server.address, &producer).await);
    row.report();
}

/// The control: somebody who takes every edit for saved, whatever is said, loses some.
async fn believed_too_much(server: &str, producer: &str) -> Tally {
    let disk = SmallDisk::of(8 * 1024);
    let mut field = Field::on(&disk, server, producer).await;
    disk.fill();
    for amount in 1..=3 {
        if field.record(amount).await.code != 0 {
            field.saved.push(format!("believed-{amount}"));
        }
    }
    disk.empty();
    field.tally().await
}
