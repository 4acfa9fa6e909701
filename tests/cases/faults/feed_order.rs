//! R5: the feed skips nothing, although a sequence is not commit order.

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use kit::chance::{dice_of, seed};
use kit::table::{Row, Tally};
use kit::{Database, size, wait};
use otop_schema::AreaCode;
use otop_server::clock;
use otop_server::feed::{self, NewEvent, Position};
use rand::RngExt;
use rand::rngs::StdRng;

/// A writer of one area: begins, appends an event, commits; each step when the dice say so.
struct Writer {
    connection: AsyncPgConnection,
    area: AreaCode,
    step: u8,
}

impl Writer {
    async fn new(database: &Database, area: &str) -> Self {
        Self {
            connection: database.connect().await,
            area: area.parse().expect("a code"),
            step: 0,
        }
    }

    async fn go_on(&mut self) {
        match self.step {
            0 => self.connection.batch_execute("BEGIN").await.expect("it begins"),
            1 => {
                let event = NewEvent::new("NOTED", &self.area, None, clock::now());
                feed::append(&self.connection, event).await.expect("it is written");
            }
            _ => self.connection.batch_execute("COMMIT").await.expect("it commits"),
        }
        self.step = (self.step + 1) % 3;
    }

    fn is_idle(&self) -> bool {
        self.step == 0
    }
}

/// Two who read as they go: ours by position below the horizon, the naive one by sequence.
struct Readers {
    connection: AsyncPgConnection,
    position: Position,
    read: Vec<Position>,
    seen_up_to: i64,
    naive: usize,
}

impl Readers {
    async fn new(database: &Database) -> Self {
        let mut connection = database.connect().await;
        let position = feed::end(&mut connection).await.expect("it answers");
        let seen_up_to = database
            .value("SELECT coalesce(max(seq), 0) FROM event")
            .await
            .parse()
            .expect("a number");
        Self {
            connection,
            position,
            read: Vec::new(),
            seen_up_to,
            naive: 0,
        }
    }

    async fn go_on(&mut self, database: &Database) {
        let events = feed::page(&mut self.connection, &[AreaCode::nation()], self.position, 3).await;
        for event in events.expect("it answers") {
            self.position = event.position;
            self.read.push(event.position);
        }
        let naive = format!("SELECT seq FROM event WHERE seq > {} ORDER BY seq LIMIT 3", self.seen_up_to);
        for seq in database.column(&naive).await {
            self.seen_up_to = seq.parse().expect("a number");
            self.naive += 1;
        }
    }
}

async fn interleaving(dice: &mut StdRng, database: &Database, writers: &mut [Writer; 2], readers: &mut Readers) {
    let mut steps = [3, 3];
    while steps != [0, 0] {
        match dice.random_range(0..3) {
            2 => readers.go_on(database).await,
            writer if steps[writer] > 0 => {
                steps[writer] -= 1;
                writers[writer].go_on().await;
            }
            _ => {}
        }
    }
    assert!(writers.iter().all(Writer::is_idle));
}

#[tokio::test]
async fn nothing_is_skipped_while_two_commit_out_of_order() {
    let seed = seed();
    let (mut dice, mut row) = (dice_of(seed), Row::begin("R5", "the feed skips nothing", seed));
    let database = Database::demonstration().await;
    let mut writers = [Writer::new(&database, "2701").await, Writer::new(&database, "2706").await];
    let mut readers = Readers::new(&database).await;
    let runs = size::of(60, 1_000);
    for _ in 0..runs {
        interleaving(&mut dice, &database, &mut writers, &mut readers).await;
    }
    let written = written(&database).await;
    let last = *written.last().expect("events");
    wait::until("the last event", async || {
        readers.go_on(&database).await;
        (readers.position >= last).then_some(())
    })
    .await;
    row.add(runs, judged(&written, &readers.read));
    let skipped = written.len() - readers.naive;
    row.control(Tally {
        lost: skipped,
        ..Tally::default()
    });
    row.report();
}

/// Where the writers' events stand, in order.
async fn written(database: &Database) -> Vec<Position> {
    let query = "SELECT concat_ws(' ', generation, tx, seq) FROM event WHERE kind = 'NOTED' ORDER BY generation, tx, seq";
    let number = |word: &str| word.parse().expect("a number");
    let position = |row: &String| match row.split(' ').map(number).collect::<Vec<i64>>()[..] {
        [generation, tx, seq] => Position {
            generation: generation as i32,
            tx,
            seq,
        },
        _ => panic!("no position: {row}"),
    };
    database.column(query).await.iter().map(position).collect()
}

fn judged(written: &[Position], read: &[Position]) -> Tally {
    let times = |position: &Position| read.iter().filter(|found| *found == position).count();
    Tally {
        lost: written.iter().filter(|position| times(position) == 0).count(),
        doubled: written.iter().filter(|position| times(position) > 1).count(),
        wrong: read.windows(2).filter(|pair| pair[0] >= pair[1]).count(),
    }
}
