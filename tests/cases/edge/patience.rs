//! What becomes of a socket as time passes. The clock of this process, with the node in it, stands still while it is moved by hand.

use std::time::Duration;

use kit::process::Server;
use kit::socket::Event;
use kit::{Database, Person, Socket};
use serde_json::json;
use tokio::time::Instant;

use super::World;

/// Lets time pass at once.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

/// Has the server answered: whatever it had to do before is done.
async fn is_answered(socket: &mut Socket) -> bool {
    socket.send(json!({ "type": "ping" })).await;
    matches!(socket.event().await, Event::Message(message) if message["type"] == "pong")
}

/// Is a query answered: the server had time for the database, too.
async fn is_served(socket: &mut Socket) -> bool {
    socket.subscribe("served", "{ me { name } }").await;
    let (next, complete) = (socket.message().await, socket.message().await);
    next["payload"]["data"]["me"]["name"].is_string() && complete["type"] == "complete"
}

#[tokio::test]
async fn who_does_not_say_who_it_is_is_closed_after_ten_seconds() {
    let world = World::new().await;
    let (mut stranger, mut known) = (Socket::connect(&world.node.server).await, Socket::open(&world.person).await);
    pass(9).await;
    assert!(is_answered(&mut stranger).await);
    pass(2).await;
    assert_eq!(stranger.event().await, Event::Closed(4408));
    assert!(is_answered(&mut known).await, "who has said so stays");
}

#[tokio::test]
async fn a_socket_ends_with_its_token() {
    let world = World::new().await;
    let mut socket = Socket::open(&world.person).await;
    for _ in 0..9 {
        pass(60).await;
        assert!(is_answered(&mut socket).await);
    }
    pass(60).await;
    assert_eq!(socket.event().await, Event::Closed(4403));
}

#[tokio::test]
async fn who_answers_no_ping_is_gone_after_a_minute() {
    let world = World::new().await;
    let (mut silent, mut lively) = (Socket::open(&world.person).await, Socket::open(&world.person).await);
    for _ in 0..3 {
        pass(21).await;
        assert!(is_answered(&mut lively).await);
    }
    // To read is to answer; it is too late now.
    assert_eq!(silent.event().await, Event::Closed(1006));
    assert!(is_answered(&mut lively).await);
}

/// The memory of a process, in bytes.
fn memory(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") * 1024
}

/// Reads the answers; how long they are.
async fn read_much(socket: &mut Socket) -> usize {
    let mut bytes = 0;
    for _ in 0..40 {
        bytes += socket.message().await.to_string().len();
    }
    bytes
}

#[tokio::test]
async fn a_slow_reader_costs_what_one_message_costs() {
    let database = Database::demonstration().await;
    let server = Server::start(&database, None).await;
    let person = Person::sign_in(&server.address, "entry.2706").await;
    let mut reader = Socket::open(&person).await;
    reader.ask_much(20).await;
    let bytes = read_much(&mut reader).await;
    let before = memory(server.id());
    let mut slow = Vec::new();
    for _ in 0..2 {
        let mut socket = Socket::open(&person).await;
        socket.ask_much(20).await;
        slow.push(socket);
    }
    reader.ask_much(20).await;
    read_much(&mut reader).await;
    let more = memory(server.id()).saturating_sub(before);
    assert!(more < 16 << 20, "two slow readers cost {more} bytes");
    assert!(2 * bytes > 16 << 20, "what they did not read is small anyway: {bytes} bytes each");
}

#[tokio::test]
async fn a_slow_reader_is_told_to_come_back_and_holds_up_nobody() {
    let world = World::new().await;
    let (mut slow, mut lively) = (Socket::open(&world.person).await, Socket::open(&world.person).await);
    let asked = Instant::now();
    slow.ask_much(20).await;
    while world.node.number("otop_socket_closings_total{code=\"1013\"}") == 0 {
        assert!(
            asked.elapsed() < Duration::from_secs(300),
            "a reader that does not read is kept for ever"
        );
        pass(1).await;
        assert!(is_served(&mut lively).await);
    }
    assert!(asked.elapsed() > Duration::from_secs(15), "given up after {:?}", asked.elapsed());
    let mut results = 0;
    let end = loop {
        match slow.event().await {
            Event::Message(_) => results += 1,
            closed => break closed,
        }
    };
    assert_eq!(end, Event::Closed(1013));
    assert!(results < 20, "everything had left: the reader was not slow");
}
