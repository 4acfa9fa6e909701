//! What is kept in a folder, what is swept away, what the checker says of it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use kit::process::{Server, server_command};
use kit::{Database, Person, scan};
use otop_server::app::App;
use otop_server::database;
use otop_server::feed::Bell;
use otop_server::file::{Ages, Files, sweep};
use serde_json::json;
use uuid::Uuid;

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

/// A real server, somebody who sends files, and the database behind it.
struct Store {
    database: Database,
    server: Server,
    entry: Person,
}

impl Store {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let server = Server::start(&database, None).await;
        let entry = Person::sign_in(&server.address, "entry.2701").await;
        Self { database, server, entry }
    }

    async fn attach(&self, name: &str) {
        let input = json!({ "id": Uuid::now_v7(), "producerId": self.database.producers("2701").await[0], "month": "2023-02", "kind": "PHOTO",
            "reference": "-", "keptAt": "-", "seenOn": "2023-02-28", "sha256": name });
        let document = "mutation ($input: RecordEvidenceInput!) { recordEvidence(input: $input) { id } }";
        self.entry.ask_with(document, json!({ "input": input })).await.data();
    }

    /// As if so many days had passed: how many things go, and what stays in the folder.
    async fn swept(&self, days: i64) -> (usize, Vec<PathBuf>) {
        let pool = database::pool(&self.database.url(), 2).unwrap_or_else(|problem| panic!("{}", problem.english));
        let kept = Files::folder(self.server.files()).unwrap_or_else(|problem| panic!("{}", problem.english));
        let now = real_now() + TimeDelta::days(days);
        let before = |days| now - TimeDelta::days(days);
        let ages = Ages {
            unattached: before(7),
            unfinished: before(14),
        };
        let swept = sweep(&App::new(pool, Bell::local()), &kept, ages).await.expect("it sweeps");
        (swept, files(self.server.files()))
    }
}

#[allow(clippy::disallowed_methods, reason = "files are as old as the system says")]
fn real_now() -> DateTime<Utc> {
    Utc::now()
}

#[tokio::test]
async fn what_nobody_attached_is_swept_away_and_nothing_else() {
    let store = Store::open().await;
    let attached = store.entry.keep_file(scan::pdf("attached", 100)).await;
    store.attach(&attached).await;
    store.entry.keep_file(scan::pdf("forgotten", 100)).await;
    let part = scan::pdf("part", 20_000);
    let range = format!("bytes 0-9999/{}", part.len());
    let sent = store
        .entry
        .put_file(&scan::name(&part), Some(&range), part[..10_000].to_vec())
        .await;
    assert_eq!(sent.expect("the server answers").0, 202);
    // A node died between file and row.
    let orphan = scan::name(b"orphan");
    let shelf = store.server.files().join("kept").join(&orphan[..2]);
    std::fs::create_dir_all(&shelf).expect("a folder");
    std::fs::write(shelf.join(&orphan), b"orphan").expect("a file");
    let (swept, all) = store.swept(6).await;
    assert_eq!((swept, all.len()), (0, 4), "none is old enough: {all:?}");
    let (swept, left) = store.swept(8).await;
    assert_eq!((swept, left.len()), (2, 2), "the forgotten and the orphan: {left:?}");
    let (swept, left) = store.swept(15).await;
    assert_eq!((swept, left.len()), (1, 1), "the part: {left:?}");
    assert!(left[0].ends_with(&attached), "{left:?}");
    assert_eq!(
        store.database.column("SELECT sha256 FROM file").await,
        std::slice::from_ref(&attached)
    );
    assert_eq!(store.entry.file(&attached).await.status(), 200);
    // What was swept away can be sent again.
    store.entry.keep_file(scan::pdf("forgotten", 100)).await;
}

#[tokio::test]
async fn a_file_that_was_changed_or_lost_is_found() {
    let store = Store::open().await;
    let names = [
        store.entry.keep_file(scan::pdf("one", 100)).await,
        store.entry.keep_file(scan::pdf("two", 100)).await,
    ];
    let path = |name: &str| store.server.files().join("kept").join(&name[..2]).join(name);
    let folder = store.server.files().to_string_lossy().into_owned();
    let verified = async || {
        let output = server_command(&store.database, &["verify", "--json", "--scans", "--files", &folder]).await;
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let of_files = said
            .as_array()
            .into_iter()
            .flatten()
            .find(|verdict| verdict["promise"] == "I9")
            .cloned();
        let findings = of_files.map(|verdict| verdict["findings"].as_array().map_or(0, Vec::len));
        (output.status.code(), findings)
    };
    assert_eq!(verified().await, (Some(0), Some(0)));
    std::fs::write(path(&names[0]), b"others").expect("changed");
    assert_eq!(verified().await, (Some(1), Some(1)));
    std::fs::remove_file(path(&names[1])).expect("lost");
    assert_eq!(verified().await, (Some(1), Some(2)));
}
