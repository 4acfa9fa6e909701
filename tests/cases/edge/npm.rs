//! The edge as unmodified npm packages see it: `graphql-http` audits it, `graphql` (graphql-js) is held beside its answers, `graphql-ws`
//! follows it. Each with a control that shows it would complain.

use std::process::Command;

use kit::Database;
use kit::client::PASSWORD;
use kit::process::Server;
use kit::project;
use kit::script::{Check, Scripts, say};
use kit::wait::until;

struct World {
    database: Database,
    server: Server,
}

impl World {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let server = Server::start(&database, None).await;
        Self { database, server }
    }

    async fn run(&self, script: &str, words: &[&str]) -> Vec<Check> {
        Scripts::checks(self.command(script, words).await).await
    }

    async fn command(&self, script: &str, words: &[&str]) -> Command {
        let scripts = Scripts::of("edge");
        scripts.put("schema.graphql", &project::text("schema/schema.graphql"));
        let mut command = scripts.command(script);
        command
            .args(words)
            .env("OTOP_SERVER", &self.server.address)
            .env("OTOP_PASSWORD", PASSWORD)
            .env("OTOP_SERVER_ID", self.server.id().to_string())
            .env("OTOP_PRODUCERS", self.database.producers("2706").await.join(","));
        command
    }

    /// Starts the server again when somebody has stopped it.
    async fn come_back(&mut self) {
        until("the server to stop", async || self.server.has_died().then_some(())).await;
        self.server.start_again().await;
    }
}

/// The checks that failed, with their reasons.
fn failed(checks: &[Check]) -> Vec<&Check> {
    checks.iter().filter(|check| check.problem.is_some()).collect()
}

/// How many audits ended in each of the four ways that the package knows.
fn audited(checks: &[Check]) -> String {
    let ended = |status: &str| {
        let of = |check: &&Check| check.problem.as_ref().is_some_and(|problem| problem.starts_with(status));
        checks.iter().filter(of).count()
    };
    let (notice, warn, fail) = (ended("notice"), ended("warn"), ended("error"));
    let pass = checks.len() - notice - warn - fail;
    format!("{pass} pass, {notice} notice, {warn} warn, {fail} fail")
}

#[tokio::test]
async fn every_audit_of_graphql_over_http_passes() {
    let checks = World::open().await.run("audits.mjs", &[]).await;
    say(&format!("graphql-http audits: {}", audited(&checks)));
    assert_eq!(audited(&checks), "61 pass, 0 notice, 0 warn, 0 fail", "{:#?}", failed(&checks));
}

#[tokio::test]
async fn the_audits_would_complain() {
    let checks = World::open().await.run("audits.mjs", &["--lenient"]).await;
    assert!(failed(&checks).len() > 10, "{}", audited(&checks));
}

#[tokio::test]
async fn every_answer_is_that_of_graphql_js() {
    let checks = World::open().await.run("semantics.mjs", &[]).await;
    let failed = failed(&checks);
    say(&format!(
        "semantics table: {} pass, {} fail",
        checks.len() - failed.len(),
        failed.len()
    ));
    assert!(checks.len() > 100, "{} rows", checks.len());
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test]
async fn every_row_of_semantics_would_be_seen_broken() {
    let checks = World::open().await.run("semantics.mjs", &["--broken"]).await;
    let unseen: Vec<&Check> = checks.iter().filter(|check| check.problem.is_none()).collect();
    assert!(checks.len() > 100 && unseen.is_empty(), "{unseen:#?}");
}

const CLIENT: usize = 9;

#[tokio::test]
async fn the_graphql_ws_client_is_served() {
    let mut world = World::open().await;
    let command = world.command("socket.mjs", &[]).await;
    let (checks, ()) = tokio::join!(Scripts::checks(command), world.come_back());
    let failed = failed(&checks);
    say(&format!(
        "graphql-ws client: {} pass, {} fail",
        checks.len() - failed.len(),
        failed.len()
    ));
    assert!(checks.len() == CLIENT && failed.is_empty(), "{checks:#?}");
}

#[tokio::test]
async fn the_graphql_ws_client_would_complain() {
    let world = World::open().await;
    let command = world.command("socket.mjs", &["--broken"]).await;
    let checks = Scripts::checks(command).await;
    assert!(checks.len() == CLIENT && failed(&checks).len() == CLIENT, "{checks:#?}");
}
