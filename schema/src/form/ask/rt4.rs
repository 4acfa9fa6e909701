//! รต.๔: a unit's month, compared one level down: district by subdistrict, province by district, nation by province.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::{Head, Place};
use super::rt3::Reports;
use crate::form::{Figures, Record, Value, Wanted};
use crate::{AreaCode, AreaLevel, Baht, Growth, NotComputable, Status};

/// What is known of a unit and the units inside it.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The unit.
    pub place: Unit,
}

/// The unit.
#[derive(Debug, Clone, Deserialize)]
pub struct Unit {
    /// Its own line.
    #[serde(flatten)]
    pub line: Line,
    /// A district's province.
    pub province: Option<super::common::Named>,
    /// A district's report.
    pub report: Option<Head>,
    /// The lines one level down.
    pub children: Vec<Child>,
}

/// A unit one level down.
#[derive(Debug, Clone, Deserialize)]
pub struct Child {
    /// Its line.
    #[serde(flatten)]
    pub line: Line,
    /// A district's report.
    pub report: Option<Stands>,
}

/// How far a district's report is.
#[derive(Debug, Clone, Deserialize)]
pub struct Stands {
    /// Where it is in its life.
    pub status: Status,
}

/// A unit's figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name_th: String,
    /// The month.
    pub month: Sums,
    /// From 1 October to the month.
    pub cumulative: Sums,
    /// The round the month lies in.
    pub round: Scored,
}

/// Sums of a period.
#[derive(Debug, Clone, Deserialize)]
pub struct Sums {
    /// Baht.
    pub revenue: Baht,
    /// Who has reported.
    pub completeness: Option<Counted>,
    /// How far the reports are.
    pub reports: Option<Reports>,
    /// What it is compared with.
    pub growth: Option<Compared>,
}

/// Who has reported.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Counted {
    /// Producers.
    pub roster: i64,
    /// Of them reported.
    pub reported: i64,
    /// Of them with evidence; none where nobody knows, as at a laptop.
    pub evidenced: Option<i64>,
}

/// What revenue is compared with.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// The full base.
    pub official: Base,
    /// Whether it rests on imported figures.
    pub base_imported: bool,
}

/// The base of a period.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    /// Baht.
    pub base: Option<Baht>,
    /// Why it cannot be compared.
    pub not_computable: Option<NotComputable>,
}

/// A round's score.
#[derive(Debug, Clone, Deserialize)]
pub struct Scored {
    /// None where there is none to be told.
    pub score: Option<Told>,
}

/// The score as the contract tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// `4.1234`.
    pub value: Option<String>,
    /// Why there is none.
    pub not_computable: Option<NotComputable>,
}

/// What is asked of a place.
pub(super) fn selection(area: &AreaCode) -> String {
    let line = include_str!("rt4.graphql");
    let (more, children, state) = match area.level() {
        AreaLevel::Nation => ("", "provinces", ""),
        AreaLevel::Province => ("", "districts", "report(month: $month) { status }"),
        AreaLevel::District | AreaLevel::Subdistrict => (
            "province { nameTh } report(month: $month) { status digest imported importSource auditHead confirmation { number } }",
            "subdistricts",
            "",
        ),
    };
    format!("{line} {more} children: {children} {{ {line} {state} }}")
}

impl Answer {
    /// The form's figures.
    pub fn figures(&self, wanted: &Wanted) -> Figures {
        let Unit {
            line,
            province,
            report,
            children,
        } = &self.place;
        let place = Place {
            code: line.code.clone(),
            name_th: line.name_th.clone(),
            province: province.clone(),
            subdistricts: Vec::new(),
        };
        let reports = line.month.reports.clone().unwrap_or_default();
        let known = line.month.completeness.clone().unwrap_or_default();
        let facts = place.facts(wanted).count("roster", known.roster).count("reported", known.reported);
        let facts = facts.maybe("evidenced", known.evidenced.map(Value::Count));
        Figures {
            facts: facts.text("confirmed", format!("{}/{}", reports.confirmed, reports.expected)),
            rows: (1i64..).zip(children).map(|(number, child)| child.row(number)).collect(),
            totals: line.sums(Record::default()),
            blocks: BTreeMap::new(),
            stamp: report
                .as_ref()
                .map_or_else(|| reports.stamp(), Head::stamp)
                .with_history(line.imported()),
        }
    }
}

impl Child {
    fn row(&self, number: i64) -> Record {
        let row = Record::default()
            .count("number", number)
            .text("code", self.line.code.as_str())
            .text("name", self.line.name_th.as_str());
        self.line.sums(row).text("state", self.state())
    }

    fn state(&self) -> String {
        match (&self.report, &self.line.month.reports) {
            (Some(report), _) => report.status.thai().to_owned(),
            // A subdistrict has the report of its district.
            (None, Some(_)) if self.line.code.level() == AreaLevel::Subdistrict => String::new(),
            (None, Some(reports)) => format!("ยืนยัน {}/{}", reports.confirmed, reports.expected),
            (None, None) => String::new(),
        }
    }
}

impl Line {
    /// The figures of the line: the increase is that of the sums printed beside it.
    pub fn sums(&self, row: Record) -> Record {
        let known = self.month.completeness.clone().unwrap_or_default();
        let base = self.cumulative.growth.as_ref().and_then(|growth| growth.official.base);
        let growth = base.map(|base| Growth::of(base, self.cumulative.revenue));
        let grown = growth.and_then(Result::ok);
        // Nothing was reported, which is not the same as nothing sold.
        let silent = known.reported == 0 && self.month.revenue == Baht::ZERO;
        row.count("roster", known.roster)
            .count("reported", known.reported)
            .maybe("evidenced", known.evidenced.map(Value::Count))
            .maybe("month", (!silent).then_some(Value::Money(self.month.revenue)))
            .maybe(
                "cumulative",
                (!silent || self.cumulative.revenue > Baht::ZERO).then_some(Value::Money(self.cumulative.revenue)),
            )
            .maybe("base", base.map(Value::Money))
            .maybe("increase", grown.map(|growth| Value::Money(growth.increase())))
            .maybe("percent", self.percent(growth))
            .maybe("score", self.score())
    }

    /// The percentage or why there is none; nothing where nobody asked, as at a laptop.
    fn percent(&self, growth: Option<Result<Growth, NotComputable>>) -> Option<Value> {
        let without = self.cumulative.growth.as_ref()?.official.not_computable;
        let told = growth.unwrap_or(Err(without.unwrap_or(NotComputable::NoBase)));
        Some(match told {
            Ok(growth) => Value::Percent(growth.percent()),
            Err(why) => Value::Text(why.thai().to_owned()),
        })
    }

    fn score(&self) -> Option<Value> {
        let told = self.round.score.as_ref()?;
        told.value.clone().map(Value::Score)
    }

    /// What of its figures is history.
    fn imported(&self) -> Option<String> {
        let base = self.cumulative.growth.as_ref().filter(|growth| growth.base_imported);
        let base = base.map(|_| "ข้อมูลฐาน".to_owned());
        let history = self.cumulative.reports.as_ref().and_then(Reports::history);
        let said: Vec<String> = history.into_iter().chain(base).collect();
        (!said.is_empty()).then(|| said.join(", "))
    }
}
