//! Figures of past months: each accepted month becomes version 1 of its report, confirmed by `IMPORTED`.
//!
//! A report is taken whole or not at all: one refused row refuses its report, since what is confirmed is not corrected by a
//! second import, and a gap would count as nothing sold.

use std::collections::{BTreeMap, BTreeSet};

use diesel_async::{AsyncConnection, AsyncPgConnection};
use otop_schema::{Amount, Category, Month, Refusal, ReportKey, SheetState, sheet_may_be};

use super::figure_facts::Facts;
use super::file::{Document, Row};
use super::past::{Past, load, record};
use super::report::{Judged, Options, Report};
use crate::error::{Error, Result};

/// The columns every file of figures has; `category`, `channel`, `amount`, `state` and `reason` as the row needs them.
const COLUMNS: [&str; 2] = ["registration_number", "month"];

/// One row: a cell, or a sheet without sales or without figures.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub registration_number: String,
    pub month: Month,
    pub cell: Option<(Category, String, Amount)>,
    pub state: SheetState,
    pub reason: Option<String>,
}

/// Registration number and month: which report a row belongs to, also where the rest of it cannot be read.
pub(super) type Key = (String, Month);

struct Line {
    number: u64,
    key: Option<Key>,
    figure: std::result::Result<Figure, Refusal>,
}

/// Judges the rows of `document` and, where `options` say so, writes what is accepted in one transaction.
///
/// # Errors
/// `INVALID` for a file without the columns; when the database fails.
pub async fn figures(connection: &mut AsyncPgConnection, document: &Document, options: &Options) -> Result<Report> {
    let lines: Vec<Line> = document.rows(&COLUMNS)?.parse(read_line).into_iter().map(numbered).collect();
    connection
        .transaction(async |connection| judge_and_write(connection, document, &lines, options).await)
        .await
}

/// The key and the figure apart: a row that cannot be read spoils its report nevertheless.
fn read_line(row: &Row) -> std::result::Result<(Key, std::result::Result<Figure, Refusal>), Refusal> {
    let key = (row.required("registration_number")?.to_owned(), row.value("month")?);
    let figure = read(row, &key);
    Ok((key, figure))
}

fn numbered((number, read): (u64, std::result::Result<(Key, std::result::Result<Figure, Refusal>), Refusal>)) -> Line {
    match read {
        Ok((key, figure)) => Line {
            number,
            key: Some(key),
            figure,
        },
        Err(refusal) => Line {
            number,
            key: None,
            figure: Err(refusal),
        },
    }
}

fn read(row: &Row, key: &Key) -> std::result::Result<Figure, Refusal> {
    let amount = row.text("amount").map(Amount::parse).transpose()?;
    let state = row.optional("state")?.unwrap_or(SheetState::Complete);
    let reason = row.text("reason").map(str::to_owned);
    let positive = amount.is_some_and(|amount| amount > Amount::ZERO);
    sheet_may_be(state, reason.as_deref(), positive)?;
    let cell = match (amount, state) {
        (Some(amount), SheetState::Complete) => Some((row.value("category")?, row.required("channel")?.to_owned(), amount)),
        (None, SheetState::NoSales | SheetState::NotObtained) => None,
        (Some(_), _) | (None, _) => return Err(amount_or_state()),
    };
    let (registration_number, month) = key.clone();
    Ok(Figure {
        registration_number,
        month,
        cell,
        state,
        reason,
    })
}

fn amount_or_state() -> Refusal {
    let message = "ระบุ amount หรือ state อย่างใดอย่างหนึ่ง (NO_SALES, NOT_OBTAINED) / Give an amount, or NO_SALES or NOT_OBTAINED as the state";
    Refusal::invalid("amount", "required", message)
}

async fn judge_and_write(connection: &mut AsyncPgConnection, document: &Document, lines: &[Line], options: &Options) -> Result<Report> {
    let keys: Vec<&Key> = lines.iter().filter_map(|line| line.key.as_ref()).collect();
    let facts = Facts::gather(connection, &keys, options.commit).await?;
    let (rows, reports) = judge(lines, &facts);
    let mut report = Report {
        source: document.name.clone(),
        sha256: document.sha256(),
        written: false,
        rows,
    };
    if report.writes(options) {
        write(connection, document, &facts, reports).await?;
        report.written = true;
    }
    Ok(report)
}

