//! A laptop that records the same cells anew in every round, behind a server that reaches PostgreSQL by a proxy.

use std::time::Duration;

use kit::Database;
use kit::chance::dice_of;
use kit::checker::{as_recorded, converge, judge};
use kit::laptop::Laptop;
use kit::process::{Running, Server};
use kit::proxy::{Proxy, Target};
use kit::table::Tally;
use kit::wait::until;
use rand::RngExt;
use rand::rngs::StdRng;
use tokio::time::Instant;

/// Cells of a round; a third of them are corrected in the same round.
const CELLS: usize = 60;

/// Where a laptop may die: before something is on the disk, with an answer in hand, after it wrote the answer down.
pub const POINTS_OF_LAPTOP: [&str; 4] = [
    "before-save=return",
    "before-save=2*off->return",
    "after-answer=return",
    "between-batches=return",
];
/// Where a server may die: before a commit, after it and before the answer, after the answer.
pub const POINTS_OF_SERVER: [&str; 3] = ["before-commit=return", "after-commit=return", "after-answer=return"];

const CATEGORIES: [&str; 5] = ["FOOD", "BEVERAGE", "TEXTILE", "HOUSEWARE", "HERB"];
const CHANNELS: [&str; 7] = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER", "UNSPECIFIED"];

pub struct Field {
    pub laptop: Laptop,
    database: Database,
    line: Proxy,
    server: Server,
    producers: Vec<String>,
    dice: StdRng,
    pub rounds: usize,
    /// How long a replay takes when nobody is killed.
    undisturbed: Duration,
}

impl Field {
    pub async fn open(database: Database, seed: u64) -> Self {
        database.at("2023-02-27T09:00").await;
        let line = Proxy::before_database(&database, seed).await;
        let server = Server::over(line.database_url(&database)).await;
        // A server opens the month for the whole nation first: what it is to die at later is not that.
        database.is_open("2023-02-01").await;
        let laptop = Laptop::sign_in(&server.address, "entry.2706").await;
        let producers = database.producers("2706").await;
        let mut field = Self {
            laptop,
            database,
            line,
            server,
            producers,
            dice: dice_of(seed),
            rounds: 0,
            undisturbed: Duration::ZERO,
        };
        field.record().await;
        let begun = Instant::now();
        field.laptop.done(&["sync"]).await;
        field.undisturbed = begun.elapsed();
        field
    }

    /// Records every cell anew, offline, and corrects some of them.
    pub async fn record(&mut self) {
        self.rounds += 1;
        self.import(CELLS, 0).await;
        self.import(CELLS / 3, 1).await;
    }

    async fn import(&self, cells: usize, satang: usize) {
        let mut lines = vec!["producer,category,channel,amount".to_owned()];
        for (index, (producer, category, channel)) in self.cells().take(cells).enumerate() {
            lines.push(format!("{producer},{category},{channel},{}.0{satang}", self.rounds * 1000 + index));
        }
        let file = self.laptop.home().join("round.csv");
        std::fs::write(&file, lines.join("\n")).expect("a file");
        let arguments = ["import", file.to_str().expect("UTF-8"), "--month", "2566-02"];
        assert_eq!(self.laptop.done(&arguments).await["queued"], cells, "shown as saved");
    }

    fn cells(&self) -> impl Iterator<Item = (&String, &str, &str)> {
        self.producers.iter().flat_map(|producer| {
            CATEGORIES
                .into_iter()
                .flat_map(move |category| CHANNELS.into_iter().map(move |channel| (producer, category, channel)))
        })
    }

    /// Starts a replay and waits for a moment somewhere in it; none when it has ended by then.
    async fn replay_up_to_some_moment(&mut self) -> Option<Running> {
        let mut running = Running::start(self.laptop.command(&["sync"]));
        let moment = self.undisturbed.mul_f64(self.dice.random_range(0.0..1.0));
        // The one place where a duration is what is meant: a kill at any moment.
        tokio::time::sleep(moment).await;
        (!running.has_ended()).then_some(running)
    }

    /// Whether a replay was met, as with every kill at some moment.
    pub async fn kill_laptop_at_some_moment(&mut self) -> bool {
        let replay = self.replay_up_to_some_moment().await;
        replay.map(|mut replay| replay.kill()).is_some()
    }

    pub async fn kill_server_at_some_moment(&mut self) -> bool {
        let Some(mut replay) = self.replay_up_to_some_moment().await else {
            return false;
        };
        self.server.kill();
        replay.end().await;
        self.server.start_again().await;
        true
    }

    /// The server dies at a fail point of the replay's first writes.
    pub async fn kill_server_at(&mut self, point: &str) -> bool {
        self.server.start_to_die(point).await;
        self.laptop.run(&["sync"]).await;
        until("the server to die", async || self.server.has_died().then_some(())).await;
        self.server.start_again().await;
        true
    }

    pub async fn kill_database_at_some_moment(&mut self) -> bool {
        let Some(mut replay) = self.replay_up_to_some_moment().await else {
            return false;
        };
        self.kill_database().await;
        replay.end().await;
        true
    }

    /// PostgreSQL is killed and comes back; the server finds it by itself.
    pub async fn kill_database(&mut self) {
        self.database.cluster().kill().await;
        self.line.cut();
        self.database.cluster().start_again();
        self.line.aim(Target::Socket(self.database.socket()));
    }

    /// A control: the server does not know again what it had taken.
    pub async fn with_a_forgetful_server(&self) -> Tally {
        self.database.run("DELETE FROM operation").await;
        self.is_as_recorded().await
    }

    /// After the replay has gone on to its end.
    pub async fn is_as_recorded(&self) -> Tally {
        converge(&self.database, &self.laptop).await;
        as_recorded(&self.database, &self.laptop).await
    }

    /// What the checker says of all of it.
    pub async fn verdict(&self) -> Tally {
        judge(&self.database, &[&self.laptop]).await
    }
}
