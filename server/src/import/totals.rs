//! Months of past years of which only the whole is known: revenue of a district and month, for a base to be made of.

use std::collections::{BTreeMap, HashSet};

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Integer, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, AreaCode, Month, Refusal};

use super::file::{Document, Row};
use super::past::{Source, record};
use super::report::{Judged, Judgement, Options, Parsed, Report, accepted, judged};
use crate::calendar;
use crate::clock;
use crate::error::Result;
use crate::feed::{NewEvent, append};
use crate::statement::sql;

/// The columns every file has; `producers` (how many it is of) as far as it is known.
const COLUMNS: [&str; 3] = ["district", "month", "amount"];

/// Revenue of a district and month.
#[derive(Debug, Clone)]
struct Total {
    district: AreaCode,
    month: Month,
    amount: Amount,
    producers: i32,
}

/// Judges the rows of `document` and, where `options` say so, writes what is accepted in one transaction.
///
/// # Errors
/// `INVALID` for a file without the columns; when the database fails.
pub async fn totals(connection: &mut AsyncPgConnection, document: &Document, options: &Options) -> Result<Report> {
    let parsed = document.rows(&COLUMNS)?.read(|line, row| (line, row.and_then(|row| read(&row))));
    connection
        .transaction(async |connection| judge_and_write(connection, document, &parsed, options).await)
        .await
}

fn read(row: &Row) -> Judgement<Total> {
    let producers = row
        .text("producers")
        .map_or(Ok(0), |text| text.parse::<u16>().map_err(|_| not_a_count()))?;
    Ok(Total {
        district: AreaCode::district(row.required("district")?)?,
        month: row.value("month")?,
        amount: Amount::parse(row.required("amount")?)?,
        producers: producers.into(),
    })
}

async fn judge_and_write(
    connection: &mut AsyncPgConnection,
    document: &Document,
    parsed: &Parsed<Total>,
    options: &Options,
) -> Result<Report> {
    let facts = Facts::gather(connection, parsed).await?;
    let rows = judge(parsed, &facts);
    let accepted = accepted(parsed, &rows);
    let mut report = Report::of(document, rows);
    if report.writes(options) {
        let source = record(connection, &report.source, &report.sha256, None).await?;
        write(connection, &source, &accepted).await?;
        report.written = true;
    }
    Ok(report)
}

/// Which districts there are, and of which months something is known already.
struct Facts {
    districts: HashSet<AreaCode>,
    known: HashSet<(AreaCode, Month)>,
    /// The month that closed last.
    closed: Option<Month>,
}

#[derive(QueryableByName)]
struct District {
    #[diesel(sql_type = Text)]
    district: AreaCode,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
}

impl Facts {
    async fn gather(connection: &mut AsyncPgConnection, parsed: &Parsed<Total>) -> Result<Self> {
        let totals: Vec<&Total> = parsed.iter().filter_map(|(_, total)| total.as_ref().ok()).collect();
        let districts: Vec<District> = sql("SELECT code AS district FROM area WHERE length(code) = 4")
            .load(connection)
            .await?;
        let known: Vec<Known> = sql(include_str!("known_months.sql"))
            .bind::<Array<Text>, _>(column(&totals, |total| total.district.to_string()))
            .bind::<Array<Date>, _>(column(&totals, |total| total.month))
            .load(connection)
            .await?;
        let now = clock::business(connection).await?;
        Ok(Self {
            districts: districts.into_iter().map(|row| row.district).collect(),
            known: known.into_iter().map(|row| (row.district, row.month)).collect(),
            closed: calendar::closed_last(connection, now).await?,
        })
    }

    fn fits(&self, total: &Total) -> Judgement<()> {
        match () {
            () if !self.districts.contains(&total.district) => Err(unknown_district()),
            () if Some(total.month) > self.closed => Err(not_past()),
            () if self.known.contains(&(total.district.clone(), total.month)) => Err(known()),
            () => Ok(()),
        }
    }
}

fn judge(parsed: &Parsed<Total>, facts: &Facts) -> Vec<Judged> {
    let mut seen = HashSet::new();
    judged(parsed, described, |total| {
        facts.fits(total)?;
        let new = seen.insert((&total.district, total.month));
        new.then_some(()).ok_or_else(twice)
    })
}

fn described(total: &Total) -> String {
    format!("{} {} {}", total.district, total.month, total.amount.grouped())
}

/// The months, and one event a district.
async fn write(connection: &mut AsyncPgConnection, source: &Source, totals: &[&Total]) -> Result<()> {
    sql(include_str!("past_month.sql"))
        .bind::<Array<Text>, _>(column(totals, |total| total.district.to_string()))
        .bind::<Array<Date>, _>(column(totals, |total| total.month))
        .bind::<Array<BigInt>, _>(column(totals, |total| total.amount.satang()))
        .bind::<Array<Integer>, _>(column(totals, |total| total.producers))
        .bind::<Integer, _>(source.id)
        .execute(connection)
        .await?;
    let mut districts: BTreeMap<&AreaCode, usize> = BTreeMap::new();
    for total in totals {
        *districts.entry(&total.district).or_default() += 1;
    }
    for (district, months) in districts {
        let told = format!("{}: {months}", source.name);
        append(connection, NewEvent::new("PAST_IMPORTED", district, None, source.at).reason(&told)).await?;
    }
    Ok(())
}

fn column<Value>(totals: &[&Total], value: impl Fn(&Total) -> Value) -> Vec<Value> {
    totals.iter().map(|total| value(total)).collect()
}

fn not_a_count() -> Refusal {
    Refusal::invalid(
        "producers",
        "format",
        "จำนวนผู้ผลิตต้องเป็นจำนวนเต็ม / Write how many producers as a whole number",
    )
}

fn unknown_district() -> Refusal {
    Refusal::invalid("district", "known", "ไม่มีอำเภอรหัสนี้ / There is no district of this code")
}

fn not_past() -> Refusal {
    let message = "เดือนนี้ยังไม่ปิด โปรดบันทึกในระบบ / This month is not over: its figures are entered, not imported";
    Refusal::invalid("month", "past", message)
}

fn known() -> Refusal {
    let message = "เดือนนี้มีข้อมูลแล้ว ไม่นำเข้าทับ / This month is known already: nothing is overwritten";
    Refusal::invalid("month", "untouched", message)
}

fn twice() -> Refusal {
    Refusal::invalid("month", "twice", "ขัดกับบรรทัดก่อนหน้า / Contradicts an earlier line")
}
