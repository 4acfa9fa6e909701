use rust_xlsxwriter::Workbook;

use super::*;
use crate::scene::{MONTH, Scene, scene};

const SKIP: Options = Options {
    dry_run: false,
    skip_refused: true,
};
const DRY: Options = Options {
    dry_run: true,
    skip_refused: false,
};

fn workbook(scene: &Scene, rows: &[&[&str]]) -> std::path::PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let at = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match text.strip_prefix('#').and_then(|number| number.parse::<f64>().ok()) {
                Some(number) => sheet.write_number(at.0, at.1, number).unwrap(),
                None if text.is_empty() => continue,
                None => sheet.write_string(at.0, at.1, *text).unwrap(),
            };
        }
    }
    let path = scene.folder.path().join("month.xlsx");
    book.save(&path).unwrap();
    path
}

fn refusals(imported: &Imported) -> Vec<(String, String)> {
    let refused = imported
        .findings
        .iter()
        .filter_map(|finding| Some((finding, finding.refusal.as_ref()?)));
    refused
        .map(|(finding, refusal)| (finding.address.clone(), refusal.rule.clone().unwrap_or_default()))
        .collect()
}

#[test]
fn thai_workbook_with_a_title_and_an_indent() {
    let mut scene = scene();
    let path = workbook(
        &scene,
        &[
            &["", "แบบ รต.๑"],
            &["", "ทะเบียน", "ชื่อ", "ประเภท", "ช่องทาง", "จำนวนเงิน", "สถานะ", "เหตุผล"],
            &["", "#1001", "กลุ่มทอผ้า", "อาหาร", "หน้าร้าน", "๑,๒๓๔.๕๐ บาท", "ครบถ้วน"],
            &["", "#1001", "กลุ่มทอผ้า", "อาหาร", "ONLINE", "#0.30000000000000004", "ครบถ้วน"],
            &["", "", "บ้านขนม", "", "", "", "เก็บข้อมูลไม่ได้", "ติดต่อไม่ได้"],
        ],
    );
    let month = MONTH.parse().unwrap();
    let dry = scene.laptop.import(&path, month, DRY).unwrap();
    assert_eq!((dry.accepted, dry.refused, dry.queued), (4, 0, 0));
    assert_eq!(
        dry.findings.iter().map(|finding| finding.address.as_str()).collect::<Vec<_>>(),
        ["F3", "G3", "F4", "G5"]
    );
    let imported = scene.laptop.import(&path, month, Options::default()).unwrap();
    assert_eq!(imported.queued, 4);
    let amounts: Vec<String> = scene
        .laptop
        .store
        .cells(month)
        .unwrap()
        .into_iter()
        .map(|cell| cell.amount)
        .collect();
    assert_eq!(amounts, ["0.30", "1234.50"]);
    assert_eq!(
        scene.laptop.import(&path, month, Options::default()).unwrap().queued,
        0,
        "a second time changes nothing"
    );
}

#[test]
fn every_refused_cell_has_its_address() {
    let mut scene = scene();
    let path = workbook(
        &scene,
        &[
            &["producer", "category", "channel", "amount", "state", "reason"],
            &["1001", "FOOD", "SHOP", "-5"],
            &["1001", "FOOD", "SHOP", "#10.005"],
            &["9999", "FOOD", "SHOP", "5"],
            &["1001", "FRUIT", "SHOP", "5"],
            &["1001", "FOOD", "MOON", "5"],
            &["1001", "FOOD", "", "5"],
            &["1001", "HERB", "SHOP", "5", "NO_SALES"],
            &["1001", "HERB", "SHOP", "6"],
            &["1002", "", "", "", "NOT_OBTAINED"],
        ],
    );
    let month = MONTH.parse().unwrap();
    let imported = scene.laptop.import(&path, month, Options::default()).unwrap();
    let found = refusals(&imported);
    let addresses: Vec<&str> = found.iter().map(|(address, _)| address.as_str()).collect();
    assert_eq!(addresses, ["D2", "D3", "A4", "B5", "C6", "C7", "E8", "D9", "E10"]);
    assert_eq!(imported.queued, 0, "all or nothing");
    assert_eq!(scene.laptop.import(&path, month, SKIP).unwrap().queued, 1);
}

#[test]
fn csv_with_a_mark_a_blank_line_and_either_line_end() {
    let mut scene = scene();
    let text = "\u{feff}ชื่อ,ประเภท,ช่องทาง,จำนวนเงิน\n\nบ้านขนม,FOOD,SHOP,\"1,000\"\nบ้านขนม,FOOD,ONLINE,abc\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let path = scene.folder.path().join("month.csv");
        std::fs::write(&path, text).unwrap();
        let imported = scene.laptop.import(&path, MONTH.parse().unwrap(), DRY).unwrap();
        assert_eq!(imported.findings[0].address, "D3");
        assert_eq!(refusals(&imported), [("D4".to_owned(), "format".to_owned())]);
    }
}

#[test]
fn no_sales_beside_figures_recorded_before() {
    let mut scene = scene();
    scene.laptop.enter_cell(&crate::scene::cell("1001", Some("5"))).unwrap();
    let path = scene.folder.path().join("month.csv");
    std::fs::write(&path, "ทะเบียน,สถานะ\n1001,NO_SALES\n").unwrap();
    let imported = scene.laptop.import(&path, MONTH.parse().unwrap(), DRY).unwrap();
    assert_eq!(refusals(&imported), [("B2".to_owned(), "no-sales-with-figures".to_owned())]);
    std::fs::write(&path, "ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน,สถานะ\n1001,FOOD,SHOP,0,NO_SALES\n").unwrap();
    assert_eq!(scene.laptop.import(&path, MONTH.parse().unwrap(), DRY).unwrap().refused, 0);
}

