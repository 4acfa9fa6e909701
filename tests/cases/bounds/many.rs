//! Too many at once.

use futures_util::future::join_all;
use kit::client::http;
use kit::node::Node;
use kit::socket::Event;
use kit::wait::until;
use kit::{Database, Person, Socket};
use otop_server::app::App;
use otop_server::database;
use otop_server::feed::Bell;
use otop_server::http::Settings;
use serde_json::json;

use super::*;

#[tokio::test]
async fn a_connection_too_many_is_closed_at_once() {
    let database = Database::migrated().await;
    let node = node(&database, settings(|bounds| bounds.connections = 2)).await;
    let mut inside = Vec::new();
    for _ in 0..2 {
        let mut raw = Raw::connect(&node.server).await;
        assert_eq!(raw.say(LIVEZ).await.hear().await, "HTTP/1.1 200 OK");
        inside.push(raw);
    }
    assert_eq!(Raw::connect(&node.server).await.say(LIVEZ).await.hear().await, "");
    inside.pop();
    until("a place", async || {
        let heard = Raw::connect(&node.server).await.say(LIVEZ).await.hear().await;
        (heard == "HTTP/1.1 200 OK").then_some(())
    })
    .await;
}

/// How the upgrade to a socket is answered.
async fn upgraded(server: &str) -> (String, bool) {
    let request = http().get(format!("{server}/graphql")).header("connection", "upgrade");
    let request = request.header("upgrade", "websocket").header("sec-websocket-version", "13");
    let request = request.header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let answer = request.header("sec-websocket-protocol", "graphql-transport-ws").send().await;
    let answer = answer.expect("an answer");
    (answer.status().as_u16().to_string(), answer.headers().contains_key("retry-after"))
}

#[tokio::test]
async fn a_socket_too_many_is_told_to_come_back() {
    let database = Database::demonstration().await;
    let node = node(&database, settings(|bounds| bounds.sockets = 1)).await;
    let person = node.as_("entry.2706").await;
    let first = Socket::open(&person).await;
    assert_eq!(upgraded(&node.server).await, ("503".to_owned(), true));
    drop(first);
    until("a place", async || (upgraded(&node.server).await.0 == "101").then_some(())).await;
}

#[tokio::test]
async fn an_account_has_no_more_sockets_than_it_may() {
    let database = Database::demonstration().await;
    let node = node(&database, settings(|bounds| bounds.sockets_of_an_account = 1)).await;
    let person = node.as_("entry.2706").await;
    let first = Socket::open(&person).await;
    Socket::open(&node.as_("entry2.2706").await).await;
    assert_eq!(introduced(&person).await, Event::Closed(1013));
    drop(first);
    until("a place", async || (introduced(&person).await != Event::Closed(1013)).then_some(())).await;
}

/// How a socket is answered that says who it is.
async fn introduced(person: &Person) -> Event {
    let mut socket = Socket::connect(&person.server).await;
    socket
        .send(json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {}", person.token) } }))
        .await;
    socket.event().await
}

#[tokio::test]
async fn a_socket_runs_twenty_operations_at_once() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let person = node.as_("entry.2706").await;
    let mut socket = Socket::open(&person).await;
    for index in 1..=21 {
        socket
            .subscribe(&index.to_string(), "subscription { syncChanges { hasMore } }")
            .await;
    }
    let (mut begun, mut refused) = (0, 0);
    while begun + refused < 21 {
        let message = socket.message().await;
        match message["type"].as_str() {
            Some("next") => begun += 1,
            _ => {
                assert_eq!(message["payload"][0]["extensions"]["code"], "RATE_LIMITED", "{message}");
                refused += 1;
            }
        }
    }
    assert_eq!((begun, refused), (20, 1));
}

/// How eight requests at once are answered where one connection is taken and so many may wait for it: answered, told to come back.
async fn eight_at_once(queue: usize) -> (usize, usize) {
    let database = Database::demonstration().await;
    let pool = database::pool(&database.url(), 1).unwrap_or_else(|problem| panic!("{}", problem.english));
    let app = App::with_queue(pool, Bell::local(), queue);
    let node = Node::of(app.clone(), Settings::default()).await;
    let person = node.as_("entry.2706").await;
    let taken = app.connection().await.expect("the one connection");
    let asking = join_all((0..8).map(|_| tokio::spawn(asked(person.clone()))));
    // Those that wait are seen waiting, those that do not are answered: then the connection comes free.
    until("eight to wait or be answered", async || {
        let is_full = app.connections().waiting >= queue.min(8);
        is_full.then_some(())
    })
    .await;
    drop(taken);
    let answers: Vec<(u16, bool)> = asking.await.into_iter().map(|answer| answer.expect("the task")).collect();
    let count = |expected| answers.iter().filter(|answer| **answer == expected).count();
    let sent_away = count((503, true));
    let counted = usize::try_from(node.number("otop_shed_total"));
    assert_eq!(counted.ok(), Some(sent_away), "an operator can see it");
    (count((200, false)), sent_away)
}

/// The status, and whether it is said when to come back.
async fn asked(person: Person) -> (u16, bool) {
    let request = http().post(format!("{}/graphql", person.server)).bearer_auth(&person.token);
    let body = json!({ "query": "{ me { name } }" }).to_string();
    let answer = request.header("content-type", "application/json").body(body).send().await;
    let answer = answer.expect("an answer");
    (answer.status().as_u16(), answer.headers().contains_key("retry-after"))
}

#[tokio::test]
async fn who_would_wait_too_long_for_the_database_is_told_to_come_back() {
    let (answered, sent_away) = eight_at_once(3).await;
    assert_eq!(answered + sent_away, 8);
    assert!(sent_away >= 5, "{sent_away} were sent away, at most three wait");
    assert_eq!(eight_at_once(100).await, (8, 0), "where there is room nobody is");
}
