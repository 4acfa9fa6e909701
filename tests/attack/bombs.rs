//! S1: queries of up to 16 KiB and beyond that are made to cost, over HTTP and sockets, while somebody asks `/livez`.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use kit::Socket;
use kit::client::Person;
use otop_server::graphql;

use crate::ask::{body, post, send};
use crate::probe::{Probe, percentile, told};
use crate::table::Row;

/// How often each bomb is fired by each of those who fire.
const ROUNDS: usize = 10;
/// How many fire at once, by HTTP and by socket each.
const AT_ONCE: usize = 4;
const GOAL: Duration = Duration::from_millis(50);

/// Fires all of them.
pub async fn attack(person: &Person) -> Vec<Row> {
    let bombs = bombs();
    let quiet = Probe::begin(&person.server);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let quiet = quiet.end();
    let probe = Probe::begin(&person.server);
    let shooting = (0..AT_ONCE).map(|_| fire(person, &bombs));
    let longest: Vec<Longest> = join_all(shooting).await;
    let alive = probe.end();
    let executed: usize = longest.iter().map(|longest| longest.executed).sum();
    let longest = longest.into_iter().max_by_key(|longest| longest.took).expect("somebody fired");
    let (p99, before) = (percentile(&alive, 99), percentile(&quiet, 99));
    let unguarded = unguarded().await;
    let fired = bombs.len() * ROUNDS * AT_ONCE * 2;
    vec![
        Row {
            promise: "S1",
            tried: format!(
                "{fired} bombs of {} kinds over HTTP and sockets, {} at once: the longest answer",
                bombs.len(),
                2 * AT_ONCE
            ),
            found: format!("{} ({}), {executed} executed", told(longest.took), longest.name),
            goal: "none executed, refused before 50 ms of work",
            control: format!("validated without the guard, 2^18: {}", told(unguarded)),
            holds: executed == 0 && unguarded > GOAL,
        },
        Row {
            promise: "S1",
            tried: format!("{} times /livez meanwhile", alive.len()),
            found: format!("p99 {}, longest {}", told(p99), told(percentile(&alive, 100))),
            goal: "p99 of /livez at most 50 ms",
            control: format!("p99 {} while nobody fires", told(before)),
            holds: p99 <= GOAL,
        },
    ]
}

/// The slowest answer, and how many were executed.
struct Longest {
    name: String,
    took: Duration,
    executed: usize,
}

/// Every bomb over HTTP and over a socket, round after round.
async fn fire(person: &Person, bombs: &[(String, String)]) -> Longest {
    let mut longest = Longest {
        name: String::new(),
        took: Duration::ZERO,
        executed: 0,
    };
    for (name, text) in bombs.iter().cycle().take(bombs.len() * ROUNDS) {
        let heard = send(post(person, body(text))).await;
        longest.note(name, heard.took, heard.text.contains("\"data\":{"));
        let begun = Instant::now();
        let mut socket = Socket::open(person).await;
        socket.subscribe("1", text).await;
        let executed = matches!(socket.event().await, kit::socket::Event::Message(message) if message["type"] == "next");
        longest.note(&format!("{name}, socket and its opening"), begun.elapsed(), executed);
    }
    longest
}

impl Longest {
    fn note(&mut self, name: &str, took: Duration, executed: bool) {
        self.executed += usize::from(executed);
        if took > self.took {
            self.took = took;
            name.clone_into(&mut self.name);
        }
    }
}

/// What the stock layers do with 700 bytes.
async fn unguarded() -> Duration {
    let schema = graphql::builder()
        .limit_depth(30)
        .limit_complexity(1000)
        .limit_directives(10)
        .finish();
    let bomb = doubling(18, "me { name }");
    let begun = Instant::now();
    let response = schema.execute(bomb).await;
    assert!(!response.errors.is_empty(), "it is refused, after all that work");
    begun.elapsed()
}

