//! Figures of past months: each accepted month becomes version 1 of its report, confirmed by `IMPORTED`.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::figure_bench::{Taken, judge};
use super::figure_facts::Facts;
use super::figure_row::{COLUMNS, Key, Line};
use super::file::Document;
use super::past::{Past, load, record};
use super::report::{Options, Report};
use crate::error::{Error, Result};

/// Judges the rows of `document` and, where `options` say so, writes what is accepted in one transaction.
///
/// # Errors
/// `INVALID` for a file without the columns; when the database fails.
pub async fn figures(connection: &mut AsyncPgConnection, document: &Document, options: &Options) -> Result<Report> {
    let lines = document.rows(&COLUMNS)?.read(Line::read);
    connection
        .transaction(async |connection| judge_and_write(connection, document, &lines, options).await)
        .await
}

async fn judge_and_write(connection: &mut AsyncPgConnection, document: &Document, lines: &[Line], options: &Options) -> Result<Report> {
    let keys: Vec<&Key> = lines.iter().filter_map(|line| line.key.as_ref()).collect();
    let facts = Facts::gather(connection, &keys, options.commit).await?;
    let (rows, reports) = judge(lines, &facts);
    let mut report = Report::of(document, rows);
    if report.writes(options) {
        write(connection, &report, &facts, reports).await?;
        report.written = true;
    }
    Ok(report)
}

async fn write(connection: &mut AsyncPgConnection, report: &Report, facts: &Facts, reports: Taken<'_>) -> Result<()> {
    let source = record(connection, &report.source, &report.sha256, None).await?;
    for (key, figures) in reports {
        let roster = facts.roster_with(&key, &figures);
        let producers = roster.ok_or_else(|| Error::internal("a producer left its roster"))?;
        let past = Past {
            month: key.month,
            confirmed: true,
            producers,
        };
        load(connection, &source, &key.district, vec![past]).await?;
    }
    Ok(())
}
