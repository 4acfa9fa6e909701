//! The way of an edit from the laptop through the log to the commit; errors of ours tell an id and nothing else.

use kit::client::{PASSWORD, http};
use kit::device::{Cell, Device};
use kit::node::Node;
use kit::process::{Running, bare, free_port, no_scans, program, ready};
use kit::{Database, Person};
use reqwest::Response;
use serde_json::{Value, json};

/// Asks under an id of the client's.
async fn asked(node: &str, person: &Person, id: &str, body: Value) -> Response {
    let request = http().post(format!("{node}/graphql")).header("content-type", "application/json");
    let request = request.bearer_auth(&person.token).header("x-request-id", id);
    request.body(body.to_string()).send().await.expect("an answer")
}

fn id(answer: &Response) -> String {
    let id = answer.headers().get("x-request-id").expect("every answer has one");
    id.to_str().expect("plain").to_owned()
}

#[tokio::test]
async fn every_answer_says_which_request_it_answers() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    for path in ["/livez", "/readyz", "/graphql", "/nowhere"] {
        let answer = http().get(format!("{}{path}", node.server)).send().await.expect("an answer");
        assert_eq!(id(&answer).len(), 36, "{path}: one of ours");
    }
    let officer = node.as_("officer.2706").await;
    let query = json!({ "query": "{ me { name } }" });
    assert_eq!(id(&asked(&node.server, &officer, "laptop-7", query.clone()).await), "laptop-7");
    for forged in ["two words", "{\"level\":\"ERROR\"}", &"a".repeat(65)] {
        let answer = asked(&node.server, &officer, forged, query.clone()).await;
        assert_eq!(id(&answer).len(), 36, "{forged} is not taken over");
    }
}

/// Failures of the database that stand for all that nobody thought of, each with what must not be told.
const BROKEN: [(&str, &str, &str); 2] = [
    (
        "ALTER TABLE report RENAME TO report_secret",
        "{ report(district: \"2706\", month: \"2023-02\") { status } }",
        "relation ",
    ),
    (
        "ALTER TABLE producer RENAME COLUMN name TO name_secret",
        "{ district(code: \"2706\") { producers { nodes { name } } } }",
        "column ",
    ),
];

#[tokio::test]
async fn an_error_of_ours_tells_its_id_and_nothing_of_the_database() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let officer = node.as_("officer.2706").await;
    for (breaks, query, told) in BROKEN {
        database.run(breaks).await;
        let said = database.attempt(breaks).await.expect_err("it was done before");
        assert!(said.contains(told), "the database does say it: {said}");
        let answer = asked(&node.server, &officer, "asked-7", json!({ "query": query })).await;
        let text = answer.text().await.expect("a body");
        let body: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(body["errors"][0]["extensions"]["code"], "INTERNAL", "{text}");
        assert_eq!(body["errors"][0]["extensions"]["correlationId"], "asked-7", "{text}");
        for word in [told, "secret", "SELECT", "does not exist", "sql"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

/// A line of the log that says something of something.
fn line<'l>(log: &'l [Value], message: &str) -> Option<&'l Value> {
    log.iter().find(|line| line["message"] == message)
}

#[tokio::test]
async fn an_edit_is_followed_from_the_laptop_to_the_commit() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = bare(program("otop-server"));
    command
        .args(["serve", "--log-format", "json", "--listen", &address])
        .env("OTOP_FILES", no_scans())
        .env("DATABASE_URL", database.url())
        .env("OTOP_LOG", "info,otop_server::sync=debug");
    let mut running = Running::start(command);
    let server = format!("http://{address}");
    ready(&server, &mut running).await;
    let person = Person::sign_in(&server, "entry.2706").await;
    let mut entry = Device::of(&person);
    let producer = database.producers("2706").await.remove(0);
    let edit = entry.enter(&Cell::food(&producer), Some("12.34"), 0);
    let operation = edit["operationId"].clone();
    entry.push(std::slice::from_ref(&edit)).await;
    // What is written before the answer is there when the answer is.
    let said = running.complaints();
    let log: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let committed = line(&log, "batch committed").unwrap_or_else(|| panic!("{said}"));
    assert_eq!(committed["device"], json!(person.device));
    assert_eq!(
        (&committed["first"], &committed["last"], &committed["operations"]),
        (&operation, &operation, &json!(1))
    );
    assert_eq!(committed["spans"][0]["name"], "request", "{committed}");
    assert!(committed["spans"][0]["id"].is_string(), "{committed}");
    assert_eq!(
        line(&log, "edit answered").unwrap_or_else(|| panic!("{said}"))["operation"],
        operation
    );
    for secret in [PASSWORD, person.token.as_str(), "12.34"] {
        assert!(!said.contains(secret), "{secret} in the log");
    }
}
