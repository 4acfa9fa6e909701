//! Which form is wanted: its kind, its place, its month or fiscal year.

use uuid::Uuid;

use crate::{AreaCode, AreaLevel, FiscalYear, Month, Refusal};

words! {
    /// A form of the letter's attachments, or of what follows from them.
    FormKind {
        /// One producer and month.
        Rt1 = "rt1", "รต.๑";
        /// One district and month: what the CD officer signs.
        Rt2 = "rt2", "รต.๒";
        /// A unit's month, summed up.
        Rt3 = "rt3", "รต.๓";
        /// A unit's month, compared one level down.
        Rt4 = "rt4", "รต.๔";
        /// The yearly estimate of a district.
        Estimate = "estimate", "แบบประมาณการรายได้";
        /// The department's sum of a month, by province.
        Consolidation = "consolidation", "รวบรวมข้อมูลภาพรวม";
    }
}

/// The time a form is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month.
    Month(Month),
    /// A fiscal year.
    Year(FiscalYear),
}

/// A form of a place and a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which form.
    pub kind: FormKind,
    /// Of which place.
    pub area: AreaCode,
    /// Of which time.
    pub span: Span,
    /// รต.๑: of which producer; none for a form to be filled in by hand.
    pub producer: Option<Uuid>,
    /// The consolidation's number; the latest without one.
    pub number: Option<i32>,
}

impl Wanted {
    /// Reads what an address says: `rt2`, `2706`, `2023-02`.
    ///
    /// # Errors
    /// `NOT_FOUND` where there is no such form; `INVALID` for a month or year that is none.
    pub fn read(kind: &str, area: &str, span: &str) -> Result<Wanted, Refusal> {
        let kind: FormKind = kind.parse().map_err(|_| Refusal::not_found())?;
        let area: AreaCode = area.parse().map_err(|_| Refusal::not_found())?;
        if !kind.levels().contains(&area.level()) {
            return Err(Refusal::not_found());
        }
        let span = match kind {
            FormKind::Estimate => Span::Year(span.parse()?),
            FormKind::Rt1 | FormKind::Rt2 | FormKind::Rt3 | FormKind::Rt4 | FormKind::Consolidation => Span::Month(span.parse()?),
        };
        Ok(Wanted {
            kind,
            area,
            span,
            producer: None,
            number: None,
        })
    }

    /// The month, or the first one of the fiscal year.
    pub fn month(&self) -> Month {
        match self.span {
            Span::Month(month) => month,
            Span::Year(year) => year.first(),
        }
    }

    /// The fiscal year.
    pub fn year(&self) -> FiscalYear {
        self.month().fiscal_year()
    }

    /// A file's name, without its ending: `rt2-2706-2023-02`.
    pub fn file_name(&self) -> String {
        let span = match self.span {
            Span::Month(month) => month.to_string(),
            Span::Year(year) => year.to_string(),
        };
        format!("{}-{}-{span}", self.kind, self.area)
    }
}

impl FormKind {
    /// At which levels there is one.
    fn levels(self) -> &'static [AreaLevel] {
        match self {
            FormKind::Rt1 | FormKind::Rt2 | FormKind::Estimate => &[AreaLevel::District],
            FormKind::Rt3 | FormKind::Rt4 => &[AreaLevel::District, AreaLevel::Province, AreaLevel::Nation],
            FormKind::Consolidation => &[AreaLevel::Nation],
        }
    }
}