#[test]
fn addresses_beyond_z() {
    assert_eq!(grid::address(13, 2), "C14");
    assert_eq!(grid::address(0, 26), "AA1");
    assert_eq!(grid::address(0, 701), "ZZ1");
}

fn dry(scene: &mut Scene, name: &str, bytes: &[u8]) -> Imported {
    let path = scene.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    scene.laptop.import(&path, MONTH.parse().unwrap(), DRY).unwrap()
}

/// "12,500.00" without quotes is never 12 baht.
#[test]
fn a_torn_amount_refuses_its_row() {
    let table = [
        ("ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน\n1001,FOOD,SHOP,12,500.00\n", "E2"),
        ("ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน,\n1001,FOOD,SHOP,12,500.00\n", "E2"),
        ("ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน,สถานะ\n1001,FOOD,SHOP,12,500.00,COMPLETE\n", "F2"),
        ("ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน,หมายเหตุ\n1001,FOOD,SHOP,12,500.00\n", "E2"),
    ];
    let mut scene = scene();
    for (text, address) in table {
        let imported = dry(&mut scene, "month.csv", text.as_bytes());
        assert_eq!(refusals(&imported), [(address.to_owned(), "too-many-fields".to_owned())], "{text}");
        assert_eq!(imported.accepted, 0);
    }
    let padded = "ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน\n1001,FOOD,SHOP,\"12,500.00\",,\n";
    assert_eq!(dry(&mut scene, "month.csv", padded.as_bytes()).refused, 0);
}

#[test]
fn thai_code_page_and_other_separators() {
    let mut scene = scene();
    let text = "ทะเบียน;ประเภท;ช่องทาง;จำนวนเงิน\n1001;อาหาร;หน้าร้าน;12,500.00\n";
    let (thai, _, broken) = encoding_rs::WINDOWS_874.encode(text);
    assert!(!broken);
    let tabs = format!("\u{feff}{}", text.replace(';', "\t"));
    for bytes in [text.as_bytes(), &thai, tabs.as_bytes()] {
        let imported = dry(&mut scene, "month.csv", bytes);
        assert_eq!((imported.accepted, imported.refused), (1, 0));
        assert_eq!(imported.findings[0].after.as_deref(), Some("12500.00"));
    }
}

#[test]
fn an_error_in_a_cell_refuses_the_row_and_the_state() {
    let mut scene = scene();
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("คำอธิบาย")
        .unwrap()
        .write_string(0, 0, "อ่านก่อน")
        .unwrap();
    let sheet = book.add_worksheet().set_name("ก.พ.").unwrap();
    for (column, text) in ["ทะเบียน", "ประเภท", "ช่องทาง", "จำนวนเงิน", "สถานะ"].iter().enumerate()
    {
        sheet.write_string(0, u16::try_from(column).unwrap(), *text).unwrap();
    }
    for row in 1..3 {
        sheet
            .write_row(row, 0, ["1001", "FOOD", ["SHOP", "ONLINE"][row as usize - 1]])
            .unwrap();
        sheet.write_string(row, 4, "COMPLETE").unwrap();
    }
    let quotient = rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
    sheet.write_formula(1, 3, quotient).unwrap();
    sheet.write_number(2, 3, 7.5).unwrap();
    let path = scene.folder.path().join("month.xlsx");
    book.save(&path).unwrap();
    let imported = scene.laptop.import(&path, MONTH.parse().unwrap(), SKIP).unwrap();
    let expected = [("D2", "error-value"), ("E3", "figure-refused")].map(|(at, rule)| (at.to_owned(), rule.to_owned()));
    assert_eq!(refusals(&imported), expected);
    assert_eq!(imported.queued, 1, "the sound figure only");
    assert_eq!(imported.worksheet.as_deref(), Some("ก.พ."));
    assert_eq!(imported.unread_worksheets, ["คำอธิบาย"]);
}

#[test]
fn what_is_overwritten_is_shown_and_a_blank_producer_named() {
    let mut scene = scene();
    scene.laptop.enter_cell(&crate::scene::cell("1001", Some("50000"))).unwrap();
    let text = "ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน,สถานะ\n1001,FOOD,SHOP,1\n,FOOD,ONLINE,2\n1001,,,,COMPLETE\n";
    let imported = dry(&mut scene, "month.csv", text.as_bytes());
    let first = &imported.findings[0];
    assert_eq!((first.before.as_deref(), first.after.as_deref()), (Some("50000.00"), Some("1.00")));
    let expected = [("A3", "producer-missing"), ("E4", "figure-refused")].map(|(at, rule)| (at.to_owned(), rule.to_owned()));
    assert_eq!(refusals(&imported), expected);
}

#[test]
fn two_columns_with_one_heading_are_not_guessed_at() {
    let scene = &mut scene();
    let path = scene.folder.path().join("month.csv");
    std::fs::write(&path, "ทะเบียน,ประเภท,ช่องทาง,จำนวนเงิน,จำนวนเงิน\n1001,FOOD,SHOP,5,6\n").unwrap();
    match scene.laptop.import(&path, MONTH.parse().unwrap(), DRY) {
        Err(Error::Usage(message)) => assert!(message.th.contains("D1") && message.th.contains("E1")),
        other => panic!("{other:?}"),
    }
}
