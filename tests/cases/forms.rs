//! Forms as they are served: with the rights of their reader, with the figures of the contract to the satang, marked as what they are;
//! and what anybody is told of the digest on a print.

use calamine::{Data, Reader, Xlsx};
use kit::client::{Got, http};
use kit::laptop::Laptop;
use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use otop_schema::Baht;
use otop_server::http::Settings;
use otop_server::{feed::Bell, form};
use serde_json::{Value, json};

async fn statuses(person: &Person, paths: &[&str]) -> Vec<u16> {
    let mut found = Vec::new();
    for path in paths {
        found.push(person.get(&format!("/forms/{path}.html")).await.status);
    }
    found
}

/// A workbook's cells, read by another program than wrote it.
fn rows(got: &Got) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(got.bytes.clone())).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a worksheet").expect("that can be read");
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The numbers under a heading, the total at their end; empty cells are left out.
fn column(rows: &[Vec<Data>], heading: &str) -> Vec<Baht> {
    let is_heading = |cell: &Data| *cell == Data::String(heading.to_owned());
    let line = rows
        .iter()
        .position(|row| row.iter().any(is_heading))
        .expect("the line of headings");
    let place = rows[line].iter().position(is_heading).expect("the heading");
    let numbers = rows[line + 1..].iter().filter_map(|row| match row.get(place) {
        Some(Data::Float(number)) => Some(format!("{number:.2}").parse().expect("baht")),
        Some(Data::Int(number)) => Some(format!("{number}.00").parse().expect("baht")),
        _ => None,
    });
    numbers.collect()
}

fn sum(amounts: &[Baht]) -> Baht {
    amounts
        .iter()
        .fold(Baht::ZERO, |sum, amount| sum.checked_add(*amount).expect("a sum"))
}

async fn told(database: &Database, sql: &str) -> Baht {
    let satang: i64 = database.value(sql).await.parse().expect("satang");
    Baht::from_satang(satang)
}

#[tokio::test]
async fn who_reads_the_place_reads_its_forms() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let own = [
        "rt1/2701/2023-02",
        "rt2/2701/2023-02",
        "rt3/2701/2023-02",
        "rt4/2701/2023-02",
        "estimate/2701/2566",
    ];
    let wider = ["rt2/2702/2023-02", "rt4/27/2023-02", "rt4/TH/2023-02", "consolidation/TH/2023-01"];
    for (person, expected_own, expected_wider) in [
        ("entry.2701", [200; 5], [404; 4]),
        ("officer.2701", [200; 5], [404; 4]),
        // The committee does not know a draft.
        ("member1.2701", [404, 404, 200, 200, 404], [404; 4]),
        ("province.27", [200; 5], [200, 200, 404, 404]),
        ("department", [200; 5], [200; 4]),
    ] {
        let person = node.as_(person).await;
        assert_eq!(statuses(&person, &own).await, expected_own, "{}", person.username);
        assert_eq!(statuses(&person, &wider).await, expected_wider, "{}", person.username);
    }
}

