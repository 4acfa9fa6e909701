use serde_json::json;

use super::*;
use crate::{
    enter::CellEdit,
    laptop::FILE,
    scene::{BAKERS, MONTH, WEAVERS, answer, cell, entry, page, report, scene, sign_in},
    wire::push::OperationBaseInput,
};

fn amounts(laptop: &mut crate::Laptop) -> Vec<(String, Option<String>)> {
    let cells = laptop.store.cells(MONTH.parse().unwrap()).unwrap();
    cells.into_iter().map(|cell| (cell.amount, cell.own)).collect()
}

fn own(state: &str) -> Option<String> {
    Some(state.to_owned())
}

#[test]
fn file_is_safe_and_private() {
    let mut scene = scene();
    assert_eq!(scene.laptop.store.pragma("synchronous").unwrap(), "2");
    assert_eq!(scene.laptop.store.pragma("journal_mode").unwrap(), "wal");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(scene.folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn answers_of_one_server_do_not_lie_over_the_figures_of_another() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    answer(laptop, &queue, "APPLIED", Some(3), &json!({}));
    let mut session = laptop.store.signed_in().unwrap();
    session.server = "http://127.0.0.1:2".into();
    laptop.store.sign_in("somsri", &session, false).unwrap();
    assert!(amounts(laptop).is_empty());
}

#[test]
fn what_waits_for_one_server_keeps_another_from_being_signed_in_at() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let mut session = laptop.store.signed_in().unwrap();
    assert!(laptop.store.sign_in("somsri", &session, false).is_ok(), "the same server");
    session.server = "http://127.0.0.1:2".into();
    let refused = laptop.store.sign_in("somsri", &session, false).unwrap_err().message();
    assert!(refused.en.contains("1 edits wait for http://127.0.0.1:1"), "{}", refused.en);
    laptop.store.sign_in("somsri", &session, true).unwrap();
    assert_eq!(
        laptop.store.queue("somsri", &["pending"]).unwrap().len(),
        1,
        "moved: everything goes there"
    );
}

#[test]
fn reopened_file_has_the_edit_and_its_order() {
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let mut again = crate::Laptop::open(scene.folder.path()).unwrap();
    again.enter_cell(&cell("1001", Some("20"))).unwrap();
    let queue = again.store.queue("somsri", &["pending"]).unwrap();
    assert_eq!(queue.iter().map(|queued| queued.device_seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(queue[0].base_version, Some(0));
    assert_eq!(queue[1].base_operation.as_ref(), Some(&queue[0].operation_id));
}

#[test]
fn pull_never_hides_what_waits() {
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let theirs = page(|page| {
        page["entries"] = json!([entry(WEAVERS, "99.00", 4), entry(BAKERS, "7.00", 1)]);
        page["cursor"] = "c2".into();
    });
    assert!(scene.laptop.store.apply("somsri", Some("c1"), &theirs).unwrap());
    assert_eq!(
        amounts(&mut scene.laptop),
        [("10.00".into(), own("pending")), ("7.00".into(), None)]
    );
    assert!(
        !scene.laptop.store.apply("somsri", Some("c1"), &theirs).unwrap(),
        "an old page is dropped"
    );
}

#[test]
fn accepted_edit_stays_on_top_until_the_mirror_shows_it() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    answer(laptop, &queue, "APPLIED", Some(3), &json!({}));
    assert_eq!(amounts(laptop), [("10.00".into(), own("done"))]);
    let id = format!("{WEAVERS}|{MONTH}|FOOD|SHOP");
    let base = overlay::cell_base(&mut laptop.store.conn, &id).unwrap();
    assert_eq!(base, OperationBaseInput::OperationId(queue[0].operation_id.clone().into()));

    let shown = page(|page| page["entries"] = json!([entry(WEAVERS, "10.00", 3)]));
    laptop.store.apply("somsri", Some("c1"), &shown).unwrap();
    assert_eq!(amounts(laptop), [("10.00".into(), None)]);
    assert_eq!(
        overlay::cell_base(&mut laptop.store.conn, &id).unwrap(),
        OperationBaseInput::Version(3)
    );
}

#[test]
fn removal_hides_and_same_value_is_no_edit() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop
        .store
        .apply(
            "somsri",
            Some("c1"),
            &page(|page| page["entries"] = json!([entry(WEAVERS, "5.00", 2)])),
        )
        .unwrap();
    assert_eq!(laptop.enter_cell(&cell("1001", Some("5"))).unwrap().operation_id, None);
    let removed = laptop.enter_cell(&cell("1001", None)).unwrap();
    assert_eq!((removed.before.as_deref(), removed.after), (Some("5.00"), None));
    assert!(amounts(laptop).is_empty());
}

#[test]
fn a_remark_stays_until_it_is_emptied() {
    let mut scene = scene();
    let noted = |note: Option<&str>| CellEdit {
        note: note.map(str::to_owned),
        ..cell("1001", Some("5"))
    };
    let note = |laptop: &mut crate::Laptop| laptop.store.cells(MONTH.parse().unwrap()).unwrap().pop().unwrap().note;
    scene.laptop.enter_cell(&noted(Some("ประมาณการ"))).unwrap();
    assert_eq!(scene.laptop.enter_cell(&noted(None)).unwrap().operation_id, None);
    scene.laptop.enter_cell(&cell("1001", Some("6"))).unwrap();
    assert_eq!(note(&mut scene.laptop).as_deref(), Some("ประมาณการ"));
    scene
        .laptop
        .enter_cell(&CellEdit {
            note: Some(String::new()),
            ..cell("1001", Some("6"))
        })
        .unwrap();
    assert_eq!(note(&mut scene.laptop), None);
}

