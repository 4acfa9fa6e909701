//! Names, passwords, tokens, and rights that end when they end.

use kit::Database;
use kit::client::{PASSWORD, http};
use kit::node::Node;
use serde_json::{Value, json};

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
