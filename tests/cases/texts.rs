//! The one character that PostgreSQL cannot keep: refused wherever somebody may write, never a failure of ours.

use kit::client::http;
use kit::office::Office;
use serde_json::json;

const WRITTEN: [(&str, &str); 11] = [
    (
        "province.27",
        "createAccount(input: { username: \"new.2706\", name: \"$\", area: \"2706\" }) { oneTimePassword }",
    ),
    (
        "province.27",
        "lockAccount(input: { username: \"entry.2706\", reason: \"$\" }) { username }",
    ),
    (
        "province.27",
        "assignRole(input: { username: \"entry.2706\", role: VIEWER, area: \"2706\", from: \"2023-03-01\", orderNumber: \"$\" }) { username }",
    ),
    (
        "officer.2706",
        "registerProducer(input: { district: \"2706\", name: \"$\", kind: SME, subdistrict: \"270601\", activeFrom: \"2023-03\" }) { id }",
    ),
    (
        "officer.2706",
        "changeProducer(input: { id: \"$PRODUCER\", version: 1, from: \"2023-03\", telephone: \"$\" }) { id }",
    ),
    (
        "officer.2706",
        "retireProducer(input: { id: \"$PRODUCER\", version: 1, lastMonth: \"2023-03\", reason: \"$\" }) { id }",
    ),
    (
        "officer.2706",
        "appointMember(input: { district: \"2706\", personId: \"$PERSON\", appointmentOrder: \"$\", isChair: false, isSecretary: false, from: \"2023-03-01\" }) { id }",
    ),
    (
        "department",
        "renameArea(input: { code: \"2706\", nameTh: \"$\", nameEn: \"A\", from: \"2023-02-27\" }) { __typename }",
    ),
    (
        "department",
        "overrideCalendar(input: { month: \"2023-02\", closesAt: \"2023-03-08T00:00:00+07:00\", reason: \"$\" }) { dueAt }",
    ),
    (
        "department",
        "grantException(input: { district: \"2706\", month: \"2023-02\", until: \"2023-03-08T00:00:00Z\", reason: \"$\", reopen: false }) { id }",
    ),
    (
        "officer.2706",
        "syncPush(input: { deviceId: \"$\", ackedThrough: \"0\", operations: [] }) { epoch }",
    ),
];

#[tokio::test]
async fn a_text_that_cannot_be_kept_is_refused_everywhere() {
    let office = Office::open().await;
    let person = office.person_id("viewer").await;
    for (username, field) in WRITTEN {
        let field = field.replace("$PRODUCER", &office.producers[0]).replace("$PERSON", &person);
        let document = format!("mutation {{ {} }}", field.replace('$', "a\\u0000"));
        let answer = office.person(username).await.ask(&document).await;
        assert_eq!(answer.code(), "INVALID", "{document}: {}", answer.0);
    }
    for query in [
        "node(id: \"$\") { id }",
        "producer(id: \"$\") { id }",
        "syncPull(after: \"$\") { reset }",
    ] {
        let document = format!("{{ {} }}", query.replace('$', "a\\u0000"));
        let answer = office.person("officer.2706").await.ask(&document).await;
        assert_ne!(answer.code(), "INTERNAL", "{document}");
    }
    let body = json!({ "username": "a\0", "password": "\0", "deviceId": office.person("viewer").await.device }).to_string();
    let login = http()
        .post(format!("{}/auth/login", office.node.server))
        .header("content-type", "application/json");
    let status = login.body(body).send().await.expect("an answer").status();
    assert_eq!(status, 401);
}
