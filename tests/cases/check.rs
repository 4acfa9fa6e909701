//! The checks before submitting: the same on laptop and server, reasons travel with the figures, and nothing is blocked.

use kit::laptop::Laptop;
use kit::office::Office;
use kit::report::Report;
use kit::{Database, Person, device};
use serde_json::{Value, json};

const FINDINGS: &str = "kind producerId producer: producerName category amount compared reason message";

/// What the server finds.
async fn of_server(person: &Person, paper: &str) -> Vec<Value> {
    let field = format!("checks(paperTotal: \"{paper}\") {{ {FINDINGS} }}");
    let told = Report::february("2706").read(person, &field).await;
    told["checks"].as_array().expect("a list").clone()
}

/// What the laptop finds without asking anybody.
async fn of_laptop(laptop: &Laptop, paper: &str) -> Vec<Value> {
    let told = laptop.done(&["check", "--month", device::FEBRUARY, "--paper-total", paper]).await;
    told["findings"].as_array().expect("a list").clone()
}

fn kinds<'a>(findings: &'a [Value], producer: &str) -> Vec<&'a str> {
    let own = findings.iter().filter(|finding| finding["producerId"] == producer);
    own.filter_map(|finding| finding["kind"].as_str()).collect()
}

/// What a producer sold in January, in baht.
async fn january(database: &Database, producer: &str) -> String {
    let query = format!("SELECT sum(amount)::text FROM cell WHERE producer_id = '{producer}' AND month = '2023-01-01' AND NOT deleted");
    database.value(&query).await
}

/// Three producers that sold food in January, and make it.
async fn food_makers(office: &Office) -> Vec<String> {
    let query = "SELECT DISTINCT cell.producer_id::text FROM cell JOIN product USING (producer_id)
        WHERE cell.district = '2706' AND cell.month = '2023-01-01' AND NOT deleted AND amount > 10 AND product.category = 'FOOD' ORDER BY 1 LIMIT 3";
    let makers = office.database.column(query).await;
    assert_eq!(makers.len(), 3, "the demonstration has them");
    makers
}

#[tokio::test]
async fn laptop_and_server_find_the_same() {
    let office = Office::open().await;
    let makers = food_makers(&office).await;
    let [huge, same, silent] = makers.as_slice() else { panic!("three") };
    let strange = office
        .producers
        .iter()
        .find(|producer| !makers.contains(producer))
        .expect("a fourth");
    let laptop = Laptop::sign_in(&office.node.server, "entry.2706").await;
    laptop.enter(huge, "FOOD", "SHOP", "99999999999").await;
    laptop.enter(same, "FOOD", "SHOP", &january(&office.database, same).await).await;
    laptop.done(&["enter", "sheet", silent, device::FEBRUARY, "COMPLETE"]).await;
    let unmade = format!(
        "SELECT category FROM unnest(ARRAY['HERB', 'TEXTILE', 'BEVERAGE', 'HOUSEWARE']) AS category
        WHERE category NOT IN (SELECT category FROM product WHERE producer_id = '{strange}') LIMIT 1"
    );
    laptop.enter(strange, &office.database.value(&unmade).await, "SHOP", "0.50").await;
    let explained = ["explain", huge, "งานกาชาดจังหวัด", "--month", device::FEBRUARY];
    laptop.done(&explained).await;

    let status = laptop.done(&["status", "--month", device::FEBRUARY]).await;
    let told = of_laptop(&laptop, "1.00").await;
    let open = told.iter().filter(|finding| finding["reason"].is_null());
    let open = open
        .filter(|finding| finding["kind"] != "MISSING" && finding["kind"] != "PAPER_TOTAL")
        .count();
    assert!(open > 0, "{told:#?}");
    assert_eq!(status["unexplained"], open, "otop status counts what otop check lists");

    let person = office.person("officer.2706").await;
    let (here, there) = (of_laptop(&laptop, "1.00").await, of_server(&person, "1.00").await);
    assert_ne!(here, there, "nothing was sent yet, and the comparison sees it");
    laptop.done(&["sync"]).await;
    let (here, there) = (of_laptop(&laptop, "1.00").await, of_server(&person, "1.00").await);
    assert_eq!(here, there);
    assert_eq!(kinds(&here, same), ["MISSING", "SAME_AS_LAST_MONTH"]);
    assert_eq!(kinds(&here, silent), ["WITHOUT_FIGURES"]);
    assert!(kinds(&here, strange).contains(&"CATEGORY_WITHOUT_PRODUCT"), "{here:#?}");
    assert_eq!(here.last().map(|finding| &finding["kind"]), Some(&json!("PAPER_TOTAL")));
    let above = here
        .iter()
        .find(|finding| finding["producerId"] == *huge && finding["kind"] == "ABOVE_LAST_MONTH");
    assert_eq!(
        above.map(|finding| &finding["reason"]),
        Some(&json!("งานกาชาดจังหวัด")),
        "it came along with the figure"
    );
}

#[tokio::test]
async fn warnings_block_nothing_and_the_committee_sees_them() {
    let office = Office::open().await;
    office.database.at("2023-02-28T09:00").await;
    let silent = office.database.value(
        "SELECT producer_id::text FROM sheet WHERE district = '2701' AND month = '2023-02-01' AND state = 'COMPLETE' ORDER BY 1 LIMIT 1",
    );
    let silent = silent.await;
    let mut device = office.device("entry.2701").await;
    let query = format!(
        "SELECT json_build_array(category, channel, version)::text FROM cell WHERE producer_id = '{silent}' AND month = '2023-02-01' AND NOT deleted"
    );
    for row in office.database.column(&query).await {
        let row: Value = serde_json::from_str(&row).expect("JSON");
        let cell = json!({ "producerId": silent, "month": "2023-02", "category": row[0], "channel": row[1], "amount": null });
        let removed = device.operation(json!({ "version": row[2] }), json!({ "cell": cell }));
        assert_eq!(device.push(&[removed]).await[0]["outcome"], "APPLIED");
    }
    let (officer, report) = (office.person("officer.2701").await, Report::february("2701"));
    let field = "checks { kind producerId }";
    let told = report.read(&officer, field).await;
    let finding = json!({ "kind": "WITHOUT_FIGURES", "producerId": silent });
    assert!(told["checks"].as_array().is_some_and(|found| found.contains(&finding)), "{told:#}");
    let member = office.person("member1.2701").await;
    assert_eq!(
        report.read(&member, field).await,
        Value::Null,
        "a draft is not there for the committee"
    );
    assert_eq!(report.submit(&officer).await["submitReport"]["status"], "SUBMITTED");
    assert_eq!(report.read(&member, field).await, told, "it decides with the same before its eyes");
    let viewer = office.person("viewer").await;
    let query = format!("{{ report(district: \"2701\", month: \"2023-02\") {{ {field} }} }}");
    assert_eq!(viewer.ask(&query).await.code(), "FORBIDDEN");
}
