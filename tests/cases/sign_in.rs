//! Names, passwords, tokens, and rights that end when they end.

use kit::client::{PASSWORD, http};
use kit::node::Node;
use kit::{Database, Person};
use serde_json::{Value, json};
use uuid::Uuid;

struct Door {
    database: Database,
    node: Node,
}

impl Door {
    async fn new() -> Self {
        let database = Database::demonstration().await;
        let node = Node::start(&database).await;
        Self { database, node }
    }

    /// Status and body.
    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let request = http()
            .post(format!("{}/auth/{path}", self.node.server))
            .header("content-type", "application/json");
        let response = request.body(body.to_string()).send().await.expect("the server answers");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// The password once more, with an access token.
    async fn again(&self, person: &Person, password: &str) -> (u16, Value) {
        let request = http()
            .post(format!("{}/auth/reauthenticate", self.node.server))
            .bearer_auth(&person.token);
        let request = request.header("content-type", "application/json");
        let response = request
            .body(json!({ "password": password }).to_string())
            .send()
            .await
            .expect("an answer");
        let status = response.status().as_u16();
        (
            status,
            serde_json::from_str(&response.text().await.expect("a body")).unwrap_or_default(),
        )
    }

    async fn login(&self, username: &str, password: &str) -> (u16, Value) {
        self.post("login", json!({ "username": username, "password": password })).await
    }

    /// The next refresh token, or the status of a refusal.
    async fn refresh(&self, token: &str) -> Result<String, u16> {
        let (status, body) = self.post("refresh", json!({ "refreshToken": token })).await;
        body["refreshToken"].as_str().map(str::to_owned).ok_or(status)
    }

    async fn first(&self) -> String {
        let (_, body) = self.login("entry.2706", PASSWORD).await;
        body["refreshToken"].as_str().expect("a token").to_owned()
    }
}

#[tokio::test]
async fn every_failure_looks_the_same() {
    let door = Door::new().await;
    door.database
        .run("UPDATE account SET locked_at = now() WHERE username = 'entry2.2706'")
        .await;
    let failed = (401, json!({ "code": "SIGN_IN_FAILED" }));
    for (username, password) in [
        ("entry.2706", "wrong"),
        ("nobody", PASSWORD),
        ("entry2.2706", PASSWORD),
        ("a\u{0}b", PASSWORD),
    ] {
        assert_eq!(door.login(username, password).await, failed, "{username}");
    }
    assert_eq!(door.login("entry.2706", PASSWORD).await.0, 200);
}

#[tokio::test]
async fn guessing_becomes_slow_for_that_account_only() {
    let door = Door::new().await;
    for _ in 0..8 {
        assert_eq!(door.login("entry.2706", "wrong").await.0, 401);
    }
    assert_eq!(door.login("entry.2706", PASSWORD).await, (429, json!({ "code": "RATE_LIMITED" })));
    assert_eq!(door.login("officer.2706", PASSWORD).await.0, 200);
}

#[tokio::test]
async fn a_lost_answer_does_not_lock_out_and_a_copied_token_does() {
    let door = Door::new().await;
    let first = door.first().await;
    let lost = door.refresh(&first).await.expect("a second one");
    let second = door.refresh(&first).await.expect("the answer was lost: once more");
    let third = door.refresh(&second).await.expect("a third one");
    assert_eq!(door.refresh(&first).await, Err(401), "two steps old: it was copied");
    assert_eq!(door.refresh(&third).await, Err(401), "the device is signed out");
    assert_eq!(door.refresh(&lost).await, Err(401));
}

#[tokio::test]
async fn signing_out_ends_the_device() {
    let door = Door::new().await;
    let first = door.first().await;
    let second = door.refresh(&first).await.expect("a second one");
    assert_eq!(door.post("logout", json!({ "refreshToken": second })).await.0, 204);
    assert_eq!(door.refresh(&second).await, Err(401));
    assert_eq!(door.post("logout", json!({ "refreshToken": "unknown" })).await.0, 204);
}

const ROLES: &str = "{ me { assignments { role } } }";

#[tokio::test]
async fn an_assignment_ends_with_its_day_under_the_same_token() {
    let door = Door::new().await;
    door.database.at("2023-02-27T23:59:59").await;
    door.database
        .run("UPDATE assignment SET valid_until = '2023-02-27' WHERE person_id = (SELECT person_id FROM account WHERE username = 'entry.2706')")
        .await;
    let person = door.node.as_("entry.2706").await;
    assert_eq!(person.ask(ROLES).await["me"]["assignments"][0]["role"], "ENTRY_OFFICER");
    door.database.at("2023-02-28T00:00").await;
    assert_eq!(person.ask(ROLES).await["me"]["assignments"], json!([]));
}

