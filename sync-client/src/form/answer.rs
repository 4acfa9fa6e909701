//! What each form asks, answered from the laptop's months. Bases, targets and signatures stay with the server.

use std::collections::{BTreeMap, BTreeSet};

use otop_schema::{
    AreaCode, Baht, Category, ProducerKind, SheetState,
    form::{
        Wanted,
        ask::{rt1, rt2, rt3, rt4},
    },
};

use super::month::{Figure, Known};
use crate::store::overlay::Producer;

impl Known {
    /// รต.๑
    pub fn rt1(&self, wanted: &Wanted) -> rt1::Answer {
        let id = wanted.producer.map(|id| id.to_string());
        let producer = self.producers.iter().find(|row| Some(&row.id) == id.as_ref());
        rt1::Answer {
            place: self.place.clone(),
            report: self.report.clone(),
            producer: producer.and_then(|row| self.rt1_producer(row, wanted)),
            channels: self.channels.clone(),
        }
    }

    fn rt1_producer(&self, row: &Producer, wanted: &Wanted) -> Option<rt1::Producer> {
        Some(rt1::Producer {
            district: wanted.area.clone(),
            registration_number: row.registration_number.clone(),
            name: row.name.clone(),
            kind: row.known_kind()?,
            subdistrict: row.subdistrict.clone(),
            products: Vec::new(),
            sheets: self.rt1_sheet(row).into_iter().collect(),
        })
    }

    fn rt1_sheet(&self, row: &Producer) -> Option<rt1::Sheet> {
        let sheet = self.sheet(&row.id)?;
        let cell = |figure: &Figure| rt1::Cell {
            category: figure.category,
            channel: figure.channel.clone(),
            amount: figure.amount,
            note: figure.note.clone(),
        };
        Some(rt1::Sheet {
            state: sheet.state.value()?,
            reason: sheet.reason.clone(),
            given_by: sheet.given_by.clone(),
            given_on: sheet.given_on,
            note: sheet.note.clone(),
            copied: sheet.copied,
            cells: self.of(&row.id).map(cell).collect(),
        })
    }

    /// รต.๒
    pub fn rt2(&self) -> rt2::Answer {
        let report = self.report.clone().map(|head| rt2::Report {
            head,
            roster: self.producers.iter().filter_map(member).collect(),
            sheets: self.producers.iter().filter_map(|row| self.rt2_sheet(row)).collect(),
        });
        rt2::Answer {
            place: self.place.clone(),
            report,
        }
    }

    fn rt2_sheet(&self, row: &Producer) -> Option<rt2::Sheet> {
        let cell = |figure: &Figure| rt2::Cell {
            category: figure.category,
            amount: figure.amount,
        };
        let (sheet, cells) = (self.sheet(&row.id), self.of(&row.id).map(cell).collect::<Vec<_>>());
        // Figures without a sheet are figures all the same.
        (sheet.is_some() || !cells.is_empty()).then(|| rt2::Sheet {
            producer_id: row.id.clone(),
            state: sheet.and_then(|sheet| sheet.state.value()).unwrap_or(SheetState::InProgress),
            note: sheet.and_then(|sheet| sheet.note.clone()),
            cells,
        })
    }

    /// รต.๓
    pub fn rt3(&self) -> rt3::Answer {
        let (roster, reported) = self.completeness(self.producers.iter());
        let completeness = rt3::Completeness {
            roster,
            reported,
            missing: roster - reported,
            evidenced: None,
        };
        rt3::Answer {
            place: rt3::Unit {
                place: self.place.clone(),
                report: self.report.clone(),
                month: rt3::Sums {
                    parts: self.parts(self.month().iter()),
                    completeness: Some(completeness),
                    reports: None,
                    estimate: None,
                },
                cumulative: rt3::Sums {
                    parts: self.parts(self.since_october()),
                    completeness: None,
                    reports: None,
                    estimate: None,
                },
            },
            channels: self.channels.clone(),
        }
    }

    fn since_october(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().flat_map(|(_, cells)| cells)
    }

    fn parts<'a>(&self, figures: impl Iterator<Item = &'a Figure>) -> Vec<rt3::Part> {
        let kinds: BTreeMap<&str, ProducerKind> = self
            .everybody
            .iter()
            .filter_map(|row| Some((row.id.as_str(), row.known_kind()?)))
            .collect();
        let mut sums: BTreeMap<(Category, ProducerKind, &str), Baht> = BTreeMap::new();
        for figure in figures {
            let Some(kind) = kinds.get(figure.producer.as_str()).copied() else {
                continue;
            };
            let sum = sums.entry((figure.category, kind, &figure.channel)).or_default();
            *sum = sum.checked_add(figure.amount).unwrap_or(*sum);
        }
        let part = |((category, kind, channel), revenue): ((Category, ProducerKind, &str), Baht)| rt3::Part {
            category,
            kind,
            channel: channel.to_owned(),
            revenue,
        };
        sums.into_iter().map(part).collect()
    }

    /// รต.๔
    pub fn rt4(&self) -> rt4::Answer {
        let codes: BTreeSet<&String> = self.everybody.iter().map(|row| &row.subdistrict).collect();
        let children = codes.into_iter().filter_map(|code| {
            let line = self.line(code.parse().ok()?, code, code);
            Some(rt4::Child { line, report: None })
        });
        rt4::Answer {
            place: rt4::Unit {
                line: self.line(self.place.code.clone(), &self.place.name_th, self.place.code.as_str()),
                province: None,
                report: self.report.clone(),
                children: children.collect(),
            },
        }
    }

    /// Everything of producers whose subdistrict begins with a code.
    fn line(&self, code: AreaCode, name: &str, prefix: &str) -> rt4::Line {
        let inside = |row: &&Producer| row.subdistrict.starts_with(prefix);
        let ids: BTreeSet<&str> = self.everybody.iter().filter(inside).map(|row| row.id.as_str()).collect();
        let (roster, reported) = self.completeness(self.producers.iter().filter(inside));
        let sum = |figures: &mut dyn Iterator<Item = &Figure>| {
            let mut amounts = figures
                .filter(|figure| ids.contains(figure.producer.as_str()))
                .map(|figure| figure.amount);
            amounts.try_fold(Baht::ZERO, Baht::checked_add).unwrap_or_default()
        };
        let sums = |revenue| rt4::Sums {
            revenue,
            completeness: Some(rt4::Counted {
                roster,
                reported,
                evidenced: None,
            }),
            reports: None,
            growth: None,
        };
        rt4::Line {
            code,
            name_th: name.to_owned(),
            month: sums(sum(&mut self.month().iter())),
            cumulative: sums(sum(&mut self.since_october())),
            round: rt4::Scored { score: None },
        }
    }
}

pub(super) fn member(row: &Producer) -> Option<rt2::Member> {
    Some(rt2::Member {
        producer_id: row.id.clone(),
        registration_number: row.registration_number.clone(),
        name: row.name.clone(),
        kind: row.known_kind()?,
        subdistrict: row.subdistrict.clone(),
        on_roster: true,
    })
}
