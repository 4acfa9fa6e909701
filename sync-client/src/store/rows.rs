//! The server's objects as rows of the mirror: text stays the text it was on the wire.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::Insertable;

use super::tables::{
    mirror_channel, mirror_conflict, mirror_entry, mirror_estimate, mirror_estimate_entry, mirror_held, mirror_producer, mirror_rejection,
    mirror_report, mirror_sheet,
};
use crate::{
    error::Result,
    wire::{desk, pull},
};

#[derive(Insertable)]
#[diesel(table_name = mirror_channel, treat_none_as_default_value = false)]
pub struct Channel<'a> {
    code: &'a str,
    name_th: &'a str,
    name_en: &'a str,
}

pub fn channel(from: &desk::Channel) -> Channel<'_> {
    Channel {
        code: from.code.inner(),
        name_th: &from.name_th,
        name_en: &from.name_en,
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_entry, treat_none_as_default_value = false)]
pub struct Entry<'a> {
    id: &'a str,
    producer_id: &'a str,
    month: String,
    category: String,
    channel: &'a str,
    amount: String,
    note: Option<&'a str>,
    version: i32,
    deleted: bool,
    changed_at: String,
    changed_by: Option<&'a str>,
}

pub fn entry(from: &pull::RevenueEntry) -> Entry<'_> {
    Entry {
        id: from.id.inner(),
        producer_id: from.producer_id.inner(),
        month: from.month.to_string(),
        category: from.category.word(),
        channel: from.channel.inner(),
        amount: from.amount.to_string(),
        note: from.note.as_deref(),
        version: from.version,
        deleted: from.deleted,
        changed_at: instant(from.changed_at),
        changed_by: from.changed_by.as_deref(),
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_sheet, treat_none_as_default_value = false)]
pub struct Sheet<'a> {
    id: &'a str,
    producer_id: &'a str,
    month: String,
    state: String,
    reason: Option<&'a str>,
    given_by: Option<&'a str>,
    given_on: Option<String>,
    note: Option<&'a str>,
    copied: bool,
    version: i32,
    changed_at: String,
    changed_by: Option<&'a str>,
}

pub fn sheet(from: &pull::Sheet) -> Sheet<'_> {
    Sheet {
        id: from.id.inner(),
        producer_id: from.producer_id.inner(),
        month: from.month.to_string(),
        state: from.state.word(),
        reason: from.reason.as_deref(),
        given_by: from.given_by.as_deref(),
        given_on: from.given_on.map(|day| day.to_string()),
        note: from.note.as_deref(),
        copied: from.copied,
        version: from.version,
        changed_at: instant(from.changed_at),
        changed_by: from.changed_by.as_deref(),
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_producer, treat_none_as_default_value = false)]
pub struct Producer<'a> {
    id: &'a str,
    district: &'a str,
    registration_number: Option<&'a str>,
    name: &'a str,
    kind: String,
    subdistrict: &'a str,
    active_from: String,
    active_until: Option<String>,
    version: i32,
    makes: String,
}

pub fn producer(from: &pull::Producer) -> Producer<'_> {
    Producer {
        id: from.id.inner(),
        district: from.district.inner(),
        registration_number: from.registration_number.as_deref(),
        name: &from.name,
        kind: from.kind.word(),
        subdistrict: from.subdistrict.inner(),
        active_from: from.active_from.to_string(),
        active_until: from.active_until.map(|month| month.to_string()),
        version: from.version,
        makes: makes(&from.products),
    }
}

/// Each category once.
fn makes(products: &[pull::Product]) -> String {
    let words: BTreeSet<String> = products.iter().map(|product| product.category.word()).collect();
    words.into_iter().collect::<Vec<_>>().join(",")
}

#[derive(Insertable)]
#[diesel(table_name = mirror_report, treat_none_as_default_value = false)]
pub struct Report<'a> {
    id: &'a str,
    district: &'a str,
    month: String,
    status: String,
    version: i32,
    audit_head: &'a str,
    opens_at: Option<String>,
    submit_from: Option<String>,
    due_at: Option<String>,
    closes_at: Option<String>,
    exception_until: Option<String>,
    writable_from: Option<String>,
    writable_until: Option<String>,
}

pub fn report(from: &pull::Report) -> Report<'_> {
    Report {
        id: from.id.inner(),
        district: from.district.inner(),
        month: from.month.to_string(),
        status: from.status.word(),
        version: from.version,
        audit_head: &from.audit_head,
        opens_at: from.opens_at.map(instant),
        submit_from: from.submit_from.map(instant),
        due_at: from.due_at.map(instant),
        closes_at: from.closes_at.map(instant),
        exception_until: from.exception_until.map(instant),
        writable_from: from.writable_from.map(instant),
        writable_until: from.writable_until.map(instant),
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_estimate, treat_none_as_default_value = false)]
pub struct Estimate<'a> {
    id: &'a str,
    district: &'a str,
    fiscal_year: i32,
    period: String,
    status: String,
    version: i32,
    opens_at: Option<String>,
    due_at: Option<String>,
    closes_at: Option<String>,
    late: bool,
}

