//! R11: a backup is restored and has forgotten the work after it; the laptops offer theirs again, and nothing is missing.

use std::path::Path;

use kit::laptop::Laptop;
use kit::process::{Server, server_command};
use kit::table::{Row, Tally};
use kit::{Database, size};
use otop_server::verify::verdicts;

/// Two laptops of one district, and what was entered on them.
struct Offices {
    database: Database,
    server: Server,
    laptops: [Laptop; 2],
    producers: Vec<String>,
    entered: Vec<(String, &'static str, String)>,
}

impl Offices {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let server = Server::start(&database, None).await;
        let laptops = [
            Laptop::sign_in(&server.address, "entry.2706").await,
            Laptop::sign_in(&server.address, "entry2.2706").await,
        ];
        let producers = database.producers("2706").await;
        Self {
            database,
            server,
            laptops,
            producers,
            entered: Vec::new(),
        }
    }

    /// Each laptop enters figures of a category, three producers each.
    async fn enter(&mut self, category: &'static str) {
        for (index, producer) in self.producers.iter().enumerate().take(6) {
            let amount = format!("{}.25", 100 + self.entered.len());
            self.laptops[index % 2].enter(producer, category, "SHOP", &amount).await;
            self.entered.push((producer.clone(), category, amount));
        }
    }

    async fn sync(&self) {
        for laptop in &self.laptops {
            laptop.done(&["sync"]).await;
        }
    }

    /// Lost is what was entered and does not stand there; wrong and doubled is what the checker finds.
    async fn judged(&self) -> Tally {
        let mut tally = Tally::default();
        for (producer, category, amount) in &self.entered {
            let cell = format!(
                "SELECT count(*) FROM cell WHERE producer_id = '{producer}' AND category = '{category}' AND channel = 'SHOP' AND month = '2023-02-01' AND amount = {amount}"
            );
            tally.lost += usize::from(self.database.value(&cell).await == "0");
        }
        let checked = verdicts(&mut self.database.connect().await, &|_| {}).await.expect("the checks run");
        for verdict in checked {
            match verdict.promise {
                "I2" => tally.doubled += verdict.findings.len(),
                _ => tally.wrong += verdict.findings.len(),
            }
        }
        tally
    }
}

async fn told(database: &Database, arguments: &[&str]) {
    let output = server_command(database, arguments).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Work, backup, work, restore; what is missing then, and what is missing once the laptops met the server again.
async fn restored(file: &Path) -> (Tally, Tally) {
    let mut offices = Offices::open().await;
    let file = file.to_string_lossy();
    offices.enter("FOOD").await;
    offices.sync().await;
    told(&offices.database, &["backup", &file]).await;
    offices.enter("HERB").await;
    offices.sync().await;
    offices.enter("TEXTILE").await;
    offices.server.stop().await;
    told(&offices.database, &["restore", &file, "--replace"]).await;
    offices.database.at("2023-02-27T10:00").await;
    offices.server.start_again().await;
    let forgotten = offices.judged().await;
    offices.sync().await;
    offices.sync().await;
    (forgotten, offices.judged().await)
}

#[tokio::test]
async fn what_was_acknowledged_after_the_backup_comes_back() {
    let mut row = Row::begin("R11", "a restored backup", 0);
    for _ in 0..size::of(1, 10) {
        let folder = tempfile::tempdir().expect("a folder");
        let (forgotten, after) = restored(&folder.path().join("otop.dump")).await;
        row.control(forgotten);
        row.add(1, after);
    }
    row.report();
}
