//! The laptop's half of the checker passes on what a laptop did, and bites on what it did not.

use kit::Database;
use kit::checker::{as_recorded, converge, judge};
use kit::laptop::Laptop;
use kit::node::Node;
use kit::table::Tally;

const LOST: Tally = Tally {
    lost: 1,
    doubled: 0,
    wrong: 0,
};
const WRONG: Tally = Tally {
    lost: 0,
    doubled: 0,
    wrong: 1,
};

/// Damage to a laptop's file, and what has to be found.
const DAMAGE: [(&str, &str, Tally); 6] = [
    ("an edit that waited is gone", "DELETE FROM outbox WHERE state = 'pending'", LOST),
    (
        "an edit that waited counts as done",
        "UPDATE outbox SET state = 'done', outcome = 'APPLIED' WHERE state = 'pending'",
        LOST,
    ),
    (
        "an answer that nobody gave",
        "UPDATE outbox SET outcome = 'NOOP' WHERE state = 'done'",
        WRONG,
    ),
    (
        "a sheet of the mirror in another state",
        "UPDATE mirror_sheet SET state = 'COMPLETE' WHERE month = '2023-02' AND state = 'IN_PROGRESS'",
        Tally { wrong: 2, ..WRONG },
    ),
    (
        "a figure missing in the mirror",
        "DELETE FROM mirror_entry WHERE month = '2023-02'",
        WRONG,
    ),
    (
        "a refusal that the laptop does not know",
        "INSERT INTO mirror_rejection (operation_id, refusal, offered) VALUES ('x', '{}', '{}')",
        WRONG,
    ),
];

/// One figure sent, one that waits.
async fn at_work(database: &Database, node: &Node) -> Laptop {
    let laptop = Laptop::sign_in(&node.server, "entry.2706").await;
    let producers = database.producers("2706").await;
    laptop.enter(&producers[0], "FOOD", "SHOP", "10").await;
    converge(database, &laptop).await;
    laptop.enter(&producers[1], "FOOD", "SHOP", "20").await;
    laptop
}

#[tokio::test]
async fn the_checker_passes_on_a_laptop_and_names_every_damage() {
    for (what, damage, expected) in DAMAGE {
        let database = Database::demonstration().await;
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        let laptop = at_work(&database, &node).await;
        assert!(judge(&database, &[&laptop]).await.is_clean(), "before");
        laptop.doctor(damage);
        assert_eq!(judge(&database, &[&laptop]).await, expected, "{what}");
    }
}

#[tokio::test]
async fn a_second_version_and_a_missing_one_are_named() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let node = Node::start(&database).await;
    let laptop = at_work(&database, &node).await;
    assert_eq!(as_recorded(&database, &laptop).await, LOST, "one figure still waits");
    laptop.done(&["sync"]).await;
    assert!(as_recorded(&database, &laptop).await.is_clean());
    database
        .run("UPDATE cell SET version = version + 1 WHERE district = '2706' AND source IS NULL AND amount = 20")
        .await;
    let doubled = Tally {
        doubled: 1,
        ..Tally::default()
    };
    assert_eq!(as_recorded(&database, &laptop).await, doubled);
}
