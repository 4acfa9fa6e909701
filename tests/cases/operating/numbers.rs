//! `/metrics`: what is asked for is counted by the names of our own documents, and by nothing that a client makes up.

use kit::node::Node;
use kit::wait::until;
use kit::{Database, Person, Socket};
use otop_server::app::App;
use otop_server::database;
use otop_server::feed::Bell;
use otop_server::http::Settings;
use serde_json::json;

struct Watched {
    app: App,
    node: Node,
}

impl Watched {
    async fn start(database: &Database) -> Self {
        let pool = database::pool(&database.url(), 5).unwrap_or_else(|problem| panic!("{}", problem.english));
        let app = App::new(pool, Bell::local());
        let node = Node::of(app.clone(), Settings::default()).await;
        Self { app, node }
    }

    /// The lines Prometheus reads.
    fn told(&self) -> String {
        self.app.metrics().text(self.app.connections()).expect("a text")
    }

    /// Waits for a line.
    async fn tells(&self, line: &str) {
        until(line, async || self.told().lines().any(|found| found == line).then_some(())).await;
    }
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_ending() {
    let database = Database::demonstration().await;
    let watched = Watched::start(&database).await;
    let officer = watched.node.as_("officer.2706").await;
    officer.ask("query Desk { me { name } }").await.data();
    officer.ask("query Invented { me { name } }").await.data();
    officer.ask("{ nothing }").await;
    for (operation, outcome) in [("Desk", "done"), ("other", "done"), ("other", "refused")] {
        let line = format!("otop_request_duration_seconds_count{{operation=\"{operation}\",outcome=\"{outcome}\"}} 1");
        watched.tells(&line).await;
    }
    assert!(!watched.told().contains("Invented"));
    let waits = watched
        .told()
        .lines()
        .any(|line| line.starts_with("otop_database_wait_seconds_count"));
    assert!(waits && watched.told().contains("otop_answers_total{status=\"200\"}"));
}

#[tokio::test]
async fn sockets_and_subscriptions_are_counted_while_they_are_open() {
    let database = Database::demonstration().await;
    let watched = Watched::start(&database).await;
    let officer: Person = watched.node.as_("officer.2706").await;
    let mut follower = Socket::follow(&officer, "subscription { reportChanged(area: \"2706\") { kind } }").await;
    assert_eq!(follower.next().await["reportChanged"], json!({ "kind": "HELLO" }));
    watched.tells("otop_sockets 1").await;
    watched.tells("otop_subscriptions 1").await;
    drop(follower);
    watched.tells("otop_sockets 0").await;
    watched.tells("otop_subscriptions 0").await;
}
