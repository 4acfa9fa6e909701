//! A laptop before a model server, and what a person does at it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use otop_schema::{Amount, Category};
use otop_sync::{
    Laptop,
    attention::{Side, Value},
    carrier::Carrier,
    enter::CellEdit,
    remote::Remote,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tempfile::TempDir;

/// The month everybody works on.
pub const MONTH: &str = "2023-02";
/// The producers of the district; few, so that people meet at their cells.
pub const PRODUCERS: [&str; 3] = ["1001", "1002", "1003"];

/// The address of the model server.
pub const ADDRESS: &str = "http://model.example";

/// One laptop's folder, with a person at it.
pub struct Desk {
    /// Who sits there.
    pub person: &'static str,
    /// The ids of the operations that were shown as saved.
    pub saved: Vec<String>,
    home: TempDir,
}

impl Desk {
    /// A new laptop. Its file lies in memory where there is such a place: that disks keep what they are told is proved elsewhere.
    pub fn new(person: &'static str) -> Self {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let home = tempfile::Builder::new().prefix("otop-desk-").tempdir_in(place).expect("a folder");
        Self {
            person,
            saved: Vec::new(),
            home,
        }
    }

    /// Its folder.
    pub fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// A program on this laptop.
    pub fn program(&self, carrier: Arc<dyn Carrier>, seed: u64) -> Laptop {
        program(self.home.path(), carrier, seed)
    }

    /// Signs its person in and reads what the server knows.
    pub async fn sign_in(&self, laptop: &mut Laptop) {
        laptop.login(ADDRESS, self.person, "-", false).await.expect("signed in");
        laptop.pull().await.expect("read");
    }

    /// Records a figure; an amount of 0 removes the cell.
    pub fn enter(&mut self, laptop: &mut Laptop, producer: usize, amount: u8) {
        let entered = laptop.enter_cell(&figure(producer, amount)).expect("saved");
        self.saved.extend(entered.operation_id);
    }

    /// Decides the first thing that needs a person.
    pub fn decide(&mut self, laptop: &mut Laptop, how: u8) {
        let Some(item) = laptop.attention().expect("a list").into_iter().next() else {
            return;
        };
        match how % 3 {
            0 => laptop.take(&item, Side::Offered),
            1 => laptop.take(&item, Side::Recorded),
            _ => laptop.take_other(&item, Value::Amount(Amount::parse("77").ok())),
        }
        .expect("decided");
    }
}

/// A program on the laptop of a folder, with its own way to the server and its own dice.
pub fn program(home: &Path, carrier: Arc<dyn Carrier>, seed: u64) -> Laptop {
    let mut laptop = Laptop::open(home).expect("the file opens");
    laptop.reach(Remote::over(ADDRESS, carrier).expect("an address"));
    let mut dice = StdRng::seed_from_u64(seed);
    laptop.draw = Box::new(move || dice.random());
    laptop
}

fn figure(producer: usize, amount: u8) -> CellEdit {
    CellEdit {
        producer: PRODUCERS[producer].to_owned(),
        month: MONTH.parse().expect("a month"),
        category: Category::Food,
        channel: "SHOP".to_owned(),
        amount: (amount > 0).then(|| Amount::parse(&amount.to_string()).expect("an amount")),
        note: None,
    }
}
