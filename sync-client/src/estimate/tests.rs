use otop_schema::RefusalCode;
use serde_json::json;

use super::*;
use crate::{
    attention::Side,
    message::Lang,
    scene::{BAKERS, Scene, WEAVERS, answer, page, scene},
};

fn year() -> FiscalYear {
    FiscalYear::new(2566).unwrap()
}

fn figure(producer: &str, period: i16, amount: Option<&str>) -> EstimateEdit {
    EstimateEdit {
        producer: producer.to_owned(),
        fiscal_year: year(),
        period,
        amount: amount.map(|amount| amount.parse().unwrap()),
        note: None,
    }
}

/// The server tells the estimate in this status, with one figure of the weavers.
fn told(scene: &mut Scene, status: &str, period: &str) {
    let page = page(|page| {
        page["estimates"] = json!([{ "id": "2706:2566", "district": "2706", "fiscalYear": 2566, "period": period, "status": status,
            "version": 1, "opensAt": "2022-09-30T17:00:00Z", "dueAt": "2023-02-23T17:00:00Z", "closesAt": "2023-09-30T17:00:00Z", "late": true }]);
        page["estimateEntries"] = json!([{ "id": format!("{WEAVERS}|2566|1"), "producerId": WEAVERS, "fiscalYear": 2566, "period": 1,
            "amount": "100.00", "note": null, "version": 3, "deleted": false, "changedAt": "2023-02-20T02:00:00Z", "changedBy": "อื่น" }]);
    });
    scene.laptop.store.apply("somsri", Some("c1"), &page).unwrap();
}

#[test]
fn an_own_figure_lies_over_the_servers_until_it_comes_back() {
    let mut scene = scene();
    told(&mut scene, "DRAFT", "QUARTER");
    let laptop = &mut scene.laptop;
    let entered = laptop.enter_estimate(&figure("1001", 1, Some("250"))).unwrap();
    assert_eq!(
        (entered.before.as_deref(), entered.after.as_deref()),
        (Some("100.00"), Some("250.00"))
    );
    assert_eq!((entered.notice, entered.period.as_str()), (None, "ไตรมาส 1"));
    assert_eq!(
        laptop.enter_estimate(&figure("1001", 1, Some("250"))).unwrap().operation_id,
        None,
        "it is so already"
    );
    let seen = laptop.estimate(year()).unwrap();
    assert_eq!((seen.total.to_string().as_str(), seen.missing), ("250.00", 1));
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    assert_eq!(
        (queue.len(), queue[0].kind.as_str(), queue[0].base_version),
        (1, "estimate", Some(3))
    );
    answer(laptop, &queue, "APPLIED", None, &json!({ "estimate": { "version": 4 } }));
    assert_eq!(
        laptop.estimate(year()).unwrap().total.to_string(),
        "250.00",
        "taken, and not pulled yet"
    );
    laptop.enter_estimate(&figure("1001", 1, None)).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    assert!(queue[0].base_operation.is_some(), "it rests on the own edit");
    assert_eq!(laptop.estimate(year()).unwrap().missing, 2);
}

#[test]
fn the_rules_are_told_with_the_servers_codes() {
    let mut scene = scene();
    told(&mut scene, "SENT", "YEAR");
    let notice = |laptop: &mut Laptop| {
        laptop
            .enter_estimate(&figure("1001", 1, Some("5")))
            .unwrap()
            .notice
            .map(|refusal| refusal.code)
    };
    assert_eq!(notice(&mut scene.laptop), Some(RefusalCode::ReportLocked));
    let refused = |edit: &EstimateEdit, laptop: &mut Laptop| match laptop.enter_estimate(edit) {
        Err(crate::error::Error::Refused(refusal)) => refusal.rule.unwrap_or_default(),
        other => format!("{other:?}"),
    };
    assert_eq!(
        refused(&figure("1001", 2, Some("5")), &mut scene.laptop),
        "range",
        "the year as one"
    );
    let before = EstimateEdit {
        fiscal_year: FiscalYear::new(2560).unwrap(),
        ..figure("1001", 1, Some("5"))
    };
    assert_eq!(refused(&before, &mut scene.laptop), "producer-active");
}

