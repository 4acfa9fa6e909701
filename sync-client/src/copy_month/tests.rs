use otop_schema::{Month, SheetState};
use serde_json::json;

use super::CopyWish;
use crate::{
    enter::SheetEdit,
    scene::{BAKERS, MONTH, Scene, WEAVERS, cell, page, scene},
};

fn month() -> Month {
    MONTH.parse().unwrap()
}

fn wish() -> CopyWish {
    CopyWish {
        month: month(),
        producer: None,
        dry_run: false,
    }
}

/// January: one producer reported two figures, the other only began.
fn after_january() -> Scene {
    let mut scene = scene();
    let entry = |producer: &str, channel: &str, amount: &str| {
        json!({ "id": format!("{producer}|2023-01|FOOD|{channel}"), "producerId": producer, "month": "2023-01", "category": "FOOD", "channel": channel,
            "amount": amount, "note": null, "version": 1, "deleted": false, "changedAt": "2023-01-20T02:00:00Z", "changedBy": null })
    };
    let sheet = |producer: &str, state: &str| {
        json!({ "id": format!("{producer}|2023-01"), "producerId": producer, "month": "2023-01", "state": state, "reason": null, "givenBy": null,
            "givenOn": null, "note": null, "copied": false, "version": 1, "changedAt": "2023-01-20T02:00:00Z", "changedBy": null })
    };
    let january = page(|page| {
        page["entries"] = json!([
            entry(WEAVERS, "SHOP", "100.25"),
            entry(WEAVERS, "ONLINE", "50.00"),
            entry(BAKERS, "SHOP", "9.00")
        ]);
        page["sheets"] = json!([sheet(WEAVERS, "COMPLETE"), sheet(BAKERS, "IN_PROGRESS")]);
    });
    assert!(scene.laptop.store.apply("somsri", Some("c1"), &january).unwrap());
    scene
}

fn seen(scene: &mut Scene) -> Vec<(String, String, bool)> {
    let sheets = scene.laptop.store.sheets(month()).unwrap();
    sheets
        .into_iter()
        .map(|sheet| (sheet.producer_id, sheet.state.word(), sheet.copied))
        .collect()
}

#[test]
fn what_was_reported_last_month_is_a_marked_beginning() {
    let mut scene = after_january();
    let copied = scene.laptop.copy_last_month(&wish()).unwrap();
    let told: Vec<(&str, usize, String)> = copied
        .producers
        .iter()
        .map(|row| (row.producer.as_str(), row.figures, row.total.to_string()))
        .collect();
    assert_eq!(told, [("กลุ่มทอผ้า", 2, "150.25".to_owned())]);
    assert_eq!(seen(&mut scene), [(WEAVERS.to_owned(), "IN_PROGRESS".to_owned(), true)]);
    assert_eq!(scene.laptop.store.cells(month()).unwrap().len(), 2);
    assert_eq!(scene.laptop.missing(month()).unwrap().len(), 2, "copied is not reported");
}

#[test]
fn looking_at_it_takes_the_mark_away() {
    let mut scene = after_january();
    scene.laptop.copy_last_month(&wish()).unwrap();
    let looked = |copied| SheetEdit {
        producer: "1001".into(),
        month: month(),
        state: SheetState::Complete,
        reason: None,
        given_by: None,
        given_on: None,
        note: None,
        copied,
    };
    assert!(
        scene.laptop.enter_sheet(&looked(true)).is_err(),
        "complete and not looked at is no state"
    );
    scene.laptop.enter_sheet(&looked(false)).unwrap();
    assert_eq!(seen(&mut scene), [(WEAVERS.to_owned(), "COMPLETE".to_owned(), false)]);
}

#[test]
fn nothing_recorded_is_written_over() {
    let mut scene = after_january();
    scene.laptop.enter_cell(&cell("1001", Some("7.00"))).unwrap();
    assert_eq!(scene.laptop.copy_last_month(&wish()).unwrap().producers, []);
    let named = CopyWish {
        producer: Some("1001".to_owned()),
        ..wish()
    };
    assert!(scene.laptop.copy_last_month(&named).is_err());
    assert_eq!(scene.laptop.store.cells(month()).unwrap()[0].amount, "7.00");
}

#[test]
fn a_dry_run_saves_nothing() {
    let mut scene = after_january();
    let copied = scene.laptop.copy_last_month(&CopyWish { dry_run: true, ..wish() }).unwrap();
    assert_eq!((copied.producers.len(), seen(&mut scene).len()), (1, 0));
    scene.laptop.copy_last_month(&wish()).unwrap();
    assert_eq!(seen(&mut scene).len(), 1, "without it, something is");
}
