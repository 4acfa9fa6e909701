//! Rows as they stand on the wire.

use otop_schema::{Amount, Month, RefusalCode};
use serde_json::{Value, json};

use super::life::{Cell, Conflict};

/// The business instant of every answer: February 2023 is open.
pub(super) const NOW: &str = "2023-02-27T09:00:00Z";

pub(super) fn producer(id: &str) -> Value {
    json!({ "id": id, "district": "2706", "registrationNumber": id, "name": format!("กลุ่ม {id}"), "kind": "COMMUNITY_GROUP",
        "subdistrict": "270601", "activeFrom": "2021-10", "activeUntil": null, "version": 1, "products": [] })
}

/// The month's report; closed means that its window ended yesterday.
pub(super) fn report(month: Month, open: bool) -> Value {
    let closes = if open { "2023-03-05T17:00:00Z" } else { "2023-02-26T17:00:00Z" };
    json!({ "id": format!("2706:{month}"), "district": "2706", "month": month, "status": "DRAFT", "version": 1, "auditHead": "",
        "opensAt": "2023-02-09T17:00:00Z", "submitFrom": "2023-02-27T17:00:00Z", "dueAt": "2023-03-03T17:00:00Z", "closesAt": closes,
        "exceptionUntil": null, "writableFrom": "2023-02-09T17:00:00Z", "writableUntil": closes })
}

pub(super) fn entry(id: &str, cell: &Cell) -> Value {
    let mut parts = id.split('|');
    let mut part = || parts.next().unwrap_or_default();
    json!({ "id": id, "producerId": part(), "month": part(), "category": part(), "channel": part(),
        "amount": cell.amount.unwrap_or(Amount::ZERO).to_string(), "note": null, "version": cell.version,
        "deleted": cell.amount.is_none(), "changedAt": NOW, "changedBy": cell.by })
}

pub(super) fn conflict(id: &str, conflict: &Conflict) -> Value {
    json!({ "id": id, "entryId": conflict.cell, "sheetId": null, "estimateId": null, "baseVersion": 0, "masterAmount": text(conflict.master),
        "offeredAmount": text(conflict.offered), "masterState": null, "offeredState": null, "offeredBy": conflict.by, "deviceId": null,
        "operationId": conflict.operation, "resolvedAt": conflict.closed.then_some(NOW) })
}

pub(super) fn refusal(code: RefusalCode) -> Value {
    json!({ "code": code, "field": null, "rule": null, "message": "- / -", "opensAt": null })
}

fn text(amount: Option<Amount>) -> Option<String> {
    amount.map(|amount| amount.to_string())
}
