//! R13: SIGTERM under load: what a node has taken it answers, sockets are closed with 1012 and resumed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kit::chance::seed;
use kit::checker::server;
use kit::device::{Cell, Device};
use kit::follower::{Follower, Resume};
use kit::process::Server;
use kit::table::{Row, Tally};
use kit::wait::until;
use kit::{Database, Person, size};
use tokio_util::sync::CancellationToken;

/// Close code "service restart" (RFC 6455's registry).
const RESTART: u16 = 1012;
const WRITERS: usize = 4;

/// A node under load.
struct Load {
    database: Database,
    node: Server,
    counted: Arc<Counted>,
    followers: Vec<Follower>,
    stop: CancellationToken,
    writers: Vec<tokio::task::JoinHandle<()>>,
}

#[derive(Default)]
struct Counted {
    written: AtomicUsize,
    /// Refused, broken, or done without its answer arriving.
    failed: AtomicUsize,
}

impl Load {
    async fn begin() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Server::start(&database, None).await;
        let officer = Person::sign_in(&node.address, "officer.2706").await;
        let place = [node.address.clone()];
        let mut load = Self {
            database,
            node,
            counted: Arc::default(),
            followers: Vec::new(),
            stop: CancellationToken::new(),
            writers: Vec::new(),
        };
        for _ in 0..3 {
            load.followers.push(Follower::of(&officer, "2706", &place, Resume::ByCursor).await);
        }
        for producer in load.database.producers("2706").await.into_iter().take(WRITERS) {
            let device = Device::of(&Person::sign_in(&load.node.address, "entry.2706").await);
            load.writers.push(tokio::spawn(write(
                device,
                Cell::food(&producer),
                load.counted.clone(),
                load.stop.clone(),
            )));
        }
        load
    }

    async fn some_writes(&self) {
        let before = self.written();
        until("writes", async || (self.written() >= before + 10).then_some(())).await;
    }

    fn written(&self) -> usize {
        self.counted.written.load(Ordering::SeqCst)
    }

    /// The node ends in order and starts again.
    async fn restart(&mut self) -> Tally {
        self.some_writes().await;
        let code = self.node.stop().await;
        self.node.start_again().await;
        Tally {
            wrong: usize::from(code != Some(0)),
            ..Tally::default()
        }
    }

    /// A control: it is killed.
    async fn crash(&mut self) {
        self.some_writes().await;
        self.node.kill();
        self.node.start_again().await;
    }

    /// After the last write: failed writes, sockets that just ended, events missed.
    async fn verdict(mut self) -> Tally {
        self.some_writes().await;
        self.stop.cancel();
        for writer in self.writers.drain(..) {
            writer.await.expect("a writer ends in order");
        }
        let mut found = server(&self.database).await;
        found.wrong += self.counted.failed.load(Ordering::SeqCst);
        for follower in &self.followers {
            found += follower.heard(self.written()).await;
            found.wrong += follower.closings().into_iter().filter(|code| *code != RESTART).count();
        }
        found
    }
}

/// Writes one cell again and again until told to stop; what got no answer is said again.
async fn write(mut device: Device, cell: Cell, counted: Arc<Counted>, stop: CancellationToken) {
    let mut version = 0;
    while !stop.is_cancelled() {
        let operation = [device.enter(&cell, Some(&format!("{}.00", version + 1)), version)];
        let failed = say_until_done(&device, &operation).await;
        counted.failed.fetch_add(failed, Ordering::SeqCst);
        counted.written.fetch_add(1, Ordering::SeqCst);
        version += 1;
    }
}

/// How many times the node failed on it: by an error, or by doing it and not answering. A node that is not there did not fail.
async fn say_until_done(device: &Device, operation: &[serde_json::Value]) -> usize {
    let mut failed = 0;
    loop {
        match device.attempt(operation).await {
            Ok(results) => return failed + usize::from(results[0]["outcome"] != "APPLIED" || results[0]["replayed"] == true),
            Err(answer) => failed += usize::from(answer.is_some()),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_restart_fails_no_write_and_closes_sockets_in_order() {
    let mut row = Row::begin("R13", "graceful restart under load", seed());
    let mut load = Load::begin().await;
    for _ in 0..size::of(2, 20) {
        row.add(1, load.restart().await);
    }
    row.add(0, load.verdict().await);
    let mut load = Load::begin().await;
    load.crash().await;
    row.control(load.verdict().await);
    row.report();
}
