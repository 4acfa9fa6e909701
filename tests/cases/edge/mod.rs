//! The edge as a client meets it: which requests are executed, with which status and in which words, and the codes of a socket.

mod npm;
mod patience;
mod socket;

use kit::client::http;
use kit::node::Node;
use kit::socket::{Event, Socket};
use kit::{Database, Person};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

const NEW: &str = "application/graphql-response+json";
const OLD: &str = "application/json";

struct World {
    database: Database,
    node: Node,
    person: Person,
}

impl World {
    async fn new() -> Self {
        let database = Database::demonstration().await;
        let node = Node::start(&database).await;
        let person = node.as_("entry.2706").await;
        Self { database, node, person }
    }

    fn post_request(&self) -> RequestBuilder {
        let url = format!("{}/graphql", self.node.server);
        http().post(url).bearer_auth(&self.person.token)
    }

    fn get(&self, document: &str) -> RequestBuilder {
        let encoded: String = document.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let url = format!("{}/graphql?query={encoded}", self.node.server);
        http().get(url).bearer_auth(&self.person.token)
    }

    /// What a POST of a body is answered, in a line.
    async fn post(&self, accept: &str, body: &str) -> String {
        let request = self.post_request().header("content-type", "application/json");
        told(request.header("accept", accept).body(body.to_owned())).await
    }

    async fn ask(&self, accept: &str, document: &str) -> String {
        self.post(accept, &json!({ "query": document }).to_string()).await
    }
}

/// Status, media type, and the data or the first error's code.
async fn told(request: RequestBuilder) -> String {
    let response = request.send().await.expect("the server answers");
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or("-").to_owned();
    let body: Value = serde_json::from_str(&response.text().await.expect("a body")).unwrap_or_default();
    let data = if body.get("data").is_some() { "data" } else { "no data" };
    let code = [&body["errors"][0]["extensions"]["code"], &body["code"]];
    let code = code.iter().find_map(|code| code.as_str()).unwrap_or("ok");
    format!("{status} {kind} {data} {code}")
}

#[tokio::test]
async fn a_request_error_has_no_data_and_the_status_of_its_media_type() {
    let world = World::new().await;
    for (document, new, old) in [
        ("{ me { name } }", "200", "200"),
        ("{ me { name }", "400", "200"),
        ("{ me { nothing } }", "400", "200"),
        ("query A { me { name } } query B { me { name } }", "400", "200"),
    ] {
        let rest = if document == "{ me { name } }" {
            "data ok"
        } else {
            "no data INVALID"
        };
        assert_eq!(world.ask(NEW, document).await, format!("{new} {NEW} {rest}"), "{document}");
        assert_eq!(world.ask(OLD, document).await, format!("{old} {OLD} {rest}"), "{document}");
    }
    assert_eq!(world.ask("*/*", "{ me { name } }").await, format!("200 {OLD} data ok"));
    assert_eq!(
        world.ask("text/html", "{ me { name } }").await,
        format!("406 {OLD} no data INVALID")
    );
}

#[tokio::test]
async fn what_is_no_request_is_said_to_be_none() {
    let world = World::new().await;
    for body in [
        "",
        "{",
        "[]",
        "[{\"query\":\"{ me { name } }\"}]",
        "{}",
        "{\"query\":1}",
        "{\"query\":\"{a}\",\"variables\":[]}",
    ] {
        assert_eq!(world.post(OLD, body).await, format!("400 {OLD} no data INVALID"), "{body}");
    }
    let large = json!({ "query": "{ me { name } }", "x": "x".repeat(1024 * 1024) }).to_string();
    assert_eq!(world.post(OLD, &large).await, format!("413 {OLD} no data BATCH_TOO_LARGE"));
    let plain = world
        .post_request()
        .header("content-type", "text/plain")
        .body("{\"query\":\"{ me { name } }\"}");
    assert_eq!(told(plain).await, format!("415 {OLD} no data INVALID"));
}

#[tokio::test]
async fn a_get_executes_queries_only() {
    let world = World::new().await;
    assert_eq!(told(world.get("{ me { name } }")).await, format!("200 {OLD} data ok"));
    let mutation = "mutation { consolidateMonth(input: {month: \"2023-01\"}) { number } }";
    assert_eq!(told(world.get(mutation)).await, format!("405 {OLD} no data INVALID"));
}

#[tokio::test]
async fn a_nullable_field_that_fails_is_null_and_its_neighbours_stand() {
    let world = World::new().await;
    world.database.run("ALTER TABLE consolidation RENAME TO elsewhere").await;
    let department = world.node.as_("department").await;
    let answer = department
        .ask("{ me { __typename } consolidation(month: \"2022-11\") { number } }")
        .await;
    assert_eq!(answer.0["data"], json!({ "me": { "__typename": "Me" }, "consolidation": null }));
    assert_eq!(answer.0["errors"][0]["path"], json!(["consolidation"]));
    assert_eq!(answer.code(), "INTERNAL");
}

#[tokio::test]
async fn a_mutation_that_is_named_twice_happens_once() {
    let world = World::new().await;
    let consolidate = "consolidateMonth(input: { month: \"2022-11\" })";
    let document = format!("mutation {{ {consolidate} {{ number }} ...F }} fragment F on Mutation {{ {consolidate} {{ month }} }}");
    let department = world.node.as_("department").await;
    let first = department.ask(&document).await["consolidateMonth"]["number"]
        .as_i64()
        .expect("a number");
    let second = department.ask(&document).await["consolidateMonth"].clone();
    assert_eq!(second, json!({ "number": first + 1, "month": "2022-11" }));
}

#[tokio::test]
async fn who_asks_is_settled_before_anything_is_read() {
    let world = World::new().await;
    let url = format!("{}/graphql", world.node.server);
    let refused = format!("401 {OLD} no data UNAUTHENTICATED");
    assert_eq!(told(http().post(&url).body("no JSON at all")).await, refused);
    for token in ["", "a.b.c", &world.person.token[..world.person.token.len() - 4]] {
        assert_eq!(told(http().post(&url).bearer_auth(token).body("{")).await, refused);
    }
}

#[tokio::test]
async fn pages_of_other_origins_are_turned_away() {
    let world = World::new().await;
    let from = |origin: &str| world.get("{ me { name } }").header("origin", origin);
    assert_eq!(told(from(&world.node.server)).await, format!("200 {OLD} data ok"));
    for origin in ["https://evil.example", "null"] {
        assert_eq!(told(from(origin)).await, format!("403 {OLD} no data FORBIDDEN"));
    }
}

/// Fragments that spread each other: 2^25 fields in a kilobyte.
fn bomb() -> String {
    let mut bomb = String::from("{ ...F0 }");
    for index in 0..25 {
        bomb += &format!(" fragment F{index} on Query {{ ...F{0} ...F{0} }}", index + 1);
    }
    bomb + " fragment F25 on Query { me { name } }"
}

#[tokio::test]
async fn a_query_that_costs_too_much_is_refused_unread() {
    let world = World::new().await;
    assert_eq!(world.ask(OLD, &bomb()).await, format!("200 {OLD} no data QUERY_TOO_COSTLY"));
}

#[tokio::test]
async fn a_socket_is_told_that_the_server_stops() {
    let World {
        database: _database,
        node,
        person,
    } = World::new().await;
    let mut socket = Socket::open(&person).await;
    drop(node);
    assert_eq!(socket.event().await, Event::Closed(1012));
}
