//! graphql-transport-ws by the letter: every rule a case of one table, in raw frames. Run against the server every rule holds; against
//! one that says yes to everything every rule is broken.

use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use kit::Socket;
use kit::socket::{Event, Message};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_tungstenite::accept_async;

use super::{World, bomb};

/// One thing that happens on a socket.
enum Step {
    Say(Value),
    Put(Message),
    /// The next message has at least these members.
    Hear(Value),
    /// The server closes with this code.
    End(u16),
}
use Step::{End, Hear, Put, Say};

struct Rule {
    name: &'static str,
    protocols: Vec<&'static str>,
    steps: Vec<Step>,
}

fn rule(name: &'static str, steps: Vec<Step>) -> Rule {
    let protocols = vec!["graphql-transport-ws"];
    Rule { name, protocols, steps }
}

/// A rule of a socket whose person is known.
fn after(init: &Value, name: &'static str, steps: Vec<Step>) -> Rule {
    let mut all = vec![Say(init.clone()), Hear(json!({ "type": "connection_ack" }))];
    all.extend(steps);
    rule(name, all)
}

const CHANGES: &str = "subscription { syncChanges { hasMore } }";

fn subscribe(id: &str, payload: Value) -> Value {
    json!({ "type": "subscribe", "id": id, "payload": payload })
}

fn ask(id: &str, query: &str) -> Step {
    Say(subscribe(id, json!({ "query": query })))
}

fn next(id: &str, data: Value) -> Step {
    Hear(json!({ "type": "next", "id": id, "payload": { "data": data } }))
}

fn complete(id: &str) -> Step {
    Hear(json!({ "type": "complete", "id": id }))
}

fn refused(id: &str, code: &str) -> Step {
    Hear(json!({ "type": "error", "id": id, "payload": [{ "extensions": { "code": code } }] }))
}

fn text(text: &str) -> Step {
    Put(Message::text(text.to_owned()))
}

fn introduction(init: &Value) -> Vec<Rule> {
    let stranger = json!({ "type": "connection_init", "payload": { "authorization": "Bearer a.b.c" } });
    let spoken = |name, protocols| Rule {
        protocols,
        ..rule(name, vec![End(4406)])
    };
    vec![
        spoken("4406: no protocol", vec![]),
        spoken("4406: another protocol", vec!["graphql-ws"]),
        Rule {
            protocols: vec!["graphql-ws", "graphql-transport-ws"],
            ..after(init, "ours among several protocols", vec![])
        },
        after(init, "connection_init is acknowledged", vec![]),
        after(init, "4429: a second connection_init", vec![Say(init.clone()), End(4429)]),
        rule(
            "4429: also before the acknowledgement",
            vec![
                Say(init.clone()),
                Say(init.clone()),
                Hear(json!({ "type": "connection_ack" })),
                End(4429),
            ],
        ),
        rule("4403: no sign-in", vec![Say(json!({ "type": "connection_init" })), End(4403)]),
        rule("4403: a refused sign-in", vec![Say(stranger), End(4403)]),
        rule("4401: subscribe before connection_init", vec![ask("1", CHANGES), End(4401)]),
        rule(
            "ping before connection_init",
            vec![Say(json!({ "type": "ping" })), Hear(json!({ "type": "pong" }))],
        ),
        rule(
            "complete before connection_init is nobody's",
            vec![
                Say(json!({ "type": "complete", "id": "1" })),
                Say(init.clone()),
                Hear(json!({ "type": "connection_ack" })),
            ],
        ),
    ]
}

