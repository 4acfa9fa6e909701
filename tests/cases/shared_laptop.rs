//! One laptop, several people, areas that change: real programs before a real server.

use kit::Database;
use kit::laptop::Laptop;
use kit::process::Server;
use serde_json::{Value, json};

struct Shared {
    database: Database,
    _server: Server,
    laptop: Laptop,
    producer: String,
}

impl Shared {
    /// The entry officer has read the district.
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let server = Server::start(&database, None).await;
        let laptop = Laptop::sign_in(&server.address, "entry.2706").await;
        let producer = database.producers("2706").await.swap_remove(0);
        Self {
            database,
            _server: server,
            laptop,
            producer,
        }
    }

    async fn status(&self) -> Value {
        self.laptop.done(&["status", "--month", "2566-02"]).await
    }

    /// The last operation of the ledger: who made it, and whose it was.
    async fn last(&self) -> Value {
        let last = "SELECT maker.username AS by, owner.username AS of, adoption.reason FROM operation
            JOIN account AS maker ON maker.person_id = operation.person_id
            LEFT JOIN adoption ON adoption.operation_id = operation.id
            LEFT JOIN account AS owner ON owner.person_id = adoption.adopted_from ORDER BY operation.received_at DESC LIMIT 1";
        self.database.rows(last).await.swap_remove(0)
    }
}

#[tokio::test]
async fn an_officer_takes_over_what_a_colleague_left_and_both_see_it() {
    let office = Shared::open().await;
    let laptop = &office.laptop;
    laptop.enter(&office.producer, "FOOD", "EXPORT", "4321").await;
    let name = laptop.done(&["login", "entry.2706"]).await["name"]
        .as_str()
        .expect("a name")
        .to_owned();

    let seen = laptop.done(&["login", "officer.2706"]).await;
    assert_eq!(seen["others"], json!([{ "name": name, "edits": 1 }]));
    laptop.done(&["sync"]).await;
    assert_eq!(laptop.done(&["waiting"]).await["waiting"], json!([]), "neither read nor sent");

    let adopted = laptop.done(&["adopt", &name, "--reason", "ย้ายไปจังหวัดอื่น"]).await;
    assert_eq!((&adopted["adopted"], &adopted["left"]), (&json!(1), &json!(0)));
    assert_eq!(laptop.done(&["sync"]).await["pushed"]["done"], 1);
    assert_eq!(
        office.last().await,
        json!({ "by": "officer.2706", "of": "entry.2706", "reason": "ย้ายไปจังหวัดอื่น" })
    );

    let later = laptop.done(&["login", "entry.2706"]).await;
    assert_eq!(later["adopted"][0]["edits"], 1);
    assert_eq!(later["adopted"][0]["open"], 0);
    assert_eq!(later["adopted"][0]["reason"], "ย้ายไปจังหวัดอื่น");
    assert_eq!(laptop.done(&["sync"]).await["pushed"]["done"], 0, "sent once");
}

#[tokio::test]
async fn a_colleague_who_is_no_officer_takes_nothing_over() {
    let office = Shared::open().await;
    let laptop = &office.laptop;
    let name = laptop.done(&["login", "officer.2706"]).await["name"]
        .as_str()
        .expect("a name")
        .to_owned();
    laptop.done(&["sync"]).await;
    laptop.enter(&office.producer, "FOOD", "EXPORT", "4321").await;
    laptop.done(&["login", "entry.2706"]).await;
    laptop.done(&["sync"]).await;
    let refused = laptop.run(&["adopt", &name, "--reason", "อยากได้"]).await;
    assert_eq!((refused.code, &refused.json["error"]["code"]), (1, &json!("FORBIDDEN")));
}

#[tokio::test]
async fn edits_of_an_area_that_is_no_longer_ones_own_stay_and_go_when_it_is_again() {
    let office = Shared::open().await;
    let laptop = &office.laptop;
    laptop.enter(&office.producer, "FOOD", "EXPORT", "4321").await;
    let assignments = |until: &str| {
        format!(
            "UPDATE assignment SET valid_until = {until} WHERE person_id = (SELECT person_id FROM account WHERE username = 'entry.2706')"
        )
    };
    office.database.run(&assignments("'2023-02-26'")).await;
    let synced = laptop.run(&["sync"]).await.json;
    assert_eq!((&synced["pushed"]["done"], &synced["pending"]), (&json!(0), &json!(1)));
    let waiting = laptop.done(&["waiting"]).await;
    assert_eq!(waiting["waiting"][0]["outside"], true, "{waiting:#}");
    assert_eq!(office.status().await["outside"], 1);
    assert_eq!(office.status().await["districts"], json!([]), "the area left the laptop");

    office.database.run(&assignments("NULL")).await;
    assert_eq!(laptop.done(&["sync"]).await["pushed"]["done"], 1);
}
