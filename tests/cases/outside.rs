//! Signing in by an outside identity provider: unmodified npm oidc-provider, and a browser that meets it and us.

use kit::Database;
use kit::client::http;
use kit::node::Node;
use kit::process::{Running, bare, free_port, no_scans, program, ready, server_command};
use kit::script::{Check, Scripts};

/// A server that knows of a provider, and the port where the provider is to be.
async fn serve(database: &Database) -> (String, u16, Running) {
    let (ours, theirs) = (free_port(), free_port());
    let address = format!("127.0.0.1:{ours}");
    let mut command = bare(program("otop-server"));
    command.args(["serve", "--listen", &address]);
    command
        .env("OTOP_FILES", no_scans())
        .env("DATABASE_URL", database.url())
        .env("OTOP_LOG", "error")
        .env("OTOP_OIDC_ISSUER", issuer(theirs))
        .env("OTOP_OIDC_CLIENT_ID", "otop")
        .env("OTOP_OIDC_CLIENT_SECRET", "a secret: with % signs")
        .env("OTOP_OIDC_REDIRECT", format!("http://{address}/auth/oidc/callback"));
    let mut running = Running::start(command);
    let server = format!("http://{address}");
    ready(&server, &mut running).await;
    (server, theirs, running)
}

fn issuer(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

async fn checks(server: &str, port: u16) -> Vec<Check> {
    let mut command = Scripts::of("oidc").command("sign-in.mjs");
    command.env("OTOP_SERVER", server).env("OTOP_PROVIDER_PORT", port.to_string());
    Scripts::checks(command).await
}

#[tokio::test]
async fn a_person_of_an_outside_provider_is_signed_in() {
    let database = Database::demonstration().await;
    let (server, port, _running) = serve(&database).await;
    let link = [
        "account",
        "link",
        "officer.2706",
        "--issuer",
        &issuer(port),
        "--subject",
        "subject-of-2706",
    ];
    assert!(server_command(&database, &link).await.status.success());
    let checks = checks(&server, port).await;
    assert_eq!(checks.len(), 8);
    let failed: Vec<&Check> = checks.iter().filter(|check| check.problem.is_some()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test]
async fn without_a_link_nobody_is_signed_in() {
    let database = Database::demonstration().await;
    let (server, port, _running) = serve(&database).await;
    let checks = checks(&server, port).await;
    let passed = checks
        .iter()
        .find(|check| check.name.starts_with("a linked person"))
        .expect("it ran");
    assert!(passed.problem.is_some(), "the control: the check sees that nobody is signed in");
}

#[tokio::test]
async fn without_a_provider_there_is_nothing() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    for path in ["start", "callback?state=x&code=y"] {
        let answer = http()
            .get(format!("{}/auth/oidc/{path}", node.server))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 404, "{path}");
    }
}
