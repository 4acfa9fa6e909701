use serde_json::{Value as Json, json};

use super::*;
use crate::{
    Laptop,
    scene::{BAKERS, MONTH, WEAVERS, answer, cell, entry, page, scene},
};

fn refused(laptop: &mut Laptop, outcome: &str, more: &Json) -> Queued {
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    answer(laptop, &queue, outcome, Some(6), more);
    queue.into_iter().next().unwrap()
}

fn conflict(operation: &str) -> Json {
    json!({ "id": "conflict-1", "entryId": format!("{WEAVERS}|{MONTH}|FOOD|SHOP"), "sheetId": null, "estimateId": null, "baseVersion": 0, "masterAmount": "99.00",
        "offeredAmount": "10.00", "masterState": null, "offeredState": null, "offeredBy": "สมศรี", "deviceId": null,
        "operationId": operation, "resolvedAt": null })
}

fn rejection() -> Json {
    json!({ "refusal": { "code": "REPORT_LOCKED", "field": null, "rule": null, "message": "ล็อก / locked", "opensAt": null } })
}

fn pending(laptop: &mut Laptop) -> Vec<Queued> {
    laptop.store.queue("somsri", &["pending"]).unwrap()
}

#[test]
fn mine_goes_out_again_on_what_the_server_has() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    refused(laptop, "CONFLICT", &json!({ "conflict": conflict("x") }));
    let item = laptop.attention_item("1").unwrap();
    assert_eq!(
        (item.kind, item.mine.as_deref(), item.theirs.as_deref()),
        (Kind::Conflict, Some("10.00"), Some("99.00"))
    );
    assert_eq!(item.mine().unwrap(), Side::Offered);
    laptop.take(&item, Side::Offered).unwrap();
    let decided = pending(laptop);
    assert_eq!(decided[0].amount.as_deref(), Some("10.00"));
    assert_eq!(decided[0].base_version, Some(6));
    assert_eq!(decided[0].resolves.as_deref(), Some("conflict-1"));
    assert!(laptop.attention().unwrap().is_empty());
}

#[test]
fn theirs_closes_the_conflict() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    refused(laptop, "CONFLICT", &json!({ "conflict": conflict("x") }));
    let item = laptop.attention_item("1").unwrap();
    assert!(laptop.take_recorded(&item, " ").is_err(), "no reason");
    laptop.take_recorded(&item, "ตรวจแล้ว").unwrap();
    let change: Json = serde_json::from_str(&pending(laptop)[0].change).unwrap();
    assert_eq!(
        change,
        json!({ "discard": { "conflictId": "conflict-1", "operationId": null, "reason": "ตรวจแล้ว" } })
    );
    assert!(laptop.attention().unwrap().is_empty());
}

#[test]
fn entering_anew_replaces_every_refused_edit_of_the_cell() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("9"))).unwrap();
    let second = refused(laptop, "REJECTED", &rejection());
    assert_eq!(laptop.attention().unwrap().len(), 2);
    laptop.enter_cell(&cell("1001", Some("12"))).unwrap();
    let queue = pending(laptop);
    let newest = laptop.store.queue("somsri", &["done"]).unwrap().into_iter().next_back().unwrap();
    assert_eq!(queue[0].supersedes.as_ref(), Some(&newest.operation_id));
    assert_eq!(queue[1].kind, "discard");
    assert!(laptop.attention().unwrap().is_empty());
    assert_eq!(second.amount.as_deref(), Some("9.00"));
}

#[test]
fn isolated_edit_is_let_go_without_telling_a_server_that_never_had_it() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    let operation = laptop.enter_cell(&cell("1001", Some("10"))).unwrap().operation_id.unwrap();
    let refusal = otop_schema::Refusal::new(otop_schema::RefusalCode::Internal, "ขัดข้อง / broken");
    laptop.store.isolate(&operation, &refusal).unwrap();
    let item = laptop.attention_item("1").unwrap();
    assert_eq!(item.kind, Kind::Isolated);
    laptop.take_recorded(&item, "-").unwrap();
    assert!(pending(laptop).is_empty());
}