#[tokio::test]
async fn a_viewer_reads_no_forms_and_a_stranger_learns_nothing() {
    let database = Database::demonstration().await;
    database.run("UPDATE assignment SET role = 'VIEWER' WHERE area = '27'").await;
    let node = Node::start(&database).await;
    let viewer = node.as_("province.27").await;
    assert_eq!(
        statuses(&viewer, &["rt2/2701/2023-02", "rt4/27/2023-02", "rt3/TH/2023-02"]).await,
        [403, 403, 404]
    );
    let officer = node.as_("officer.2701").await;
    let (foreign, unknown) = (
        officer.get("/forms/rt2/2702/2023-02.html").await,
        officer.get("/forms/rt2/2799/2023-02.html").await,
    );
    assert_eq!(
        (foreign.status, &foreign.bytes),
        (unknown.status, &unknown.bytes),
        "foreign and unknown answer alike"
    );
    let bare = http()
        .get(format!("{}/forms/rt2/2701/2023-02.html", node.server))
        .send()
        .await
        .expect("an answer");
    assert_eq!(bare.status().as_u16(), 401);
    for (path, status) in [
        ("/forms/rt5/2701/2023-02.html", 404),
        ("/forms/rt2/27/2023-02.html", 404),
        ("/forms/rt2/2701/2023-02.pdf", 404),
        ("/forms/rt2/2701/2023-13.html", 400),
        ("/forms/rt2/2701/2023-02.html?digits=roman", 400),
        ("/forms/rt2/2701/2023-02.html?number=x", 400),
        ("/forms/rt1/2701/2023-02.html?producer=x", 404),
        ("/forms/rt1/2701/2023-02.html?producer=00000000-0000-0000-0000-000000000001", 404),
        ("/forms/rt2/2701/2023-02.html", 200),
    ] {
        assert_eq!(officer.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_producer_of_another_district_has_no_sheet_here() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let (own, neighbour) = (database.producers("2701").await, database.producers("2702").await);
    let path = |producer: &str| format!("/forms/rt1/2701/2023-02.html?producer={producer}");
    for person in ["officer.2701", "department"] {
        let person = node.as_(person).await;
        assert_eq!(person.get(&path(&neighbour[0])).await.status, 404, "{}", person.username);
        assert_eq!(person.get(&path(&own[0])).await.status, 200, "{}", person.username);
    }
}

#[tokio::test]
async fn the_figures_are_those_of_the_database_to_the_satang() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    let revenue = async |area: &str, months: &str| {
        let sql = format!("SELECT coalesce(sum(live_satang), 0) FROM report WHERE district LIKE '{area}%' AND month IN ({months})");
        told(&database, &sql).await
    };
    let february = "'2023-02-01'";
    let year = "'2022-10-01', '2022-11-01', '2022-12-01', '2023-01-01', '2023-02-01'";
    for (form, area, heading, months) in [
        ("rt2", "2701", "รวม (บาท)", february),
        ("rt3", "2701", "เดือนนี้ (บาท)", february),
        ("rt3", "27", "สะสมตั้งแต่ ๑ ตุลาคม (บาท)", year),
        ("rt4", "2701", "เดือนนี้ (บาท)", february),
        ("rt4", "27", "เดือนนี้ (บาท)", february),
        ("rt4", "TH", "สะสมตั้งแต่ ๑ ตุลาคม (บาท)", year),
    ] {
        let got = department.get(&format!("/forms/{form}/{area}/2023-02.xlsx")).await;
        assert_eq!(got.status, 200, "{form} {area}");
        let numbers = column(&rows(&got), heading);
        let (total, lines) = numbers.split_last().expect("a total");
        let expected = revenue(if area == "TH" { "" } else { area }, months).await;
        assert_eq!((*total, sum(lines)), (expected, expected), "{form} {area}");
        assert_ne!(*total, expected.checked_add(Baht::from_satang(1)).expect("a sum"), "a satang shows");
    }
}

#[tokio::test]
async fn a_workbook_is_a_file_and_a_page_needs_nothing_else() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let officer = node.as_("officer.2701").await;
    let workbook = officer.get("/forms/rt4/2701/2023-02.xlsx").await;
    assert_eq!(
        workbook.header("content-disposition"),
        "attachment; filename=\"rt4-2701-2023-02.xlsx\""
    );
    assert_eq!(workbook.header("x-content-type-options"), "nosniff");
    let page = officer.get("/forms/rt4/2701/2023-02.html").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(
        page.header("content-security-policy").starts_with("default-src 'none'; style-src"),
        "no script, no request"
    );
    assert!(page.text().contains("data:font/woff2;base64,") && !page.text().contains("<script"));
    let table = officer.get("/forms/rt4/2701/2023-02.csv").await;
    assert!(table.text().starts_with("\u{feff}ที่,รหัส,พื้นที่,"), "{}", table.text());
    let future = officer.get("/forms/rt2/2701/2030-01.html").await;
    assert_eq!(future.status, 200, "a form without figures is an empty form");
}

#[tokio::test]
async fn a_form_says_whether_it_is_a_draft_and_where_its_figures_are_from() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let officer = node.as_("officer.2701").await;
    let draft = "<span class=\"mark\">ร่าง</span>";
    let february = officer.get("/forms/rt2/2701/2023-02.html").await;
    assert!(february.text().contains(draft));
    let january = officer.get("/forms/rt2/2701/2023-01.html").await;
    assert!(!january.text().contains(draft) && january.text().contains("ข้อมูลย้อนหลังที่นำเข้า: "));
    assert!(january.text().contains("ฉบับที่ 1"));
    let province = node.as_("province.27").await.get("/forms/rt3/27/2023-02.html").await;
    assert!(province.text().contains(draft), "until all of its districts are confirmed");
}

/// What anybody is told of a digest.
async fn standing(node: &Node, digest: &str) -> String {
    let request = http()
        .get(format!("{}/check/{digest}", node.server))
        .header("accept", "application/json");
    let got = Got::of(request.send().await.expect("an answer")).await;
    format!("{} {}", got.status, got.text())
}

async fn signed(node: &Node, report: &Report, officer: &Person) {
    report.submit(officer).await.data();
    for member in ["member1.2701", "member2.2701", "member3.2701"] {
        report.certify(&node.as_(member).await).await.data();
    }
    report.sign(officer).await.data();
}

