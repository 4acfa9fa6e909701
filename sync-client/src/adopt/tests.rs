use serde_json::json;

use super::*;
use crate::scene::{Scene, answer, cell, page, scene, sign_in_as};

const OFFICER: &str = r#"[{"role":"CD_OFFICER","area":"2706","areaName":"อำเภอ","validFrom":"2020-01-01","validUntil":null}]"#;

/// Two edits of Somsri wait, one is held, one is done; the CD officer Malee is signed in and has read the district.
fn left_behind() -> Scene {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    for amount in ["1", "2", "3", "4"] {
        laptop.enter_cell(&cell("1001", Some(amount))).unwrap();
    }
    let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
    answer(laptop, &queue[..1], "APPLIED", Some(1), &json!({}));
    answer(laptop, &queue[1..2], "HELD", None, &json!({}));
    sign_in_as(laptop, "malee", OFFICER);
    let district = page(|page| {
        page["producers"] = json!([{ "id": crate::scene::WEAVERS, "district": "2706", "registrationNumber": "1001", "name": "กลุ่มทอผ้า",
            "kind": "COMMUNITY_GROUP", "subdistrict": "270601", "activeFrom": "2021-10", "activeUntil": null, "version": 1, "products": [] }]);
    });
    laptop.store.apply("malee", None, &district).unwrap();
    scene
}

#[test]
fn the_officer_takes_over_what_waits_and_it_says_whose_it_was() {
    let mut scene = left_behind();
    let laptop = &mut scene.laptop;
    let before: Vec<_> = laptop.store.queue("somsri", &["pending", "held"]).unwrap();
    let adoption = laptop.adopt("somsri", "ลาคลอด").unwrap();
    assert_eq!((adoption.adopted, adoption.left), (3, 0));
    let after = laptop.store.queue("malee", &["pending", "held"]).unwrap();
    let ids = |queue: &[crate::store::outbox::Queued]| queue.iter().map(|queued| queued.operation_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before), "the same ids in the same order");
    let going = laptop.ready("malee").unwrap();
    assert_eq!(going[0].adopted_from.as_deref(), Some("somsri"));
    assert!(
        laptop
            .waiting()
            .unwrap()
            .iter()
            .all(|waits| waits.adopted_from.as_deref() == Some("somsri"))
    );
}

#[test]
fn the_colleague_sees_later_what_was_taken_over_and_by_whom() {
    let mut scene = left_behind();
    let laptop = &mut scene.laptop;
    laptop.adopt("somsri", "ลาคลอด").unwrap();
    sign_in_as(laptop, "somsri", "[]");
    let adopted = laptop.store.adopted_from("somsri").unwrap();
    assert_eq!((adopted[0].by.as_str(), adopted[0].edits, adopted[0].open), ("malee", 3, 3));
    assert!(laptop.ready("somsri").unwrap().is_empty(), "they are sent once, by the officer");
}

#[test]
fn nobody_but_a_cd_officer_with_a_reason_takes_anything_over() {
    let mut scene = left_behind();
    let laptop = &mut scene.laptop;
    assert!(matches!(laptop.adopt("somsri", "  "), Err(Error::Usage(_))));
    assert!(matches!(laptop.adopt("สมชาย", "ลาคลอด"), Err(Error::Usage(_))));
    sign_in_as(laptop, "piti", "[]");
    assert!(matches!(laptop.adopt("somsri", "ลาคลอด"), Err(Error::Refused(refusal)) if refusal.code == RefusalCode::Forbidden));
    assert_eq!(laptop.store.count("somsri", "pending").unwrap(), 2);
}

#[test]
fn edits_of_another_district_are_not_the_officers_to_take() {
    let mut scene = left_behind();
    let laptop = &mut scene.laptop;
    sign_in_as(laptop, "malee", &OFFICER.replace("2706", "2707"));
    assert!(matches!(laptop.adopt("somsri", "ลาคลอด"), Err(Error::Usage(_))));
}
