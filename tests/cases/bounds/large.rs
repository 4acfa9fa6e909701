//! Too much.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use kit::client::http;
use kit::node::Node;
use kit::{Database, Person};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::*;

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

fn post(person: &Person, path: &str, body: Vec<u8>) -> RequestBuilder {
    let request = http().post(format!("{}{path}", person.server)).bearer_auth(&person.token);
    request.header("content-type", "application/json").body(body)
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn a_body_is_bounded_by_what_it_unpacks_to() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let person = node.as_("entry.2706").await;
    let ask = |padding: usize| json!({ "query": "{ me { name } }", "x": " ".repeat(padding) }).to_string();
    let bomb = packed(&ask(32 * 1024 * 1024));
    assert!(bomb.len() < 64 * 1024, "the bomb itself is small");
    for (expected, path, text) in [
        (200, "/graphql", packed(&ask(1_000_000))),
        (413, "/graphql", packed(&ask(1_100_000))),
        (413, "/graphql", bomb.clone()),
        (413, "/auth/login", bomb),
    ] {
        let request = post(&person, path, text).header("content-encoding", "gzip");
        assert_eq!(status(request).await, expected, "{path}");
    }
    assert_eq!(status(post(&person, "/auth/login", ask(20_000).into_bytes())).await, 413);
    assert_eq!(status(post(&person, "/auth/login", ask(10_000).into_bytes())).await, 400);
}

#[tokio::test]
async fn headers_are_counted() {
    let database = Database::migrated().await;
    let node = Node::start(&database).await;
    let headers = |count: usize| (0..count).map(|index| format!("x-{index}: y\r\n")).collect::<String>();
    let asked = async |count: usize| {
        let text = format!("GET /livez HTTP/1.1\r\n{}\r\n", headers(count));
        Raw::connect(&node.server).await.say(&text).await.hear().await
    };
    assert_eq!(asked(60).await, "HTTP/1.1 200 OK");
    assert_eq!(asked(70).await, "HTTP/1.1 431 Request Header Fields Too Large");
}

#[tokio::test]
async fn an_answer_lists_ten_errors() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let person = node.as_("entry.2706").await;
    for (wrong, listed) in [(7, 7), (30, 10)] {
        let document: String = (0..wrong).map(|index| format!("nothing{index} ")).collect();
        let Value::Array(errors) = person.ask(&format!("{{ {document} }}")).await.0["errors"].take() else {
            panic!("errors were expected");
        };
        assert_eq!(errors.len(), listed);
    }
}
