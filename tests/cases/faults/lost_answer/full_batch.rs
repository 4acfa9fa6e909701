//! Batches of five hundred, sent until they are answered.

use std::collections::BTreeMap;

use kit::Person;
use kit::checker::{as_written, server};
use kit::device::{Cell, Device};
use kit::laptop::Written;
use kit::proxy::{Direction, Weather};
use kit::table::Tally;
use kit::wait::until;
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{Lines, Place};

const CATEGORIES: [&str; 5] = ["FOOD", "BEVERAGE", "TEXTILE", "HOUSEWARE", "HERB"];
const CHANNELS: [&str; 7] = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER", "UNSPECIFIED"];

pub struct FullBatch {
    lines: Lines,
    device: Device,
    cells: Vec<Cell>,
    written: BTreeMap<String, Written>,
    rounds: usize,
    /// Bytes of a batch and of its answer.
    pub bytes: [u64; 2],
}

impl FullBatch {
    pub async fn open(place: Place, seed: u64) -> Self {
        let lines = Lines::open(place, seed).await;
        let device = Device::of(&Person::sign_in(&lines.node.address(), "entry.2706").await);
        let cells = cells(&lines.database.producers("2706").await);
        let written = BTreeMap::new();
        let mut full = Self {
            lines,
            device,
            cells,
            written,
            rounds: 0,
            bytes: [0; 2],
        };
        for _ in 0..2 {
            full.lines.weak().weather(Weather::default());
            let batch = full.batch();
            full.say_until_answered(&batch).await;
        }
        full.bytes = [Direction::Up, Direction::Down].map(|direction| full.lines.weak().passed(direction));
        full
    }

    /// Five hundred edits of all cells in turn, each built on the one before.
    fn batch(&mut self) -> Vec<Value> {
        self.rounds += 1;
        let mut latest: BTreeMap<String, Value> = BTreeMap::new();
        let mut batch = Vec::new();
        for index in 0..500 {
            let cell = self.cells[index % self.cells.len()].clone();
            let key = format!("{}|2023-02|{}|{}", cell.producer, cell.category, cell.channel);
            let amount = format!("{}.{:02}", self.rounds * 1000 + index, self.rounds % 100);
            let written = self.written.entry(key.clone()).or_default();
            let version = i32::try_from(written.edits).expect("few edits");
            let operation = match latest.get(&key) {
                Some(earlier) => self.device.enter_after(&cell, Some(&amount), earlier),
                None => self.device.enter(&cell, Some(&amount), version),
            };
            *written = Written {
                amount,
                edits: written.edits + 1,
            };
            latest.insert(key, operation.clone());
            batch.push(operation);
        }
        batch
    }

    async fn say_until_answered(&self, batch: &[Value]) -> Tally {
        let results = until("the batch to be answered", async || self.device.attempt(batch).await.ok()).await;
        let other = results.iter().filter(|result| result["outcome"] != "APPLIED").count();
        Tally {
            wrong: other + batch.len().abs_diff(results.len()),
            ..Tally::default()
        }
    }

    /// Sends a batch over a line that breaks after so many bytes, then again.
    pub async fn send_cut_say_again(&mut self, direction: Direction, bytes: u64) -> Tally {
        let batch = self.batch();
        self.send_and_cut(&batch, direction, bytes).await;
        let mut found = self.say_until_answered(&batch).await;
        found += as_written(&self.lines.database, "2706", &self.written).await;
        found
    }

    async fn send_and_cut(&self, batch: &[Value], direction: Direction, bytes: u64) {
        self.lines.weak().weather(Weather::cut_after(direction, bytes));
        self.device.attempt(batch).await.ok();
        self.lines.weak().weather(Weather::default());
    }

    /// A control: the batch is sent again under new ids after its answer was cut.
    pub async fn with_new_ids(&mut self) -> Tally {
        let mut batch = self.batch();
        self.send_and_cut(&batch, Direction::Down, 0).await;
        batch
            .iter_mut()
            .for_each(|operation| operation["operationId"] = json!(Uuid::now_v7()));
        let mut found = self.say_until_answered(&batch).await;
        found += as_written(&self.lines.database, "2706", &self.written).await;
        found
    }

    pub async fn verdict(&self) -> Tally {
        server(&self.lines.database).await
    }
}

fn cells(producers: &[String]) -> Vec<Cell> {
    let of = |producer: &String| {
        let producer = producer.clone();
        let pairs = CATEGORIES
            .into_iter()
            .flat_map(|category| CHANNELS.into_iter().map(move |channel| (category, channel)));
        pairs
            .map(move |(category, channel)| Cell {
                producer: producer.clone(),
                category,
                channel,
            })
            .collect::<Vec<_>>()
    };
    producers.iter().flat_map(of).collect()
}