fn messages(init: &Value) -> Vec<Rule> {
    let carried = json!({ "n": [1, { "deep": null }] });
    let invalid = |name, step| after(init, name, vec![step, End(4400)]);
    let says = |name, message: Value| after(init, name, vec![Say(message), End(4400)]);
    let asks = |name, payload: Value| after(init, name, vec![Say(subscribe("1", payload)), End(4400)]);
    vec![
        after(
            init,
            "ping is answered with what it carries",
            vec![
                Say(json!({ "type": "ping", "payload": carried })),
                Hear(json!({ "type": "pong", "payload": carried })),
            ],
        ),
        after(
            init,
            "pong is taken as it comes",
            vec![
                Say(json!({ "type": "pong", "payload": carried })),
                Say(json!({ "type": "ping" })),
                Hear(json!({ "type": "pong" })),
            ],
        ),
        after(
            init,
            "members nobody knows are nobody's",
            vec![Say(json!({ "type": "ping", "mood": 1 })), Hear(json!({ "type": "pong" }))],
        ),
        invalid("4400: no JSON", text("ping")),
        invalid("4400: no object", text("[]")),
        invalid("4400: no type", text("{}")),
        invalid("4400: bytes", Put(Message::binary(b"{\"type\":\"ping\"}".to_vec()))),
        invalid(
            "4400: deeper than anybody reads",
            text(&format!("{}{}", "[".repeat(5_000), "]".repeat(5_000))),
        ),
        says("4400: an unknown type", json!({ "type": "start", "id": "1" })),
        says(
            "4400: a message of the server",
            json!({ "type": "next", "id": "1", "payload": { "data": null } }),
        ),
        says("4400: a ping that carries a text", json!({ "type": "ping", "payload": "x" })),
        says(
            "4400: subscribe without an id",
            json!({ "type": "subscribe", "payload": { "query": CHANGES } }),
        ),
        says(
            "4400: subscribe with a number for an id",
            json!({ "type": "subscribe", "id": 1, "payload": { "query": CHANGES } }),
        ),
        says("4400: subscribe with an empty id", subscribe("", json!({ "query": CHANGES }))),
        says("4400: subscribe without a payload", json!({ "type": "subscribe", "id": "1" })),
        says("4400: complete without an id", json!({ "type": "complete" })),
        asks("4400: no query", json!({})),
        asks("4400: a query that is no text", json!({ "query": 1 })),
        asks("4400: variables that are a list", json!({ "query": CHANGES, "variables": [] })),
        asks(
            "4400: an operation name that is no text",
            json!({ "query": CHANGES, "operationName": 1 }),
        ),
        rule(
            "4400: connection_init that carries a text",
            vec![Say(json!({ "type": "connection_init", "payload": "x" })), End(4400)],
        ),
        after(
            init,
            "1009: a message that is too long",
            vec![Say(json!({ "type": "ping", "payload": { "x": "x".repeat(64 * 1024) } })), End(1009)],
        ),
    ]
}

fn operations(init: &Value) -> Vec<Rule> {
    let first = || next("s", json!({ "syncChanges": { "hasMore": false } }));
    let follow = || vec![ask("s", CHANGES), first()];
    let twenty = (0..20).flat_map(|index| vec![ask(&index.to_string(), CHANGES), next(&index.to_string(), json!({}))]);
    vec![
        after(
            init,
            "a query: next, complete",
            vec![
                ask("q", "{ __typename }"),
                next("q", json!({ "__typename": "Query" })),
                complete("q"),
            ],
        ),
        after(
            init,
            "a mutation: next with its errors, complete",
            vec![
                ask(
                    "m",
                    "mutation { retireProducer(input: { id: \"x\", version: 1, lastMonth: \"2023-02\", reason: \"x\" }) { id } }",
                ),
                Hear(json!({ "type": "next", "id": "m", "payload": { "data": null, "errors": [{ "path": ["retireProducer"] }] } })),
                complete("m"),
            ],
        ),
        after(
            init,
            "variables and the operation's name",
            vec![
                Say(subscribe(
                    "q",
                    json!({ "query": "query A { me { id } } query B ($c: ID!) { district(code: $c) { code } }", "operationName": "B", "variables": { "c": "2706" } }),
                )),
                next("q", json!({ "district": { "code": "2706" } })),
                complete("q"),
            ],
        ),
        after(init, "a subscription: next, and on", follow()),
        after(
            init,
            "a subscription in a fragment",
            vec![
                ask("s", "subscription { ...F } fragment F on Subscription { syncChanges { hasMore } }"),
                first(),
            ],
        ),
        after(
            init,
            "complete ends it; its id is free",
            [follow(), vec![Say(json!({ "type": "complete", "id": "s" }))], follow()]
                .into_iter()
                .flatten()
                .collect(),
        ),
        after(
            init,
            "complete of what nobody began is nobody's",
            vec![
                Say(json!({ "type": "complete", "id": "x" })),
                ask("q", "{ __typename }"),
                next("q", json!({})),
            ],
        ),
        after(
            init,
            "4409: an id that is in use",
            [follow(), vec![ask("s", CHANGES), End(4409)]].into_iter().flatten().collect(),
        ),
        after(
            init,
            "an answered query leaves its id free",
            vec![
                ask("q", "{ __typename }"),
                next("q", json!({})),
                complete("q"),
                ask("q", "{ __typename }"),
                next("q", json!({})),
                complete("q"),
            ],
        ),
        after(
            init,
            "error: syntax, and the id is free",
            vec![
                ask("q", "{"),
                refused("q", "INVALID"),
                ask("q", "{ __typename }"),
                next("q", json!({})),
            ],
        ),
        after(
            init,
            "error: validation",
            vec![ask("q", "{ me { shoeSize } }"), refused("q", "INVALID")],
        ),
        after(
            init,
            "error: a variable",
            vec![ask("q", "query ($c: ID!) { district(code: $c) { id } }"), refused("q", "INVALID")],
        ),
        after(
            init,
            "error: two roots of a subscription",
            vec![
                ask("s", "subscription { a: syncChanges { hasMore } b: syncChanges { hasMore } }"),
                refused("s", "INVALID"),
            ],
        ),
        after(
            init,
            "error: the guard's limits",
            vec![ask("q", &bomb()), refused("q", "QUERY_TOO_COSTLY")],
        ),
        after(
            init,
            "error: more than 20 at once",
            twenty.chain([ask("more", CHANGES), refused("more", "RATE_LIMITED")]).collect(),
        ),
        after(
            init,
            "an error of one leaves the others",
            [
                follow(),
                vec![
                    ask("q", "{"),
                    refused("q", "INVALID"),
                    ask("p", "{ __typename }"),
                    next("p", json!({})),
                ],
            ]
            .into_iter()
            .flatten()
            .collect(),
        ),
    ]
}

