//! Clients that take their time.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use kit::Database;
use kit::client::http;
use kit::node::Node;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;
use tokio::time::timeout;

use super::*;

#[tokio::test]
async fn a_head_that_does_not_end_is_not_waited_for() {
    let database = Database::migrated().await;
    let hasty = node(&database, settings(|bounds| bounds.head = SHORT)).await;
    let patient = Node::start(&database).await;
    let mut kept = Raw::connect(&patient.server).await;
    let mut lost = Raw::connect(&hasty.server).await;
    for raw in [&mut kept, &mut lost] {
        raw.say("GET /livez HTTP/1.1\r\nhost: x\r\nx-a").await;
    }
    assert_eq!(lost.hear().await, "", "closed");
    assert!(kept.is_silent());
    assert_eq!(kept.say(": b\r\n\r\n").await.hear().await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let database = Database::migrated().await;
    let hasty = node(&database, settings(|bounds| bounds.head = SHORT)).await;
    let mut raw = Raw::connect(&hasty.server).await;
    assert_eq!(raw.say(LIVEZ).await.hear().await, "HTTP/1.1 200 OK");
    assert_eq!(raw.hear().await, "", "closed");
}

#[tokio::test]
async fn a_body_that_does_not_end_is_not_waited_for() {
    let database = Database::migrated().await;
    let hasty = node(&database, settings(|bounds| bounds.body = SHORT)).await;
    let patient = Node::start(&database).await;
    let mut kept = Raw::connect(&patient.server).await;
    let mut lost = Raw::connect(&hasty.server).await;
    for raw in [&mut kept, &mut lost] {
        raw.say("POST /auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n[")
            .await;
    }
    assert_eq!(lost.hear().await, "HTTP/1.1 408 Request Timeout");
    assert!(kept.is_silent());
    assert_eq!(kept.say("1,2,3,4]").await.hear().await, "HTTP/1.1 400 Bad Request");
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_told_to_come_back() {
    let database = Database::demonstration().await;
    let hasty = node(&database, settings(|bounds| bounds.answer = SHORT)).await;
    let patient = Node::start(&database).await;
    let person = patient.as_("entry.2706").await;
    let mut in_the_way = database.connect().await;
    in_the_way.batch_execute("BEGIN; LOCK TABLE channel").await.expect("a lock");
    let waiting = tokio::spawn({
        let person = person.clone();
        async move { person.ask("{ channels { code } }").await }
    });
    let request = http().post(format!("{}/graphql", hasty.server)).bearer_auth(&person.token);
    let request = request
        .header("content-type", "application/json")
        .body("{\"query\":\"{ channels { code } }\"}");
    let refused = request.send().await.expect("an answer");
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    in_the_way.batch_execute("ROLLBACK").await.expect("the end");
    assert!(waiting.await.expect("the task").data()["channels"].is_array());
}

/// A client that asks and asks and reads nothing, with little room for what comes. Whether it was cut off within a time.
async fn is_cut_off(server: &str, within: Duration) -> bool {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let address = server.trim_start_matches("http://").parse().expect("an address");
    let mut stream = socket.connect(address).await.expect("a connection");
    let many = LIVEZ.repeat(1_000);
    let asking = async { while stream.write_all(many.as_bytes()).await.is_ok() {} };
    timeout(within, asking).await.is_ok()
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let database = Database::migrated().await;
    let hasty = node(&database, settings(|bounds| bounds.reading = SHORT)).await;
    let patient = Node::start(&database).await;
    assert!(is_cut_off(&hasty.server, PATIENCE).await);
    assert!(!is_cut_off(&patient.server, 4 * SHORT).await, "the patient node still waits");
}

#[tokio::test]
async fn who_is_refused_unread_is_told_that_the_connection_ends() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let person = node.as_("entry.2706").await;
    for (path, kind, ends) in [
        ("graphql", "text/plain", true),
        ("nowhere", "application/json", true),
        ("graphql", "application/json", false),
    ] {
        let request = http().post(format!("{}/{path}", node.server)).header("content-type", kind);
        let request = request.bearer_auth(&person.token).body("{\"query\":\"{ nothing }\"}");
        let answer = request.send().await.expect("an answer");
        let last = answer.headers().get("connection").is_some_and(|value| value == "close");
        assert_eq!(last, ends, "{path} {kind}: {:?}", answer.headers());
    }
}
