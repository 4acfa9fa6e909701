//! The checks before submitting: what a person should look at once more. They warn and never block; a reason, given once, stands
//! with the figure as its remark (the sheet's note, or that of the cell) and travels with it.
//!
//! A producer's month is held against its month before and the same month of the year before, as sums: a sale that moved to another
//! channel is no surprise. Without a positive sum to compare with there is nothing to say.

use std::cmp::Ordering;

use async_graphql::{ComplexObject, ID, SimpleObject};
use serde::Serialize;
use uuid::Uuid;

use crate::{Amount, Baht, Category, SheetState};

/// Further apart than so many times is worth a look (assumption).
const TIMES: i128 = 10;

words! {
    /// What is worth another look before a month is submitted.
    CheckKind {
        /// No sheet, one in progress, or one that could not be obtained.
        Missing = "MISSING", "ยังไม่รายงาน";
        /// A sheet that is complete and says nothing.
        WithoutFigures = "WITHOUT_FIGURES", "ครบถ้วนแต่ไม่มีตัวเลข";
        /// More than ten times the month before.
        AboveLastMonth = "ABOVE_LAST_MONTH", "มากกว่าเดือนก่อนเกิน ๑๐ เท่า";
        /// Less than a tenth of the month before.
        BelowLastMonth = "BELOW_LAST_MONTH", "น้อยกว่าหนึ่งในสิบของเดือนก่อน";
        /// More than ten times the same month of the year before.
        AboveLastYear = "ABOVE_LAST_YEAR", "มากกว่าเดือนเดียวกันของปีก่อนเกิน ๑๐ เท่า";
        /// Less than a tenth of the same month of the year before.
        BelowLastYear = "BELOW_LAST_YEAR", "น้อยกว่าหนึ่งในสิบของเดือนเดียวกันของปีก่อน";
        /// The month before to the satang: perhaps copied.
        SameAsLastMonth = "SAME_AS_LAST_MONTH", "เท่ากับเดือนก่อนทุกสตางค์";
        /// Sales of a category of which the producer has no product in the register.
        CategoryWithoutProduct = "CATEGORY_WITHOUT_PRODUCT", "มียอดในประเภทที่ไม่มีผลิตภัณฑ์ในทะเบียน";
        /// The district's total is not the one on paper.
        PaperTotal = "PAPER_TOTAL", "ยอดรวมไม่ตรงกับเอกสาร";
    }
}

impl CheckKind {
    /// The same for readers of English.
    pub const fn english(self) -> &'static str {
        match self {
            CheckKind::Missing => "not reported",
            CheckKind::WithoutFigures => "complete, and without any figure",
            CheckKind::AboveLastMonth => "more than ten times last month",
            CheckKind::BelowLastMonth => "less than a tenth of last month",
            CheckKind::AboveLastYear => "more than ten times the same month last year",
            CheckKind::BelowLastYear => "less than a tenth of the same month last year",
            CheckKind::SameAsLastMonth => "equal to last month to the satang",
            CheckKind::CategoryWithoutProduct => "sales of a category without a product in the register",
            CheckKind::PaperTotal => "the total is not the one on paper",
        }
    }
}

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

/// Something worth another look before submitting. It never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, SimpleObject)]
#[serde(rename_all = "camelCase")]
#[graphql(complex)]
pub struct CheckFinding {
    /// What it is, for programs.
    pub kind: CheckKind,
    /// The producer concerned; none for the whole report.
    #[graphql(skip)]
    #[serde(rename = "producerId")]
    pub producer: Option<Uuid>,
    /// Its name.
    #[serde(rename = "producer")]
    pub producer_name: Option<String>,
    /// The category concerned.
    pub category: Option<Category>,
    /// What the month says, in baht.
    pub amount: Baht,
    /// What it was held against, in baht.
    pub compared: Option<Baht>,
    /// Why it is right as it is: the remark that stands with the figure. Null: to be asked.
    pub reason: Option<String>,
    /// For people, beside the producer's name: a Thai sentence, ` / `, an English one.
    pub message: String,
}

#[ComplexObject]
impl CheckFinding {
    /// The producer concerned; null for the whole report.
    async fn producer_id(&self) -> Option<ID> {
        self.producer.map(Into::into)
    }
}

/// Everything worth another look, by the producers' names; last what concerns the whole: `paper` is the total on paper, in baht.
pub fn findings(mut producers: Vec<ProducerMonth>, paper: Option<Baht>) -> Vec<CheckFinding> {
    producers.sort_by(|one, other| (&one.name, one.producer).cmp(&(&other.name, other.producer)));
    let total = sum(producers.iter().map(ProducerMonth::total));
    let mut found: Vec<CheckFinding> = producers.iter().flat_map(of_producer).collect();
    found.extend(paper.and_then(|paper| of_paper(total, paper)));
    found
}

fn of_producer(month: &ProducerMonth) -> Vec<CheckFinding> {
    let reported = month.state.is_some_and(SheetState::reported);
    let mut found = Vec::new();
    if !reported {
        found.push(month.missing());
    }
    match (month.figures.is_empty(), month.state) {
        // Nothing said of figures is not nothing sold: there is nothing to compare.
        (true, None | Some(SheetState::InProgress | SheetState::NotObtained)) => {}
        (true, Some(SheetState::Complete)) => found.push(month.finding(CheckKind::WithoutFigures, None)),
        (true, Some(SheetState::NoSales)) | (false, _) => found.extend(month.surprises()),
    }
    found.extend(month.unmade());
    found
}

fn of_paper(total: Baht, paper: Baht) -> Option<CheckFinding> {
    (total != paper).then(|| CheckFinding {
        kind: CheckKind::PaperTotal,
        producer: None,
        producer_name: None,
        category: None,
        amount: total,
        compared: Some(paper),
        // Its place is the remark to the committee at submission.
        reason: None,
        message: message(CheckKind::PaperTotal, None, total, Some(paper)),
    })
}

impl ProducerMonth {
    /// Its sum, in baht.
    fn total(&self) -> Baht {
        sum(self.figures.iter().map(|figure| figure.amount.into()))
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

/// The ceiling of a cell keeps any district's sum far below what 64 bits hold.
fn sum(amounts: impl Iterator<Item = Baht>) -> Baht {
    Baht::from_satang(amounts.fold(0, |sum, amount| sum.saturating_add(amount.satang())))
}

fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Without the producer's name, which may hold anything.
fn message(kind: CheckKind, category: Option<Category>, amount: Baht, compared: Option<Baht>) -> String {
    let of = |word: Option<&str>| word.map_or_else(String::new, |word| format!(" {word}"));
    let (thai, english) = (of(category.map(Category::thai)), of(category.map(Category::as_str)));
    let (now, before) = (amount.grouped(), compared.map(Baht::grouped));
    let (held, against) = match before {
        Some(before) => (format!(" ({now} เทียบกับ {before} บาท)"), format!(" ({now} against {before} baht)")),
        None if amount != Baht::ZERO => (format!(" ({now} บาท)"), format!(" ({now} baht)")),
        None => (String::new(), String::new()),
    };
    format!("{}{thai}{held} / {}{english}{against}", kind.thai(), kind.english())
}