fn rules(token: &str) -> Vec<Rule> {
    let init = |payload: Value| json!({ "type": "connection_init", "payload": payload });
    let known = init(json!({ "authorization": format!("Bearer {token}") }));
    let rxdb = init(json!({ "headers": { "AUTHORIZATION": format!("Bearer {token}") } }));
    let mut rules = introduction(&known);
    rules.push(after(&rxdb, "the sign-in stands among headers, in any case of letters", vec![]));
    rules.extend(messages(&known));
    rules.extend(operations(&known));
    rules
}

/// Plays a rule; what is heard instead of what it says.
async fn play(server: &str, rule: &Rule) -> Result<(), String> {
    let mut socket = Socket::speaking(server, &rule.protocols).await.ok_or("no socket")?;
    for step in &rule.steps {
        match step {
            Say(message) => socket.send(message.clone()).await,
            Put(frame) => socket.put(frame.clone()).await,
            Hear(pattern) => match socket.event().await {
                Event::Message(message) if has(&message, pattern) => {}
                other => return Err(format!("{other:?} instead of {pattern}")),
            },
            End(code) => match socket.event().await {
                Event::Closed(closed) if closed == *code => {}
                other => return Err(format!("{other:?} instead of {code}")),
            },
        }
    }
    Ok(())
}

/// Whether a message has everything that a pattern has.
fn has(message: &Value, pattern: &Value) -> bool {
    match (message, pattern) {
        (Value::Object(message), Value::Object(pattern)) => pattern
            .iter()
            .all(|(name, value)| message.get(name).is_some_and(|own| has(own, value))),
        (Value::Array(message), Value::Array(pattern)) => {
            message.len() == pattern.len() && message.iter().zip(pattern).all(|(own, value)| has(own, value))
        }
        _ => message == pattern,
    }
}

/// The rules that do not hold at a server, with what was heard.
async fn broken(server: &str, token: &str) -> (usize, Vec<String>) {
    let rules = rules(token);
    let heard = join_all(rules.iter().map(|rule| play(server, rule))).await;
    let broken = rules
        .iter()
        .zip(heard)
        .filter_map(|(rule, heard)| Some(format!("{}: {}", rule.name, heard.err()?)));
    (rules.len(), broken.collect())
}

#[tokio::test]
async fn every_rule_of_the_protocol_holds() {
    let world = World::new().await;
    let (count, broken) = broken(&world.node.server, &world.person.token).await;
    kit::script::say(&format!(
        "graphql-transport-ws rules: {} pass, {} fail",
        count - broken.len(),
        broken.len()
    ));
    assert!(broken.is_empty(), "{broken:#?}");
}

#[tokio::test]
async fn every_rule_would_be_seen_broken() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let server = format!("http://{}", listener.local_addr().expect("its number"));
    tokio::spawn(say_yes_to_everybody(listener));
    let (count, broken) = broken(&server, "a.b.c").await;
    assert_eq!(broken.len(), count, "{broken:#?}");
}

/// A server that knows one word, says it at once, and after everything.
async fn say_yes_to_everybody(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(async move {
            let mut socket = accept_async(stream).await.expect("a socket");
            while socket.send(Message::text("{\"type\":\"yes\"}")).await.is_ok() && socket.next().await.is_some() {}
        });
    }
}
