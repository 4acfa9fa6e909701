//! Files: the server is killed between file and row, before its commit, after it, and at any moment of a sending. No row is without its
//! file, and what is sent again is kept.

use std::path::Path;

use kit::chance::{dice_of, seed};
use kit::process::Server;
use kit::table::{Row, Tally};
use kit::wait::until;
use kit::{Database, Person, scan, size};
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::json;
use uuid::Uuid;

/// Where a server dies while it takes a file.
const POINTS: [&str; 3] = ["between-file-and-row=return", "before-commit=return", "after-commit=return"];

struct Shelf {
    database: Database,
    server: Server,
    entry: Person,
    dice: StdRng,
    producer: String,
    rounds: usize,
}

impl Shelf {
    async fn open(seed: u64) -> Self {
        let database = Database::demonstration().await;
        // The day before the first reminder of the month: a server that starts has nothing of its own to commit.
        database.at("2023-02-27T09:00").await;
        let server = Server::start(&database, None).await;
        database.is_open("2023-02-01").await;
        let entry = Person::sign_in(&server.address, "entry.2701").await;
        Self {
            producer: database.producers("2701").await.remove(0),
            database,
            server,
            entry,
            dice: dice_of(seed),
            rounds: 0,
        }
    }

    fn next(&mut self) -> Vec<u8> {
        self.rounds += 1;
        scan::pdf(&format!("round {}", self.rounds), self.dice.random_range(100..300_000))
    }

    /// Dies at a point, or at some moment of the sending.
    async fn killed(&mut self, bytes: &[u8]) {
        let name = scan::name(bytes);
        match POINTS.get(self.rounds % (POINTS.len() + 1)) {
            Some(point) => {
                self.server.start_to_die(point).await;
                self.entry.put_file(&name, None, bytes.to_vec()).await.ok();
                until("the server to die", async || self.server.has_died().then_some(())).await;
            }
            None => {
                let sending = self.entry.put_file(&name, None, bytes.to_vec());
                let moment = std::time::Duration::from_micros(self.dice.random_range(0..20_000));
                // The one place where a duration is what is meant: a kill at any moment.
                tokio::time::timeout(moment, sending).await.ok();
                self.server.kill();
            }
        }
        self.server.start_again().await;
    }

    /// Rows whose file is not there, or is another one.
    async fn without_file(&self) -> usize {
        let rows = self.database.column("SELECT sha256 FROM file").await;
        rows.iter().filter(|name| !holds(self.server.files(), name)).count()
    }

    /// One kill, and what it left.
    async fn round(&mut self) -> Tally {
        let bytes = self.next();
        self.killed(&bytes).await;
        let wrong = self.without_file().await;
        let kept = self.sent_again(bytes).await;
        Tally {
            wrong,
            lost: usize::from(!kept),
            ..Tally::default()
        }
    }

    /// Whether the file can be sent again and attached; a token does not live as long as five hundred kills.
    async fn sent_again(&mut self, bytes: Vec<u8>) -> bool {
        self.entry = Person::sign_in(&self.server.address, "entry.2701").await;
        let name = scan::name(&bytes);
        let again = self.entry.put_file(&name, None, bytes).await.expect("the server answers");
        let input = json!({ "id": Uuid::now_v7(), "producerId": self.producer, "month": "2023-02", "kind": "PHOTO", "reference": "-",
            "keptAt": "-", "seenOn": "2023-02-27", "sha256": name });
        let document = "mutation ($input: RecordEvidenceInput!) { recordEvidence(input: $input) { id } }";
        let recorded = self.entry.ask_with(document, json!({ "input": input })).await;
        again.0 == 201 && recorded.code() == "-"
    }
}

/// Whether a file lies in its place with the bytes it is named by.
fn holds(folder: &Path, name: &str) -> bool {
    let bytes = std::fs::read(folder.join("kept").join(&name[..2]).join(name));
    bytes.is_ok_and(|bytes| scan::name(&bytes) == *name)
}

#[tokio::test]
async fn no_row_is_without_its_file() {
    let seed = seed();
    let mut row = Row::begin("S11", "evidence: kill -9 between file and row", seed);
    let mut shelf = Shelf::open(seed).await;
    while row.runs() < size::of(4, 500) {
        let counted = shelf.round().await;
        row.add(1, counted);
    }
    // The control: the row is written and the file is not.
    shelf.server.start_with("file-not-put=return").await;
    let bytes = shelf.next();
    shelf.entry.keep_file(bytes).await;
    let wrong = shelf.without_file().await;
    row.control(Tally { wrong, ..Tally::default() });
    row.report();
}
