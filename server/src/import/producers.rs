//! Rows of the register of producers. A producer that is registered already is refused, never changed.

use std::collections::{BTreeMap, HashSet};

use diesel::sql_types::{Array, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use otop_schema::AreaCode;

use super::file::Document;
use super::past::{Source, record};
use super::producer_facts::{Facts, taken};
use super::producer_row::{COLUMNS, read};
use super::register::{Producer, register};
use super::report::{Judged, Options, Parsed, Report, accepted, judged};
use crate::error::Result;
use crate::feed::{NewEvent, OperationLine, append};
use crate::statement::sql;

/// Judges the rows of `document` and, where `options` say so, registers the accepted producers in one transaction.
///
/// # Errors
/// `INVALID` for a file without the columns; when the database fails.
pub async fn producers(connection: &mut AsyncPgConnection, document: &Document, options: &Options) -> Result<Report> {
    let parsed = document.rows(&COLUMNS)?.read(|line, row| (line, row.and_then(|row| read(&row))));
    connection
        .transaction(async |connection| judge_and_write(connection, document, &parsed, options).await)
        .await
}

async fn judge_and_write(
    connection: &mut AsyncPgConnection,
    document: &Document,
    parsed: &Parsed<Producer>,
    options: &Options,
) -> Result<Report> {
    let read: Vec<&Producer> = parsed.iter().filter_map(|(_, producer)| producer.as_ref().ok()).collect();
    let facts = Facts::gather(connection, &read, options.commit).await?;
    let rows = judge(parsed, &facts);
    let accepted: Vec<Producer> = accepted(parsed, &rows).into_iter().cloned().collect();
    let mut report = Report::of(document, rows);
    if report.writes(options) {
        let source = record(connection, &report.source, &report.sha256, None).await?;
        write(connection, &source, &accepted).await?;
        report.written = true;
    }
    Ok(report)
}

fn judge(parsed: &Parsed<Producer>, facts: &Facts) -> Vec<Judged> {
    let mut seen = HashSet::new();
    judged(parsed, described, |producer| {
        facts.fits(producer)?;
        let number = producer.registration_number.as_deref();
        number.is_none_or(|number| seen.insert(number)).then_some(()).ok_or_else(taken)
    })
}

fn described(producer: &Producer) -> String {
    let number = producer.registration_number.as_deref().unwrap_or_default();
    format!("{} {number} {}", producer.district, producer.name).replace("  ", " ")
}

/// Producers, the rosters of open reports, and one event a district.
async fn write(connection: &mut AsyncPgConnection, source: &Source, producers: &[Producer]) -> Result<()> {
    register(connection, producers).await?;
    let mut districts: BTreeMap<&str, Vec<OperationLine>> = BTreeMap::new();
    for producer in producers {
        let line = OperationLine {
            producer: Some(producer.id),
            ..OperationLine::default()
        };
        districts.entry(&producer.district).or_default().push(line);
    }
    sql(include_str!("recount.sql"))
        .bind::<Array<Text>, _>(districts.keys().copied().collect::<Vec<_>>())
        .execute(connection)
        .await?;
    for (district, lines) in districts {
        let area: AreaCode = district.parse()?;
        let event = NewEvent::new("PRODUCER_REGISTERED", &area, None, source.at)
            .reason(&source.name)
            .operations(lines);
        append(connection, event).await?;
    }
    Ok(())
}
