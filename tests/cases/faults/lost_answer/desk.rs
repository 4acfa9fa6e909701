//! A laptop that sends batches of three, and the two lines that may break under it.

use kit::Database;
use kit::checker::{as_recorded, converge, judge};
use kit::client::secure;
use kit::laptop::Laptop;
use kit::node::Node;
use kit::proxy::{Direction, Proxy, Weather};
use kit::table::Tally;
use kit::wait::until;
use otop_schema::{Amount, Category, Month};
use otop_server::feed::Bell;
use otop_sync::enter::CellEdit;

/// Which line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    BeforeNode,
    BeforeDatabase,
}

/// Both lines have a proxy; one of them is cut.
pub struct Lines {
    pub database: Database,
    pub node: Proxy,
    inside: Proxy,
    place: Place,
    _node: Node,
}

impl Lines {
    pub async fn open(place: Place, seed: u64) -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let inside = Proxy::before_database(&database, seed).await;
        let _node = Node::over(&inside.database_url(&database), Bell::local()).await;
        let node = Proxy::before_server(&_node.server, seed).await;
        Self {
            database,
            node,
            inside,
            place,
            _node,
        }
    }

    /// The line that breaks.
    pub fn weak(&self) -> &Proxy {
        match self.place {
            Place::BeforeNode => &self.node,
            Place::BeforeDatabase => &self.inside,
        }
    }
}

pub struct Desk {
    lines: Lines,
    laptop: Laptop,
    /// The laptop's own library on the laptop's file: thousands of programs would take longer to start than to send.
    hand: otop_sync::Laptop,
    producers: Vec<String>,
    rounds: u32,
}

impl Desk {
    pub async fn open(place: Place, seed: u64) -> Self {
        secure();
        let lines = Lines::open(place, seed).await;
        let laptop = Laptop::sign_in(&lines.node.address(), "entry.2706").await;
        let mut hand = otop_sync::Laptop::open(laptop.home()).expect("its file");
        hand.patience = 0;
        let producers = lines.database.producers("2706").await;
        let mut desk = Self {
            lines,
            laptop,
            hand,
            producers,
            rounds: 0,
        };
        desk.record();
        desk.say_again().await;
        desk
    }

    /// A figure, the same corrected, and another.
    fn record(&mut self) {
        self.rounds += 1;
        for (producer, satang) in [(0, 0), (0, 1), (1, 0)] {
            let edit = self.edit(producer, satang);
            let entered = self.hand.enter_cell(&edit).expect("it is recorded");
            assert!(entered.operation_id.is_some(), "shown as saved");
            self.laptop.note_saved(1);
        }
    }

    fn edit(&self, producer: usize, satang: u32) -> CellEdit {
        CellEdit {
            producer: self.producers[producer].clone(),
            month: "2023-02".parse::<Month>().expect("a month"),
            category: Category::Food,
            channel: "SHOP".to_owned(),
            amount: Some(Amount::parse(&format!("{}.0{satang}", self.rounds)).expect("an amount")),
            note: None,
        }
    }

    /// The bytes a batch takes in a direction when nothing breaks.
    pub async fn bytes(&mut self, direction: Direction) -> u64 {
        self.record();
        self.lines.weak().weather(Weather::default());
        self.say_again().await;
        self.lines.weak().passed(direction)
    }

    /// The weather that breaks the line when the server has committed and its answer is not out.
    pub fn after_commit(&self) -> Weather {
        match self.lines.place {
            Place::BeforeNode => Weather::cut_after(Direction::Down, 0),
            Place::BeforeDatabase => Weather::cut_behind("COMMIT"),
        }
    }

    /// Sends three operations in some weather, after which it clears up.
    pub async fn send_and_cut(&mut self, weather: Weather) {
        self.record();
        self.lines.weak().weather(weather);
        self.hand.push().await.ok();
        self.lines.weak().weather(Weather::default());
    }

    /// Sends until nothing waits any more, and holds the figures against what was recorded.
    pub async fn say_again(&mut self) -> Tally {
        let person = self.hand.store.signed_in().expect("somebody").person;
        until("everything to be sent", async || {
            self.hand.push().await.ok()?;
            self.hand.ready(&person).expect("its file").is_empty().then_some(())
        })
        .await;
        as_recorded(&self.lines.database, &self.laptop).await
    }

    /// A laptop that makes new ids.
    pub fn forget_ids(&self) {
        self.laptop.doctor(include_str!("../new_ids.sql"));
    }

    /// What the checker says, after the laptop has read what it wrote.
    pub async fn verdict(&mut self) -> Tally {
        converge(&self.lines.database, &self.laptop).await;
        judge(&self.lines.database, &[&self.laptop]).await
    }
}
