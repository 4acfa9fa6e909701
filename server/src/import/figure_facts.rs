//! What the database holds about a file's figures, in a few statements whatever the file's size.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, CanonicalProducer, Month, ProducerKind, Refusal, RefusalCode, ReportKey};
use uuid::Uuid;

use super::figure_row::{Figure, Key};
use super::report::Judgement;
use crate::calendar;
use crate::error::Result;
use crate::sheet;
use crate::statement::sql;

/// Producers by registration number, rosters, channels, and which reports are still to be had.
pub(super) struct Facts {
    producers: HashMap<String, Place>,
    rosters: HashMap<ReportKey, BTreeMap<Uuid, Member>>,
    /// Reports that have figures or a life of their own.
    touched: HashSet<ReportKey>,
    /// Reports whose month is not over.
    open: HashSet<ReportKey>,
    channels: HashSet<String>,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    registration_number: String,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    district: AreaCode,
}

#[derive(QueryableByName)]
struct Member {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Text)]
    kind: ProducerKind,
    #[diesel(sql_type = Text)]
    subdistrict: AreaCode,
}

#[derive(QueryableByName)]
struct State {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Bool)]
    touched: bool,
}

#[derive(QueryableByName)]
struct Channel {
    #[diesel(sql_type = Text)]
    code: String,
}

impl Facts {
    /// Gathers them; `lock` holds the reports until the transaction ends, before anything about them is read.
    pub(super) async fn gather(connection: &mut AsyncPgConnection, rows: &[&Key], lock: bool) -> Result<Self> {
        let producers = producers(connection, rows).await?;
        let keys: BTreeSet<ReportKey> = rows.iter().filter_map(|row| report(&producers, row)).collect();
        let keys: Vec<ReportKey> = keys.into_iter().collect();
        if lock {
            sheet::lock(connection, &keys).await?;
        }
        let channels: Vec<Channel> = sql("SELECT code FROM channel").load(connection).await?;
        Ok(Self {
            rosters: rosters(connection, &keys).await?,
            touched: touched(connection, &keys).await?,
            open: open(connection, &keys).await?,
            channels: channels.into_iter().map(|channel| channel.code).collect(),
            producers,
        })
    }

    /// The report a row belongs to, where its producer is known.
    pub(super) fn report(&self, row: &Key) -> Option<ReportKey> {
        report(&self.producers, row)
    }

    /// Whether a row may be taken, as far as it alone can tell.
    pub(super) fn fits(&self, key: &Key, figure: &Figure) -> Judgement<()> {
        let place = self.producers.get(&key.0).ok_or_else(unknown_producer)?;
        let report = ReportKey {
            district: place.district.clone(),
            month: key.1,
        };
        let on_roster = self.rosters.get(&report).is_some_and(|roster| roster.contains_key(&place.id));
        let known_channel = figure.cell.as_ref().is_none_or(|(_, channel, _)| self.channels.contains(channel));
        match () {
            () if !on_roster => Err(not_active()),
            () if !known_channel => Err(unknown_channel()),
            () if self.open.contains(&report) => Err(not_past()),
            () if self.touched.contains(&report) => Err(has_figures()),
            () => Ok(()),
        }
    }

    /// The whole roster of a report, with the figures of those the file has figures of.
    pub(super) fn roster_with(&self, report: &ReportKey, figures: &[(&Key, &Figure)]) -> Option<Vec<CanonicalProducer>> {
        let mut producers: BTreeMap<Uuid, CanonicalProducer> = self.rosters.get(report)?.values().map(without_figures).collect();
        for ((number, _), figure) in figures {
            let place = self.producers.get(number)?;
            let producer = producers.get_mut(&place.id)?;
            producer.state = Some(figure.state);
            producer.reason.clone_from(&figure.reason);
            producer.cells.extend(figure.cell.clone());
        }
        Some(producers.into_values().collect())
    }
}

