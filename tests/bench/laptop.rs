//! The same queue replayed by the program people use: outbox, request, rules, ledger, answer, mirror.

use kit::laptop::Laptop;
use kit::world::World;

use crate::meter::Meter;
use crate::table::Line;
use crate::work::{CATEGORIES, CHANNELS, DISTRICT, ROUNDS};

/// Records the queue by import and replays it with `otop sync`.
pub async fn measure() -> Line {
    let world = World::new().await;
    let laptop = Laptop::sign_in(&world.server, &format!("entry.{DISTRICT}")).await;
    let count = record(&laptop).await;
    let meter = Meter::start(&world);
    laptop.done(&["sync"]).await;
    Line {
        what: "replay by `otop sync`: the laptop's own work as well".to_owned(),
        count,
        cost: meter.stop(),
        bytes: None,
    }
}

/// Tells how many edits wait.
async fn record(laptop: &Laptop) -> usize {
    let missing = laptop.done(&["missing", "--month", "2566-02"]).await;
    let missing = missing["missing"].as_array().expect("a list").clone();
    let numbers = missing.iter().filter_map(|producer| producer["registrationNumber"].as_str());
    let producers: Vec<&str> = numbers.collect();
    for round in 1..=ROUNDS {
        let file = laptop.home().join(format!("round-{round}.csv"));
        std::fs::write(&file, month(&producers, round)).expect("a file");
        let imported = laptop.done(&["import", file.to_str().expect("UTF-8"), "--month", "2566-02"]).await;
        assert_eq!(imported["refused"], 0, "{imported:#}");
    }
    let status = laptop.done(&["status", "--month", "2566-02"]).await;
    status["pending"]
        .as_u64()
        .and_then(|count| usize::try_from(count).ok())
        .expect("a count")
}

fn month(producers: &[&str], round: usize) -> String {
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
