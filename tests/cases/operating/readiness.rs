//! `/readyz`: what is away is said, in a word, with the status that a balancer goes by.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use kit::chance;
use kit::client::http;
use kit::cluster::Cluster;
use kit::device::{Cell, Device};
use kit::node::Node;
use kit::proxy::{Proxy, Target};
use kit::redis::Redis;
use kit::wait::until;
use kit::{Database, Person};
use otop_server::app::App;
use otop_server::database;
use otop_server::feed::Bell;
use otop_server::http::Settings;
use serde_json::{Value, json};

/// What the node says: its status, and the body.
async fn told(node: &Node) -> (u16, Value) {
    let answer = http().get(format!("{}/readyz", node.server)).send().await.expect("an answer");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("a body");
    (status, serde_json::from_str(&text).expect("JSON"))
}

/// Waits until the node says so.
async fn says(node: &Node, status: u16, state: &str, part: &str, word: &str) {
    until(&format!("{state}, {part} {word}"), async || {
        let (found, body) = told(node).await;
        let is_so = found == status && body["state"] == state && body["parts"][part] == word;
        is_so.then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_whole_node_tells_its_parts_and_nothing_else() {
    let database = Database::migrated().await;
    let node = Node::start(&database).await;
    let parts = json!({
        "database": "ok", "migrations": "ok", "data": "ok", "pool": "ok", "feed": "ok", "redis": "none",
    });
    assert_eq!(told(&node).await, (200, json!({ "state": "READY", "parts": parts })));
}

#[tokio::test]
async fn without_the_database_it_is_not_ready_until_it_is_back() {
    let database = Database::on(Cluster::start(&[])).await;
    let line = Proxy::before_database(&database, chance::seed()).await;
    let node = Node::over(&line.database_url(&database), Bell::local()).await;
    says(&node, 200, "READY", "database", "ok").await;
    database.cluster().kill().await;
    line.cut();
    says(&node, 503, "NOT_READY", "database", "away").await;
    assert_eq!(told(&node).await.1["parts"]["migrations"], "unknown");
    database.cluster().start_again();
    line.aim(Target::Socket(database.socket()));
    says(&node, 200, "READY", "database", "ok").await;
}

#[tokio::test]
async fn a_node_that_is_still_being_filled_is_not_ready() {
    let database = Database::migrated().await;
    let pool = database::pool(&database.url(), 3).unwrap_or_else(|problem| panic!("{}", problem.english));
    let app = App::new(pool, Bell::local());
    let node = Node::unfilled(app.clone()).await;
    says(&node, 503, "NOT_READY", "data", "filling").await;
    app.mark_filled();
    says(&node, 200, "READY", "data", "ok").await;
}

#[tokio::test]
async fn without_redis_it_is_ready_and_says_so() {
    let database = Database::migrated().await;
    let redis = Redis::start().await;
    let bell = Bell::redis(&redis.url()).await.expect("Redis answers");
    let node = Node::with(&database, bell).await;
    says(&node, 200, "READY", "redis", "ok").await;
    let port = redis.kill();
    says(&node, 200, "DEGRADED", "redis", "away").await;
    let _redis = Redis::start_at(port).await;
    says(&node, 200, "READY", "redis", "ok").await;
}

#[tokio::test]
async fn a_database_of_another_release_is_not_served() {
    let database = Database::migrated().await;
    let node = Node::start(&database).await;
    says(&node, 200, "READY", "migrations", "ok").await;
    database
        .run("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000001')")
        .await;
    says(&node, 503, "NOT_READY", "migrations", "newer").await;
    database
        .run("DELETE FROM __diesel_schema_migrations WHERE version = '99991231000001'")
        .await;
    says(&node, 200, "READY", "migrations", "ok").await;
    database
        .run("DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)")
        .await;
    says(&node, 503, "NOT_READY", "migrations", "missing").await;
}

#[tokio::test]
async fn a_busy_pool_is_not_a_database_that_is_away() {
    let database = Database::migrated().await;
    let pool = database::pool(&database.url(), 3).unwrap_or_else(|problem| panic!("{}", problem.english));
    let app = App::new(pool, Bell::local());
    let node = Node::of(app.clone(), Settings::default()).await;
    says(&node, 200, "READY", "pool", "ok").await;
    let taken = join_all((0..3).map(|_| app.connection())).await;
    let waiting = tokio::spawn({
        let app = app.clone();
        async move { app.connection().await.is_ok() }
    });
    says(&node, 200, "DEGRADED", "pool", "exhausted").await;
    assert_eq!(told(&node).await.1["parts"]["database"], "ok");
    drop(taken);
    assert!(waiting.await.expect("the task lives"), "whoever waited is served");
    says(&node, 200, "READY", "pool", "ok").await;
}

#[tokio::test]
async fn a_feed_that_is_held_back_is_late() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let mut settings = Settings::default();
    settings.bounds.lag = std::time::Duration::from_millis(100);
    let node = Node::set(&database.url(), Bell::local(), settings).await;
    let mut writer = database.connect().await;
    writer
        .batch_execute("BEGIN; SELECT pg_current_xact_id()")
        .await
        .expect("a transaction");
    let mut entry = Device::of(&Person::sign_in(&node.server, "entry.2706").await);
    let producer = database.producers("2706").await.remove(0);
    let edit = entry.enter(&Cell::food(&producer), Some("1.00"), 0);
    entry.push(&[edit]).await;
    says(&node, 200, "DEGRADED", "feed", "late").await;
    writer.batch_execute("ROLLBACK").await.expect("its end");
    says(&node, 200, "READY", "feed", "ok").await;
}