#[tokio::test]
async fn anybody_who_holds_a_print_learns_whether_it_holds() {
    let database = Database::demonstration().await;
    database.at("2023-02-28T09:00").await;
    let node = Node::start(&database).await;
    let (officer, report) = (node.as_("officer.2701").await, Report::february("2701"));
    let first = report.digest(&officer).await;
    assert_eq!(
        standing(&node, &first).await,
        "404 {\"code\":\"NOT_FOUND\"}",
        "a draft stands under nothing yet"
    );
    signed(&node, &report, &officer).await;
    assert_eq!(standing(&node, &first).await, "200 {\"version\":null,\"state\":\"UNCONFIRMED\"}");
    report.confirm(&officer).await.data();
    assert_eq!(standing(&node, &first).await, "200 {\"version\":1,\"state\":\"CURRENT\"}");
    report.send_back(&officer, "ยอดผิด").await.data();
    assert_eq!(
        standing(&node, &first).await,
        "200 {\"version\":1,\"state\":\"CURRENT\"}",
        "it counts while it is corrected"
    );
    let mut device = kit::device::Device::of(&officer);
    let cell = kit::device::Cell {
        category: "HERB",
        channel: "EXPORT",
        ..kit::device::Cell::food(&database.complete_producer().await)
    };
    let edit = device.enter(&cell, Some("1.00"), 0);
    device.say(&[edit]).await;
    signed(&node, &report, &officer).await;
    report.confirm(&officer).await.data();
    assert_eq!(standing(&node, &first).await, "200 {\"version\":1,\"state\":\"SUPERSEDED\"}");
    let second = report.digest(&officer).await;
    assert_eq!(standing(&node, &second).await, "200 {\"version\":2,\"state\":\"CURRENT\"}");
    for nothing in ["0", &first.to_uppercase(), &"0".repeat(64)] {
        assert_eq!(standing(&node, nothing).await, "404 {\"code\":\"NOT_FOUND\"}");
    }
    let page = http()
        .get(format!("{}/check/{first}", node.server))
        .send()
        .await
        .expect("an answer");
    let page = Got::of(page).await;
    assert!(page.text().contains("มีฉบับใหม่กว่า") && page.text().contains("ฉบับที่ 1"));
    assert!(
        !page.text().contains("2701") && !page.text().contains("2023"),
        "nothing tells whose it is"
    );
}

async fn consolidated(department: &Person) -> Value {
    let document = "mutation { consolidateMonth(input: { month: \"2023-01\" }) { number official digest } }";
    department.ask(document).await["consolidateMonth"].clone()
}

#[tokio::test]
async fn a_consolidation_is_exported_by_province() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    let empty = department.get("/forms/consolidation/TH/2023-01.csv").await;
    assert_eq!(
        (empty.status, empty.text().lines().count()),
        (200, 1),
        "not added up yet: an empty form"
    );
    let made = consolidated(&department).await;
    let official: Baht = made["official"].as_str().and_then(|text| text.parse().ok()).expect("baht");
    let numbers = column(&rows(&department.get("/forms/consolidation/TH/2023-01.xlsx").await), "เดือนนี้ (บาท)");
    let (total, provinces) = numbers.split_last().expect("a total");
    assert_eq!((*total, sum(provinces)), (official, official));
    let table = department.get("/forms/consolidation/TH/2023-01.csv?number=1").await;
    assert_eq!(table.text().lines().count(), 77, "76 provinces and their headings");
    let sa_kaeo = table.text().lines().find(|line| line.contains(",27,")).expect("Sa Kaeo");
    assert!(sa_kaeo.contains(&official.to_string()), "{sa_kaeo}");
    let digest = made["digest"].as_str().expect("a digest");
    assert_eq!(standing(&node, digest).await, "200 {\"version\":1,\"state\":\"CURRENT\"}");
}

#[tokio::test]
async fn an_installation_has_layouts_of_its_own() {
    let database = Database::demonstration().await;
    let folder = tempfile::tempdir().expect("a folder");
    let own = r#"{ "number": "รต.๒ จริง", "title": "แบบของกรม", "columns": [{ "value": "producer", "heading": "ชื่อผู้ผลิต", "width": 9 }] }"#;
    std::fs::write(folder.path().join("rt2.json"), own).expect("there is room");
    let forms = form::Settings {
        folder: Some(folder.path().to_path_buf()),
        public_url: Some("https://otop.example".to_owned()),
    };
    assert!(forms.read().is_ok());
    let settings = Settings {
        forms: forms.clone(),
        ..Settings::default()
    };
    let node = Node::set(&database.url(), Bell::local(), settings).await;
    let officer = node.as_("officer.2701").await;
    let page = officer.get("/forms/rt2/2701/2023-01.html").await;
    assert!(page.text().contains("แบบของกรม") && page.text().contains("<th>ชื่อผู้ผลิต</th>"));
    assert!(
        page.text().contains("https://otop.example/check/"),
        "a print leads to where we are known"
    );
    assert_eq!(officer.get("/forms/rt3/2701/2023-01.html").await.status, 200, "the others are ours");
    std::fs::write(folder.path().join("rt4.json"), own.replace("producer", "silk")).expect("there is room");
    let refused = forms.read().expect_err("a layout that names what there is not");
    assert!(refused.contains("rt4.json") && refused.contains("silk"), "{refused}");
}

