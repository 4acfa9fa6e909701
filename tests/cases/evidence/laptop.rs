//! `otop attach`: evidence recorded without a network, sent with the next meeting, resumed after a break.

use std::path::PathBuf;

use kit::laptop::Laptop;
use kit::scan;
use serde_json::{Value, json};

use super::world::World;

/// A laptop of the district, and a server that may be away.
struct Desk {
    world: World,
    laptop: Laptop,
}

impl Desk {
    async fn open() -> Self {
        let world = World::open().await;
        let laptop = Laptop::sign_in(&world.node.server, "entry.2701").await;
        Self { world, laptop }
    }

    /// A scan on the laptop's disk.
    fn scan(&self, bytes: &[u8]) -> PathBuf {
        let file = self.laptop.home().join("ใบเสร็จ.pdf");
        std::fs::write(&file, bytes).expect("a file");
        file
    }

    async fn attach(&self, kind: &str, file: Option<&PathBuf>) -> Value {
        let producer = &self.world.producers[0];
        let mut arguments = vec![
            "attach",
            producer,
            "2566-02",
            "--kind",
            kind,
            "--reference",
            "เล่มที่ 3",
            "--kept-at",
            "ที่ทำการกลุ่ม",
        ];
        if let Some(file) = file {
            arguments.extend(["--file", file.to_str().expect("UTF-8")]);
        }
        self.laptop.done(&arguments).await
    }

    async fn recorded(&self) -> Value {
        let told = self
            .world
            .report
            .read(&self.world.officer, "evidence { reference scan { mediaType size } }")
            .await;
        told["evidence"].clone()
    }
}

#[tokio::test]
async fn evidence_goes_out_with_the_next_meeting_also_while_the_system_is_closed() {
    let desk = Desk::open().await;
    let bytes = scan::pdf("laptop", 700_000);
    let file = desk.scan(&bytes);
    let attached = desk.attach("RECEIPT", Some(&file)).await;
    assert_eq!(attached["state"], "pending");
    std::fs::remove_file(&file).expect("the laptop has its own copy");
    desk.attach("PHOTO", None).await;
    assert_eq!(desk.recorded().await, json!([]));
    desk.world.database.at("2023-03-07T09:00").await;
    let synced = desk.laptop.done(&["sync"]).await;
    assert_eq!(synced["evidence"], json!({ "sent": 2, "waiting": 0, "attention": 0 }));
    let expected =
        json!([{ "reference": "เล่มที่ 3", "scan": { "mediaType": "PDF", "size": bytes.len() } }, { "reference": "เล่มที่ 3", "scan": null }]);
    assert_eq!(desk.recorded().await, expected);
    assert_eq!(desk.laptop.done(&["sync"]).await["evidence"]["sent"], 0, "once");
    assert_eq!(
        desk.world.officer.file(&scan::name(&bytes)).await.bytes().await.expect("a body"),
        bytes
    );
}

#[tokio::test]
async fn a_sending_that_broke_goes_on_where_it_was() {
    let desk = Desk::open().await;
    let file = desk.scan(&scan::pdf("laptop", 700_000));
    desk.attach("RECEIPT", Some(&file)).await;
    assert!(
        desk.laptop.run_to("between-pieces=return", &["sync"]).await,
        "it dies behind its first piece"
    );
    let told = desk.laptop.done(&["evidence"]).await;
    assert_eq!(
        (&told["evidence"][0]["state"], &told["evidence"][0]["received"]),
        (&json!("pending"), &json!(262_144))
    );
    assert_eq!(desk.recorded().await, json!([]));
    assert!(
        !desk.laptop.run_to("between-pieces=2*off->return", &["sync"]).await,
        "two pieces are left, not three"
    );
    assert_eq!(desk.recorded().await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_the_server_refuses_stands_before_a_person() {
    let desk = Desk::open().await;
    desk.attach("RUMOUR", None).await;
    desk.attach("RECEIPT", None).await;
    let told = desk.laptop.run(&["sync"]).await;
    assert_eq!(
        (told.code, &told.json["evidence"]),
        (4, &json!({ "sent": 1, "waiting": 0, "attention": 1 }))
    );
    let own = desk.laptop.done(&["evidence"]).await["evidence"].clone();
    let refused = own
        .as_array()
        .into_iter()
        .flatten()
        .find(|row| row["state"] == "attention")
        .expect("one");
    assert_eq!(
        (&refused["refusal"]["rule"], &refused["kind"]),
        (&json!("unknown"), &json!("RUMOUR"))
    );
    desk.laptop
        .done(&["evidence", "withdraw", refused["id"].as_str().expect("text")])
        .await;
    assert_eq!(desk.laptop.run(&["sync"]).await.code, 0);
    assert_eq!(desk.recorded().await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_restored_server_is_told_again() {
    let desk = Desk::open().await;
    let file = desk.scan(&scan::pdf("laptop", 1_000));
    desk.attach("RECEIPT", Some(&file)).await;
    assert_eq!(desk.laptop.done(&["sync"]).await["evidence"]["sent"], 1);
    // A backup from before is brought back.
    let forgotten = "SET session_replication_role = replica; DELETE FROM evidence; DELETE FROM file_upload; DELETE FROM file;
        UPDATE deployment SET epoch = gen_random_uuid(), generation = generation + 1";
    desk.world.database.run(forgotten).await;
    assert_eq!(desk.recorded().await, json!([]));
    assert_eq!(desk.laptop.done(&["sync"]).await["evidence"]["sent"], 1);
    assert_eq!(desk.recorded().await.as_array().map(Vec::len), Some(1));
}
