//! The letter's forms from what this laptop knows, with its own edits laid over it: the same layouts and the same drawing as the server's.
//!
//! | file | idea |
//! |---|---|
//! | `month` | a district's months as the mirror and the outbox have them |
//! | `answer` | what a form asks, answered from them |
//! | `estimate` | a district's year, and what its form asks |

use std::{
    fs,
    path::{Path, PathBuf},
};

use otop_schema::{
    AreaCode, FiscalYear, Month,
    form::{Digits, Figures, FormKind, PageOptions, Span, Template, Templates, Wanted, csv, page, workbook},
};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    export,
    laptop::Laptop,
    lookup::Lookup,
};

mod answer;
mod estimate;
mod month;

/// Which form, and how.
#[derive(Debug, Clone)]
pub struct FormWish {
    /// Which one: รต.๑ to รต.๔, or the estimate.
    pub kind: FormKind,
    /// The month; of the estimate the fiscal year.
    pub span: Span,
    /// The district, where the laptop has several.
    pub district: Option<String>,
    /// รต.๑: of which producer; none for a form to be filled in by hand.
    pub producer: Option<String>,
    /// In which digits.
    pub digits: Digits,
    /// A folder with layouts in the place of ours.
    pub layouts: Option<PathBuf>,
}

/// What was drawn.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Drawn {
    /// Which form.
    pub form: FormKind,
    /// The district.
    pub district: AreaCode,
    /// The month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    /// The fiscal year (BE), of the estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<i32>,
    /// The file.
    pub file: String,
    /// Its lines.
    pub lines: usize,
    /// Whether it is marked ร่าง.
    pub draft: bool,
}

impl Laptop {
    /// Draws a form to an `.html`, `.xlsx` or `.csv` file.
    ///
    /// # Errors
    /// Nobody is signed in; a form that laptops do not have; another ending; the file is there already or cannot be written.
    pub fn export_form(&mut self, wish: &FormWish, to: &Path) -> Result<Drawn> {
        let ending = export::ending(to, &["html", "xlsx", "csv"])?;
        let server = self.store.signed_in()?.server;
        let wanted = self.wanted(wish)?;
        let figures = self.form(&wanted)?;
        let layouts = layouts(wish.layouts.as_deref())?;
        let template = layouts.of(wish.kind).ok_or_else(not_here)?;
        let bytes = match ending.as_str() {
            "html" => drawn(template, &figures, wish.digits, server).into_bytes(),
            "xlsx" => workbook(template, &figures, Some(&server)).map_err(Error::Other)?,
            _ => csv(template, &figures),
        };
        export::save(to, &bytes)?;
        let (month, fiscal_year) = match wish.span {
            Span::Month(month) => (Some(month), None),
            Span::Year(year) => (None, Some(year.number())),
        };
        Ok(Drawn {
            form: wish.kind,
            district: wanted.area,
            month,
            fiscal_year,
            file: to.display().to_string(),
            lines: figures.rows.len(),
            draft: figures.stamp.draft,
        })
    }

    fn wanted(&mut self, wish: &FormWish) -> Result<Wanted> {
        let district = self.one_district(wish.district.as_deref())?;
        let producer = match &wish.producer {
            Some(named) => {
                let id = Lookup::new(&mut self.store)?.meant(named)?.id.clone();
                Some(id.parse().map_err(|_| Error::Other(format!("the id of a producer: {id}")))?)
            }
            None => None,
        };
        Ok(Wanted {
            kind: wish.kind,
            area: AreaCode::district(&district)?,
            span: wish.span,
            producer,
            number: None,
        })
    }

    /// The district named, or the only one there is.
    fn one_district(&mut self, named: Option<&str>) -> Result<String> {
        if let Some(named) = named {
            return Ok(named.to_owned());
        }
        let mut known: Vec<String> = self.store.reports()?.into_iter().map(|report| report.district).collect();
        known.dedup();
        match known.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(Error::usage(
                "ระบุอำเภอด้วย --district (หรือรับข้อมูลก่อนด้วย otop pull)",
                "Name the district with --district (or read it first: otop pull).",
            )),
        }
    }

    fn form(&mut self, wanted: &Wanted) -> Result<Figures> {
        let known = match (wanted.kind, wanted.span) {
            (FormKind::Estimate, Span::Year(year)) => return self.estimate_form(wanted, year),
            _ => self.known_months(wanted)?,
        };
        let figures = match wanted.kind {
            FormKind::Rt1 => known.rt1(wanted).figures(wanted),
            FormKind::Rt2 => known.rt2().figures(wanted),
            FormKind::Rt3 => Some(known.rt3().figures(wanted)),
            FormKind::Rt4 => Some(known.rt4().figures(wanted)),
            FormKind::Estimate | FormKind::Consolidation => return Err(not_here()),
        };
        Ok(drawn_here(figures.ok_or_else(not_read)?.of(Some(known.as_of)), known.has_own_edits))
    }

    fn estimate_form(&mut self, wanted: &Wanted, year: FiscalYear) -> Result<Figures> {
        let (answer, has_own_edits) = self.known_estimate(wanted, year)?;
        let figures = answer.figures(wanted).ok_or_else(not_read)?;
        Ok(drawn_here(figures.of(Some(self.business_now()?)), has_own_edits))
    }
}

/// The page says where it was drawn; while an own edit waits it is a draft.
fn drawn_here(mut figures: Figures, has_own_edits: bool) -> Figures {
    figures.stamp.draft |= has_own_edits;
    figures.stamp.laptop = true;
    figures
}

fn drawn(template: &Template, figures: &Figures, digits: Digits, server: String) -> String {
    let options = PageOptions {
        digits,
        check_at: Some(server),
    };
    page(template, figures, &options)
}

fn layouts(folder: Option<&Path>) -> Result<Templates> {
    let own = |kind: FormKind| {
        let file = folder?.join(format!("{kind}.json"));
        file.exists().then(|| fs::read_to_string(file).unwrap_or_default())
    };
    let wrong = |wrong| Error::usage(format!("ใช้รูปแบบแบบฟอร์มไม่ได้: {wrong}"), format!("A layout cannot be used: {wrong}"));
    Templates::replaced(own).map_err(wrong)
}

fn not_here() -> Error {
    Error::usage(
        "เครื่องอำเภอพิมพ์ได้เฉพาะ rt1 rt2 rt3 rt4 estimate",
        "A laptop draws rt1, rt2, rt3, rt4 and estimate.",
    )
}

fn not_read() -> Error {
    Error::usage(
        "เครื่องนี้ยังไม่มีข้อมูลของเดือนนั้น รับข้อมูลก่อนด้วยคำสั่ง: otop pull",
        "This laptop knows nothing of that month. Read it first: otop pull",
    )
}

#[cfg(test)]
mod tests;
