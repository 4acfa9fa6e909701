//! Forms on paper: printed by a real browser, the text that is copied out of the PDF is the text on the page, on every sheet stand the head,
//! the headings and the page's number, and no signature is split.

use kit::Database;
use kit::node::Node;
use kit::print::{Print, cells, squeezed};

/// A form as the officer of 2701 gets it, and its print.
async fn printed(person: &kit::Person, path: &str) -> (String, Vec<String>) {
    let got = person.get(path).await;
    assert_eq!(got.status, 200, "{path}: {}", got.text());
    let html = got.text().to_owned();
    let name = path.trim_start_matches("/forms/").replace(['/', '.', '?', '='], "-");
    let print = Print::of(&html, &name).await;
    (html, print.pages().await)
}

/// Words of the page that are missing in the print, or stand in another order.
fn lost(html: &str, pages: &[String]) -> Vec<String> {
    let text = squeezed(&pages.concat());
    let mut rest = text.as_str();
    let mut lost = Vec::new();
    for cell in cells(html) {
        match rest.find(&cell) {
            Some(at) => rest = &rest[at + cell.len()..],
            None => lost.push(cell),
        }
    }
    lost
}

#[tokio::test]
async fn what_is_copied_from_the_print_is_what_the_page_says() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let officer = node.as_("officer.2701").await;
    let producer = database.complete_producer().await;
    for path in [
        format!("/forms/rt1/2701/2023-02.html?producer={producer}"),
        "/forms/rt2/2701/2023-02.html".to_owned(),
        "/forms/rt2/2701/2023-02.html?digits=thai".to_owned(),
        "/forms/rt3/2701/2023-01.html".to_owned(),
        "/forms/rt4/2701/2023-02.html".to_owned(),
    ] {
        let (html, pages) = printed(&officer, &path).await;
        assert_eq!(lost(&html, &pages), [""; 0], "{path}");
        let other = html.replace("บาท", "เหรียญ");
        assert!(!lost(&other, &pages).is_empty(), "{path}: the comparison sees a difference");
    }
}

#[tokio::test]
async fn what_the_office_prints_is_what_its_page_says() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    let made = "mutation { consolidateMonth(input: { month: \"2023-01\" }) { number } }";
    department.ask(made).await.data();
    for path in [
        "/forms/rt4/27/2023-02.html",
        "/forms/consolidation/TH/2023-01.html",
        "/forms/estimate/2701/2566.html",
    ] {
        let (html, pages) = printed(&department, path).await;
        assert_eq!(lost(&html, &pages), [""; 0], "{path}");
        assert!(
            !lost(&html.replace("OTOP", "OVOP"), &pages).is_empty(),
            "{path}: the comparison sees a difference"
        );
    }
}

#[tokio::test]
async fn every_sheet_of_a_long_form_has_its_head_and_number() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let html = node
        .as_("officer.2701")
        .await
        .get("/forms/rt2/2701/2023-02.html")
        .await
        .text()
        .to_owned();
    let (before, after) = html.split_once("<tbody>").expect("a table");
    let (lines, closing) = after.split_once("<tr class=\"line total\">").expect("a total");
    let long = format!("{before}<tbody>{}<tr class=\"line total\">{closing}", lines.repeat(12));
    let print = Print::of(&long, "rt2-long").await;
    let pages: Vec<String> = print.pages().await.iter().map(|page| squeezed(page)).collect();
    assert!(pages.len() > 2, "{} sheets", pages.len());
    for (index, page) in pages.iter().enumerate() {
        let number = format!("หน้า{}/{}", index + 1, pages.len());
        for expected in ["แบบรต.๒", "ผู้ผลิต/ผู้ประกอบการ", "ค่าตรวจสอบ", &number]
        {
            assert!(page.contains(expected), "sheet {}: {expected}\n{page}", index + 1);
        }
    }
    let signed: Vec<bool> = pages.iter().map(|page| page.contains("ผู้ลงนามรับรอง")).collect();
    assert_eq!(signed.iter().filter(|signed| **signed).count(), 1, "{signed:?}");
    let last = pages.last().expect("a sheet");
    assert!(
        last.contains("ลงชื่อ") && last.contains("ผู้ลงนามรับรองวันที่"),
        "a signature is whole: {last}"
    );
}
