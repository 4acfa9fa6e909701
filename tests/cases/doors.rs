//! The slower and slower door: shared by all nodes, by Redis or by the database, and the same for known and unknown people.

use kit::Database;
use kit::client::{PASSWORD, http};
use kit::node::Node;
use kit::process::Server;
use kit::redis::Redis;
use kit::wait::until;
use otop_server::feed::Bell;
use otop_server::http::Settings;
use serde_json::json;

/// The status of a sign-in, from an address that a proxy tells.
async fn login_from(server: &str, username: &str, password: &str, forwarded: Option<&str>) -> u16 {
    let mut request = http()
        .post(format!("{server}/auth/login"))
        .header("content-type", "application/json");
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    let body = json!({ "username": username, "password": password }).to_string();
    request.body(body).send().await.expect("the server answers").status().as_u16()
}

async fn login(server: &str, username: &str, password: &str) -> u16 {
    login_from(server, username, password, None).await
}

/// How many guesses, at one node after the other, are looked at before the door is shut.
async fn guesses(nodes: &[&str]) -> usize {
    for (count, node) in nodes.iter().cycle().enumerate() {
        match login(node, "entry.2706", "wrong").await {
            401 => assert!(count < 100, "the door stays open"),
            429 => return count,
            status => panic!("{status}"),
        }
    }
    unreachable!("nodes are asked in turn")
}

/// Eight are free; on a slow machine the first second may be over before the ninth.
const SHARED: std::ops::RangeInclusive<usize> = 8..=14;

async fn opens_again(server: &str) {
    until("the door to open", async || {
        (login(server, "entry.2706", PASSWORD).await == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn two_nodes_share_the_door_through_redis() {
    let (database, redis) = (Database::demonstration().await, Redis::start().await);
    let [one, other] = [
        Server::start(&database, Some(&redis)).await,
        Server::start(&database, Some(&redis)).await,
    ];
    let count = guesses(&[&one.address, &other.address]).await;
    assert!(SHARED.contains(&count), "{count}");
    assert_eq!(database.value("SELECT count(*) FROM sign_in_door").await, "0", "Redis counts");
    opens_again(&other.address).await;
}

#[tokio::test]
async fn two_nodes_share_the_door_through_the_database() {
    let database = Database::demonstration().await;
    let [one, other] = [Server::start(&database, None).await, Server::start(&database, None).await];
    let count = guesses(&[&one.address, &other.address]).await;
    assert!(SHARED.contains(&count), "{count}");
    opens_again(&one.address).await;
}

#[tokio::test]
async fn when_redis_dies_the_database_counts_on() {
    let (database, redis) = (Database::demonstration().await, Redis::start().await);
    let [one, other] = [
        Server::start(&database, Some(&redis)).await,
        Server::start(&database, Some(&redis)).await,
    ];
    for node in [&one, &other, &one] {
        assert_eq!(login(&node.address, "entry.2706", "wrong").await, 401);
    }
    redis.kill();
    let count = guesses(&[&one.address, &other.address]).await;
    assert!(SHARED.contains(&count), "{count}");
    opens_again(&one.address).await;
}

#[tokio::test]
async fn nodes_that_share_nothing_would_let_twice_as_many_through() {
    let database = Database::demonstration().await;
    let (one, other) = (Redis::start().await, Redis::start().await);
    let [one, other] = [
        Bell::redis(&one.url()).await.expect("a bell"),
        Bell::redis(&other.url()).await.expect("a bell"),
    ];
    let [one, other] = [Node::with(&database, one).await, Node::with(&database, other).await];
    for _ in 0..8 {
        assert_eq!(login(&one.server, "entry.2706", "wrong").await, 401);
    }
    assert_eq!(
        login(&other.server, "entry.2706", "wrong").await,
        401,
        "the control: this one has not heard of it"
    );
}

#[tokio::test]
async fn every_attempt_costs_exactly_one_verification() {
    let database = Database::demonstration().await;
    database
        .run("UPDATE account SET locked_at = now() WHERE username = 'entry2.2706'")
        .await;
    let node = Node::start(&database).await;
    let (long_name, long_password) = ("a".repeat(5_000), "x".repeat(10_000));
    let attempts = [
        ("entry.2706", PASSWORD, 200),
        ("entry.2706", "wrong", 401),
        ("nobody", PASSWORD, 401),
        ("entry2.2706", PASSWORD, 401),
        (long_name.as_str(), PASSWORD, 401),
        ("a\0b", PASSWORD, 401),
        ("", "", 401),
        ("entry.2706", long_password.as_str(), 401),
    ];
    for (count, (username, password, status)) in (1..).zip(attempts) {
        assert_eq!(login(&node.server, username, password).await, status, "{username:.20}");
        assert_eq!(node.number("otop_password_verifications_total"), count, "{username:.20}");
    }
}

#[tokio::test]
async fn a_shut_door_costs_no_verification() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let count = guesses(&[&node.server]).await;
    assert_eq!(node.number("otop_password_verifications_total"), u64::try_from(count).expect("few"));
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_a_door_of_its_own() {
    let database = Database::demonstration().await;
    let trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    let settings = Settings {
        trusted_proxies,
        ..Settings::default()
    };
    let node = Node::set(&database.url(), Bell::local(), settings).await;
    for _ in 0..8 {
        assert_eq!(
            login_from(&node.server, "entry.2706", "wrong", Some("203.0.113.9, 198.51.100.1")).await,
            401
        );
    }
    assert_eq!(login_from(&node.server, "entry.2706", PASSWORD, Some("198.51.100.1")).await, 429);
    assert_eq!(login_from(&node.server, "entry.2706", PASSWORD, Some("198.51.100.2")).await, 200);
}

#[tokio::test]
async fn what_a_client_says_of_its_address_is_not_believed() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    for last in 0..8 {
        let forwarded = format!("198.51.100.{last}");
        assert_eq!(login_from(&node.server, "entry.2706", "wrong", Some(&forwarded)).await, 401);
    }
    assert_eq!(login_from(&node.server, "entry.2706", PASSWORD, Some("198.51.100.99")).await, 429);
}
