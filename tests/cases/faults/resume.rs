//! R8: Redis gone, a node killed, sockets cut. Who follows goes on from the cursor at another node: nothing missed, nothing twice;
//! and a laptop that watches has read everything.

use kit::chance::{dice_of, seed};
use kit::checker::judge;
use kit::device::{Cell, Device};
use kit::follower::{Follower, Resume};
use kit::laptop::Laptop;
use kit::process::{Running, Server};
use kit::proxy::Proxy;
use kit::redis::Redis;
use kit::table::{Row, Tally};
use kit::wait::{eventually, until};
use kit::{Database, Person, size};
use rand::RngExt;
use rand::rngs::StdRng;

/// Two nodes with one Redis, each behind a line; one who writes, several who follow.
struct Province {
    database: Database,
    nodes: [Server; 2],
    lines: [Proxy; 2],
    redis: Option<Redis>,
    entry: Device,
    cell: Cell,
    written: i32,
    dice: StdRng,
}

impl Province {
    async fn open(seed: u64) -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let redis = Redis::start().await;
        let nodes = [
            Server::start(&database, Some(&redis)).await,
            Server::start(&database, Some(&redis)).await,
        ];
        let lines = [
            Proxy::before_server(&nodes[0].address, seed).await,
            Proxy::before_server(&nodes[1].address, seed).await,
        ];
        let entry = Device::of(&Person::sign_in(&nodes[0].address, "entry.2706").await);
        let cell = Cell::food(&database.producers("2706").await[0]);
        let (redis, dice) = (Some(redis), dice_of(seed));
        Self {
            database,
            nodes,
            lines,
            redis,
            entry,
            cell,
            written: 0,
            dice,
        }
    }

    fn addresses(&self) -> [String; 2] {
        [self.lines[0].address(), self.lines[1].address()]
    }

    async fn follower(&self, resume: Resume) -> Follower {
        let officer = Person::sign_in(&self.nodes[0].address, "officer.2706").await;
        Follower::of(&officer, "2706", &self.addresses(), resume).await
    }

    /// Writes one figure anew, at whichever node takes it: one event.
    async fn write(&mut self) {
        let amount = format!("{}.00", self.written + 1);
        let operation = [self.entry.enter(&self.cell, Some(&amount), self.written)];
        let nodes = self.nodes.each_ref().map(|node| node.address.clone());
        let mut places = nodes.iter().cycle();
        let results = until("a node to take it", async || {
            self.entry.move_to(places.next()?);
            self.entry.attempt(&operation).await.ok()
        })
        .await;
        assert_eq!(results[0]["outcome"], "APPLIED", "{results:?}");
        self.written += 1;
    }

    /// One fault, with writing before, during and after it.
    async fn suffer(&mut self) {
        self.write().await;
        let node = self.dice.random_range(0..2);
        match self.dice.random_range(0..3) {
            0 => self.lines.iter().for_each(Proxy::cut),
            1 => {
                self.nodes[node].kill();
                self.write().await;
                self.nodes[node].start_again().await;
            }
            _ => {
                let port = self.redis.take().map(Redis::kill).expect("it runs");
                self.write().await;
                self.redis = Some(Redis::start_at(port).await);
            }
        }
        self.write().await;
    }

    fn written(&self) -> usize {
        usize::try_from(self.written).expect("not negative")
    }

    /// What is missing on a laptop that watches, a minute after the last fault.
    async fn watched(&self, laptop: &Laptop, _watching: Running) -> Tally {
        eventually(async || judge(&self.database, &[laptop]).await.is_clean().then_some(())).await;
        judge(&self.database, &[laptop]).await
    }
}

#[tokio::test]
async fn who_follows_goes_on_from_the_cursor() {
    let seed = seed();
    let mut row = Row::begin("R8", "Redis gone, node killed, sockets cut", seed);
    let mut province = Province::open(seed).await;
    let laptop = Laptop::sign_in(&province.lines[0].address(), "entry.2706").await;
    let watching = laptop.watch();
    let followers = [province.follower(Resume::ByCursor).await, province.follower(Resume::ByCursor).await];
    let forgetful = province.follower(Resume::FromNow).await;
    for _ in 0..size::of(5, 100) {
        province.suffer().await;
        row.add(1, Tally::default());
    }
    for follower in &followers {
        row.add(0, follower.heard(province.written()).await);
    }
    row.add(0, province.watched(&laptop, watching).await);
    row.control(forgetful.heard_so_far(province.written()));
    row.report();
}
