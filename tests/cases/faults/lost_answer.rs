//! R3: the line breaks at any byte, also after COMMIT and before the answer: between laptop and node, and between node and
//! PostgreSQL. The laptop says it again, and every edit has one effect and one answer.

mod desk;
mod full_batch;

use desk::{Desk, Place};
use full_batch::FullBatch;
use kit::chance::{dice_of, seed};
use kit::proxy::Direction::{Down, Up};
use kit::proxy::Weather;
use kit::size;
use kit::table::Row;
use rand::RngExt;

/// Every byte of `bytes` in the full regime, some of them in the small one.
fn positions(bytes: u64, seed: u64, few: usize) -> Vec<u64> {
    let mut dice = dice_of(seed);
    match size::is_full() {
        true => (0..bytes).collect(),
        false => (0..few).map(|_| dice.random_range(0..bytes)).collect(),
    }
}

/// Cuts a batch of three at every position, in both directions, and behind the COMMIT.
async fn three_operations(place: Place, case: &'static str) {
    let seed = seed();
    let mut row = Row::begin("R3", case, seed);
    let mut desk = Desk::open(place, seed).await;
    for direction in [Up, Down] {
        let bytes = desk.bytes(direction).await;
        for position in positions(bytes, seed, 15) {
            desk.send_and_cut(Weather::cut_after(direction, position)).await;
            row.add(1, desk.say_again().await);
        }
    }
    for _ in 0..size::of(3, 100) {
        desk.send_and_cut(desk.after_commit()).await;
        row.add(1, desk.say_again().await);
    }
    row.add(0, desk.verdict().await);
    // A laptop that gives what it sends again another id.
    desk.send_and_cut(desk.after_commit()).await;
    desk.forget_ids();
    row.control(desk.say_again().await);
    row.report();
}

#[tokio::test]
async fn the_line_to_the_laptop_breaks_at_any_byte_of_three_operations() {
    three_operations(Place::BeforeNode, "answer lost on the way to the laptop").await;
}

#[tokio::test]
async fn the_line_to_the_database_breaks_at_any_byte_of_three_operations() {
    three_operations(Place::BeforeDatabase, "answer lost on the way to the node").await;
}

#[tokio::test]
async fn either_line_breaks_at_any_byte_of_a_full_batch() {
    let seed = seed();
    let (mut row, mut dice) = (Row::begin("R3", "answer to a full batch lost", seed), dice_of(seed));
    for place in [Place::BeforeNode, Place::BeforeDatabase] {
        let mut full = FullBatch::open(place, seed).await;
        for _ in 0..size::of(3, 250) {
            let direction = if dice.random_bool(0.5) { Up } else { Down };
            let bytes = dice.random_range(0..full.bytes[direction as usize]);
            row.add(1, full.send_cut_say_again(direction, bytes).await);
        }
        row.add(0, full.verdict().await);
        if place == Place::BeforeNode {
            row.control(full.with_new_ids().await);
        }
    }
    row.report();
}
