//! `kill -9` in the middle of a replay: the laptop's program, the server. Nothing an edit was shown as saved is lost, nothing
//! is there twice, and the checker agrees.

use std::time::{Duration, Instant};

use kit::Database;
use kit::chance::dice;
use kit::laptop::Laptop;
use kit::process::{Running, Server, server_command};
use rand::RngExt;
use rand::rngs::StdRng;

const EDITS: usize = 200;
const KILLS: usize = 10;

const CATEGORIES: [&str; 5] = ["FOOD", "BEVERAGE", "TEXTILE", "HOUSEWARE", "HERB"];
const CHANNELS: [&str; 7] = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER", "UNSPECIFIED"];

/// A laptop that records the same 200 cells anew in every round.
struct Field {
    database: Database,
    server: Server,
    laptop: Laptop,
    producers: Vec<String>,
    dice: StdRng,
    rounds: usize,
    /// How long a replay takes when nobody is killed.
    undisturbed: Duration,
    /// Kills that met a replay under way; the others came too late to show anything.
    hits: usize,
}

impl Field {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let server = Server::start(&database, None).await;
        let laptop = Laptop::sign_in(&server.address, "entry.2706").await;
        let producers = database.producers("2706").await;
        let mut field = Self {
            database,
            server,
            laptop,
            producers,
            dice: dice(),
            rounds: 0,
            undisturbed: Duration::ZERO,
            hits: 0,
        };
        field.record().await;
        let begun = now();
        field.laptop.done(&["sync"]).await;
        field.undisturbed = begun.elapsed();
        field
    }

    /// Records 200 edits, offline, each another amount than before.
    async fn record(&mut self) {
        self.rounds += 1;
        assert!(self.rounds < 10 * KILLS, "no kill meets a replay: the test would show nothing");
        let mut lines = vec!["producer,category,channel,amount".to_owned()];
        for (index, (producer, category, channel)) in self.cells().enumerate() {
            lines.push(format!("{producer},{category},{channel},{}", self.rounds * 1000 + index));
        }
        let file = self.laptop.home().join("round.csv");
        std::fs::write(&file, lines.join("\n")).expect("a file");
        let imported = self
            .laptop
            .done(&["import", file.to_str().expect("UTF-8"), "--month", "2566-02"])
            .await;
        assert_eq!(imported["queued"], EDITS, "shown as saved");
    }

    fn cells(&self) -> impl Iterator<Item = (&String, &str, &str)> {
        let cells = self.producers.iter().flat_map(|producer| {
            CATEGORIES
                .into_iter()
                .flat_map(move |category| CHANNELS.into_iter().map(move |channel| (producer, category, channel)))
        });
        cells.take(EDITS)
    }

    /// Starts a replay and waits for a moment somewhere in it.
    async fn replay_up_to_some_moment(&mut self) -> Running {
        let running = Running::start(self.laptop.command(&["sync"]));
        let moment = self.undisturbed.mul_f64(self.dice.random_range(0.0..1.0));
        // The one place where a duration is what is meant: a kill at any moment.
        tokio::time::sleep(moment).await;
        running
    }

    fn count_hit(&mut self, replay: &mut Running) {
        self.hits += usize::from(!replay.has_ended());
    }

    /// Everything recorded stands there exactly once.
    async fn nothing_is_lost_or_doubled(&self) {
        let rounds = self.rounds;
        let cells = "FROM cell WHERE district = '2706' AND month = '2023-02-01'";
        let versions = self
            .database
            .value(&format!("SELECT count(*) || ' ' || min(version) || ' ' || max(version) {cells}"))
            .await;
        assert_eq!(versions, format!("{EDITS} {rounds} {rounds}"));
        let expected: usize = (0..EDITS).map(|index| rounds * 1000 + index).sum();
        assert_eq!(
            self.database.value(&format!("SELECT sum(amount)::int {cells}")).await,
            expected.to_string()
        );
        let applied = self
            .database
            .value("SELECT count(*) FROM operation WHERE outcome = 'APPLIED'")
            .await;
        assert_eq!(applied, (EDITS * rounds).to_string());
    }

    async fn the_checker_agrees(&self) {
        let verified = server_command(&self.database, &["verify"]).await;
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        println!(
            "{KILLS} kills met a replay under way, {} came after its end",
            self.rounds - 1 - KILLS
        );
    }
}

#[allow(clippy::disallowed_methods, reason = "the length of a replay is real time")]
fn now() -> Instant {
    Instant::now()
}

#[tokio::test]
async fn a_killed_laptop_goes_on_where_it_was() {
    let mut field = Field::open().await;
    while field.hits < KILLS {
        field.record().await;
        let mut replay = field.replay_up_to_some_moment().await;
        field.count_hit(&mut replay);
        replay.kill();
        field.laptop.done(&["sync"]).await;
        field.nothing_is_lost_or_doubled().await;
    }
    field.the_checker_agrees().await;
}

#[tokio::test]
async fn a_killed_server_is_told_again() {
    let mut field = Field::open().await;
    while field.hits < KILLS {
        field.record().await;
        let mut replay = field.replay_up_to_some_moment().await;
        field.count_hit(&mut replay);
        field.server.kill();
        replay.end().await;
        field.server.start_again().await;
        field.laptop.done(&["sync"]).await;
        field.nothing_is_lost_or_doubled().await;
    }
    field.the_checker_agrees().await;
}
