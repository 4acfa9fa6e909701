//! รต.๓: a unit's month, summed up by category, kind of producer and channel, with the sum since 1 October.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::{Coded, Head, Place, named};
use crate::form::figures::{share, sum};
use crate::form::{Figures, Record, Stamp, Value, Wanted};
use crate::{AreaCode, AreaLevel, Baht, Category, Percent, ProducerKind};

/// What is known of a unit's month.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The unit.
    pub place: Unit,
    /// The channels' names.
    pub channels: Vec<Coded>,
}

/// The unit and its sums.
#[derive(Debug, Clone, Deserialize)]
pub struct Unit {
    /// The place.
    #[serde(flatten)]
    pub place: Place,
    /// A district's report.
    pub report: Option<Head>,
    /// The month.
    pub month: Sums,
    /// From 1 October to the month.
    pub cumulative: Sums,
}

/// Sums of a period.
#[derive(Debug, Clone, Deserialize)]
pub struct Sums {
    /// The finest cut.
    pub parts: Vec<Part>,
    /// Who has reported.
    pub completeness: Option<Completeness>,
    /// How far the reports are.
    pub reports: Option<Reports>,
    /// What was expected of the year.
    pub estimate: Option<Estimated>,
}

/// The estimate of a fiscal year.
#[derive(Debug, Clone, Deserialize)]
pub struct Estimated {
    /// The whole year.
    pub year: Share,
}

/// Confirmed revenue as a share of an estimate.
#[derive(Debug, Clone, Deserialize)]
pub struct Share {
    /// Baht.
    pub estimate: Option<Baht>,
    /// Of a hundred.
    pub percent: Option<Percent>,
}

/// One sum of the finest cut.
#[derive(Debug, Clone, Deserialize)]
pub struct Part {
    /// The category.
    pub category: Category,
    /// The kind of producer.
    pub kind: ProducerKind,
    /// The channel's code.
    pub channel: String,
    /// Baht.
    pub revenue: Baht,
}

/// Who has reported.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Completeness {
    /// Producers.
    pub roster: i64,
    /// Of them reported.
    pub reported: i64,
    /// Of them not reported.
    pub missing: i64,
    /// Of them with evidence; none where nobody knows, as at a laptop.
    pub evidenced: Option<i64>,
}

/// How far the reports are.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Reports {
    /// All.
    pub expected: i64,
    /// Of them confirmed.
    pub confirmed: i64,
    /// Of them loaded from documents of past figures.
    #[serde(default)]
    pub imported: i64,
}

impl Reports {
    /// Where the figures of several reports stand: a draft until all of them are confirmed.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            draft: self.expected == 0 || self.confirmed < self.expected,
            ..Stamp::default()
        }
    }

    /// What is said of history among the reports since October.
    pub(super) fn history(&self) -> Option<String> {
        (self.imported > 0).then(|| format!("{} จาก {} รายงานสะสม", self.imported, self.expected))
    }
}

/// What is asked of a place.
pub(super) fn selection(area: &AreaCode) -> String {
    let more = match area.level() {
        AreaLevel::District => {
            "province { nameTh } report(month: $month) { status digest imported importSource auditHead confirmation { number } }"
        }
        AreaLevel::Nation | AreaLevel::Province | AreaLevel::Subdistrict => "",
    };
    format!("{} {more}", include_str!("rt3.graphql"))
}

type Key<'a> = (Category, ProducerKind, &'a str);

impl Answer {
    /// The form's figures.
    pub fn figures(&self, wanted: &Wanted) -> Figures {
        let Unit {
            place,
            month,
            cumulative,
            report,
        } = &self.place;
        let total = |sums: &Sums| sum(sums.parts.iter().map(|part| part.revenue)).map(Value::Money);
        let known = month.completeness.clone().unwrap_or_default();
        let facts = place
            .facts(wanted)
            .count("roster", known.roster)
            .count("reported", known.reported)
            .count("missing", known.missing)
            .maybe("evidenced", known.evidenced.map(Value::Count))
            .maybe("completeness", share(known.reported, known.roster));
        let year = cumulative.estimate.as_ref().map(|estimate| &estimate.year);
        let facts = facts
            .maybe("estimate", year.and_then(|year| year.estimate).map(Value::Money))
            .maybe("ofEstimate", year.and_then(|year| year.percent).map(Value::Percent));
        let several = || month.reports.clone().unwrap_or_default().stamp();
        Figures {
            facts,
            rows: self.rows(),
            totals: Record::default()
                .maybe("revenue", total(month))
                .maybe("cumulative", total(cumulative)),
            blocks: BTreeMap::new(),
            stamp: report
                .as_ref()
                .map_or_else(several, Head::stamp)
                .with_history(cumulative.reports.as_ref().and_then(Reports::history)),
        }
    }

    /// Every part there was since 1 October: what was not sold in this month is empty there.
    fn rows(&self) -> Vec<Record> {
        let month = by_key(&self.place.month);
        let row = |(key, revenue): (Key<'_>, Baht)| {
            Record::default()
                .text("category", key.0.thai())
                .text("kind", key.1.thai())
                .text("channel", named(&self.channels, key.2))
                .maybe("revenue", month.get(&key).copied().map(Value::Money))
                .money("cumulative", revenue)
        };
        by_key(&self.place.cumulative).into_iter().map(row).collect()
    }
}

fn by_key(sums: &Sums) -> BTreeMap<Key<'_>, Baht> {
    let keyed = sums
        .parts
        .iter()
        .map(|part| ((part.category, part.kind, part.channel.as_str()), part.revenue));
    keyed.collect()
}
