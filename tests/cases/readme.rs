//! The README's walk, typed as written: a reader who follows it must never be wrong.

use kit::process::{Server, bare, finish, program};
use kit::{Database, client, project};

/// What stands in for the first terminal: the demonstration is this test's, and so are its address, password and clock.
const FIRST_TERMINAL: &str = r#"
make() { case $1 in clock) otop-server clock "${2#AT=}" ;; verify) otop-server verify ;; *) return 2 ;; esac; }
"#;

#[tokio::test]
async fn the_walk_works_as_written() {
    let database = Database::demonstration().await;
    database.from("2023-02-27T09:00").await;
    let server = Server::start(&database, None).await;
    let typed = typed(&server.address);
    let folder = program("otop").parent().expect("the programs' folder").to_path_buf();
    let mut shell = bare("bash");
    shell.arg("-c").arg(&typed).env("DATABASE_URL", database.url());
    shell.env(
        "PATH",
        format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default()),
    );
    let output = finish(shell).await;
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "verify ends the walk\n{said}");
    for expected in [
        "\"SUBMITTED\"",
        "\"CERTIFIED\"",
        "\"SIGNED\"",
        "\"ON_TIME\"",
        "\"confirmed\":1",
        "\"RECEIVED\"",
        "มท 0405.2/118",
        "รอเปิดระบบ: 1",
    ] {
        assert!(said.contains(expected), "{expected} is missing\n{said}");
    }
    assert!(!said.contains("\"errors\""), "{said}");
    let confirmed = database
        .value("SELECT sum(confirmed_satang) FROM report WHERE month = '2023-02-01'")
        .await;
    let official = database.value("SELECT official_satang FROM consolidation WHERE number = 1").await;
    assert_eq!(confirmed, official);
}

/// The blocks of the README marked as the walk.
fn typed(address: &str) -> String {
    let readme = project::text("README.md");
    let blocks: Vec<&str> = readme
        .split("```sh walk\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(blocks.len() > 5, "the walk is not found");
    let walk = blocks.concat();
    assert!(walk.contains("http://127.0.0.1:8080") && walk.contains("walk-2566"));
    let walk = walk
        .replace("http://127.0.0.1:8080", address)
        .replace("walk-2566", client::PASSWORD);
    format!("{FIRST_TERMINAL}{walk}")
}