type Taken<'a> = BTreeMap<ReportKey, Vec<&'a Figure>>;

/// Judges each row alone, then each report by its rows.
fn judge<'a>(lines: &'a [Line], facts: &Facts) -> (Vec<Judged>, Taken<'a>) {
    let mut reports = Taken::new();
    let mut spoiled = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut judged = Vec::with_capacity(lines.len());
    for line in lines {
        let report = line.key.as_ref().and_then(|key| facts.report(key));
        let refusal = match (fits(line, facts, &mut seen), &report) {
            (Ok(figure), Some(key)) => {
                reports.entry(key.clone()).or_default().push(figure);
                None
            }
            (Ok(_), None) => None,
            (Err(refusal), Some(key)) => {
                spoiled.entry(key.clone()).or_insert(line.number);
                Some(refusal)
            }
            (Err(refusal), None) => Some(refusal),
        };
        judged.push((
            report,
            Judged {
                line: line.number,
                what: described(line),
                refusal,
            },
        ));
    }
    reports.retain(|key, _| !spoiled.contains_key(key));
    let with_reports = judged
        .into_iter()
        .map(|(key, row)| with_its_report(row, key.and_then(|key| spoiled.get(&key))));
    (with_reports.collect(), reports)
}

type Seen<'a> = BTreeSet<(&'a str, Month, Option<(Category, &'a str)>)>;

fn fits<'a>(line: &'a Line, facts: &Facts, seen: &mut Seen<'a>) -> std::result::Result<&'a Figure, Refusal> {
    let figure = line.figure.as_ref().map_err(Clone::clone)?;
    facts.fits(figure)?;
    once(seen, figure)?;
    Ok(figure)
}

/// The same cell, or the same sheet without cells, twice: which one is meant?
fn once<'a>(seen: &mut Seen<'a>, figure: &'a Figure) -> std::result::Result<(), Refusal> {
    let cell = figure.cell.as_ref().map(|(category, channel, _)| (*category, channel.as_str()));
    let number = figure.registration_number.as_str();
    let alone = match cell {
        Some(_) => !seen.contains(&(number, figure.month, None)),
        None => !seen.iter().any(|(other, month, _)| *other == number && *month == figure.month),
    };
    if alone && seen.insert((number, figure.month, cell)) {
        return Ok(());
    }
    Err(Refusal::invalid(
        "registration_number",
        "twice",
        "ซ้ำกับบรรทัดก่อนหน้า / Contradicts an earlier line",
    ))
}

fn described(line: &Line) -> String {
    let what = match &line.figure {
        Ok(Figure {
            cell: Some((category, channel, amount)),
            ..
        }) => format!("{} {channel} {}", category.as_str(), amount.grouped()),
        Ok(figure) => figure.state.as_str().to_owned(),
        Err(_) => String::new(),
    };
    line.key
        .as_ref()
        .map_or_else(String::new, |(number, month)| format!("{number} {month} {what}"))
}

fn with_its_report(row: Judged, spoiled_at: Option<&u64>) -> Judged {
    let refusal = row.refusal.or_else(|| {
        spoiled_at.map(|line| {
            let message = format!("รายงานเดียวกันมีบรรทัดที่ไม่รับ (บรรทัด {line}) / Another row of the same report is refused (line {line})");
            Refusal::invalid("month", "whole-report", message)
        })
    });
    Judged { refusal, ..row }
}

async fn write(connection: &mut AsyncPgConnection, document: &Document, facts: &Facts, reports: Taken<'_>) -> Result<()> {
    let source = record(connection, &document.name, &document.sha256(), None).await?;
    for (key, figures) in reports {
        let producers = facts
            .roster_with(&key, &figures)
            .ok_or_else(|| Error::internal("a producer left its roster"))?;
        let past = Past {
            month: key.month,
            confirmed: true,
            producers,
        };
        load(connection, &source, &key.district, vec![past]).await?;
    }
    Ok(())
}
