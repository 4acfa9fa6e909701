//! Nothing secret in the logs: a whole scenario with planted values, at the most talkative level of every program, and a search of
//! all that was written. The controls: a server whose libraries may say what passes through them, and a database that writes down
//! every parameter.

use kit::client::PASSWORD;
use kit::cluster::Cluster;
use kit::device::{Cell, Device};
use kit::laptop::Laptop;
use kit::process::Server;
use kit::{Database, Person, Socket};
use serde_json::{Value, json};

const TELEPHONE: &str = "081-555-0199";
const CONTACT: &str = "นางสาวปลูกไว้";

/// A server over a database of its own, and what both have written.
struct World {
    database: Database,
    server: Server,
    /// Tokens that were handed out.
    tokens: Vec<String>,
}

impl World {
    async fn new(settings: &[(&'static str, &'static str)], fail_point: &str) -> Self {
        let database = Database::on(Cluster::start(settings)).await;
        database.at("2023-02-27T09:00").await;
        let mut server = Server::start(&database, None).await;
        server.talk("trace", fail_point).await;
        let tokens = Vec::new();
        Self { database, server, tokens }
    }

    async fn sign_in(&mut self, username: &str) -> Person {
        let person = Person::sign_in(&self.server.address, username).await;
        self.tokens.push(person.token.clone());
        person
    }

    /// Signing in well and badly, refreshing, a contact written, read and erased, figures, a socket, a laptop, bad requests.
    async fn live(&mut self) -> Vec<String> {
        let officer = self.sign_in("officer.2706").await;
        let producer = self.database.producers("2706").await.remove(0);
        contact(&officer, &producer).await;
        Device::of(&officer)
            .push(&[Device::of(&officer).enter(&Cell::food(&producer), Some("1.00"), 0)])
            .await;
        Socket::follow(&officer, "subscription { syncChanges { cursor } }")
            .await
            .next()
            .await;
        self.doors().await;
        officer
            .attempt(&format!("{{ producer(id: \"{TELEPHONE}\") {{ "), json!({ "telephone": TELEPHONE }))
            .await
            .ok();
        let laptop = Laptop::sign_in(&self.server.address, "entry.2706").await;
        vec![laptop.talk("trace", &["pull"]).await, laptop.talk("trace", &["status"]).await]
    }

    /// The doors outside GraphQL: a wrong password, a refresh, a refresh of what was never given out.
    async fn doors(&mut self) {
        let post = async |path: &str, body: Value| {
            let request = kit::client::http().post(format!("{}{path}", self.server.address));
            let response = request
                .header("content-type", "application/json")
                .body(body.to_string())
                .send()
                .await;
            response.expect("an answer").text().await.expect("a body")
        };
        let wrong = json!({ "username": "officer.2706", "password": "planted-wrong-word" });
        post("/auth/login", wrong).await;
        let given = post("/auth/login", json!({ "username": "entry2.2706", "password": PASSWORD })).await;
        let given: Value = serde_json::from_str(&given).expect("tokens");
        let next = post("/auth/refresh", json!({ "refreshToken": given["refreshToken"] })).await;
        let next: Value = serde_json::from_str(&next).expect("tokens");
        post("/auth/refresh", json!({ "refreshToken": "planted-refresh-token" })).await;
        for token in [
            &given["accessToken"],
            &given["refreshToken"],
            &next["accessToken"],
            &next["refreshToken"],
        ] {
            self.tokens.push(token.as_str().expect("a token").to_owned());
        }
    }

    /// Which of the secrets stand in a text, as text or as the numbers of its bytes.
    fn found_in(&self, text: &str) -> Vec<String> {
        let stands = |secret: &String| text.contains(secret.as_str()) || text.contains(&bytes(secret));
        let planted = [TELEPHONE, CONTACT, PASSWORD, "planted-wrong-word", "planted-refresh-token"].map(str::to_owned);
        let tokens = self.tokens.iter().map(|token| token.rsplit('.').next().unwrap_or(token).to_owned());
        let hashes = ["$argon2id$".to_owned(), "PRIVATE KEY".to_owned()];
        planted.into_iter().chain(tokens).chain(hashes).filter(stands).collect()
    }
}

async fn contact(officer: &Person, producer: &str) {
    let change = format!(
        "mutation {{ changeProducer(input: {{ id: \"{producer}\", version: 1, from: \"2023-03\", telephone: \"{TELEPHONE}\", contactPerson: \"{CONTACT}\" }}) {{ telephone }} }}"
    );
    assert_eq!(officer.ask(&change).await["changeProducer"]["telephone"], TELEPHONE);
    officer
        .ask(&format!("{{ producer(id: \"{producer}\") {{ telephone contactPerson }} }}"))
        .await
        .data();
    officer
        .ask(&format!("mutation {{ eraseContact(input: {{ id: \"{producer}\" }}) {{ id }} }}"))
        .await
        .data();
}

/// As Rust writes bytes for programmers.
fn bytes(secret: &str) -> String {
    secret.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(", ")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_tells_a_telephone_a_password_or_a_token() {
    let mut world = World::new(&[], "").await;
    let laptops = world.live().await.concat();
    let server = world.server.complaints();
    assert_eq!(world.found_in(&server), [""; 0], "the server's log");
    assert_eq!(world.found_in(&laptops), [""; 0], "the laptop's log");
    assert_eq!(world.found_in(&world.database.cluster().log()), [""; 0], "PostgreSQL's log");
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_that_tell_would_be_seen() {
    let mut world = World::new(
        &[("log_statement", "all"), ("log_parameter_max_length", "-1")],
        "libraries-talk=return",
    )
    .await;
    world.live().await;
    for log in [world.server.complaints(), world.database.cluster().log()] {
        let found = world.found_in(&log);
        assert!(
            found.contains(&TELEPHONE.to_owned()) && found.contains(&CONTACT.to_owned()),
            "{found:?}"
        );
    }
}
