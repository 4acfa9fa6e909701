//! The database's own refusals, and the checker's: what holds when the service forgets.

use otop_server::verify;

use super::world::World;

const CHANGES: [&str; 3] = [
    "UPDATE estimate_cell SET amount = 1",
    "DELETE FROM estimate_cell",
    "INSERT INTO estimate_cell SELECT district, fiscal_year, producer_id, period + 4, 1, note, 1, deleted, changed_at FROM estimate_cell",
];

#[tokio::test]
async fn figures_of_a_locked_estimate_and_what_was_sent_do_not_change() {
    let world = World::new().await;
    world.sent("5").await;
    for change in CHANGES {
        let refused = world.database.attempt(change).await;
        assert_eq!(refused, Err("figures of a locked estimate do not change".to_owned()), "{change}");
    }
    for change in ["UPDATE estimate_revision SET estimated = 0", "DELETE FROM estimate_revision"] {
        let refused = world.database.attempt(change).await;
        assert_eq!(refused, Err("rows of estimate_revision are written once".to_owned()), "{change}");
    }
    // The control: open again, they do.
    world.estimate.send_back(&world.officer, "แก้ไข").await.data();
    assert!(world.database.attempt(CHANGES[0]).await.is_ok());
}

#[tokio::test]
async fn the_checker_sees_what_was_altered() {
    let world = World::new().await;
    world.sent("5").await;
    assert_eq!(world.findings().await, [""; 0]);
    let key = world.estimate.id.parse().expect("an estimate");
    let bytes = verify::estimate_bytes(&mut world.database.connect().await, &key).await;
    let bytes = bytes.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(
        otop_schema::digest(&bytes),
        world.estimate.digest(&world.officer).await,
        "reckoned by SQL alone"
    );
    let altered = "ALTER TABLE estimate_cell DISABLE TRIGGER ALL;
        UPDATE estimate_cell SET amount = 6 WHERE (producer_id, period) = (SELECT producer_id, period FROM estimate_cell ORDER BY 1, 2 LIMIT 1);
        ALTER TABLE estimate_cell ENABLE TRIGGER ALL";
    world.database.run(altered).await;
    let producer = world.database.value("SELECT min(producer_id::text) FROM estimate_cell").await;
    let found = world.findings().await;
    let figure = format!("estimate {producer}|2566|1");
    assert_eq!(
        found,
        [figure.as_str(), "estimate 2701:2566", "digest 2701:2566"],
        "the ledger, the sums, the digest"
    );
    let uncounted = "ALTER TABLE estimate DISABLE TRIGGER ALL; UPDATE estimate SET digest = repeat('0', 64);
        DELETE FROM operation WHERE category = 'ESTIMATE' AND channel = '4'";
    world.database.run(uncounted).await;
    let found = world.findings().await;
    for what in ["certificate 2701:2566", "signature 2701:2566", "revision 2701:2566"] {
        assert!(found.iter().any(|finding| finding == what), "{what}: {found:?}");
    }
    assert!(
        found.iter().any(|finding| finding.ends_with("|2566|4")),
        "a version made by no operation: {found:?}"
    );
}
