//! A laptop for unit tests: signed in, with two producers and an open February 2023, and no server.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    enter::CellEdit,
    laptop::Laptop,
    plan::{Fate, fate},
    store::{outbox::Queued, session::Session},
    wire::{
        pull::SyncPage,
        push::{OperationResult, SyncPushPayload},
    },
};

pub const MONTH: &str = "2023-02";
/// Registration number 1001, in the mirror as this id.
pub const WEAVERS: &str = "0190a000-0000-7000-8000-000000000001";
/// Registration number 1002.
pub const BAKERS: &str = "0190a000-0000-7000-8000-000000000002";

pub struct Scene {
    pub folder: TempDir,
    pub laptop: Laptop,
}

pub fn scene() -> Scene {
    let folder = TempDir::new().unwrap();
    let mut laptop = Laptop::open(folder.path()).unwrap();
    sign_in(&mut laptop, "somsri");
    laptop.store.apply("somsri", None, &first_page()).unwrap();
    let desk = json!({
        "me": { "id": "somsri", "name": "สมศรี", "position": "พัฒนากร", "assignments": [], "businessTime": "2023-02-27T09:00:00Z" },
        "channels": [{ "code": "SHOP", "nameTh": "หน้าร้าน", "nameEn": "Shop" }, { "code": "ONLINE", "nameTh": "ออนไลน์", "nameEn": "Online" }],
    });
    laptop.store.apply_desk(&serde_json::from_value(desk).unwrap(), None).unwrap();
    Scene { folder, laptop }
}

pub fn sign_in(laptop: &mut Laptop, person: &str) {
    sign_in_as(laptop, person, "[]");
}

pub fn sign_in_as(laptop: &mut Laptop, person: &str, assignments: &str) {
    let session = Session {
        one: 1,
        server: "http://127.0.0.1:1".into(),
        username: person.into(),
        person: person.into(),
        position: "พัฒนากร".into(),
        assignments: assignments.into(),
        access_token: Some("access".into()),
        refresh_token: Some("refresh".into()),
    };
    laptop.store.sign_in(person, &session, false).unwrap();
}

pub fn page(mut change: impl FnMut(&mut Value)) -> SyncPage {
    let mut page = json!({
        "entries": [], "sheets": [], "producers": [], "reports": [], "estimates": [], "estimateEntries": [], "conflicts": [], "rejections": [], "held": [],
        "removedAreas": [], "cursor": "c1", "hasMore": false, "reset": false, "epoch": "1",
    });
    change(&mut page);
    serde_json::from_value(page).unwrap()
}

fn first_page() -> SyncPage {
    page(|page| {
        page["producers"] = json!([producer(WEAVERS, "1001", "กลุ่มทอผ้า"), producer(BAKERS, "1002", "บ้านขนม")]);
        page["reports"] = json!([report("DRAFT")]);
    })
}

fn producer(id: &str, number: &str, name: &str) -> Value {
    json!({ "id": id, "district": "2706", "registrationNumber": number, "name": name, "kind": "COMMUNITY_GROUP",
        "subdistrict": "270601", "activeFrom": "2021-10", "activeUntil": null, "version": 1, "products": [] })
}

pub fn report(status: &str) -> Value {
    json!({ "id": "2706:2023-02", "district": "2706", "month": MONTH, "status": status, "version": 1, "auditHead": "",
        "opensAt": "2023-02-09T17:00:00Z", "submitFrom": "2023-02-27T17:00:00Z", "dueAt": "2023-03-03T17:00:00Z",
        "closesAt": "2023-03-05T17:00:00Z", "exceptionUntil": null,
        "writableFrom": "2023-02-09T17:00:00Z", "writableUntil": "2023-03-05T17:00:00Z" })
}

pub fn entry(producer: &str, amount: &str, version: i32) -> Value {
    json!({ "id": format!("{producer}|{MONTH}|FOOD|SHOP"), "producerId": producer, "month": MONTH, "category": "FOOD",
        "channel": "SHOP", "amount": amount, "note": null, "version": version, "deleted": false,
        "changedAt": "2023-02-20T02:00:00Z", "changedBy": "อื่น" })
}

pub fn cell(producer: &str, amount: Option<&str>) -> CellEdit {
    CellEdit {
        producer: producer.into(),
        month: MONTH.parse().unwrap(),
        category: otop_schema::Category::Food,
        channel: "SHOP".into(),
        amount: amount.map(|amount| amount.parse().unwrap()),
        note: None,
    }
}

/// The server answers these operations so, each with the versions given.
pub fn answer(laptop: &mut Laptop, operations: &[Queued], outcome: &str, version: Option<i32>, more: &Value) {
    let results: Vec<OperationResult> = operations
        .iter()
        .map(|queued| {
            let mut result = json!({ "operationId": queued.operation_id, "outcome": outcome, "cell": version.map(|version| json!({ "version": version })),
                "sheet": null, "estimate": null, "conflict": null, "refusal": null });
            for (key, value) in more.as_object().unwrap() {
                result[key] = value.clone();
            }
            serde_json::from_value(result).unwrap()
        })
        .collect();
    let fates: Vec<Fate> = results.iter().map(|result| fate(&result.outcome)).collect();
    let payload = SyncPushPayload {
        epoch: "1".into(),
        server_time: "2023-02-27T09:00:00Z".parse().unwrap(),
        results,
        retry_after_ms: None,
    };
    laptop.store.record(&fates, &payload).unwrap();
}
