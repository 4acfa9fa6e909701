//! The department's consolidation of a month, by province: what was sent on stands as it was; growth and completeness as they are now.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::rt4::{Counted, Line, Scored, Sums};
use crate::form::figures::{share, sum};
use crate::form::{Block, Figures, Record, Stamp, Value, Wanted};
use crate::{AreaCode, Baht, Timeliness, bangkok, thai_time};

/// What is known of a consolidation.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The nation.
    pub place: Nation,
    /// The consolidation; none where the month was not added up yet.
    pub consolidation: Option<Consolidation>,
}

/// The nation's provinces.
#[derive(Debug, Clone, Deserialize)]
pub struct Nation {
    /// One line each.
    pub children: Vec<Province>,
}

/// A province as it stands now.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Province {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name_th: String,
    /// The month, confirmed.
    pub month: Sums,
    /// The month, whatever is recorded.
    pub whole: Whole,
    /// From 1 October to the month, confirmed.
    pub cumulative: Sums,
    /// The round.
    pub round: Scored,
}

/// Who has reported.
#[derive(Debug, Clone, Deserialize)]
pub struct Whole {
    /// The counts.
    pub completeness: Counted,
}

/// The numbered sum.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consolidation {
    /// From 1; 0 is the draft.
    pub number: i32,
    /// Whether it is the draft.
    pub draft: bool,
    /// The sum of the confirmed versions.
    pub official: Baht,
    /// The sum of all that is recorded.
    pub information: Baht,
    /// SHA-256 of its lines.
    pub digest: String,
    /// When it was made.
    pub consolidated_at: DateTime<Utc>,
    /// By whom.
    pub consolidated_by: Option<String>,
    /// One line a district.
    pub districts: Vec<District>,
}

/// A district's line.
#[derive(Debug, Clone, Deserialize)]
pub struct District {
    /// Its code.
    pub district: AreaCode,
    /// The confirmed amount.
    pub confirmed: Option<Baht>,
    /// What is recorded and not confirmed.
    pub unconfirmed: Option<Baht>,
    /// How the confirmation stood to its deadline.
    pub timeliness: Timeliness,
}

impl Answer {
    /// The form's figures; without lines where the month was not added up yet.
    pub fn figures(&self, wanted: &Wanted) -> Figures {
        let facts = Record::default().text("month", wanted.month().thai_long());
        let Some(made) = &self.consolidation else {
            let stamp = Stamp {
                draft: true,
                ..Stamp::default()
            };
            return Figures {
                facts,
                stamp,
                ..Figures::default()
            };
        };
        let rows = (1i64..)
            .zip(&self.place.children)
            .map(|(number, province)| province.row(number, made));
        let maker = Block {
            name: made.consolidated_by.clone(),
            ..Block::default()
        };
        Figures {
            facts: made.facts(facts),
            rows: rows.collect(),
            totals: self.totals(made),
            blocks: BTreeMap::from([("maker", maker)]),
            stamp: made.stamp(),
        }
    }

    fn totals(&self, made: &Consolidation) -> Record {
        let unconfirmed = sum(made.districts.iter().filter_map(|line| line.unconfirmed));
        let cumulative = sum(self.place.children.iter().filter_map(|province| province.cumulative(made)));
        made.timeliness(Record::default(), &AreaCode::nation())
            .money("month", made.official)
            .maybe("unconfirmed", unconfirmed.map(Value::Money))
            .maybe("cumulative", cumulative.map(Value::Money))
    }
}

impl Consolidation {
    fn facts(&self, facts: Record) -> Record {
        facts
            .count("number", self.number)
            .text("made", thai_time(self.consolidated_at))
            .money("official", self.official)
            .money("information", self.information)
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            draft: self.draft,
            version: (!self.draft).then_some(self.number),
            digest: Some(self.digest.clone()),
            as_of: Some(bangkok(self.consolidated_at).to_utc()),
            ..Stamp::default()
        }
    }

    fn inside<'a>(&'a self, area: &'a AreaCode) -> impl Iterator<Item = &'a District> {
        self.districts.iter().filter(|line| area.contains(&line.district))
    }

    fn timeliness(&self, row: Record, area: &AreaCode) -> Record {
        let all = |verdict: Option<Timeliness>| {
            let lines = self
                .inside(area)
                .filter(|line| verdict.is_none_or(|verdict| line.timeliness == verdict));
            i64::try_from(lines.count()).unwrap_or(i64::MAX)
        };
        row.count("districts", all(None))
            .count("onTime", all(Some(Timeliness::OnTime)))
            .count("late", all(Some(Timeliness::Late)))
            .count("byException", all(Some(Timeliness::ByException)))
            .count("notConfirmed", all(Some(Timeliness::NotConfirmed)))
    }
}

impl Province {
    /// The province's months before as they are confirmed now, and this one as it was consolidated.
    fn cumulative(&self, made: &Consolidation) -> Option<Baht> {
        let before = self.cumulative.revenue.checked_sub(self.month.revenue)?;
        before.checked_add(self.consolidated(made)?)
    }

    fn consolidated(&self, made: &Consolidation) -> Option<Baht> {
        sum(made.inside(&self.code).filter_map(|line| line.confirmed))
    }

    fn row(&self, number: i64, made: &Consolidation) -> Record {
        let row = Record::default().count("number", number).text("code", self.code.as_str());
        let line = self.line(made);
        let row = line.sums(row.text("name", self.name_th.as_str()));
        let known = &self.whole.completeness;
        let unconfirmed = sum(made.inside(&self.code).filter_map(|line| line.unconfirmed));
        made.timeliness(row, &self.code)
            .maybe("unconfirmed", unconfirmed.map(Value::Money))
            .maybe("completeness", share(known.reported, known.roster))
    }

    /// As a line of รต.๔ of the consolidated sums.
    fn line(&self, made: &Consolidation) -> Line {
        let (month, cumulative) = (self.consolidated(made), self.cumulative(made));
        Line {
            code: self.code.clone(),
            name_th: self.name_th.clone(),
            month: Sums {
                revenue: month.unwrap_or_default(),
                completeness: Some(self.whole.completeness.clone()),
                ..self.month.clone()
            },
            cumulative: Sums {
                revenue: cumulative.unwrap_or_default(),
                ..self.cumulative.clone()
            },
            round: self.round.clone(),
        }
    }
}
