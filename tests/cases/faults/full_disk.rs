//! R12, the server's half: the disk of the private PostgreSQL is full. Loud, nothing half-saved, and it recovers by itself.

use kit::checker::{as_recorded, converge, judge, server};
use kit::client::PASSWORD;
use kit::laptop::Laptop;
use kit::process::{Running, free_port, program, ready};
use kit::small_disk::SmallDisk;
use kit::table::{Row, Tally};
use kit::wait::until;
use kit::{Database, size};
use otop_sync::plan::PATIENCE_ALONE;

/// Room for a cluster with a small demonstration, and a little more.
const KIBIBYTES: usize = 192 * 1024;
const CHANNELS: [&str; 7] = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER", "UNSPECIFIED"];

/// A server whose data folder lies on a small disk, and a laptop.
struct Cellar {
    disk: SmallDisk,
    running: Running,
    database: Database,
    laptop: Laptop,
    producers: Vec<String>,
    rounds: usize,
}

impl Cellar {
    async fn open() -> Self {
        let disk = SmallDisk::of(KIBIBYTES);
        let address = format!("127.0.0.1:{}", free_port());
        let mut command = disk.command(program("otop-server"));
        command
            .arg("--data-dir")
            .arg(disk.folder())
            .args(["demo", "--producers", "54", "--months", "4"]);
        command.args(["--listen", &address]);
        command.env("OTOP_DEMO_PASSWORD", PASSWORD).env("OTOP_LOG", "warn");
        let mut running = Running::start(command);
        let address = format!("http://{address}");
        ready(&address, &mut running).await;
        let database = Database::elsewhere(disk.database());
        database.at("2023-02-27T09:00").await;
        let laptop = Laptop::sign_in(&address, "entry.2706").await;
        let producers = database.producers("2706").await;
        Self {
            disk,
            running,
            database,
            laptop,
            producers,
            rounds: 0,
        }
    }

    /// Records every cell of some producers anew.
    async fn record(&mut self) {
        self.rounds += 1;
        let mut lines = vec!["producer,category,channel,amount".to_owned()];
        for producer in &self.producers {
            lines.extend(CHANNELS.map(|channel| format!("{producer},FOOD,{channel},{}.00", self.rounds)));
        }
        let file = self.laptop.home().join("round.csv");
        std::fs::write(&file, lines.join("\n")).expect("a file");
        self.laptop
            .done(&["import", file.to_str().expect("UTF-8"), "--month", "2566-02"])
            .await;
    }

    /// Works until the server says that it cannot, and then for as long as a laptop would blame an edit of its own.
    async fn until_refused(&mut self) {
        until("the full disk to be told", async || {
            self.record().await;
            let told = self.laptop.run(&["sync"]).await;
            (told.code == 3).then_some(())
        })
        .await;
        for _ in 0..PATIENCE_ALONE {
            self.laptop.run(&["sync"]).await;
        }
    }

    /// Everything that does not hold once there is room again.
    async fn recovered(&self) -> Tally {
        converge(&self.database, &self.laptop).await;
        let mut found = judge(&self.database, &[&self.laptop]).await;
        found += as_recorded(&self.database, &self.laptop).await;
        let listed = self.laptop.done(&["attention", "list"]).await;
        found.wrong += listed["attention"].as_array().map_or(1, Vec::len);
        found
    }

    async fn end(self) {
        self.running.stop().await;
    }
}

#[tokio::test]
async fn a_full_disk_of_the_server_saves_nothing_by_halves() {
    let mut row = Row::begin("R12", "server's disk full", 0);
    for _ in 0..size::of(1, 5) {
        let mut cellar = Cellar::open().await;
        cellar.disk.fill();
        cellar.until_refused().await;
        row.add(0, server(&cellar.database).await);
        cellar.disk.empty();
        row.add(1, cellar.recovered().await);
        cellar.end().await;
    }
    row.control(believing().await);
    row.report();
}

/// A control: a laptop that takes the refusal for an answer.
async fn believing() -> Tally {
    let mut cellar = Cellar::open().await;
    cellar.disk.fill();
    cellar.until_refused().await;
    cellar.laptop.doctor(include_str!("believing.sql"));
    cellar.disk.empty();
    let found = cellar.recovered().await;
    cellar.end().await;
    found
}
