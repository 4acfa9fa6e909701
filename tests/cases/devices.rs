//! Where a person is signed in, and the end of that: tokens and sockets end at once, at every node, and only that person's.

use kit::client::{PASSWORD, http};
use kit::node::Node;
use kit::socket::Event;
use kit::{Database, Person, Socket};
use serde_json::{Value, json};

const DEVICES: &str = "{ me { devices { id isThisOne signedInAt lastSeenAt } } }";
const FOLLOW: &str = "subscription { reportChanged(area: \"2706\") { kind } }";

fn revoke(device: &str) -> String {
    format!("mutation {{ revokeDevice(input: {{ id: \"{device}\" }}) {{ id }} }}")
}

/// Two nodes, and one officer signed in on a laptop and in a browser.
struct Desk {
    database: Database,
    nodes: [Node; 2],
    laptop: Person,
    browser: Person,
}

impl Desk {
    async fn new() -> Self {
        let database = Database::demonstration().await;
        let nodes = [Node::start(&database).await, Node::start(&database).await];
        let laptop = nodes[0].as_("officer.2706").await;
        let browser = nodes[1].as_("officer.2706").await;
        Self {
            database,
            nodes,
            laptop,
            browser,
        }
    }

    /// Ids of the devices and which of them asks.
    async fn listed(&self, person: &Person) -> Vec<(String, bool)> {
        let answer = person.ask(DEVICES).await;
        let devices = answer["me"]["devices"].as_array().expect("a list").clone();
        let one = |device: &Value| (device["id"].as_str().expect("an id").to_owned(), device["isThisOne"] == true);
        devices.iter().map(one).collect()
    }
}

#[tokio::test]
async fn a_device_that_is_ended_is_out_at_once() {
    let desk = Desk::new().await;
    let (laptop, browser) = (desk.laptop.device.to_string(), desk.browser.device.to_string());
    assert_eq!(desk.listed(&desk.browser).await, [(browser.clone(), true), (laptop.clone(), false)]);
    let mut socket = Socket::follow(&desk.laptop, FOLLOW).await;
    socket.next().await;
    let mut kept = Socket::follow(&desk.browser, FOLLOW).await;
    kept.next().await;
    assert_eq!(desk.browser.ask(&revoke(&laptop)).await["revokeDevice"]["id"], laptop.as_str());
    assert_eq!(socket.event().await, Event::Closed(4403));
    assert_eq!(desk.laptop.ask(DEVICES).await.code(), "UNAUTHENTICATED");
    assert_eq!(desk.laptop.at(&desk.nodes[1].server).ask(DEVICES).await.code(), "UNAUTHENTICATED");
    assert_eq!(desk.listed(&desk.browser).await, [(browser, true)]);
    kept.subscribe("2", FOLLOW).await;
    assert_eq!(kept.next().await["reportChanged"]["kind"], "HELLO", "the other one goes on");
}

#[tokio::test]
async fn a_device_is_known_by_what_it_calls_itself() {
    let desk = Desk::new().await;
    let server = &desk.nodes[0].server;
    let labels = async || {
        let told = desk.browser.ask("{ me { devices { label } } }").await;
        told["me"]["devices"].clone()
    };
    let enter = async |device: Value, label: &str| {
        let body = json!({ "username": "officer.2706", "password": PASSWORD, "deviceId": device, "deviceLabel": label });
        let request = http()
            .post(format!("{server}/auth/login"))
            .header("content-type", "application/json");
        let answer = request.body(body.to_string()).send().await.expect("the server answers");
        assert_eq!(answer.status().as_u16(), 200);
    };
    enter(json!(desk.laptop.device), "  โน้ตบุ๊ก\u{7} สนง. ").await;
    assert_eq!(labels().await, json!([{ "label": "โน้ตบุ๊ก สนง." }, { "label": "" }]));
    enter(json!(desk.laptop.device), "").await;
    assert_eq!(labels().await[0]["label"], "โน้ตบุ๊ก สนง.", "who says nothing leaves it");
    enter(json!(desk.laptop.device), &"ก".repeat(1000)).await;
    assert_eq!(labels().await[0]["label"], "ก".repeat(80));
}

#[tokio::test]
async fn a_colleague_on_the_same_laptop_stays_signed_in() {
    let desk = Desk::new().await;
    let server = &desk.nodes[0].server;
    let body = json!({ "username": "entry.2706", "password": PASSWORD, "deviceId": desk.laptop.device }).to_string();
    let request = http()
        .post(format!("{server}/auth/login"))
        .header("content-type", "application/json");
    let text = request.body(body).send().await.expect("an answer").text().await.expect("a body");
    let tokens: Value = serde_json::from_str(&text).expect("JSON");
    let colleague = desk.laptop.by(tokens["accessToken"].as_str().expect("a token"));
    desk.browser.ask(&revoke(&desk.laptop.device.to_string())).await.data();
    assert_eq!(desk.laptop.ask(DEVICES).await.code(), "UNAUTHENTICATED");
    assert_eq!(colleague.ask(DEVICES).await.code(), "-");
}

#[tokio::test]
async fn devices_of_others_are_nobodys() {
    let desk = Desk::new().await;
    let entry = desk.nodes[0].as_("entry.2706").await;
    assert_eq!(entry.ask(&revoke(&desk.laptop.device.to_string())).await.code(), "NOT_FOUND");
    assert_eq!(entry.ask(&revoke("0190a1b2-0000-7000-8000-000000000000")).await.code(), "NOT_FOUND");
    assert_eq!(entry.ask(&revoke("laptop")).await.code(), "NOT_FOUND");
    assert_eq!(desk.laptop.ask(DEVICES).await.code(), "-");
}

#[tokio::test]
async fn a_socket_ends_however_its_sign_in_does() {
    let ends = [
        "UPDATE account SET locked_at = now() WHERE username = 'officer.2706'",
        "UPDATE account SET must_change = true WHERE username = 'officer.2706'",
        "UPDATE device SET revoked_at = now()",
        "UPDATE refresh_token SET revoked_at = now() WHERE username = 'officer.2706'",
    ];
    let desk = Desk::new().await;
    for end in ends {
        let person = desk.nodes[0].as_("officer.2706").await;
        let mut socket = Socket::follow(&person, FOLLOW).await;
        socket.next().await;
        desk.database.run(end).await;
        assert_eq!(socket.event().await, Event::Closed(4403), "{end}");
        desk.database
            .run("UPDATE account SET locked_at = NULL, must_change = false; UPDATE device SET revoked_at = NULL")
            .await;
    }
}
