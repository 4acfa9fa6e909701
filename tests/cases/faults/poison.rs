//! R10: the server breaks on one operation whenever it comes. Its neighbours flow; it is isolated and stands before a person.

use kit::chance::{dice_of, seed};
use kit::checker::{converge, judge};
use kit::device::{Cell, Device};
use kit::laptop::Laptop;
use kit::node::Node;
use kit::table::{Row, Tally};
use kit::{Database, size};
use rand::RngExt;

const EDITS: usize = 30;
/// An amount that nobody else enters.
const POISON: &str = "66.66";

/// PostgreSQL breaks on this amount.
const POISONED: &str = "
    CREATE FUNCTION break_on_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.amount = 66.66 THEN RAISE EXCEPTION 'poison'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER poison BEFORE INSERT ON operation FOR EACH ROW EXECUTE FUNCTION break_on_poison()";

/// A district whose server breaks on one amount.
struct Ward {
    database: Database,
    node: Node,
    producers: Vec<String>,
}

impl Ward {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        database.run(POISONED).await;
        let node = Node::start(&database).await;
        let producers = database.producers("2706").await;
        Self { database, node, producers }
    }

    fn cell(&self, edit: usize) -> Cell {
        let channel = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT"][edit / self.producers.len()];
        Cell {
            channel,
            ..Cell::food(&self.producers[edit % self.producers.len()])
        }
    }

    fn amount(edit: usize, poison: usize) -> String {
        if edit == poison { POISON.to_owned() } else { format!("{edit}.00") }
    }

    /// Records thirty edits on a laptop, one of them poison, and syncs as often as a patient person does.
    async fn work(&self, poison: usize) -> Tally {
        let laptop = Laptop::sign_in(&self.node.server, "entry.2706").await;
        for edit in 0..EDITS {
            let cell = self.cell(edit);
            laptop
                .enter(&cell.producer, cell.category, cell.channel, &Self::amount(edit, poison))
                .await;
        }
        let synced = laptop.run(&["sync"]).await;
        let listed = laptop.done(&["attention", "list"]).await;
        converge(&self.database, &laptop).await;
        let mut found = judge(&self.database, &[&laptop]).await;
        found.wrong += usize::from(synced.code != 4) + listed["attention"].as_array().map_or(0, Vec::len).abs_diff(1);
        found.wrong += self.not_applied().await;
        found
    }

    /// Neighbours of the poison that are not on the server.
    async fn not_applied(&self) -> usize {
        let applied = self
            .database
            .value("SELECT count(*) FROM cell WHERE district = '2706' AND month = '2023-02-01'")
            .await;
        (EDITS - 1).abs_diff(applied.parse().expect("a count"))
    }

    /// A control: a device that sends the same batch again and again.
    async fn insist(&self, poison: usize) -> Tally {
        let mut device = Device::of(&self.node.as_("entry.2706").await);
        let batch: Vec<_> = (0..EDITS)
            .map(|edit| device.enter(&self.cell(edit), Some(&Self::amount(edit, poison)), 0))
            .collect();
        for _ in 0..5 {
            device.attempt(&batch).await.ok();
        }
        Tally {
            wrong: self.not_applied().await,
            ..Tally::default()
        }
    }
}

#[tokio::test]
async fn neighbours_of_a_poisonous_operation_flow() {
    let seed = seed();
    let (mut row, mut dice) = (Row::begin("R10", "one poisonous operation", seed), dice_of(seed));
    for _ in 0..size::of(2, 20) {
        let ward = Ward::open().await;
        row.add(1, ward.work(dice.random_range(0..EDITS)).await);
    }
    let ward = Ward::open().await;
    row.control(ward.insist(dice.random_range(0..EDITS)).await);
    row.report();
}