#[tokio::test]
async fn a_locked_account_and_a_revoked_device_open_nothing() {
    let door = Door::new().await;
    let (locked, revoked) = (door.node.as_("entry.2706").await, door.node.as_("officer.2706").await);
    door.database
        .run("UPDATE account SET locked_at = now() WHERE username = 'entry.2706'")
        .await;
    door.database
        .run(&format!("UPDATE device SET revoked_at = now() WHERE id = '{}'", revoked.device))
        .await;
    assert_eq!(locked.ask(ROLES).await.code(), "UNAUTHENTICATED");
    assert_eq!(revoked.ask(ROLES).await.code(), "UNAUTHENTICATED");
}

/// Signs, with a digest that is stale: who gets that far was let through.
const SIGN: &str = r#"mutation { signReport(input: { report: "2706:2023-02", digest: "x", mode: PAPER, signedOn: "2023-02-27" }) { id } }"#;
const VOTE: &str = r#"mutation { voteReport(input: { report: "2706:2023-02", digest: "x", choice: CERTIFY }) { id } }"#;
const CONFIRM: &str = r#"mutation { confirmReport(input: { report: "2706:2023-02", digest: "x", checked: [RT3, RT4] }) { id } }"#;

/// The tokens of a person whose password was typed twenty minutes ago and who has refreshed since.
async fn long_signed_in(door: &Door, username: &str) -> (Person, String) {
    let device = Uuid::now_v7();
    let body = json!({ "username": username, "password": PASSWORD, "deviceId": device });
    let (_, tokens) = door.post("login", body).await;
    door.database
        .run("UPDATE refresh_token SET authenticated_at = now() - interval '20 minutes'")
        .await;
    let (_, tokens) = door.post("refresh", json!({ "refreshToken": tokens["refreshToken"] })).await;
    let refresh = tokens["refreshToken"].as_str().expect("a token").to_owned();
    (with(&door.node.as_(username).await, device, &tokens), refresh)
}

fn with(person: &Person, device: Uuid, tokens: &Value) -> Person {
    let mut person = person.by(tokens["accessToken"].as_str().expect("a token"));
    person.device = device;
    person
}

#[tokio::test]
async fn certifying_and_signing_want_a_password_typed_lately() {
    let door = Door::new().await;
    door.database.at("2023-02-27T09:00").await;
    let (officer, _) = long_signed_in(&door, "officer.2706").await;
    assert_eq!(officer.ask(SIGN).await.code(), "REAUTHENTICATION_REQUIRED");
    assert_eq!(officer.ask(ROLES).await.code(), "-", "everything else goes on");
    assert_ne!(officer.ask(CONFIRM).await.code(), "REAUTHENTICATION_REQUIRED");
    let (member, _) = long_signed_in(&door, "member1.2706").await;
    assert_eq!(member.ask(VOTE).await.code(), "REAUTHENTICATION_REQUIRED");
    let entry = door.node.as_("entry.2706").await;
    assert_eq!(entry.ask(SIGN).await.code(), "FORBIDDEN", "scope comes first");
    assert_eq!(
        door.node.as_("officer.2706").await.ask(SIGN).await.code(),
        "STALE_DIGEST",
        "the control: just typed"
    );
}

#[tokio::test]
async fn the_password_once_more_opens_signing_and_keeps_the_sign_in() {
    let door = Door::new().await;
    door.database.at("2023-02-27T09:00").await;
    let (officer, refresh) = long_signed_in(&door, "officer.2706").await;
    assert_eq!(door.again(&officer, "wrong").await.0, 401);
    assert_eq!(officer.ask(SIGN).await.code(), "REAUTHENTICATION_REQUIRED");
    let (status, tokens) = door.again(&officer, PASSWORD).await;
    assert_eq!(status, 200, "{tokens}");
    let officer = with(&officer, officer.device, &tokens);
    assert_eq!(officer.ask(SIGN).await.code(), "STALE_DIGEST");
    let (_, next) = door.post("refresh", json!({ "refreshToken": refresh })).await;
    let officer = with(&officer, officer.device, &next);
    assert_eq!(
        officer.ask(SIGN).await.code(),
        "STALE_DIGEST",
        "and so does what is fetched from then on"
    );
    let stranger = officer.by("a.b.c");
    assert_eq!(door.again(&stranger, PASSWORD).await, (401, json!({ "code": "UNAUTHENTICATED" })));
}
