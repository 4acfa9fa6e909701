//! Accounts: the first one of an installation, and who keeps which.

use std::process::Output;

use kit::client::{PASSWORD, http};
use kit::node::Node;
use kit::process::{bare, finish, program, server_command};
use kit::{Database, Person};
use serde_json::{Value, json};

/// Status and body.
async fn post(server: &str, path: &str, body: Value) -> (u16, Value) {
    let request = http()
        .post(format!("{server}/auth/{path}"))
        .header("content-type", "application/json");
    let response = request.body(body.to_string()).send().await.expect("the server answers");
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_str(&response.text().await.expect("a body")).unwrap_or_default(),
    )
}

async fn login(server: &str, username: &str, password: &str) -> (u16, Value) {
    post(server, "login", json!({ "username": username, "password": password })).await
}

/// What a command told as JSON.
fn told(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A command with a password on its standard input.
async fn typing(database: &Database, password: &str, arguments: &str) -> Output {
    let mut shell = bare("bash");
    shell.arg("-c").arg(format!(
        "printf '%s\\n' '{password}' | '{}' {arguments}",
        program("otop-server").display()
    ));
    shell.env("DATABASE_URL", database.url()).env("OTOP_LOG", "warn");
    finish(shell).await
}

const ADMINISTRATOR: &str = "account create-administrator somsri --name 'นางสมศรี ใจดี' --order-number 12/2566 --password-stdin --json";

#[tokio::test]
async fn the_first_administrator_of_an_empty_database() {
    let database = Database::migrated().await;
    let made = told(&typing(&database, "ข้าวสวยร้อนๆหอมมาก", ADMINISTRATOR).await);
    assert_eq!(
        made["assignments"],
        json!([{ "role": "DEPARTMENT_OFFICER", "area": "TH", "hasEnded": false }])
    );
    let node = Node::start(&database).await;
    let (status, tokens) = login(&node.server, "somsri", "ข้าวสวยร้อนๆหอมมาก").await;
    assert_eq!(status, 200, "{tokens}");
    let events = "SELECT string_agg(kind, ' ' ORDER BY seq) FROM event WHERE area = 'TH' AND body LIKE '%otop-server account%'";
    assert_eq!(database.value(events).await, "ACCOUNT_CREATED ASSIGNMENT_GIVEN");
    let again = typing(&database, "ข้าวสวยร้อนๆหอมมาก", ADMINISTRATOR).await;
    assert_eq!(again.status.code(), Some(1), "the name is taken");
    assert_eq!(database.value("SELECT count(*) FROM person").await, "1", "nothing is half made");
}

#[tokio::test]
async fn a_guessable_password_is_refused_on_the_command_line_too() {
    let database = Database::migrated().await;
    for password in ["short", "somsri-somsri-2566", "password1234"] {
        let refused = typing(&database, password, ADMINISTRATOR).await;
        assert_eq!(refused.status.code(), Some(1), "{password}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("รหัสผ่าน"), "{password}");
    }
    assert_eq!(database.value("SELECT count(*) FROM account").await, "0");
}

#[tokio::test]
async fn the_command_line_makes_locks_unlocks_and_lists() {
    let database = Database::migrated().await;
    let create = [
        "account",
        "create",
        "province.27",
        "--name",
        "นายวิชัย",
        "--role",
        "PROVINCE_OFFICER",
        "--area",
        "27",
        "--one-time",
        "--json",
    ];
    let made = told(&server_command(&database, &create).await);
    let node = Node::start(&database).await;
    let handed = made["oneTimePassword"].as_str().expect("a password").to_owned();
    let change = json!({ "username": "province.27", "current": handed, "new": "ข้าวสวยร้อนๆหอมมาก" });
    assert_eq!(
        login(&node.server, "province.27", &handed).await,
        (403, json!({ "code": "PASSWORD_CHANGE_REQUIRED" }))
    );
    assert_eq!(post(&node.server, "password", change).await.0, 200);
    assert_eq!(
        login(&node.server, "province.27", &handed).await.0,
        401,
        "it was good for one change"
    );
    let lock = ["account", "lock", "province.27", "--reason", "ย้าย", "--json"];
    assert!(told(&server_command(&database, &lock).await)["lockedAt"].is_string());
    assert_eq!(login(&node.server, "province.27", "ข้าวสวยร้อนๆหอมมาก").await.0, 401);
    let unlock = ["account", "unlock", "province.27", "--json"];
    assert!(told(&server_command(&database, &unlock).await)["lockedAt"].is_null());
    assert_eq!(login(&node.server, "province.27", "ข้าวสวยร้อนๆหอมมาก").await.0, 200);
    let listed = told(&server_command(&database, &["account", "list", "--area", "27", "--json"]).await);
    assert_eq!(listed[0]["username"], "province.27");
    let unknown = server_command(&database, &["account", "lock", "nobody", "--reason", "x"]).await;
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test]
async fn a_password_of_ones_own() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let before = node.as_("entry.2706").await;
    let new = "ปลาทูทอดน้ำปลาหวาน";
    let server = node.server.as_str();
    let change = async |current: &str, new: &str| {
        post(
            server,
            "password",
            json!({ "username": "entry.2706", "current": current, "new": new }),
        )
        .await
    };
    assert_eq!(change("wrong", new).await.0, 401);
    for (refused, rule) in [("short", "length"), (PASSWORD, "same"), ("Entry.2706-2566", "username")] {
        let (status, body) = change(PASSWORD, refused).await;
        assert_eq!(
            (status, &body["code"], &body["rule"]),
            (400, &json!("INVALID"), &json!(rule)),
            "{body}"
        );
    }
    let (status, tokens) = change(PASSWORD, new).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(
        before.ask("{ me { name } }").await.code(),
        "UNAUTHENTICATED",
        "every sign-in by the old one ends"
    );
    assert_eq!(login(&node.server, "entry.2706", PASSWORD).await.0, 401);
    assert_eq!(login(&node.server, "entry.2706", new).await.0, 200);
}

/// The department, the province, and the CD officer of 2706, at one node.
struct Keepers {
    database: Database,
    node: Node,
}

impl Keepers {
    async fn new() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        Self { database, node }
    }

    async fn says(&self, username: &str, mutation: &str) -> String {
        self.node
            .as_(username)
            .await
            .ask(&format!("mutation {{ it: {mutation} }}"))
            .await
            .code()
            .to_owned()
    }

    /// Makes an account and tells its one-time password.
    async fn make(&self, keeper: &Person, username: &str, area: &str) -> String {
        let input = format!("username: \"{username}\", name: \"นายใหม่\", area: \"{area}\"");
        let shown = "oneTimePassword account { mustChangePassword }";
        let answer = keeper
            .ask(&format!("mutation {{ createAccount(input: {{ {input} }}) {{ {shown} }} }}"))
            .await;
        assert_eq!(answer["createAccount"]["account"]["mustChangePassword"], true);
        answer["createAccount"]["oneTimePassword"].as_str().expect("a password").to_owned()
    }
}

