//! Forms: templates that are refused, a page that holds what it was given, a workbook read back by another reader.

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value as Json, json};

use crate::form::{Digits, Figures, FormKind, PageOptions, Template, Templates, Wanted, ask, csv, page, qr_svg, workbook};

fn wanted(kind: &str, area: &str) -> Wanted {
    let span = if kind == "estimate" { "2566" } else { "2023-02" };
    Wanted::read(kind, area, span).unwrap()
}

fn template(kind: FormKind) -> Template {
    Templates::ours().unwrap().of(kind).unwrap().clone()
}

/// A district of three producers, one of them with a name that is markup.
fn february() -> Json {
    let cell = |category: &str, amount: &str| json!({ "category": category, "amount": amount });
    let member = |id: &str, number: &str, name: &str| json!({ "producerId": id, "registrationNumber": number, "name": name, "kind": "COMMUNITY_GROUP", "subdistrict": "270601", "onRoster": true });
    json!({
        "place": { "code": "2706", "nameTh": "วัฒนานคร", "province": { "nameTh": "สระแก้ว" }, "subdistricts": [{ "code": "270601", "nameTh": "วัฒนานคร" }] },
        "report": {
            "status": "CONFIRMED", "digest": "ab".repeat(32), "imported": false, "importSource": null, "auditHead": "cd".repeat(32),
            "confirmation": { "number": 2 }, "certificate": null, "electorate": [],
            "signature": { "name": "นายสมชาย รักดี", "position": "พัฒนาการอำเภอ", "capacity": "รักษาราชการแทน", "orderNumber": "ที่ ๑๒/๒๕๖๖", "mode": "PAPER", "signedOn": "2023-03-01" },
            "roster": [member("b", "2706-0002", "กลุ่มทอผ้า <b>"), member("a", "2706-0001", "กลุ่มข้าวเกรียบ"), member("c", "2706-0003", "ร้านป้า & หลาน")],
            "sheets": [
                { "producerId": "a", "state": "COMPLETE", "note": null, "cells": [cell("FOOD", "1234.50"), cell("FOOD", "0.50"), cell("HERB", "10.00")] },
                { "producerId": "b", "state": "NO_SALES", "note": null, "cells": [] }
            ]
        }
    })
}

fn rt2(data: Json) -> Figures {
    ask::figures(&wanted("rt2", "2706"), data).unwrap().unwrap()
}