fn report(producers: &HashMap<String, Place>, (number, month): &Key) -> Option<ReportKey> {
    let district = producers.get(number)?.district.clone();
    Some(ReportKey { district, month: *month })
}

fn without_figures(member: &Member) -> (Uuid, CanonicalProducer) {
    let producer = CanonicalProducer {
        id: member.producer_id,
        kind: member.kind,
        subdistrict: member.subdistrict.clone(),
        state: None,
        reason: None,
        cells: Vec::new(),
    };
    (member.producer_id, producer)
}

async fn producers(connection: &mut AsyncPgConnection, rows: &[&Key]) -> Result<HashMap<String, Place>> {
    let numbers: BTreeSet<&str> = rows.iter().map(|(number, _)| number.as_str()).collect();
    let found: Vec<Place> = sql("SELECT registration_number, id, district FROM producer WHERE registration_number = ANY($1)")
        .bind::<Array<Text>, _>(numbers.into_iter().collect::<Vec<_>>())
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|place| (place.registration_number.clone(), place)).collect())
}

async fn rosters(connection: &mut AsyncPgConnection, keys: &[ReportKey]) -> Result<HashMap<ReportKey, BTreeMap<Uuid, Member>>> {
    let (districts, months) = columns(keys);
    let members: Vec<Member> = sql(include_str!("rosters.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(connection)
        .await?;
    let mut rosters: HashMap<ReportKey, BTreeMap<Uuid, Member>> = HashMap::new();
    for member in members {
        let key = ReportKey {
            district: member.district.clone(),
            month: member.month,
        };
        rosters.entry(key).or_default().insert(member.producer_id, member);
    }
    Ok(rosters)
}

async fn touched(connection: &mut AsyncPgConnection, keys: &[ReportKey]) -> Result<HashSet<ReportKey>> {
    let (districts, months) = columns(keys);
    let states: Vec<State> = sql(include_str!("touched.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(connection)
        .await?;
    let touched = states.into_iter().filter(|state| state.touched);
    Ok(touched
        .map(|state| ReportKey {
            district: state.district,
            month: state.month,
        })
        .collect())
}

/// Months whose figures are still to be entered, or not even due: an import would anticipate their report's life. A month
/// before the first calendar is over.
async fn open(connection: &mut AsyncPgConnection, keys: &[ReportKey]) -> Result<HashSet<ReportKey>> {
    let facts = calendar::facts(connection, keys).await?;
    let open = facts.into_iter().filter(|(key, facts)| match facts.writable() {
        Ok(()) => true,
        Err(refusal) => refusal.code == RefusalCode::MonthNotOpen || key.month >= Month::at(facts.now),
    });
    Ok(open.map(|(key, _)| key).collect())
}

fn columns(keys: &[ReportKey]) -> (Vec<String>, Vec<Month>) {
    keys.iter().map(|key| (key.district.to_string(), key.month)).unzip()
}

fn unknown_producer() -> Refusal {
    Refusal::invalid(
        "registration_number",
        "known",
        "ไม่มีผู้ผลิตทะเบียนนี้ / No producer has this registration number",
    )
}

fn unknown_channel() -> Refusal {
    Refusal::invalid("channel", "known-channel", "ไม่รู้จักช่องทางการจำหน่ายนี้ / Unknown sales channel")
}

fn not_active() -> Refusal {
    Refusal::invalid(
        "month",
        "producer-active",
        "ผู้ผลิตไม่ได้ดำเนินกิจการในเดือนนี้ / The producer is not active in this month",
    )
}

fn not_past() -> Refusal {
    let message = "เดือนนี้ยังไม่ปิด โปรดบันทึกในระบบ / This month is not over: its figures are entered, not imported";
    Refusal::invalid("month", "past", message)
}

fn has_figures() -> Refusal {
    let message = "เดือนนี้มีข้อมูลแล้ว ไม่นำเข้าทับ / This month has figures already: nothing is overwritten";
    Refusal::invalid("month", "untouched", message)
}
