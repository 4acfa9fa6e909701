//! R9: a wrong clock, a hotel's sign-in page, 64 kbit/s with a third of the packets lost. Nothing is lost, and forty edits are
//! through within five minutes.

use std::time::Duration;

use kit::chance::seed;
use kit::checker::{as_recorded, converge, judge};
use kit::laptop::Laptop;
use kit::node::Node;
use kit::proxy::{Proxy, Target, Weather};
use kit::table::{Row, Tally};
use kit::{Database, size};
use tokio::time::Instant;

const EDITS: usize = 40;
const IN_TIME: Duration = Duration::from_secs(300);

/// A village where the network is bad.
struct Village {
    database: Database,
    node: Node,
    line: Proxy,
    producers: Vec<String>,
}

impl Village {
    async fn open(seed: u64) -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        let line = Proxy::before_server(&node.server, seed).await;
        let producers = database.producers("2706").await;
        Self {
            database,
            node,
            line,
            producers,
        }
    }

    async fn laptop(&self, clock: Option<&'static str>) -> Laptop {
        let laptop = Laptop::with_clock(&self.line.address(), "entry.2706", clock).await;
        laptop.done(&["pull"]).await;
        laptop
    }

    /// Forty edits of eight cells: each of them is corrected again and again.
    async fn record(&self, laptop: &Laptop) {
        for edit in 0..EDITS {
            let producer = &self.producers[edit % 4];
            let channel = ["SHOP", "FAIR"][edit / 4 % 2];
            laptop.enter(producer, "FOOD", channel, &format!("{}.00", edit + 1)).await;
        }
    }

    async fn verdict(&self, laptop: &Laptop) -> Tally {
        let mut found = judge(&self.database, &[laptop]).await;
        found += as_recorded(&self.database, laptop).await;
        found
    }

    fn aim_at_node(&self) {
        self.line
            .aim(Target::Port(self.node.server.trim_start_matches("http://").to_owned()));
        self.line.cut();
    }

    /// Records in a hotel: nothing goes out, and everything goes when the network is the office's again.
    async fn stay_at_hotel(&self, laptop: &Laptop) -> Tally {
        self.line.aim(Target::Hotel);
        self.line.cut();
        self.record(laptop).await;
        let told = laptop.run(&["sync"]).await;
        Tally {
            wrong: usize::from(told.code != 3),
            ..Tally::default()
        }
    }
}

#[tokio::test]
async fn a_wrong_clock_is_harmless() {
    let seed = seed();
    let mut row = Row::begin("R9", "clock wrong by five years", seed);
    for clock in ["-5y", "+5y"].into_iter().cycle().take(size::of(2, 6)) {
        let village = Village::open(seed).await;
        let laptop = village.laptop(Some(clock)).await;
        village.record(&laptop).await;
        converge(&village.database, &laptop).await;
        row.add(1, village.verdict(&laptop).await);
    }
    row.control(forgetting_by_own_clock(seed).await);
    row.report();
}

/// A control: a laptop that forgets what is a month old by its own clock, answered or not.
async fn forgetting_by_own_clock(seed: u64) -> Tally {
    let village = Village::open(seed).await;
    let laptop = village.laptop(Some("-5y")).await;
    village.record(&laptop).await;
    laptop.doctor("DELETE FROM outbox WHERE recorded_at < date('now', '-30 days')");
    converge(&village.database, &laptop).await;
    village.verdict(&laptop).await
}

#[tokio::test]
async fn a_page_that_is_not_ours_answers_nothing() {
    let seed = seed();
    let mut row = Row::begin("R9", "captive portal", seed);
    for _ in 0..size::of(1, 5) {
        let village = Village::open(seed).await;
        let laptop = village.laptop(None).await;
        let told = village.stay_at_hotel(&laptop).await;
        village.aim_at_node();
        converge(&village.database, &laptop).await;
        row.add(1, told);
        row.add(0, village.verdict(&laptop).await);
    }
    row.control(believing(seed).await);
    row.report();
}

/// A control: a laptop that takes any page with the status 200 for an answer.
async fn believing(seed: u64) -> Tally {
    let village = Village::open(seed).await;
    let laptop = village.laptop(None).await;
    village.stay_at_hotel(&laptop).await;
    laptop.doctor(include_str!("believing.sql"));
    village.aim_at_node();
    converge(&village.database, &laptop).await;
    village.verdict(&laptop).await
}

#[tokio::test]
async fn forty_edits_pass_a_bad_line_in_time() {
    let seed = seed();
    let mut row = Row::begin("R9", "40 edits at 64 kbit/s and 30 % loss", seed);
    for run in 0..size::of(1, 10) {
        row.add(1, pass(bad_line(), IN_TIME, seed.wrapping_add(run)).await);
    }
    let silent = Weather {
        is_silent: true,
        ..Weather::default()
    };
    row.control(pass(silent, Duration::from_secs(10), seed).await);
    row.report();
}

fn bad_line() -> Weather {
    Weather {
        bytes_per_second: Some(8_000),
        loss: 0.3,
        delay: Duration::from_millis(150),
        ..Weather::default()
    }
}

/// Forty edits over a line; not to be through in time is wrong.
async fn pass(weather: Weather, in_time: Duration, seed: u64) -> Tally {
    let village = Village::open(seed).await;
    let laptop = village.laptop(None).await;
    village.record(&laptop).await;
    village.line.weather(weather);
    let begun = Instant::now();
    let sent = tokio::time::timeout(in_time, sync_until_sent(&laptop)).await;
    println!("{EDITS} edits: {sent:?} after {} s", begun.elapsed().as_secs());
    village.line.weather(Weather::default());
    if sent.is_ok() {
        converge(&village.database, &laptop).await;
    }
    let mut found = village.verdict(&laptop).await;
    found.wrong += usize::from(sent.is_err());
    found
}

/// As a patient person does.
async fn sync_until_sent(laptop: &Laptop) {
    while laptop.run(&["sync"]).await.code == 3 {}
}
