//! Judging a file of figures: each row alone, then each report by its rows.
//!
//! A report is taken whole or not at all: one refused row refuses its report, since what is confirmed is not corrected by a
//! second import, and a gap would count as nothing sold.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use otop_schema::{Category, Refusal, ReportKey};

use super::figure_facts::Facts;
use super::figure_row::{Figure, Key, Line};
use super::report::{Judged, Judgement};

/// The reports that are taken, with their rows.
pub(super) type Taken<'a> = BTreeMap<ReportKey, Vec<(&'a Key, &'a Figure)>>;

/// What is known of the file so far.
struct Bench<'a> {
    facts: &'a Facts,
    taken: Taken<'a>,
    /// Reports with a refused row, and the line of the first.
    spoiled: HashMap<ReportKey, u64>,
    /// The cells seen of each sheet; none stands for a sheet without cells.
    seen: HashMap<&'a Key, BTreeSet<Option<(Category, &'a str)>>>,
}

/// Judges the lines; the reports that are taken are in their lock order.
pub(super) fn judge<'a>(lines: &'a [Line], facts: &'a Facts) -> (Vec<Judged>, Taken<'a>) {
    let mut bench = Bench {
        facts,
        taken: Taken::new(),
        spoiled: HashMap::new(),
        seen: HashMap::new(),
    };
    let alone: Vec<Option<Refusal>> = lines.iter().map(|line| bench.hear(line)).collect();
    let rows = lines.iter().zip(alone).map(|(line, refusal)| Judged {
        line: line.number,
        what: line.described(),
        refusal: refusal.or_else(|| bench.with_its_report(line)),
    });
    let rows = rows.collect();
    bench.taken.retain(|key, _| !bench.spoiled.contains_key(key));
    (rows, bench.taken)
}

impl<'a> Bench<'a> {
    fn hear(&mut self, line: &'a Line) -> Option<Refusal> {
        let report = line.key.as_ref().and_then(|key| self.facts.report(key));
        match (self.fits(line), report) {
            (Ok(row), Some(report)) => self.taken.entry(report).or_default().push(row),
            (Ok(_), None) => {}
            (Err(refusal), report) => {
                report.map(|report| self.spoiled.entry(report).or_insert(line.number));
                return Some(refusal);
            }
        }
        None
    }

    fn fits(&mut self, line: &'a Line) -> Judgement<(&'a Key, &'a Figure)> {
        let figure = line.figure.as_ref().map_err(Clone::clone)?;
        let key = line.key.as_ref().ok_or_else(Refusal::not_found)?;
        self.facts.fits(key, figure)?;
        self.once(key, figure)?;
        Ok((key, figure))
    }

    /// The same cell, or a sheet both with and without cells: which one is meant?
    fn once(&mut self, key: &'a Key, figure: &'a Figure) -> Judgement<()> {
        let cell = figure.cell.as_ref().map(|(category, channel, _)| (*category, channel.as_str()));
        let seen = self.seen.entry(key).or_default();
        let contradicts = if cell.is_none() { !seen.is_empty() } else { seen.contains(&None) };
        if contradicts || !seen.insert(cell) {
            let message = "ขัดกับบรรทัดก่อนหน้า / Contradicts an earlier line";
            return Err(Refusal::invalid("registration_number", "twice", message));
        }
        Ok(())
    }

    /// A row that is right by itself in a report that is not.
    fn with_its_report(&self, line: &Line) -> Option<Refusal> {
        let report = self.facts.report(line.key.as_ref()?)?;
        let number = self.spoiled.get(&report)?;
        let message = format!("รายงานเดียวกันมีบรรทัดที่ไม่รับ (บรรทัด {number}) / Another row of the same report is refused (line {number})");
        Some(Refusal::invalid("month", "whole-report", message))
    }
}