#[test]
fn a_conflict_is_decided_like_any_other() {
    let mut scene = scene();
    told(&mut scene, "DRAFT", "QUARTER");
    let laptop = &mut scene.laptop;
    laptop.enter_estimate(&figure("1002", 2, Some("7"))).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    let conflict = json!({ "conflict": { "id": "c9", "entryId": null, "sheetId": null, "estimateId": format!("{BAKERS}|2566|2"), "baseVersion": 0,
        "masterAmount": "8.00", "offeredAmount": "7.00", "masterState": null, "offeredState": null, "offeredBy": "สมศรี", "deviceId": null,
        "operationId": queue[0].operation_id, "resolvedAt": null }, "estimate": { "version": 1 } });
    answer(laptop, &queue, "CONFLICT", None, &conflict);
    let item = laptop.attention_item("1").unwrap();
    assert_eq!(
        (item.fiscal_year, item.period, item.offered.as_deref(), item.recorded.as_deref()),
        (Some(2566), Some(2), Some("7.00"), Some("8.00"))
    );
    laptop.take(&item, Side::Offered).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    assert_eq!((queue[0].resolves.as_deref(), queue[0].base_version), (Some("c9"), Some(1)));
    assert_eq!(queue[0].amount.as_deref(), Some("7.00"));
}

#[test]
fn a_year_is_filled_from_the_year_before() {
    let mut scene = scene();
    let page = page(|page| {
        let entry = |month: &str, amount: &str| {
            json!({ "id": format!("{WEAVERS}|{month}|FOOD|SHOP"), "producerId": WEAVERS, "month": month, "category": "FOOD", "channel": "SHOP",
                "amount": amount, "note": null, "version": 1, "deleted": false, "changedAt": "2022-02-20T02:00:00Z", "changedBy": null })
        };
        page["entries"] = json!([
            entry("2021-10", "10.00"),
            entry("2021-12", "2.50"),
            entry("2022-01", "4.00"),
            entry("2022-10", "999.00")
        ]);
    });
    scene.laptop.store.apply("somsri", Some("c1"), &page).unwrap();
    let filled = scene.laptop.prefill_estimate(year()).unwrap();
    assert_eq!((filled.producers, filled.queued), (1, 2));
    let seen = scene.laptop.estimate(year()).unwrap();
    let line = seen.producers.iter().find(|line| line.producer_id == WEAVERS).unwrap();
    assert_eq!(line.amounts, [Some("12.50".to_owned()), Some("4.00".to_owned()), None, None]);
    assert_eq!(
        scene.laptop.prefill_estimate(year()).unwrap().queued,
        0,
        "what stands is left alone"
    );
}

#[test]
fn a_table_comes_back_as_it_was_written() {
    let mut scene = scene();
    for (period, amount) in [(1, "1234567.89"), (2, "0"), (4, "0.05")] {
        scene.laptop.enter_estimate(&figure("1001", period, Some(amount))).unwrap();
    }
    for ending in ["xlsx", "csv"] {
        let file = scene.folder.path().join(format!("estimate.{ending}"));
        let written = scene.laptop.export_estimate(year(), &file, Lang::Th).unwrap();
        assert_eq!(written.producers, 2);
        let mut other = self::scene();
        let read = other.laptop.import_estimate(&file, year(), false).unwrap();
        assert_eq!((read.accepted, read.refused, read.queued), (3, 0, 3), "{:?}", read.findings);
        let total = other.laptop.estimate(year()).unwrap().total;
        assert_eq!(total.to_string(), "1234567.94", "{ending}");
    }
}

#[test]
fn one_refused_cell_saves_nothing() {
    let mut scene = scene();
    let file = scene.folder.path().join("wrong.csv");
    std::fs::write(
        &file,
        "producer,name,period 1,period 2\n1001,,10,-5\n7777,,1,\n1002,,\"1,000.505\",3\n",
    )
    .unwrap();
    let read = scene.laptop.import_estimate(&file, year(), false).unwrap();
    let rules: Vec<(&str, Option<&str>)> = read
        .findings
        .iter()
        .map(|finding| {
            (
                finding.address.as_str(),
                finding.refusal.as_ref().and_then(|refusal| refusal.rule.as_deref()),
            )
        })
        .collect();
    assert_eq!(
        rules,
        [
            ("C2", None),
            ("D2", Some("not-negative")),
            ("C3", Some("unknown")),
            ("C4", Some("two-decimals")),
            ("D4", None)
        ]
    );
    assert_eq!((read.accepted, read.queued), (2, 0));
    assert_eq!(scene.laptop.estimate(year()).unwrap().missing, 2);
}