fn assign(username: &str, role: &str, area: &str) -> String {
    format!(
        "assignRole(input: {{ username: \"{username}\", role: {role}, area: \"{area}\", from: \"2023-02-27\", orderNumber: \"9/2566\" }}) {{ username }}"
    )
}

fn lock(username: &str) -> String {
    format!("lockAccount(input: {{ username: \"{username}\", reason: \"ย้าย\" }}) {{ lockedAt }}")
}

#[tokio::test]
async fn a_province_makes_its_districts_officer() {
    let keepers = Keepers::new().await;
    let province = keepers.node.as_("province.27").await;
    let handed = keepers.make(&province, "new.2706", "2706").await;
    assert_eq!(keepers.says("province.27", &assign("new.2706", "CD_OFFICER", "2706")).await, "-");
    let change = json!({ "username": "new.2706", "current": handed, "new": PASSWORD });
    assert_eq!(post(&keepers.node.server, "password", change).await.0, 200);
    let officer = keepers.node.as_("new.2706").await;
    assert_eq!(
        officer.ask("{ me { assignments { role area } } }").await["me"]["assignments"],
        json!([{ "role": "CD_OFFICER", "area": "2706" }])
    );
    let held = province
        .ask("{ accounts(area: \"2706\") { username assignments { id role orderNumber hasEnded } } }")
        .await;
    let accounts = held["accounts"].as_array().expect("a list").clone();
    let new = accounts
        .iter()
        .find(|account| account["username"] == "new.2706")
        .expect("it is listed");
    let id = new["assignments"][0]["id"].as_str().expect("an id");
    let end = format!("endAssignment(input: {{ username: \"new.2706\", id: \"{id}\", until: \"2023-02-26\" }}) {{ username }}");
    assert_eq!(keepers.says("province.27", &end).await, "INVALID", "it begins on the 27th");
    assert_eq!(keepers.says("province.27", &end.replace("02-26", "02-27")).await, "-");
    keepers.database.at("2023-02-28T00:00").await;
    assert_eq!(officer.ask("{ me { assignments { role } } }").await["me"]["assignments"], json!([]));
    let told = "SELECT string_agg(kind, ' ' ORDER BY seq) FROM event WHERE area = '2706' AND month IS NULL";
    assert_eq!(
        keepers.database.value(told).await,
        "ACCOUNT_CREATED ASSIGNMENT_GIVEN ASSIGNMENT_ENDED"
    );
    let names = "SELECT count(*) FROM event WHERE month IS NULL AND (body LIKE '%new.2706%' OR body LIKE '%นายใหม่%')";
    assert_eq!(
        keepers.database.value(names).await,
        "0",
        "whose account it is stands there as an id only"
    );
}

