use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::json;

use super::*;
use crate::{
    enter::CellEdit,
    import::Options,
    scene::{MONTH, Scene, cell, page, scene},
};

fn wish(waiting: bool, lang: Lang) -> Wish {
    Wish {
        month: MONTH.parse().unwrap(),
        waiting,
        lang,
    }
}

/// One producer with a name that a spreadsheet would run, and a remark that it would run too.
fn hostile() -> Scene {
    let mut scene = scene();
    let named = page(|page| {
        page["producers"] = json!([{ "id": crate::scene::BAKERS, "district": "2706", "registrationNumber": "1002", "name": "=1+1",
            "kind": "COMMUNITY_GROUP", "subdistrict": "270601", "activeFrom": "2021-10", "activeUntil": null, "version": 2, "products": [] }]);
    });
    assert!(scene.laptop.store.apply("somsri", Some("c1"), &named).unwrap());
    let noted = CellEdit {
        note: Some("@SUM(A1)".into()),
        ..cell("1002", Some("12500.50"))
    };
    scene.laptop.enter_cell(&noted).unwrap();
    scene.laptop.enter_cell(&cell("1001", Some("0"))).unwrap();
    scene
}

#[test]
fn csv_shows_the_month_and_runs_nothing() {
    let mut scene = hostile();
    let to = scene.folder.path().join("month.csv");
    let exported = scene.laptop.export(wish(false, Lang::Th), &to).unwrap();
    assert_eq!((exported.figures, exported.waiting), (Some(2), None));
    let text = fs::read_to_string(&to).unwrap();
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().lines().collect();
    assert_eq!(lines[0], "ทะเบียน,ชื่อ,ประเภท,ช่องทาง,จำนวนเงิน,สถานะ,เหตุผล,หมายเหตุ,รอส่ง");
    assert_eq!(lines[1], "1002,'=1+1,อาหาร,หน้าร้าน,12500.50,กำลังบันทึก,,'@SUM(A1),รอส่ง");
    assert_eq!(lines[2], "1001,กลุ่มทอผ้า,อาหาร,หน้าร้าน,0.00,กำลังบันทึก,,,รอส่ง");
    assert!(
        matches!(scene.laptop.export(wish(false, Lang::Th), &to), Err(Error::Usage(_))),
        "nothing is written over"
    );
}

#[test]
fn what_was_exported_can_be_imported() {
    for (name, lang) in [("a.csv", Lang::Th), ("b.xlsx", Lang::Th), ("c.csv", Lang::En), ("d.xlsx", Lang::En)] {
        let mut scene = scene();
        scene.laptop.enter_cell(&cell("1001", Some("12500.50"))).unwrap();
        scene.laptop.enter_cell(&cell("1002", Some("7"))).unwrap();
        let to = scene.folder.path().join(name);
        scene.laptop.export(wish(false, lang), &to).unwrap();
        let options = Options {
            dry_run: true,
            skip_refused: false,
        };
        let imported = scene.laptop.import(&to, MONTH.parse().unwrap(), options).unwrap();
        assert_eq!((imported.accepted, imported.refused), (4, 0), "{name}: {:?}", imported.findings);
    }
}

#[test]
fn a_workbook_has_figures_and_waiting_edits_and_no_formula() {
    let mut scene = hostile();
    let to = scene.folder.path().join("month.xlsx");
    let exported = scene.laptop.export(wish(false, Lang::En), &to).unwrap();
    assert_eq!((exported.figures, exported.waiting), (Some(2), Some(2)));
    let mut book: Xlsx<_> = open_workbook(&to).unwrap();
    let figures = book.worksheet_range("Revenue 2023-02").unwrap();
    assert_eq!(figures.get((1, 1)), Some(&Data::String("=1+1".into())));
    assert_eq!(figures.get((1, 4)), Some(&Data::Float(12500.5)));
    let formulas = book.worksheet_formula("Revenue 2023-02").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    let waiting = book.worksheet_range("Waiting").unwrap();
    assert_eq!(waiting.get((1, 8)), Some(&Data::String("to be sent".into())));
}

#[test]
fn only_known_endings() {
    let mut scene = scene();
    assert!(matches!(
        scene.laptop.export(wish(false, Lang::Th), Path::new("month.pdf")),
        Err(Error::Usage(_))
    ));
}
