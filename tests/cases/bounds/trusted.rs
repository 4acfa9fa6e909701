//! A node that takes the documents of `schema/operations` only.

use kit::client::http;
use kit::node::Node;
use kit::{Database, Person, Socket};
use otop_schema::{DOCUMENTS, digest};
use otop_server::config::Accepted;
use otop_server::http::Settings;
use serde_json::{Value, json};

use super::node;

/// The answer's data, or the code of its first error.
async fn told(person: &Person, body: Value) -> String {
    let request = http().post(format!("{}/graphql", person.server)).bearer_auth(&person.token);
    let request = request.header("content-type", "application/json").body(body.to_string());
    let text = request.send().await.expect("an answer").text().await.expect("a body");
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    let code = answer["errors"][0]["extensions"]["code"].as_str();
    code.map_or_else(|| "data".to_owned(), str::to_owned)
}

/// A node that takes trusted documents only.
async fn strict(database: &Database) -> Node {
    let documents = Accepted::Trusted;
    let settings = Settings {
        documents,
        ..Settings::default()
    };
    node(database, settings).await
}

fn id(text: &str) -> String {
    format!("sha256:{}", digest(text.as_bytes()))
}

#[tokio::test]
async fn only_trusted_documents_are_executed() {
    let database = Database::demonstration().await;
    let strict = strict(&database).await;
    let open = Node::start(&database).await;
    let person = strict.as_("entry.2706").await;
    let (_, desk) = DOCUMENTS[0];
    let other = "{ me { name } }";
    for (expected, body) in [
        ("data", json!({ "query": desk })),
        ("data", json!({ "documentId": id(desk) })),
        ("FORBIDDEN", json!({ "query": other })),
        ("FORBIDDEN", json!({ "query": format!("{desk} ") })),
        ("NOT_FOUND", json!({ "documentId": id(other) })),
        ("INVALID", json!({ "query": desk, "documentId": id(desk) })),
    ] {
        assert_eq!(told(&person, body.clone()).await, expected, "{body}");
    }
    let person = person.at(&open.server);
    assert_eq!(told(&person, json!({ "query": other })).await, "data", "another node takes any");
    assert_eq!(
        told(&person, json!({ "documentId": id(desk) })).await,
        "data",
        "and knows the ids too"
    );
}

#[tokio::test]
async fn a_socket_goes_by_the_same_rule() {
    let database = Database::demonstration().await;
    let strict = strict(&database).await;
    let person = strict.as_("entry.2706").await;
    let mut socket = Socket::open(&person).await;
    let (_, watch) = DOCUMENTS.iter().find(|(name, _)| *name == "Watch").expect("a document");
    socket
        .send(json!({ "id": "1", "type": "subscribe", "payload": { "documentId": id(watch) } }))
        .await;
    assert_eq!(socket.next().await["syncChanges"]["reset"], false);
    socket.subscribe("2", "{ me { name } }").await;
    assert_eq!(socket.message().await["payload"][0]["extensions"]["code"], "FORBIDDEN");
}