#[tokio::test]
async fn nobody_gives_what_is_not_his_to_give() {
    let keepers = Keepers::new().await;
    let verdicts = [
        ("province.27", assign("officer.2706", "ENTRY_OFFICER", "2701"), "-"),
        ("province.27", assign("officer.2706", "PROVINCE_OFFICER", "27"), "FORBIDDEN"),
        ("province.27", assign("officer.2706", "DEPARTMENT_OFFICER", "TH"), "NOT_FOUND"),
        ("province.27", assign("officer.2706", "COMMITTEE_MEMBER", "2706"), "FORBIDDEN"),
        ("province.27", assign("officer.2706", "CD_OFFICER", "2401"), "NOT_FOUND"),
        ("province.27", assign("department", "CD_OFFICER", "2706"), "NOT_FOUND"),
        ("province.27", assign("nobody", "CD_OFFICER", "2706"), "NOT_FOUND"),
        ("province.27", assign("province.27", "CD_OFFICER", "2706"), "NOT_FOUND"),
        ("department", assign("department", "CD_OFFICER", "2706"), "FORBIDDEN"),
        ("department", assign("province.27", "PROVINCE_OFFICER", "24"), "-"),
        ("department", assign("province.27", "PROVINCE_OFFICER", "2706"), "INVALID"),
        ("officer.2706", assign("entry.2706", "VIEWER", "2706"), "FORBIDDEN"),
        ("officer.2706", assign("entry.2706", "CD_OFFICER", "2706"), "FORBIDDEN"),
        ("entry.2706", assign("entry2.2706", "ENTRY_OFFICER", "2706"), "FORBIDDEN"),
        ("viewer", assign("entry2.2706", "VIEWER", "2706"), "FORBIDDEN"),
    ];
    for (who, what, verdict) in verdicts {
        assert_eq!(keepers.says(who, &what).await, verdict, "{who}: {what}");
    }
}