#[test]
fn conflict_of_another_laptop_is_seen_decided_and_leaves_by_a_pull() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    let mut theirs = conflict("of-another");
    theirs["entryId"] = format!("{BAKERS}|{MONTH}|FOOD|SHOP").into();
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["conflicts"] = json!([theirs.clone()])))
        .unwrap();
    let item = laptop.attention_item("1").unwrap();
    assert_eq!((item.own, item.producer.as_deref()), (false, Some("บ้านขนม")));
    assert!(item.mine().is_err(), "neither value is hers");
    laptop.take(&item, Side::Offered).unwrap();
    assert_eq!(pending(laptop)[0].resolves.as_deref(), Some("conflict-1"));
    assert!(laptop.attention().unwrap().is_empty());
}

#[test]
fn own_conflict_decided_elsewhere_needs_nobody() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    let operation = refused(laptop, "CONFLICT", &json!({ "conflict": conflict("x") }));
    let mut decided = conflict(&operation.operation_id);
    decided["resolvedAt"] = "2023-02-27T10:00:00Z".into();
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["conflicts"] = json!([decided.clone()])))
        .unwrap();
    assert!(laptop.attention().unwrap().is_empty());
    laptop.store.tidy("somsri", "2023-02-27T09:00:00Z".parse().unwrap()).unwrap();
    assert!(laptop.store.queue("somsri", &["attention"]).unwrap().is_empty());
}

#[test]
fn mine_is_my_recorded_value_where_a_colleague_offered_another() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    let mut theirs = conflict("of-another");
    theirs["offeredBy"] = "วินัย".into();
    let mut recorded = entry(WEAVERS, "99.00", 6);
    recorded["changedBy"] = "somsri".into();
    let news = page(|page| {
        page["conflicts"] = json!([theirs.clone()]);
        page["entries"] = json!([recorded.clone()]);
    });
    laptop.store.apply("somsri", Some("c1"), &news).unwrap();
    let item = laptop.attention_item("1").unwrap();
    assert_eq!(
        (item.mine().unwrap(), item.mine.as_deref(), item.theirs.as_deref()),
        (Side::Recorded, Some("99.00"), Some("10.00"))
    );
    assert_eq!(
        (item.recorded_by.as_deref(), item.offered_by.as_deref()),
        (Some("somsri"), Some("วินัย"))
    );
    assert_eq!(
        (item.registration_number.as_deref(), item.channel_name.as_deref()),
        (Some("1001"), Some("หน้าร้าน"))
    );
    laptop.take(&item, Side::Recorded).unwrap();
    assert_eq!(pending(laptop)[0].kind, "discard");
}

#[test]
fn a_number_never_names_another_item() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    refused(laptop, "CONFLICT", &json!({ "conflict": conflict("x") }));
    laptop.enter_cell(&cell("1002", Some("7"))).unwrap();
    let queue: Vec<Queued> = pending(laptop)
        .into_iter()
        .filter(|queued| queued.amount.as_deref() == Some("7.00"))
        .collect();
    answer(laptop, &queue, "REJECTED", None, &rejection());
    let numbers = |laptop: &mut Laptop| laptop.attention().unwrap().iter().map(|item| item.number).collect::<Vec<_>>();
    assert_eq!(numbers(laptop), [1, 2]);
    let first = laptop.attention_item("1").unwrap();
    laptop.take(&first, Side::Recorded).unwrap();
    assert_eq!(numbers(laptop), [2]);
    assert!(laptop.attention_item("1").is_err());
    let second = laptop.attention_item("2").unwrap();
    assert_eq!(laptop.attention_item(&second.id).unwrap().operation_id, second.operation_id);
    laptop.take(&second, Side::Recorded).unwrap();
    refused(laptop, "REJECTED", &rejection());
    assert!(numbers(laptop).iter().all(|number| *number > 2));
}