#[tokio::test]
async fn copied_figures_are_marked_until_somebody_looks() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let (officer, producers) = (node.as_("officer.2706").await, database.producers("2706").await);
    let mut device = kit::device::Device::of(&officer);
    let sheet = |state: &str, copied: bool| json!({ "sheet": { "producerId": producers[0], "month": "2023-02", "state": state, "copied": copied } });
    let marked = async || {
        let document = format!(
            "{{ producer(id: \"{}\") {{ sheets(from: \"2023-02\", to: \"2023-02\") {{ state copied }} }} }}",
            producers[0]
        );
        officer.ask(&document).await["producer"]["sheets"][0].clone()
    };
    let begun = device.operation(json!({ "version": 0 }), sheet("IN_PROGRESS", true));
    assert_eq!(device.say(std::slice::from_ref(&begun)).await, ["APPLIED IN_PROGRESS v1"]);
    assert_eq!(marked().await, json!({ "state": "IN_PROGRESS", "copied": true }));
    let path = format!("/forms/rt1/2706/2023-02.html?producer={}", producers[0]);
    assert!(officer.get(&path).await.text().contains("คัดลอกจากเดือนก่อน ยังไม่ได้ตรวจ"));
    let unseen = device.operation(json!({ "version": 1 }), sheet("COMPLETE", true));
    let refused = device.push(&[unseen]).await;
    assert_eq!(
        (&refused[0]["outcome"], &refused[0]["refusal"]["rule"]),
        (&json!("REJECTED"), &json!("not-looked-at"))
    );
    let looked = device.operation(json!({ "version": 1 }), sheet("IN_PROGRESS", false));
    assert_eq!(device.say(&[looked]).await, ["APPLIED IN_PROGRESS v2"], "looking alone is an edit");
    assert_eq!(marked().await, json!({ "state": "IN_PROGRESS", "copied": false }));
    assert!(!officer.get(&path).await.text().contains("คัดลอกจากเดือนก่อน"));
    assert_eq!(
        device.say(&[begun]).await,
        ["APPLIED IN_PROGRESS v2 (again)"],
        "sent again it is the same edit"
    );
}

/// The fields of each line but the subdistrict, whose name a laptop does not know.
fn lines(table: &str) -> Vec<Vec<String>> {
    let fields = |line: &str| {
        line.split(',')
            .enumerate()
            .filter(|(index, _)| *index != 3)
            .map(|(_, field)| field.to_owned())
            .collect()
    };
    table.lines().map(fields).collect()
}

#[tokio::test]
async fn a_laptop_draws_what_the_server_draws_and_begins_a_month_with_the_last() {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let laptop = Laptop::sign_in(&node.server, "officer.2706").await;
    let (officer, folder) = (node.as_("officer.2706").await, tempfile::tempdir().expect("a folder"));
    let file = |name: &str| folder.path().join(name).display().to_string();
    let drawn = async |month: &str, to: &str| {
        laptop.done(&["export", "--form", "rt2", "--month", month, "--to", to]).await;
        std::fs::read_to_string(to).expect("the form")
    };
    let january = drawn("2023-01", &file("january.csv")).await;
    let served = officer.get("/forms/rt2/2706/2023-01.csv").await;
    assert_eq!(lines(&january), lines(served.text()));
    assert!(january.lines().count() > 3, "{january}");
    let copied = laptop.done(&["copy-last-month", "--month", "2023-02"]).await;
    assert!(!copied["producers"].as_array().expect("a list").is_empty(), "{copied}");
    assert!(drawn("2023-02", &file("before.html")).await.contains("พิมพ์จากเครื่องของอำเภอ"));
    laptop.done(&["sync"]).await;
    let february = drawn("2023-02", &file("february.csv")).await;
    assert_eq!(lines(&february), lines(officer.get("/forms/rt2/2706/2023-02.csv").await.text()));
    let marks =
        "SELECT count(*) || ' ' || bool_and(state = 'IN_PROGRESS') FROM sheet WHERE district = '2706' AND month = '2023-02-01' AND copied";
    let expected = format!("{} true", copied["producers"].as_array().map_or(0, Vec::len));
    assert_eq!(database.value(marks).await, expected, "marked at the office too");
}
