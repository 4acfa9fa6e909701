//! R4: letters lost, doubled, late and out of order; two programs on one laptop's file; two laptops on one district's cells;
//! months that close and open; a server that comes back from a backup. Nothing is lost, nothing is there twice.
//!
//! The laptops are real, with real files; the server is the model (`kit::model`). A case is a random script by a seed.

use std::sync::Arc;

use kit::chance;
use kit::model::{Desk, Memory, Shared, Sky, Weather, judge, settled, shared};
use kit::size;
use kit::table::{Row, Tally};
use otop_sync::Laptop;
use otop_sync::plan::Fate;
use otop_sync::wire::push::{OperationResult, SyncPushPayload};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;

/// Letters in a hundred that something happens to while the script runs.
const STORM: u32 = 45;

/// What is taken away to see the checker turn red.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// All guards stand.
    Stands,
    /// The server does not remember operations.
    NoIds,
    /// The laptop takes for done what it has not sent.
    DoneBeforeTheAnswer,
}

/// One district office: Somsri's laptop with two programs on its file, Malee's with one.
struct Office {
    model: Shared,
    sky: Sky,
    guard: Guard,
    somsri: Desk,
    first: Laptop,
    second: Laptop,
    malee: Desk,
    third: Laptop,
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_to_letters_an_edit_has_one_effect() {
    let seed: u64 = chance::dice().random();
    let mut row = Row::begin("R4", "duplicates, reordering, two programs", seed);
    let runs = size::of(60, 10_000);
    row.add(runs, many(seed, runs, Guard::Stands).await);
    row.control(many(seed, 20, Guard::NoIds).await);
    row.control(many(seed, 5, Guard::DoneBeforeTheAnswer).await);
    row.report();
}

async fn many(seed: u64, runs: usize, guard: Guard) -> Tally {
    let mut all = Tally::default();
    for run in 0..runs as u64 {
        let tally = script(seed.wrapping_add(run), guard).await;
        if guard == Guard::Stands && !tally.is_clean() {
            println!("the script of seed {} {tally:?}", seed.wrapping_add(run));
        }
        all += tally;
    }
    all
}

async fn script(seed: u64, guard: Guard) -> Tally {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut office = Office::open(&mut dice, guard).await;
    for _ in 0..dice.random_range(4..28) {
        office.step(&mut dice).await;
    }
    office.rest().await;
    office.judged()
}

impl Office {
    async fn open(dice: &mut StdRng, guard: Guard) -> Self {
        let model = shared();
        model.lock().expect("the model").forgets = guard == Guard::NoIds;
        let sky = Weather::calm(StdRng::seed_from_u64(dice.random()));
        let way = Arc::new(Memory {
            model: model.clone(),
            sky: sky.clone(),
        });
        let (somsri, malee) = (Desk::new("somsri"), Desk::new("malee"));
        let mut first = somsri.program(way.clone(), dice.random());
        somsri.sign_in(&mut first).await;
        let second = somsri.program(way.clone(), dice.random());
        let mut third = malee.program(way, dice.random());
        malee.sign_in(&mut third).await;
        sky.lock().expect("the sky").severity = STORM;
        Self {
            model,
            sky,
            guard,
            somsri,
            first,
            second,
            malee,
            third,
        }
    }

    async fn step(&mut self, dice: &mut StdRng) {
        let (producer, amount) = (dice.random_range(0..3), dice.random_range(0..6));
        match dice.random_range(0..16) {
            0..3 => self.somsri.enter(&mut self.first, producer, amount),
            3..5 => self.somsri.enter(&mut self.second, producer, amount),
            5..8 => self.malee.enter(&mut self.third, producer, amount),
            8 => self.somsri.decide(&mut self.first, amount),
            9 => self.malee.decide(&mut self.third, amount),
            10 => self.server(|model| model.set_open(!model.open)),
            11 => self.server(|model| model.back_up()),
            12 => self.server(|model| model.restore()),
            _ => self.meet().await,
        }
    }

    fn server(&self, change: impl FnOnce(&mut kit::model::Model)) {
        change(&mut self.model.lock().expect("the model"));
    }

    /// All three programs meet the server at once. What goes wrong on the way is theirs to mend.
    async fn meet(&mut self) {
        if self.guard == Guard::DoneBeforeTheAnswer {
            believe_without_asking(&mut self.first);
        }
        let _ = tokio::join!(self.first.sync(), self.second.sync(), self.third.sync());
    }

    /// The sky clears, the month is open, and everybody syncs until nothing waits.
    async fn rest(&mut self) {
        self.sky.lock().expect("the sky").severity = 0;
        self.server(|model| model.set_open(true));
        for _ in 0..20 {
            self.meet().await;
            if settled(&mut self.first, "somsri") && settled(&mut self.third, "malee") {
                break;
            }
        }
        self.meet().await;
    }

    fn judged(&mut self) -> Tally {
        let model = self.model.lock().expect("the model");
        let mut tally = judge(&model, &self.somsri, &mut self.first);
        tally += judge(&model, &self.malee, &mut self.third);
        tally.wrong += usize::from(!settled(&mut self.first, "somsri")) + usize::from(!settled(&mut self.third, "malee"));
        tally
    }
}

/// The laptop of the control: writes "applied" down before anything was sent.
fn believe_without_asking(laptop: &mut Laptop) {
    let queue = laptop.store.queue("somsri", &["pending"]).expect("the file is read");
    let result = |id: &String| -> OperationResult {
        let applied = json!({ "operationId": id, "outcome": "APPLIED", "cell": null, "sheet": null, "estimate": null, "conflict": null, "refusal": null });
        serde_json::from_value(applied).expect("a result")
    };
    let payload = SyncPushPayload {
        epoch: "0".into(),
        server_time: "2023-02-27T09:00:00Z".parse().expect("an instant"),
        results: queue.iter().map(|queued| result(&queued.operation_id)).collect(),
        retry_after_ms: None,
    };
    let fates = vec![Fate::Done; payload.results.len()];
    laptop.store.record(&fates, &payload).expect("written");
}