#[tokio::test]
async fn who_locks_whom() {
    let keepers = Keepers::new().await;
    let verdicts = [
        ("officer.2706", "member1.2706", "-"),
        ("officer.2706", "entry.2706", "FORBIDDEN"),
        ("officer.2706", "member1.2701", "NOT_FOUND"),
        ("officer.2706", "officer.2706", "FORBIDDEN"),
        ("province.27", "officer.2706", "-"),
        ("province.27", "province.27", "NOT_FOUND"),
        ("province.27", "department", "NOT_FOUND"),
        ("entry.2701", "entry2.2701", "NOT_FOUND"),
        ("department", "department", "FORBIDDEN"),
        ("department", "province.27", "-"),
        ("department", "a\\u0000b", "NOT_FOUND"),
    ];
    for (who, whom, verdict) in verdicts {
        assert_eq!(keepers.says(who, &lock(whom)).await, verdict, "{who} locks {whom}");
    }
    assert_eq!(
        keepers
            .says("department", "unlockAccount(input: { username: \"province.27\" }) { username }")
            .await,
        "-"
    );
    assert_eq!(login(&keepers.node.server, "province.27", PASSWORD).await.0, 200);
}

#[tokio::test]
async fn a_member_who_was_given_more_is_out_of_the_cd_officers_hands() {
    let keepers = Keepers::new().await;
    assert_eq!(
        keepers.says("province.27", &assign("member1.2706", "ENTRY_OFFICER", "2706")).await,
        "-"
    );
    assert_eq!(keepers.says("officer.2706", &lock("member1.2706")).await, "FORBIDDEN");
    assert_eq!(keepers.says("province.27", &lock("member1.2706")).await, "-");
}

#[tokio::test]
async fn who_is_locked_is_out_at_once_and_a_forgotten_password_is_handed_out_anew() {
    let keepers = Keepers::new().await;
    let entry = keepers.node.as_("entry.2706").await;
    let province = keepers.node.as_("province.27").await;
    let reset = province
        .ask("mutation { resetPassword(input: { username: \"entry.2706\" }) { oneTimePassword } }")
        .await;
    assert_eq!(entry.ask("{ me { name } }").await.code(), "UNAUTHENTICATED");
    let handed = reset["resetPassword"]["oneTimePassword"].as_str().expect("a password").to_owned();
    assert_eq!(login(&keepers.node.server, "entry.2706", &handed).await.0, 403);
    let change = json!({ "username": "entry.2706", "current": handed, "new": PASSWORD });
    assert_eq!(post(&keepers.node.server, "password", change).await.0, 200);
    let entry = keepers.node.as_("entry.2706").await;
    assert_eq!(entry.ask("{ me { name } }").await.code(), "-");
    assert_eq!(keepers.says("province.27", &lock("entry.2706")).await, "-");
    assert_eq!(entry.ask("{ me { name } }").await.code(), "UNAUTHENTICATED");
}

/// `otop` on a laptop of its own, with lines typed into it.
async fn otop(home: &std::path::Path, server: &str, typed: &str, arguments: &str) -> Output {
    let mut shell = bare("bash");
    let otop = program("otop");
    shell.arg("-c").arg(format!("printf '{typed}' | '{}' {arguments}", otop.display()));
    shell.env("OTOP_HOME", home).env("OTOP_SERVER", server);
    finish(shell).await
}

#[tokio::test]
async fn a_laptop_sets_a_password_of_its_persons_own() {
    let keepers = Keepers::new().await;
    let province = keepers.node.as_("province.27").await;
    let reset = province
        .ask("mutation { resetPassword(input: { username: \"entry.2706\" }) { oneTimePassword } }")
        .await;
    let handed = reset["resetPassword"]["oneTimePassword"].as_str().expect("a password").to_owned();
    let home = tempfile::tempdir().expect("a folder");
    let (home, server) = (home.path(), keepers.node.server.as_str());
    let told = otop(home, server, &format!("{handed}\\n"), "login entry.2706 --password-stdin").await;
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("--new-password"), "{told:?}");
    let anew = "login entry.2706 --password-stdin --new-password";
    let guessed = otop(home, server, &format!("{handed}\\npassword1234\\n"), anew).await;
    assert!(
        !guessed.status.success() && String::from_utf8_lossy(&guessed.stderr).contains("รหัสผ่าน"),
        "{guessed:?}"
    );
    let set = otop(home, server, &format!("{handed}\\n{PASSWORD}\\n"), anew).await;
    assert!(set.status.success(), "{set:?}");
    assert_eq!(login(server, "entry.2706", PASSWORD).await.0, 200);
}
