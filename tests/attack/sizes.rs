//! S3: sizes, and the server's memory meanwhile.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::future::join_all;
use kit::Socket;
use kit::client::Person;
use kit::socket::Event;
use kit::world::World;
use serde_json::{Value, json};

use crate::ask::{body, post, send};
use crate::table::Row;

const MEGABYTE: usize = 1024 * 1024;
/// How much the server may grow, in KiB.
const GROWTH: u64 = 16 * 1024;
/// How many do it at once, and how often.
const AT_ONCE: usize = 4;
const ROUNDS: usize = 20;

/// Sends too much of everything.
pub async fn attack(world: &World, person: &Person) -> Vec<Row> {
    warm(person).await;
    let scale = Scale::begin(world.process());
    let bodies: usize = join_all((0..AT_ONCE).map(|_| bodies(person))).await.into_iter().sum();
    let messages: usize = join_all((0..AT_ONCE).map(|_| messages(person))).await.into_iter().sum();
    let (before, most) = scale.end();
    let growth = most.saturating_sub(before);
    let (running, late) = (operations(person).await, introductions(person).await);
    let honest = send(post(person, padded(900_000))).await.status;
    vec![
        Row {
            promise: "S3",
            tried: format!(
                "{} bodies of 2 MiB, gzip bombs of 32 MiB and documents of 1 MiB; {} messages of 200 KiB",
                AT_ONCE * ROUNDS * 3,
                AT_ONCE * ROUNDS
            ),
            found: format!(
                "{bodies} bodies and {messages} messages taken; memory from {} to {} MiB",
                before / 1024,
                most / 1024
            ),
            goal: "none taken, grows at most 16 MiB",
            control: format!("a body of 900 kB is answered {honest}"),
            holds: bodies + messages == 0 && growth <= GROWTH && honest == 200,
        },
        Row {
            promise: "S3",
            tried: "30 operations on a socket; sockets without an introduction".to_owned(),
            found: format!("{running} run; closed with 4408 after {:.1} s", late.as_secs_f64()),
            goal: "20 operations, 10 s",
            control: format!("{running} operations do run"),
            holds: running == 20 && late >= Duration::from_secs(9) && late <= Duration::from_secs(12),
        },
    ]
}

/// The server as it is at work: what it needs once is there.
async fn warm(person: &Person) {
    for _ in 0..20 {
        join_all((0..AT_ONCE).map(|_| send(post(person, padded(900_000))))).await;
        person
            .ask("{ district(code: \"2706\") { producers(first: 100) { nodes { name } } } }")
            .await;
    }
}

fn padded(bytes: usize) -> String {
    json!({ "query": "{ me { name } }", "x": "x".repeat(bytes) }).to_string()
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

/// How many bodies that are too large are answered with data.
async fn bodies(person: &Person) -> usize {
    let bomb = packed(&padded(32 * MEGABYTE));
    let mut taken = 0;
    for _ in 0..ROUNDS {
        let large = send(post(person, padded(2 * MEGABYTE))).await;
        let unpacking = send(post(person, bomb.clone()).header("content-encoding", "gzip")).await;
        let document = send(post(person, body(&format!("{{ me {{ name }} }} #{}", "x".repeat(MEGABYTE - 200))))).await;
        taken += [large, unpacking, document]
            .iter()
            .filter(|heard| heard.text.contains("\"data\""))
            .count();
    }
    taken
}

/// How many messages that are too large are answered.
async fn messages(person: &Person) -> usize {
    let mut taken = 0;
    for _ in 0..ROUNDS {
        let mut socket = Socket::open(person).await;
        socket
            .send(json!({ "type": "ping", "payload": { "x": "x".repeat(200 * 1024) } }))
            .await;
        taken += usize::from(matches!(socket.event().await, Event::Message(_)));
    }
    taken
}

/// How many of thirty subscriptions run on one socket.
async fn operations(person: &Person) -> usize {
    let mut socket = Socket::open(person).await;
    for index in 0..30 {
        socket
            .subscribe(&index.to_string(), "subscription { syncChanges { hasMore } }")
            .await;
    }
    let mut running = 0;
    for _ in 0..30 {
        let message: Value = socket.message().await;
        running += usize::from(message["type"] == "next");
    }
    running
}

/// After how long a socket that says nothing is closed with 4408.
async fn introductions(person: &Person) -> Duration {
    let begun = Instant::now();
    let mut silent = join_all((0..20).map(|_| Socket::connect(&person.server))).await;
    for socket in &mut silent {
        assert_eq!(socket.event().await, Event::Closed(4408));
    }
    begun.elapsed()
}

/// Reads the memory of a process again and again.
struct Scale {
    process: u32,
    stop: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    before: u64,
}

impl Scale {
    fn begin(process: u32) -> Self {
        let (stop, most) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (told, noted) = (stop.clone(), most.clone());
        std::thread::spawn(move || {
            while !told.load(Ordering::Acquire) {
                noted.fetch_max(resident(process), Ordering::AcqRel);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        let before = resident(process);
        Self {
            process,
            stop,
            most,
            before,
        }
    }

    /// Before, and at most, in KiB.
    fn end(self) -> (u64, u64) {
        self.stop.store(true, Ordering::Release);
        let most = self.most.fetch_max(resident(self.process), Ordering::AcqRel);
        (self.before, most)
    }
}

/// The resident memory of a process in KiB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the server runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").trim().parse().expect("a number")
}