#[test]
fn a_template_that_names_what_there_is_not_is_refused() {
    let ours = include_str!("../form/templates/rt2.json");
    assert!(Template::read(FormKind::Rt2, ours).is_ok());
    for (wrong, said) in [
        (ours.replace("\"herb\"", "\"silk\""), "there is no \"silk\""),
        (ours.replace("\"signer\"", "\"king\""), "there is no \"king\""),
        (
            ours.replace("\"inWords\": \"revenue\"", "\"inWords\": \"month\""),
            "there is no \"month\"",
        ),
        (ours.replace("blankRows", "emptyRows"), "unknown field"),
        ("{".to_owned(), "EOF"),
    ] {
        let refused = Template::read(FormKind::Rt2, &wrong).unwrap_err();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn an_office_replaces_one_layout_and_keeps_the_others() {
    let own = json!({ "number": "รต.๒ ใหม่", "title": "ของจังหวัด", "columns": [{ "value": "producer", "heading": "ชื่อ", "width": 1 }] });
    let templates = Templates::replaced(|kind| (kind == FormKind::Rt2).then(|| own.to_string())).unwrap();
    assert_eq!(templates.of(FormKind::Rt2).unwrap().title, "ของจังหวัด");
    assert_eq!(templates.of(FormKind::Rt3).unwrap().number, template(FormKind::Rt3).number);
    assert!(
        Templates::replaced(|_| Some("{}".to_owned()))
            .unwrap_err()
            .starts_with("rt1.json: ")
    );
}

#[test]
fn forms_exist_where_they_have_a_meaning() {
    for (kind, area, span) in [
        ("rt1", "27", "2023-02"),
        ("rt2", "TH", "2023-02"),
        ("rt5", "2706", "2023-02"),
        ("rt4", "270601", "2023-02"),
        ("rt4", "../etc", "2023-02"),
        ("rt4", "2706", "2566-02x"),
        ("estimate", "2706", "2023-02"),
        ("estimate", "27", "2566"),
        ("consolidation", "27", "2023-02"),
    ] {
        assert!(Wanted::read(kind, area, span).is_err(), "{kind}/{area}/{span}");
    }
    assert_eq!(wanted("rt4", "TH").file_name(), "rt4-TH-2023-02");
    assert_eq!(wanted("estimate", "2706").file_name(), "estimate-2706-2566");
}

#[test]
fn a_page_holds_the_figures_and_no_markup_of_theirs() {
    let check_at = Some("https://otop.example/".to_owned());
    let options = PageOptions {
        check_at,
        ..PageOptions::default()
    };
    let page = page(&template(FormKind::Rt2), &rt2(february()), &options);
    for expected in [
        "กลุ่มทอผ้า &lt;b&gt;",
        "ร้านป้า &amp; หลาน",
        "1,235.00",
        "1,245.00",
        "(หนึ่งพันสองร้อยสี่สิบห้าบาทถ้วน)",
        "อำเภอวัฒนานคร จังหวัดสระแก้ว",
        "กุมภาพันธ์ 2566",
        "(นายสมชาย รักดี)",
        "รักษาราชการแทน ที่ ๑๒/๒๕๖๖",
        "1 มีนาคม 2566",
        "ฉบับที่ 2",
        "<svg class=\"qr\"",
        "https://otop.example/check/abab",
        "ยังไม่รายงาน",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("<b>กลุ่ม") && !page.contains("class=\"mark\""));
    let outside = ["src=\"", "href=", "http://", "@import", "<script"];
    assert!(outside.iter().all(|way| !page.contains(way)), "it needs nothing else");
}

#[test]
fn a_draft_and_imported_history_are_marked() {
    let mut data = february();
    data["report"]["status"] = json!("RETURNED");
    data["report"]["imported"] = json!(true);
    data["report"]["importSource"] = json!("ทะเบียนรายได้ 2565");
    let figures = rt2(data);
    assert_eq!(figures.marks(), ["ร่าง", "ข้อมูลย้อนหลังที่นำเข้า: ทะเบียนรายได้ 2565"]);
    let page = page(&template(FormKind::Rt2), &figures, &PageOptions::default());
    assert!(page.contains("<span class=\"mark\">ร่าง</span>") && page.contains("ยังไม่เป็นฉบับยืนยัน"));
}

#[test]
fn thai_digits_are_for_people_and_digests_stay() {
    let options = PageOptions {
        digits: Digits::Thai,
        ..PageOptions::default()
    };
    let page = page(&template(FormKind::Rt2), &rt2(february()), &options);
    let digest = "ab".repeat(32);
    assert!(page.contains("๑,๒๔๕.๐๐") && page.contains("๒๗๐๖-๐๐๐๑") && page.contains(&digest) && page.contains("counter(page, thai)"));
}

#[test]
fn without_figures_there_are_lines_to_write_on() {
    let mut data = february();
    data["report"]["roster"] = json!([]);
    data["report"]["sheets"] = json!([]);
    let figures = rt2(data.clone());
    let template = template(FormKind::Rt2);
    let page = page(&template, &figures, &PageOptions::default());
    assert_eq!(page.matches("<tr class=\"line\">").count(), template.blank_rows);
    assert!(!page.contains("line total"), "empty is not zero");
    data["report"] = Json::Null;
    assert_eq!(ask::figures(&wanted("rt2", "2706"), data).unwrap(), None, "no report is no form");
}

#[test]
fn another_reader_finds_real_numbers_in_the_workbook() {
    let bytes = workbook(&template(FormKind::Rt2), &rt2(february()), None).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    let headings = rows.iter().position(|row| row[0] == Data::String("ที่".to_owned())).unwrap();
    assert_eq!(rows[headings][10], Data::String("รวม (บาท)".to_owned()));
    let shown: Vec<&Data> = rows[headings + 1..headings + 5].iter().map(|row| &row[10]).collect();
    assert_eq!(shown[0], &Data::Float(1245.0));
    assert_eq!(shown[3], &Data::Float(1245.0), "the total is a number too");
    assert!(
        matches!(shown[1], Data::Empty) && matches!(shown[2], Data::Empty),
        "empty is not zero: {shown:?}"
    );
}

#[test]
fn the_plain_table_runs_nothing() {
    let mut data = february();
    data["report"]["roster"][0]["name"] = json!("=1+1, \"x\"");
    let text = String::from_utf8(csv(&template(FormKind::Rt2), &rt2(data))).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}ที่,ทะเบียน,"));
    assert_eq!(lines[1], "1,2706-0001,กลุ่มข้าวเกรียบ,วัฒนานคร,ครบถ้วน,1235.00,,,,10.00,1245.00");
    assert!(lines[2].contains("\"'=1+1, \"\"x\"\"\""), "{}", lines[2]);
}

#[test]
fn a_code_is_drawn_for_what_fits_into_one() {
    assert!(
        qr_svg("https://otop.example/check/ab")
            .unwrap()
            .starts_with("<svg class=\"qr\" viewBox=\"0 0 ")
    );
    assert_eq!(qr_svg(&"x".repeat(5_000)), None);
}
