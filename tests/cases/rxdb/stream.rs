//! A stream begins a little before now, and ends only with its socket.

use kit::socket::Event;
use kit::{Person, Socket};
use serde_json::{Value, json};

use super::{FIELDS, Office, bulk, but};

async fn follow(person: &Person) -> Socket {
    let document = format!(
        "subscription onStream($headers: RevenueEntryInputHeaders) {{
             streamRevenueEntry(headers: $headers) {{ documents {{ {FIELDS} }} checkpoint {{ token }} }} }}"
    );
    Socket::follow(person, &document).await
}

/// Listens until a figure of 2706 in February comes (a node that has just started begins far back, with those of the months
/// before), and gives all such figures of its message as lines, and its token.
async fn heard(socket: &mut Socket) -> (Vec<String>, String) {
    loop {
        let (documents, token) = bulk(&socket.next().await["streamRevenueEntry"]);
        let mut new: Vec<String> = documents
            .iter()
            .filter(|document| document["month"] == "2023-02")
            .map(super::told)
            .collect();
        new.dedup();
        if !new.is_empty() {
            return (new, token);
        }
    }
}

#[tokio::test]
async fn what_changed_between_pull_and_subscription_is_told() {
    let office = Office::open().await;
    let (door, other) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    let (_, pulled) = door.pull_all(None, 500).await;
    other.say(&office.food(0, "5.00"), None).await;
    let mut socket = follow(&door.0).await;
    let (documents, token) = heard(&mut socket).await;
    assert_eq!(documents, ["5.00 v1"]);
    assert_ne!(token, pulled);
    other.say(&office.food(1, "6.00"), None).await;
    let (documents, token) = heard(&mut socket).await;
    assert!(documents.contains(&"6.00 v1".to_owned()), "{documents:?}");
    assert_eq!(
        door.pull(Some(&token), 100).await.0,
        [] as [Value; 0],
        "the token of a stream is one of a pull"
    );
}

#[tokio::test]
async fn a_stream_outlives_the_database_connections() {
    let office = Office::open().await;
    let (door, other) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    let mut socket = follow(&door.0).await;
    bulk(&socket.next().await["streamRevenueEntry"]);
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    office.database.run(end).await;
    let rows = json!({ "rows": [{ "newDocumentState": office.food(0, "5.00") }] });
    let mutation = "mutation ($rows: [RevenueEntryInputPushRow!]) { pushRevenueEntry(revenueEntryPushRow: $rows) { id } }";
    kit::wait::until("a push to go through", async || {
        let answer = other.0.ask_with(mutation, rows.clone()).await.0;
        (answer["data"]["pushRevenueEntry"] == json!([])).then_some(())
    })
    .await;
    assert_eq!(heard(&mut socket).await.0, ["5.00 v1"]);
}

#[tokio::test]
async fn foreign_changes_are_not_told() {
    let office = Office::open().await;
    let (door, neighbour) = (office.door("entry.2706").await, office.door("entry.2701").await);
    let mut socket = follow(&door.0).await;
    let producer = office.database.complete_producer().await;
    let theirs = super::document(&producer, "2023-02", "HERB", "OTHER", "9.00");
    let answer = neighbour.push(&[(&theirs, None)]).await;
    assert!(answer.iter().all(|element| element["deleted"] == false), "{answer:?}");
    let own = but(&office.food(0, "5.00"), json!({ "note": "ของเรา" }));
    office.door("entry2.2706").await.say(&own, None).await;
    assert_eq!(heard(&mut socket).await.0, ["5.00 v1"]);
}

#[tokio::test]
async fn headers_are_accepted_and_not_looked_at() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    let mut socket = Socket::open(&door.0).await;
    let query =
        "subscription onStream($headers: RevenueEntryInputHeaders) { streamRevenueEntry(headers: $headers) { checkpoint { token } } }";
    let payload = json!({ "query": query, "variables": { "headers": { "Authorization": "Bearer x" } } });
    socket.send(json!({ "id": "1", "type": "subscribe", "payload": payload })).await;
    let Event::Message(message) = socket.event().await else {
        panic!("the socket closed")
    };
    assert_eq!(message["type"], "next", "{message}");
}