/// Fragments that spread each other: 2^doublings fields in 33 bytes a doubling.
fn doubling(doublings: u32, leaf: &str) -> String {
    let mut bomb = String::from("{ ...F0 }");
    for index in 0..doublings {
        bomb += &format!(" fragment F{index} on Query {{ ...F{0} ...F{0} }}", index + 1);
    }
    bomb + &format!(" fragment F{doublings} on Query {{ {leaf} }}")
}

fn bombs() -> Vec<(String, String)> {
    let mut bombs: Vec<(String, String)> = (10..=31).map(|n| (format!("2^{n}"), doubling(n, "me { name }"))).collect();
    bombs.extend(
        (10..=31)
            .step_by(7)
            .map(|n| (format!("2^{n} of an unknown fragment"), doubling(n, "...Nowhere"))),
    );
    let many = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
    let deep = |open: &str, close: &str| open.repeat(5_000) + &close.repeat(5_000);
    let long = "x".repeat(4_000);
    let others = [
        (
            "a cycle",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        ),
        ("5,000-deep value", format!("{{ a(x: {}) }}", deep("[", "]"))),
        ("5,000-deep object", format!("{{ a(x: {}) }}", deep("{a:", "}"))),
        ("5,000-deep selection", deep("{a", "}")),
        (
            "10,000 directives",
            format!("{{ me {} {{ name }} }}", "@skip(if:false)".repeat(10_000)),
        ),
        ("5,000 short directives", format!("{{ me {} {{ name }} }}", "@x ".repeat(5_000))),
        ("1,000 aliases", format!("{{ {} }}", many(1_000, &|n| format!("a{n}:me{{name}} ")))),
        (
            "300 x 300 overlapping",
            format!(
                "{{ {} }} fragment F on Nation {{ {} }}",
                "nation{...F} ".repeat(300),
                "code ".repeat(300)
            ),
        ),
        (
            "300 x 300 in words",
            format!("{{ {} }}", format!("nation{{ {} }} ", "code ".repeat(300)).repeat(300)),
        ),
        (
            "800 arguments twice",
            format!("{{ {} }}", format!("nation({}) ", many(800, &|n| format!("a{n}:1 "))).repeat(2)),
        ),
        (
            "unused fragments",
            format!(
                "{{ me {{ name }} }} fragment B on Query {{ {} }} {}",
                "a ".repeat(1_500),
                many(500, &|n| format!("fragment F{n} on Query {{...B}} "))
            ),
        ),
        ("400 operations", many(400, &|n| format!("query Q{n} {{ me {{ name }} }} "))),
        ("unknown long names", format!("{{ {long} a{long} b{long} }}")),
        (
            "a text of 15 KB",
            format!("{{ nothing(id: \"{}\") {{ id }} }}", "\\u0061".repeat(2_500)),
        ),
        ("1,900 unknown fields", format!("{{ {} }}", "nothing ".repeat(1_900))),
        (
            "1,900 fields of one name and a wrong one",
            format!("{{ me {{ {} nothing }} }}", "name ".repeat(1_900)),
        ),
        (
            "60 fragments of 30 fields, a wrong one",
            format!(
                "{{ {} nothing }} fragment F on Me {{ {} }}",
                "me{...F} ".repeat(60),
                "name ".repeat(30)
            ),
        ),
        (
            "200 aliases that conflict",
            format!("{{ {} }}", many(200, &|n| format!("a:node(id:\"{n}\"){{id}} "))),
        ),
        (
            "600 variables, none used",
            format!("query({}) {{ me {{ name }} }}", many(600, &|n| format!("$v{n}:Int "))),
        ),
        ("only brackets", "{".repeat(16_000)),
        ("only commas", format!("{{{}", ",".repeat(16_000))),
        (
            "introspection of introspection",
            format!(
                "{{ __schema {{ types {}",
                "{ fields { type ".repeat(9) + "{ name }" + &"}".repeat(20)
            ),
        ),
    ];
    bombs.extend(others.map(|(name, text)| (name.to_owned(), text)));
    bombs
}
