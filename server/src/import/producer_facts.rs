//! What the database holds about a file's producers.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Month, Refusal, RefusalCode};

use super::register::Producer;
use crate::error::Result;
use crate::statement::sql;

/// Numbers that are taken, subdistricts there are, and up to which month a district has submitted.
pub(super) struct Facts {
    numbers: HashSet<String>,
    subdistricts: HashSet<String>,
    submitted: HashMap<String, Month>,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(QueryableByName)]
struct Submitted {
    #[diesel(sql_type = Text)]
    district: String,
    #[diesel(sql_type = Date)]
    month: Month,
}

impl Facts {
    /// Gathers them; `lock` holds the districts' reports until the transaction ends: reports before producers.
    pub(super) async fn gather(connection: &mut AsyncPgConnection, producers: &[&Producer], lock: bool) -> Result<Self> {
        let districts = distinct(producers, |producer| Some(producer.district.as_str()));
        if lock {
            sql(include_str!("lock_districts.sql"))
                .bind::<Array<Text>, _>(&districts)
                .execute(connection)
                .await?;
        }
        let submitted: Vec<Submitted> = sql(include_str!("submitted.sql"))
            .bind::<Array<Text>, _>(&districts)
            .load(connection)
            .await?;
        let numbers = distinct(producers, |producer| producer.registration_number.as_deref());
        let subdistricts = distinct(producers, |producer| {
            Some(producer.attributes.as_slice().first()?.subdistrict.as_str())
        });
        Ok(Self {
            numbers: words(
                connection,
                "SELECT registration_number AS word FROM producer WHERE registration_number = ANY($1)",
                &numbers,
            )
            .await?,
            subdistricts: words(connection, "SELECT code AS word FROM area WHERE code = ANY($1)", &subdistricts).await?,
            submitted: submitted.into_iter().map(|row| (row.district, row.month)).collect(),
        })
    }

    /// Whether a producer may be registered.
    pub(super) fn fits(&self, producer: &Producer) -> std::result::Result<(), Refusal> {
        let number_taken = producer
            .registration_number
            .as_ref()
            .is_some_and(|number| self.numbers.contains(number));
        let known = producer
            .attributes
            .as_slice()
            .first()
            .is_some_and(|attribute| self.subdistricts.contains(&attribute.subdistrict));
        match self.submitted.get(&producer.district) {
            _ if number_taken => Err(taken()),
            _ if !known => Err(Refusal::invalid(
                "subdistrict",
                "known",
                "ไม่มีตำบลรหัสนี้ / There is no subdistrict of this code",
            )),
            Some(month) if producer.active_from <= *month => Err(submitted(*month)),
            _ => Ok(()),
        }
    }
}

fn distinct<'a>(producers: &[&'a Producer], word: impl Fn(&'a Producer) -> Option<&'a str>) -> Vec<&'a str> {
    let words: BTreeSet<&str> = producers.iter().filter_map(|producer| word(producer)).collect();
    words.into_iter().collect()
}

async fn words(connection: &mut AsyncPgConnection, text: &'static str, wanted: &[&str]) -> Result<HashSet<String>> {
    let found: Vec<Word> = sql(text).bind::<Array<Text>, _>(wanted).load(connection).await?;
    Ok(found.into_iter().map(|row| row.word).collect())
}

pub(super) fn taken() -> Refusal {
    Refusal::invalid(
        "registration_number",
        "unique",
        "ทะเบียนนี้มีผู้ใช้แล้ว / This registration number is already taken",
    )
}

fn submitted(month: Month) -> Refusal {
    let message = format!(
        "รายงานเดือน {} เสนอแล้ว ให้เริ่มในเดือนถัดไป / The report of {month} has been submitted: begin with a later month",
        month.thai()
    );
    Refusal::new(RefusalCode::ReportLocked, message)
        .field("active_from")
        .rule("producer.month")
}
