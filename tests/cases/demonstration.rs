//! The demonstration: real places, the same figures every time, February 2566 as the walk begins it.

use kit::Database;
use otop_server::demo::{self, DemoSize};

#[tokio::test]
async fn february_stands_as_the_walk_begins_it() {
    let database = Database::demonstration().await;
    let empty = "SELECT roster_size > 0 AND reported + not_obtained = 0 AND chain_length = 0 FROM report WHERE (district, month) = ('2706', '2023-02-01')";
    assert_eq!(database.value(empty).await, "true");
    let ready = "SELECT reported + not_obtained = roster_size FROM report WHERE (district, month) = ('2701', '2023-02-01')";
    assert_eq!(database.value(ready).await, "true");
    let partly = "SELECT count(*) FROM report WHERE month = '2023-02-01' AND reported > 0 AND reported + not_obtained < roster_size";
    assert!(database.value(partly).await.parse::<i32>().unwrap() >= 3);
    let drafts = "SELECT DISTINCT status FROM report WHERE month = '2023-02-01'";
    assert_eq!(database.column(drafts).await, ["DRAFT"]);
}

#[tokio::test]
async fn history_is_confirmed_and_marked_with_its_source() {
    let database = Database::demonstration().await;
    let history = "SELECT DISTINCT report.status || ' ' || timeliness || ' ' || (source IS NOT NULL)
        FROM report LEFT JOIN confirmed_version USING (district, month) WHERE month < '2023-02-01'";
    assert_eq!(database.column(history).await, ["CONFIRMED IMPORTED true"]);
    let told = "SELECT DISTINCT kind || ' ' || count(*) FROM event WHERE month < '2023-02-01' GROUP BY month, kind";
    assert_eq!(database.column(told).await, ["IMPORTED 9"]);
}

#[tokio::test]
async fn every_district_has_its_officers_and_a_committee_of_five() {
    let database = Database::demonstration().await;
    let accounts = "SELECT string_agg(split_part(username, '.', 1), ' ' ORDER BY username) FROM account
        WHERE username LIKE '%.27__' GROUP BY split_part(username, '.', 2)";
    let expected = "entry entry2 member1 member2 member3 member4 member5 officer";
    assert_eq!(database.column(accounts).await, [expected; 9]);
    let nation = "SELECT string_agg(username, ' ' ORDER BY username) FROM account WHERE username NOT LIKE '%.27__'";
    assert_eq!(database.value(nation).await, "department province.27 viewer");
    let chairs = "SELECT DISTINCT username LIKE 'member1.%' FROM committee_member JOIN account USING (person_id) WHERE is_chair";
    assert_eq!(database.column(chairs).await, ["true"]);
}

#[tokio::test]
async fn the_seed_makes_the_same_figures_and_only_once() {
    let fingerprint = "SELECT md5(string_agg(digest, '' ORDER BY district, month)) FROM report";
    let first = Database::demonstration().await;
    let again = Database::migrated().await;
    for filled in [true, false] {
        assert_eq!(
            demo::fill(&again.url(), &DemoSize::SMALL, "hash", &|_, _| {}).await.unwrap(),
            filled
        );
    }
    assert_eq!(first.value(fingerprint).await, again.value(fingerprint).await);
}

#[tokio::test]
async fn a_database_with_data_of_its_own_is_not_filled() {
    let database = Database::migrated().await;
    database
        .run("INSERT INTO person (id, name) VALUES (gen_random_uuid(), 'มาลี')")
        .await;
    assert!(demo::fill(&database.url(), &DemoSize::SMALL, "hash", &|_, _| {}).await.is_err());
}
