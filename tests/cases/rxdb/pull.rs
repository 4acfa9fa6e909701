//! Pages and the checkpoints between them.

use std::collections::BTreeSet;

use kit::device::{Cell, Device};
use serde_json::Value;

use super::Office;

fn ids(documents: &[Value]) -> BTreeSet<String> {
    documents
        .iter()
        .map(|document| document["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[tokio::test]
async fn a_first_pull_hands_out_every_figure_once_in_full_pages() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    let (documents, token) = door.pull_all(None, 7).await;
    let kept = office
        .database
        .column("SELECT concat_ws('|', producer_id, to_char(month, 'YYYY-MM'), category, channel) FROM cell WHERE district = '2706'")
        .await;
    assert!(kept.len() > 30, "{} figures are too few to page through", kept.len());
    assert_eq!(documents.len(), kept.len());
    assert_eq!(ids(&documents), kept.into_iter().collect());
    assert_eq!(door.pull(Some(&token), 7).await.0, [] as [Value; 0]);
}

#[tokio::test]
async fn what_is_no_figure_is_left_out_before_the_page_is_counted() {
    let office = Office::open().await;
    let (door, laptop) = (office.door("entry.2706").await, office.node.as_("entry2.2706").await);
    let (_, token) = door.pull_all(None, 500).await;
    let mut device = Device::of(&laptop);
    for round in 0..3 {
        for producer in &office.producers {
            let sheet = device.state(producer, "NOT_OBTAINED", Some(&format!("ครั้งที่ {round}")), round);
            device.push(&[sheet]).await;
        }
    }
    let entered = device.enter(&Cell::food(&office.producers[0]), Some("5.00"), 0);
    device.push(&[entered]).await;
    office.settled().await;
    let (documents, _) = door.pull(Some(&token), 5).await;
    assert_eq!(documents.iter().map(super::told).collect::<Vec<_>>(), ["5.00 v1"]);
}

#[tokio::test]
async fn an_event_that_does_not_fit_a_page_is_told_in_parts() {
    let office = Office::open().await;
    let (door, laptop) = (office.door("entry.2706").await, office.node.as_("entry2.2706").await);
    let (_, token) = door.pull_all(None, 500).await;
    let mut device = Device::of(&laptop);
    let mut batch = Vec::new();
    for producer in &office.producers {
        for category in ["FOOD", "HERB", "TEXTILE"] {
            let cell = Cell {
                category,
                ..Cell::food(producer)
            };
            batch.push(device.enter(&cell, Some("1.00"), 0));
        }
    }
    device.push(&batch).await;
    let again = device.enter(&Cell::food(&office.producers[0]), Some("2.00"), 1);
    device.push(&[again]).await;
    office.settled().await;
    for limit in [1, 4, 6, 100] {
        let (documents, end) = door.pull_all(Some(token.clone()), limit).await;
        assert_eq!(ids(&documents).len(), batch.len(), "{limit} a page");
        assert!(
            documents.len() <= batch.len() + 1,
            "{limit} a page: told again only what changed again"
        );
        assert_eq!(door.pull(Some(&end), 5).await.0, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn a_checkpoint_that_is_not_usable_begins_anew_and_opens_nothing() {
    let office = Office::open().await;
    let (door, neighbour) = (office.door("entry.2706").await, office.door("entry.2701").await);
    let (mine, token) = door.pull_all(None, 500).await;
    let (theirs, foreign) = neighbour.pull_all(None, 500).await;
    assert!(ids(&mine).is_disjoint(&ids(&theirs)));
    let forged = token.replacen(|letter: char| letter.is_ascii_hexdigit(), "0", 4);
    for token in ["", "x", &forged, &foreign, "~~~+2706:9", "\u{0}"] {
        let (documents, _) = door.pull_all(Some(token.to_owned()), 500).await;
        assert_eq!(ids(&documents), ids(&mine), "{token}");
    }
}

#[tokio::test]
async fn a_page_is_as_long_as_asked_for_or_refused() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    for limit in [-1, 0, 10_001] {
        let question = format!("{{ pullRevenueEntry(limit: {limit}) {{ documents {{ id }} }} }}");
        assert_eq!(door.0.ask(&question).await.code(), "INVALID", "{limit}");
    }
    assert!(door.pull(None, 10_000).await.0.len() > 30);
}
