//! Stock RxDB itself: the unmodified npm package, by the very configuration of `docs/rxdb.md`, over lines that break.

use std::process::Command;

use kit::client::PASSWORD;
use kit::project;
use kit::script::{Check, Scripts};
use otop_server::verify;

use super::Office;

const CHECKS: [&str; 9] = [
    "initial pull in pages",
    "live stream",
    "quick edits",
    "offline edits",
    "conflict",
    "refusal",
    "lost answer",
    "expired token",
    "two clients",
];

/// The configuration that the documentation recommends.
fn configuration() -> String {
    let page = project::text("docs/rxdb.md");
    let block = page.split("```js\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("docs/rxdb.md has a block of JavaScript").to_owned()
}

async fn door(office: &Office, words: &[&str]) -> Command {
    // A node that signs somebody in has its key.
    office.node.as_("entry.2706").await;
    let key = office.database.value("SELECT private_pem FROM token_key").await;
    let scripts = Scripts::of("rxdb");
    scripts.put("otop.mjs", &configuration());
    let mut command = scripts.command("door.mjs");
    command.args(words);
    command
        .env("OTOP_SERVER", &office.node.server)
        .env("OTOP_PASSWORD", PASSWORD)
        .env("OTOP_TOKEN_KEY", key)
        .env("OTOP_PRODUCERS", office.producers.join(","));
    command
}

#[tokio::test]
async fn stock_rxdb_is_served() {
    let office = Office::open().await;
    let checks = Scripts::checks(door(&office, &[]).await).await;
    let passed: Vec<&str> = checks
        .iter()
        .filter(|check| check.problem.is_none())
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(passed, CHECKS, "{checks:#?}");
    let verdicts = verify::verify(&mut office.database.connect().await, &|_| {})
        .await
        .expect("the checker runs");
    let findings: Vec<_> = verdicts.iter().flat_map(|verdict| &verdict.findings).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[tokio::test]
async fn a_stream_that_says_nothing_would_be_seen() {
    let office = Office::open().await;
    let checks = Scripts::checks(door(&office, &["--deaf", "live stream"]).await).await;
    let [
        Check {
            name,
            problem: Some(problem),
        },
    ] = &checks[..]
    else {
        panic!("{checks:?}")
    };
    assert_eq!(name, "live stream");
    assert!(problem.contains("waited in vain for"), "{problem}");
}
