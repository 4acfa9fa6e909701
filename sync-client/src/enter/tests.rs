use otop_schema::RefusalCode;
use serde_json::{Value, json};

use super::*;
use crate::scene::{MONTH, Scene, WEAVERS, cell, entry, page, report, scene};

fn with_report(change: impl Fn(&mut Value)) -> Scene {
    let mut scene = scene();
    let page = page(|page| {
        let mut report = report("DRAFT");
        change(&mut report);
        page["reports"] = json!([report]);
    });
    scene.laptop.store.apply("somsri", Some("c1"), &page).unwrap();
    scene
}

fn notice(scene: &mut Scene, month: &str) -> Option<RefusalCode> {
    let edit = CellEdit {
        month: month.parse().unwrap(),
        ..cell("1001", Some("5"))
    };
    let entered = scene.laptop.enter_cell(&edit).unwrap();
    assert!(entered.operation_id.is_some(), "preparing is never stopped");
    entered.notice.map(|refusal| refusal.code)
}

#[test]
fn the_rules_are_told_with_the_servers_codes() {
    assert_eq!(notice(&mut with_report(|_| ()), MONTH), None);
    assert_eq!(notice(&mut with_report(|_| ()), "2023-03"), Some(RefusalCode::MonthNotOpen));
    let closed = |report: &mut Value| report["closesAt"] = "2023-02-26T17:00:00Z".into();
    assert_eq!(notice(&mut with_report(closed), MONTH), Some(RefusalCode::MonthClosed));
    let excepted = |report: &mut Value| {
        closed(report);
        report["exceptionUntil"] = "2023-03-08T17:00:00Z".into();
    };
    assert_eq!(notice(&mut with_report(excepted), MONTH), None);
    let missing = |report: &mut Value| report["opensAt"] = Value::Null;
    assert_eq!(notice(&mut with_report(missing), MONTH), Some(RefusalCode::CalendarMissing));
    let locked = |report: &mut Value| report["status"] = "SIGNED".into();
    assert_eq!(notice(&mut with_report(locked), MONTH), Some(RefusalCode::ReportLocked));
}

#[test]
fn values_are_refused_on_the_spot() {
    let mut scene = scene();
    let refused = |edit: &CellEdit, laptop: &mut Laptop| match laptop.enter_cell(edit) {
        Err(crate::error::Error::Refused(refusal)) => refusal.rule.unwrap_or_default(),
        other => format!("{other:?}"),
    };
    let laptop = &mut scene.laptop;
    assert_eq!(refused(&cell("7777", Some("5")), laptop), "unknown");
    let channel = CellEdit {
        channel: "MOON".into(),
        ..cell("1001", Some("5"))
    };
    assert_eq!(refused(&channel, laptop), "unknown");
    let before = CellEdit {
        month: "2020-01".parse().unwrap(),
        ..cell("1001", Some("5"))
    };
    assert_eq!(refused(&before, laptop), "producer-not-active");
    assert!(laptop.store.queue("somsri", &["pending"]).unwrap().is_empty());
}

/// Category and channel are what one mistypes: the answer repeats them.
#[test]
fn the_answer_names_everything_that_can_be_mistyped() {
    let mut scene = scene();
    let entered = scene.laptop.enter_cell(&cell("ทอผ้า", Some("5"))).unwrap();
    let answer = json!(entered);
    assert_eq!(answer["registrationNumber"], "1001");
    assert_eq!(answer["category"], json!({ "code": "FOOD", "th": "อาหาร", "en": "FOOD" }));
    assert_eq!(answer["channel"], json!({ "code": "SHOP", "th": "หน้าร้าน", "en": "Shop" }));
}

/// A newer server may say words of tomorrow; today's laptop shows them and goes on.
#[test]
fn words_of_tomorrow_never_crash() {
    let mut scene = with_report(|report| report["status"] = "ARCHIVED".into());
    let tomorrow = page(|page| {
        let mut music = entry(WEAVERS, "5.00", 1);
        music["id"] = format!("{WEAVERS}|{MONTH}|MUSIC|SHOP").into();
        music["category"] = "MUSIC".into();
        page["entries"] = json!([music]);
        page["sheets"] = json!([{ "id": format!("{WEAVERS}|{MONTH}"), "producerId": WEAVERS, "month": MONTH, "state": "ESTIMATED",
            "reason": null, "givenBy": null, "givenOn": null, "note": null, "copied": false, "version": 1, "changedAt": "2023-02-20T02:00:00Z", "changedBy": null }]);
        page["rejections"] = json!([{ "operationId": "o", "offered": "5.00", "offeredBy": null, "acknowledgedAt": null,
            "refusal": { "code": "MOON_IS_FULL", "field": null, "rule": null, "message": "-", "opensAt": null } }]);
    });
    let laptop = &mut scene.laptop;
    assert!(laptop.store.apply("somsri", Some("c1"), &tomorrow).unwrap());
    let month = MONTH.parse().unwrap();
    assert_eq!(laptop.overview(month).unwrap().districts[0].status.as_deref(), Some("ARCHIVED"));
    assert_eq!(laptop.missing(month).unwrap().len(), 2);
    assert_eq!(laptop.colleagues().unwrap().len(), 1);
    laptop.enter_cell(&cell("1001", Some("6"))).unwrap();
    assert_eq!(laptop.store.sheets(month).unwrap()[0].state.word(), "ESTIMATED");
}