#[test]
fn a_figure_makes_and_reopens_a_sheet() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    let sheet = json!({ "id": format!("{BAKERS}|{MONTH}"), "producerId": BAKERS, "month": MONTH, "state": "NO_SALES", "reason": null,
        "givenBy": null, "givenOn": null, "note": null, "copied": false, "version": 1, "changedAt": "2023-02-20T02:00:00Z", "changedBy": null });
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["sheets"] = json!([sheet.clone()])))
        .unwrap();
    laptop.enter_cell(&cell("1001", Some("0"))).unwrap();
    laptop.enter_cell(&cell("1002", Some("0"))).unwrap();
    let states = |laptop: &mut crate::Laptop| -> Vec<String> {
        laptop
            .store
            .sheets(MONTH.parse().unwrap())
            .unwrap()
            .into_iter()
            .map(|sheet| sheet.state.word())
            .collect()
    };
    assert_eq!(states(laptop), ["IN_PROGRESS", "NO_SALES"]);
    laptop.enter_cell(&cell("1002", Some("1"))).unwrap();
    assert_eq!(states(laptop), ["IN_PROGRESS", "IN_PROGRESS"]);
}

#[test]
fn queue_belongs_to_its_person() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    sign_in(laptop, "malee");
    assert!(laptop.ready("malee").unwrap().is_empty());
    assert!(amounts(laptop).is_empty(), "another person sees neither the mirror nor the edits");
    let waiting = laptop.store.others_waiting("malee").unwrap();
    assert_eq!((waiting[0].name.as_str(), waiting[0].edits), ("somsri", 1));
    sign_in(laptop, "somsri");
    assert_eq!(laptop.ready("somsri").unwrap().len(), 1);
    assert_eq!(laptop.store.acked_through().unwrap(), 0);
}

#[test]
fn held_edit_waits_for_its_month_or_an_exception() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    let closed = json!({ "refusal": { "code": "MONTH_CLOSED", "field": null, "rule": null, "message": "ปิด / closed", "opensAt": null } });
    answer(laptop, &queue, "HELD", None, &closed);
    let mut shut = report("DRAFT");
    shut["closesAt"] = "2023-02-26T17:00:00Z".into();
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["reports"] = json!([shut.clone()])))
        .unwrap();
    laptop.enter_cell(&cell("1001", Some("11"))).unwrap();
    assert!(
        laptop.ready("somsri").unwrap().is_empty(),
        "the later edit stays behind the held one"
    );

    let mut missing = shut.clone();
    missing["closesAt"] = serde_json::Value::Null;
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["reports"] = json!([missing.clone()])))
        .unwrap();
    assert_eq!(
        laptop.ready("somsri").unwrap().len(),
        2,
        "where no calendar is known, asking is how one learns"
    );

    shut["exceptionUntil"] = "2023-03-08T17:00:00Z".into();
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["reports"] = json!([shut.clone()])))
        .unwrap();
    assert_eq!(laptop.ready("somsri").unwrap().len(), 2);
}

#[test]
fn removed_area_leaves_the_mirror_but_not_the_queue() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    laptop
        .store
        .apply("somsri", Some("c1"), &page(|page| page["removedAreas"] = json!(["2706"])))
        .unwrap();
    assert!(laptop.store.producers().unwrap().is_empty());
    assert_eq!(laptop.store.queue("somsri", &["pending"]).unwrap().len(), 1);
    assert!(laptop.ready("somsri").unwrap().is_empty(), "it would only be refused");
}

fn attempt(operation: &str, ended: Option<&str>) -> serde_json::Value {
    json!({ "operationId": operation, "district": "2706", "month": MONTH, "code": "MONTH_CLOSED", "offered": "7.00", "offeredBy": "มาลี",
        "heldSince": "2023-02-27T09:00:00Z", "opensAt": null, "endedAt": ended })
}

#[test]
fn what_waits_in_the_district_is_seen_until_it_waits_no_longer() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    let mut told = |ended: Option<&str>| {
        let page = page(|page| page["held"] = json!([attempt("theirs", ended)]));
        laptop.store.apply("somsri", Some("c1"), &page).unwrap();
        laptop.held_elsewhere().unwrap()
    };
    assert_eq!(told(None)[0].offered_by.as_deref(), Some("มาลี"));
    assert!(told(Some("2023-02-27T10:00:00Z")).is_empty());
}

#[test]
fn taking_a_held_edit_back_tells_the_server() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    answer(laptop, &queue, "HELD", None, &json!({}));
    laptop.withdraw(&queue[0].operation_id).unwrap();
    let goes = laptop.ready("somsri").unwrap();
    assert_eq!(goes.len(), 1);
    assert!(goes[0].change.contains(&queue[0].operation_id), "{}", goes[0].change);
}