pub fn estimate(from: &pull::Estimate) -> Estimate<'_> {
    Estimate {
        id: from.id.inner(),
        district: from.district.inner(),
        fiscal_year: from.fiscal_year,
        period: from.period.word(),
        status: from.status.word(),
        version: from.version,
        opens_at: from.opens_at.map(instant),
        due_at: from.due_at.map(instant),
        closes_at: from.closes_at.map(instant),
        late: from.late,
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_estimate_entry, treat_none_as_default_value = false)]
pub struct EstimateEntry<'a> {
    id: &'a str,
    producer_id: &'a str,
    fiscal_year: i32,
    period: i32,
    amount: String,
    note: Option<&'a str>,
    version: i32,
    deleted: bool,
    changed_at: String,
    changed_by: Option<&'a str>,
}

pub fn estimate_entry(from: &pull::EstimateEntry) -> EstimateEntry<'_> {
    EstimateEntry {
        id: from.id.inner(),
        producer_id: from.producer_id.inner(),
        fiscal_year: from.fiscal_year,
        period: from.period,
        amount: from.amount.to_string(),
        note: from.note.as_deref(),
        version: from.version,
        deleted: from.deleted,
        changed_at: instant(from.changed_at),
        changed_by: from.changed_by.as_deref(),
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_conflict, treat_none_as_default_value = false)]
pub struct Conflict<'a> {
    id: &'a str,
    entry_id: Option<&'a str>,
    sheet_id: Option<&'a str>,
    estimate_id: Option<&'a str>,
    base_version: i32,
    master_amount: Option<String>,
    offered_amount: Option<String>,
    master_state: Option<String>,
    offered_state: Option<String>,
    offered_by: Option<&'a str>,
    device_id: Option<&'a str>,
    operation_id: &'a str,
    resolved_at: Option<String>,
}

pub fn conflict(from: &pull::SyncConflict) -> Conflict<'_> {
    Conflict {
        id: from.id.inner(),
        entry_id: from.entry_id.as_ref().map(cynic::Id::inner),
        sheet_id: from.sheet_id.as_ref().map(cynic::Id::inner),
        estimate_id: from.estimate_id.as_ref().map(cynic::Id::inner),
        base_version: from.base_version,
        master_amount: from.master_amount.map(|amount| amount.to_string()),
        offered_amount: from.offered_amount.map(|amount| amount.to_string()),
        master_state: from.master_state.as_ref().map(crate::known::Known::word),
        offered_state: from.offered_state.as_ref().map(crate::known::Known::word),
        offered_by: from.offered_by.as_deref(),
        device_id: from.device_id.as_ref().map(cynic::Id::inner),
        operation_id: from.operation_id.inner(),
        resolved_at: from.resolved_at.map(instant),
    }
}

#[derive(Insertable)]
#[diesel(table_name = mirror_rejection, treat_none_as_default_value = false)]
pub struct Rejection<'a> {
    operation_id: &'a str,
    refusal: String,
    offered: &'a str,
    offered_by: Option<&'a str>,
    acknowledged_at: Option<String>,
}

pub fn rejection(from: &pull::SyncRejection) -> Result<Rejection<'_>> {
    Ok(Rejection {
        operation_id: from.operation_id.inner(),
        refusal: serde_json::to_string(&from.refusal)?,
        offered: &from.offered,
        offered_by: from.offered_by.as_deref(),
        acknowledged_at: from.acknowledged_at.map(instant),
    })
}

#[derive(Insertable)]
#[diesel(table_name = mirror_held, treat_none_as_default_value = false)]
pub struct Held<'a> {
    operation_id: &'a str,
    district: &'a str,
    month: String,
    code: String,
    offered: &'a str,
    offered_by: Option<&'a str>,
    held_since: String,
    opens_at: Option<String>,
}

pub fn held(from: &pull::HeldAttempt) -> Held<'_> {
    Held {
        operation_id: from.operation_id.inner(),
        district: from.district.inner(),
        month: from.month.to_string(),
        code: from.code.word(),
        offered: &from.offered,
        offered_by: from.offered_by.as_deref(),
        held_since: instant(from.held_since),
        opens_at: from.opens_at.map(instant),
    }
}

/// Instants as text that sorts as time does.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
