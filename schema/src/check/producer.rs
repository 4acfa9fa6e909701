//! One producer's month: what the checks are told of it, and what they say.

use std::cmp::Ordering;

use uuid::Uuid;

use super::finding::message;
use super::{CheckFinding, CheckKind, sum};
use crate::{Amount, Baht, Category, SheetState};

/// Further apart than so many times is worth a look (assumption).
const TIMES: i128 = 10;

/// One figure of a producer's month.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its category; none where a newer server says a word that is not known here.
    pub category: Option<Category>,
    /// Baht.
    pub amount: Amount,
    /// The remark that stands with it.
    pub note: Option<String>,
}

/// What the checks are told of one producer and month.
#[derive(Debug, Clone, Default)]
pub struct ProducerMonth {
    /// The producer.
    pub producer: Uuid,
    /// Its name.
    pub name: String,
    /// The state of its sheet; none without one.
    pub state: Option<SheetState>,
    /// Why nothing was obtained.
    pub reason: Option<String>,
    /// The remark on its sheet.
    pub note: Option<String>,
    /// Its figures, removed ones left out.
    pub figures: Vec<Figure>,
    /// Its sum of the month before; none without figures.
    pub last_month: Option<Baht>,
    /// Its sum of the same month of the year before; none without figures.
    pub last_year: Option<Baht>,
    /// The categories of its products; none where the register is not known.
    pub makes: Option<Vec<Category>>,
}

impl ProducerMonth {
    /// Its sum, in baht.
    pub(super) fn total(&self) -> Baht {
        sum(self.figures.iter().map(|figure| figure.amount.into()))
    }

    /// Everything worth another look in it.
    pub(super) fn findings(&self) -> Vec<CheckFinding> {
        let reported = self.state.is_some_and(SheetState::reported);
        let mut found = Vec::new();
        if !reported {
            found.push(self.missing());
        }
        match (self.figures.is_empty(), self.state) {
            // Nothing said of figures is not nothing sold: there is nothing to compare.
            (true, None | Some(SheetState::InProgress | SheetState::NotObtained)) => {}
            (true, Some(SheetState::Complete)) => found.push(self.finding(CheckKind::WithoutFigures, None)),
            (true, Some(SheetState::NoSales)) | (false, _) => found.extend(self.surprises()),
        }
        found.extend(self.unmade());
        found
    }

    fn missing(&self) -> CheckFinding {
        let reason = self.reason.clone().filter(|_| self.state == Some(SheetState::NotObtained));
        CheckFinding {
            reason: said(reason.as_deref()),
            ..self.finding(CheckKind::Missing, None)
        }
    }

    /// Its sum against those of before.
    fn surprises(&self) -> Vec<CheckFinding> {
        let (month, year) = (self.last_month, self.last_year);
        let total = self.total();
        let kinds = [
            (apart(total, month), month, CheckKind::AboveLastMonth, CheckKind::BelowLastMonth),
            (apart(total, year), year, CheckKind::AboveLastYear, CheckKind::BelowLastYear),
        ];
        let far = kinds.into_iter().filter_map(|(apart, before, above, below)| match apart {
            Ordering::Greater => Some(self.finding(above, before)),
            Ordering::Less => Some(self.finding(below, before)),
            Ordering::Equal => None,
        });
        let same = (total > Baht::ZERO && month == Some(total)).then(|| self.finding(CheckKind::SameAsLastMonth, month));
        far.chain(same).collect()
    }

    /// Categories it sold and does not make, as far as the register is known.
    fn unmade(&self) -> Vec<CheckFinding> {
        let Some(makes) = &self.makes else { return Vec::new() };
        let sold = |category: &Category| self.of(*category).any(|figure| figure.amount > Amount::ZERO);
        let unmade = Category::ALL.iter().filter(|category| sold(category) && !makes.contains(category));
        unmade.map(|category| self.of_category(*category)).collect()
    }

    fn of(&self, category: Category) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |figure| figure.category == Some(category))
    }

    fn of_category(&self, category: Category) -> CheckFinding {
        let kind = CheckKind::CategoryWithoutProduct;
        let amount = sum(self.of(category).map(|figure| figure.amount.into()));
        CheckFinding {
            category: Some(category),
            amount,
            reason: self.remark(self.of(category)),
            message: message(kind, Some(category), amount, None),
            ..self.finding(kind, None)
        }
    }

    fn finding(&self, kind: CheckKind, compared: Option<Baht>) -> CheckFinding {
        CheckFinding {
            kind,
            producer: Some(self.producer),
            producer_name: Some(self.name.clone()),
            category: None,
            amount: self.total(),
            compared,
            reason: self.remark(self.figures.iter()),
            message: message(kind, None, self.total(), compared),
        }
    }

    /// The remark that stands with these figures: theirs, else that of the sheet.
    fn remark<'a>(&'a self, mut figures: impl Iterator<Item = &'a Figure>) -> Option<String> {
        let own = figures.find_map(|figure| said(figure.note.as_deref()));
        own.or_else(|| said(self.note.as_deref()))
    }
}

/// On which side of ten times or a tenth of before; in between, or without anything before, it is `Equal`.
fn apart(now: Baht, before: Option<Baht>) -> Ordering {
    let now = i128::from(now.satang());
    match before.map(|before| i128::from(before.satang())).filter(|before| *before > 0) {
        Some(before) if now > before * TIMES => Ordering::Greater,
        Some(before) if now * TIMES < before => Ordering::Less,
        Some(_) | None => Ordering::Equal,
    }
}

fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
