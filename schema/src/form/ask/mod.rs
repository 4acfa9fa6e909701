//! What each form asks of the contract, and the figures made of the answer. A form shows nothing that its reader could not ask for.
//!
//! | file | idea |
//! |---|---|
//! | `rt1`, `rt2`, `rt3`, `rt4`, `estimate`, `consolidation` | per form: answer and figures |
//! | `common` | what several forms ask: places, the report's head, channels |
//! | `*.graphql` | the selections |

pub mod common;
pub mod consolidation;
pub mod estimate;
pub mod rt1;
pub mod rt2;
pub mod rt3;
pub mod rt4;

use serde_json::{Value, json};

use super::{Figures, FormKind, Wanted};
use crate::fiscal::Round;
use crate::{AreaLevel, FiscalYear, Month};

/// A question of the contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The document.
    pub document: String,
    /// Its variables.
    pub variables: Value,
}

/// Nobody's id: what is asked of it is answered with nothing.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// What is to be asked for a form.
pub fn question(wanted: &Wanted) -> Question {
    Question {
        document: document(wanted),
        variables: json!({
            "code": wanted.area,
            "month": wanted.month(),
            "from": wanted.year().first(),
            "year": wanted.year().number(),
            "round": round(wanted.month()),
            "producer": wanted.producer.map_or_else(|| NOBODY.to_owned(), |id| id.to_string()),
            "number": wanted.number,
        }),
    }
}

/// The round a month lies in.
fn round(month: Month) -> u8 {
    let year: FiscalYear = month.fiscal_year();
    let second = Round::new(year, 2).is_ok_and(|second| month >= second.range().from());
    if second { 2 } else { 1 }
}

const VARIABLES: &str = "$code: ID!, $month: Month!, $from: Month!, $year: Int!, $round: Int!, $producer: ID!, $number: Int";

fn document(wanted: &Wanted) -> String {
    let place = match wanted.area.level() {
        AreaLevel::Nation => "nation",
        AreaLevel::Province => "province(code: $code)",
        AreaLevel::District | AreaLevel::Subdistrict => "district(code: $code)",
    };
    let name = wanted.kind.as_str();
    let (selection, beside) = match wanted.kind {
        FormKind::Rt1 => (include_str!("district.graphql").to_owned(), include_str!("rt1.graphql")),
        FormKind::Rt2 => (include_str!("district.graphql").to_owned(), include_str!("rt2.graphql")),
        FormKind::Rt3 => (rt3::selection(&wanted.area), "channels { code nameTh }"),
        FormKind::Rt4 => (rt4::selection(&wanted.area), ""),
        FormKind::Estimate => (include_str!("district.graphql").to_owned(), include_str!("estimate.graphql")),
        FormKind::Consolidation => (
            include_str!("consolidation_nation.graphql").to_owned(),
            include_str!("consolidation.graphql"),
        ),
    };
    format!("query {name}({VARIABLES}) {{ me {{ businessTime }} place: {place} {{ {selection} }} {beside} }}")
}

/// The figures of an answer's `data`; none where the reader sees no such place, report or producer.
///
/// # Errors
/// When the answer is not one to this question.
pub fn figures(wanted: &Wanted, data: Value) -> Result<Option<Figures>, serde_json::Error> {
    if data["place"].is_null() {
        return Ok(None);
    }
    let now = serde_json::from_value(data["me"]["businessTime"].clone())?;
    let drawn = made(wanted, data)?;
    Ok(drawn.map(|figures| figures.of(now)))
}

fn made(wanted: &Wanted, data: Value) -> Result<Option<Figures>, serde_json::Error> {
    Ok(match wanted.kind {
        FormKind::Rt1 => serde_json::from_value::<rt1::Answer>(data)?.figures(wanted),
        FormKind::Rt2 => serde_json::from_value::<rt2::Answer>(data)?.figures(wanted),
        FormKind::Rt3 => Some(serde_json::from_value::<rt3::Answer>(data)?.figures(wanted)),
        FormKind::Rt4 => Some(serde_json::from_value::<rt4::Answer>(data)?.figures(wanted)),
        FormKind::Estimate => serde_json::from_value::<estimate::Answer>(data)?.figures(wanted),
        FormKind::Consolidation => Some(serde_json::from_value::<consolidation::Answer>(data)?.figures(wanted)),
    })
}
