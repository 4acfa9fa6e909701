//! Each message is judged when it is about to leave: a role that ended ends what is followed under it.

use kit::device::{Cell, Device};
use kit::node::Node;
use kit::socket::Event;
use kit::{Database, Person, Socket};

const FOLLOWED: [&str; 4] = [
    "subscription { reportChanged(area: \"2706\") { kind report { totals { revenue } } } }",
    "subscription { rollupChanged(area: \"2706\", period: { month: \"2023-02\" }) { revenue } }",
    "subscription { syncChanges { entries { amount } } }",
    "subscription { streamRevenueEntry { documents { amount } } }",
];

/// A district office whose recorder, her colleague and their CD officer are signed in.
struct Office {
    database: Database,
    producer: String,
    node: Node,
}

impl Office {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        let producer = database.producers("2706").await.remove(0);
        Self { database, producer, node }
    }

    async fn person(&self, username: &str) -> Person {
        self.node.as_(username).await
    }

    /// Sockets that have heard their first message.
    async fn follow(&self, username: &str) -> Vec<Socket> {
        let person = self.person(username).await;
        let mut sockets = Vec::new();
        for document in FOLLOWED {
            let mut socket = Socket::follow(&person, document).await;
            socket.next().await;
            sockets.push(socket);
        }
        sockets
    }

    /// A colleague records a figure.
    async fn record(&self, amount: &str) {
        let mut colleague = Device::of(&self.person("entry2.2706").await);
        let version = self
            .database
            .value(&format!(
                "SELECT coalesce(max(version), 0) FROM cell WHERE producer_id = '{}' AND month = '2023-02-01'",
                self.producer
            ))
            .await;
        let edit = colleague.enter(&Cell::food(&self.producer), Some(amount), version.parse().expect("a number"));
        assert_eq!(colleague.push(&[edit]).await[0]["outcome"], "APPLIED");
    }

    async fn end_role(&self, username: &str) {
        let sql = format!(
            "UPDATE assignment SET valid_until = '2023-02-26' WHERE person_id = (SELECT person_id FROM account WHERE username = '{username}')"
        );
        self.database.run(&sql).await;
    }
}

/// What a socket brings next: the figure, or its end.
async fn brought(socket: &mut Socket, amount: &str) -> String {
    match socket.event().await {
        Event::Closed(code) => format!("closed {code}"),
        Event::Message(message) if message.to_string().contains(amount) => "the figure".to_owned(),
        Event::Message(message) => message.to_string(),
    }
}

async fn told(sockets: &mut [Socket], amount: &str) -> Vec<String> {
    let mut told = Vec::new();
    for socket in sockets {
        told.push(brought(socket, amount).await);
    }
    told
}

#[tokio::test]
async fn a_role_that_ended_is_told_nothing_more() {
    let office = Office::open().await;
    let mut ending = office.follow("entry.2706").await;
    let mut staying = office.follow("officer.2706").await;
    office.record("12.50").await;
    assert_eq!(told(&mut ending, "12.50").await, ["the figure"; 4], "while the role holds");
    assert_eq!(told(&mut staying, "12.50").await, ["the figure"; 4]);
    office.end_role("entry.2706").await;
    office.record("77.77").await;
    assert_eq!(
        told(&mut ending, "77.77").await,
        ["closed 1012"; 4],
        "to begin again under the rights that hold now"
    );
    assert_eq!(
        told(&mut staying, "77.77").await,
        ["the figure"; 4],
        "the control: somebody whose role holds is told"
    );
}

#[tokio::test]
async fn whoever_begins_again_is_told_what_he_may_see_now() {
    let office = Office::open().await;
    office.follow("entry.2706").await;
    office.end_role("entry.2706").await;
    let message = Socket::follow(&office.person("entry.2706").await, FOLLOWED[0])
        .await
        .message()
        .await;
    assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND", "{message}");
}

#[tokio::test]
async fn an_account_that_is_locked_is_told_nothing_more() {
    let office = Office::open().await;
    let mut locked = office.follow("entry.2706").await;
    office
        .database
        .run("UPDATE account SET locked_at = now() WHERE username = 'entry.2706'")
        .await;
    office.record("77.77").await;
    assert_eq!(told(&mut locked, "77.77").await, ["closed 4403"; 4]);
}

#[tokio::test]
async fn an_appointment_ends_with_its_last_day() {
    let office = Office::open().await;
    let last_day =
        "UPDATE assignment SET valid_until = '2023-02-27' WHERE person_id = (SELECT person_id FROM account WHERE username = 'entry.2706')";
    office.database.run(last_day).await;
    let mut ending = office.follow("entry.2706").await;
    office.record("12.50").await;
    assert_eq!(told(&mut ending, "12.50").await, ["the figure"; 4], "on the last day");
    office.database.at("2023-02-28T00:00").await;
    office.record("77.77").await;
    assert_eq!(told(&mut ending, "77.77").await, ["closed 1012"; 4]);
}

/// How many long answers stand between a slow reader and the figure.
const BEFORE: usize = 19;

/// What still comes, to the last of the long answers and the figure: whether that was in it, and how the socket ended.
async fn rest(socket: &mut Socket, amount: &str) -> (bool, Option<u16>) {
    let (mut has_figure, mut finished) = (false, 0);
    while finished < BEFORE || !has_figure {
        match socket.event().await {
            Event::Closed(code) => return (has_figure, Some(code)),
            Event::Message(message) => {
                has_figure |= message.to_string().contains(amount);
                finished += usize::from(message["type"] == "complete");
            }
        }
    }
    (has_figure, None)
}

/// What a slow reader is told of a figure that waited for it, and how its socket ended.
async fn told_late(role_ends: bool) -> (bool, Option<u16>) {
    let office = Office::open().await;
    let person = office.person("entry.2706").await;
    let mut slow = Socket::follow(&person, FOLLOWED[2]).await;
    slow.next().await;
    slow.ask_much(BEFORE).await;
    // Another socket of the same person follows and reads: when it is told, the figure waits for the slow one too.
    let mut quick = Socket::follow(&person, FOLLOWED[2]).await;
    quick.next().await;
    office.record("12.50").await;
    assert_eq!(brought(&mut quick, "12.50").await, "the figure");
    if role_ends {
        office.end_role("entry.2706").await;
    }
    rest(&mut slow, "12.50").await
}

#[tokio::test]
async fn what_waited_for_a_slow_reader_is_judged_when_it_leaves() {
    let (ended, held) = tokio::join!(told_late(true), told_late(false));
    assert_eq!(ended, (false, Some(1012)), "the role ended while the figure waited");
    assert_eq!(held, (true, None), "the control: while the role holds, it is told");
}
