use diesel::RunQueryDsl;
use otop_schema::CheckKind;
use serde_json::json;

use super::*;
use crate::enter::CellEdit;
use crate::scene::{BAKERS, MONTH, Scene, WEAVERS, cell, entry, page, scene};

/// The weavers sold for 100.00 in January, and make nothing but cloth; of the bakers nothing is known.
fn with_january() -> Scene {
    let mut scene = scene();
    let january = page(|page| {
        let mut before = entry(WEAVERS, "100.00", 1);
        before["month"] = "2023-01".into();
        before["id"] = format!("{WEAVERS}|2023-01|FOOD|SHOP").into();
        page["entries"] = json!([before]);
        page["producers"] = json!([{ "id": WEAVERS, "district": "2706", "registrationNumber": "1001", "name": "กลุ่มทอผ้า",
            "kind": "SME", "subdistrict": "270601", "activeFrom": "2021-10", "activeUntil": null, "version": 2,
            "products": [{ "category": "TEXTILE" }, { "category": "TEXTILE" }] }]);
    });
    scene.laptop.store.apply("somsri", Some("c1"), &january).unwrap();
    scene
}

fn question(paper: Option<&str>) -> Question {
    Question {
        month: MONTH.parse().unwrap(),
        district: None,
        paper: paper.map(|paper| paper.parse().unwrap()),
    }
}

fn told(laptop: &mut Laptop, paper: Option<&str>) -> Vec<(CheckKind, Option<String>)> {
    let checked = laptop.check(&question(paper)).unwrap();
    let told = checked.findings.into_iter().map(|finding| (finding.kind, finding.reason));
    told.filter(|(kind, _)| *kind != CheckKind::Missing).collect()
}

#[test]
fn what_waits_is_checked_against_what_was() {
    let mut scene = with_january();
    let laptop = &mut scene.laptop;
    assert_eq!(told(laptop, None), []);
    laptop.enter_cell(&cell("1001", Some("1000.01"))).unwrap();
    let expected = [CheckKind::AboveLastMonth, CheckKind::CategoryWithoutProduct];
    let kinds: Vec<CheckKind> = told(laptop, None).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, expected, "the edit waits, and is looked at");
    let textile = CellEdit {
        category: Category::Textile,
        ..cell("1001", Some("100"))
    };
    laptop.enter_cell(&cell("1001", None)).unwrap();
    laptop.enter_cell(&textile).unwrap();
    assert_eq!(told(laptop, None), [(CheckKind::SameAsLastMonth, None)]);
}

#[test]
fn a_reason_is_asked_once() {
    let mut scene = with_january();
    let laptop = &mut scene.laptop;
    let month = MONTH.parse().unwrap();
    assert!(laptop.explain("1001", month, "งานกาชาด").is_err(), "there is no sheet yet");
    laptop.enter_cell(&cell("1001", Some("5"))).unwrap();
    assert_eq!(
        laptop.check(&question(None)).unwrap().unexplained,
        4,
        "two missing, far less, no such product"
    );
    assert!(laptop.explain("1001", month, "  ").is_err());
    laptop.explain("1001", month, "งานกาชาด").unwrap();
    assert_eq!(laptop.check(&question(None)).unwrap().unexplained, 2);
    let state = SheetEdit {
        producer: WEAVERS.into(),
        month,
        state: otop_schema::SheetState::Complete,
        reason: None,
        given_by: None,
        given_on: None,
        note: None,
        copied: false,
    };
    laptop.enter_sheet(&state).unwrap();
    let reason = Some("งานกาชาด".to_owned());
    let expected = [
        (CheckKind::BelowLastMonth, reason.clone()),
        (CheckKind::CategoryWithoutProduct, reason),
    ];
    assert_eq!(told(laptop, None), expected, "the next edit of the sheet keeps it");
}

#[test]
fn the_total_on_paper_is_one_districts() {
    let mut scene = with_january();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell(BAKERS, Some("12.50"))).unwrap();
    let differs = |laptop: &mut Laptop, paper| told(laptop, Some(paper)).contains(&(CheckKind::PaperTotal, None));
    assert!(!differs(laptop, "12.50"));
    assert!(differs(laptop, "12.05"));
    let elsewhere = page(|page| {
        page["producers"] = json!([{ "id": "0190a000-0000-7000-8000-000000000009", "district": "2701", "registrationNumber": null,
            "name": "ก", "kind": "SME", "subdistrict": "270101", "activeFrom": "2021-10", "activeUntil": null, "version": 1, "products": [] }]);
    });
    laptop.store.apply("somsri", Some("c1"), &elsewhere).unwrap();
    assert!(laptop.check(&question(Some("12.50"))).is_err());
    let one = Question {
        district: Some("2706".into()),
        ..question(Some("12.50"))
    };
    assert!(laptop.check(&one).is_ok());
}

/// What a mirror of before this program says of the register is not held against anybody.
#[test]
fn an_older_mirror_says_nothing_of_products() {
    let mut scene = with_january();
    let conn = &mut scene.laptop.store.conn;
    diesel::sql_query("UPDATE mirror_producer SET makes = NULL").execute(conn).unwrap();
    scene.laptop.enter_cell(&cell("1001", Some("50"))).unwrap();
    assert_eq!(told(&mut scene.laptop, None), []);
}
