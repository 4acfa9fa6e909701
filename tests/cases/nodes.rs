//! Several nodes, one book: what is written at one is heard at the other, by Redis at once, without it by the poll.

use kit::device::{Cell, Device};
use kit::process::Server;
use kit::redis::Redis;
use kit::{Database, Person, Socket};
use serde_json::Value;

const FOLLOW: &str = "subscription { reportChanged(area: \"2706\") { kind report { id status } } }";

/// An entry officer at node A, and a socket of the CD officer at node B that has heard its greeting.
struct Two {
    database: Database,
    nodes: [Server; 2],
    entry: Device,
    follower: Socket,
    written: usize,
}

impl Two {
    async fn start(redis: Option<&Redis>) -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let nodes = [Server::start(&database, redis).await, Server::start(&database, redis).await];
        let entry = Device::of(&Person::sign_in(&nodes[0].address, "entry.2706").await);
        let officer = Person::sign_in(&nodes[1].address, "officer.2706").await;
        let mut follower = Socket::follow(&officer, FOLLOW).await;
        assert_eq!(follower.next().await["reportChanged"]["kind"], "HELLO");
        Self {
            database,
            nodes,
            entry,
            follower,
            written: 0,
        }
    }

    /// Writes one figure at A.
    async fn write(&mut self) {
        let producer = self.database.producers("2706").await.remove(self.written);
        self.written += 1;
        let operation = self.entry.enter(&Cell::food(&producer), Some("10.00"), 0);
        assert_eq!(self.entry.push(&[operation]).await[0]["outcome"], "APPLIED");
    }

    /// Hears of it at B.
    async fn hear(&mut self) -> Value {
        self.follower.next().await["reportChanged"].clone()
    }

    async fn write_and_hear(&mut self) {
        self.write().await;
        let event = self.hear().await;
        assert_eq!((&event["kind"], &event["report"]["id"]), (&"ENTRY".into(), &"2706:2023-02".into()));
    }
}

#[tokio::test]
async fn what_one_node_writes_the_other_hears() {
    let redis = Redis::start().await;
    let mut two = Two::start(Some(&redis)).await;
    for _ in 0..3 {
        two.write_and_hear().await;
    }
}

#[tokio::test]
async fn without_redis_the_poll_brings_it() {
    let mut two = Two::start(None).await;
    two.write_and_hear().await;
    two.write_and_hear().await;
}

#[tokio::test]
async fn redis_may_go_and_come_back() {
    let redis = Redis::start().await;
    let mut two = Two::start(Some(&redis)).await;
    two.write_and_hear().await;
    let port = redis.kill();
    two.write_and_hear().await;
    let _redis = Redis::start_at(port).await;
    two.write_and_hear().await;
}

#[tokio::test]
async fn a_follower_goes_on_at_the_other_node_from_its_cursor() {
    let mut two = Two::start(None).await;
    let officer = Person::sign_in(&two.nodes[1].address, "officer.2706").await;
    let mut first = Socket::follow(&officer, "subscription { reportChanged(area: \"2706\") { kind cursor } }").await;
    let cursor = first.next().await["reportChanged"]["cursor"].as_str().expect("a cursor").to_owned();
    drop(first);
    two.write().await;
    two.write().await;
    let elsewhere = officer.at(&two.nodes[0].address);
    let document = format!("subscription {{ reportChanged(area: \"2706\", after: \"{cursor}\") {{ kind reset }} }}");
    let mut second = Socket::follow(&elsewhere, &document).await;
    for _ in 0..2 {
        let event = second.next().await["reportChanged"].clone();
        assert_eq!(event, serde_json::json!({ "kind": "ENTRY", "reset": false }));
    }
}
