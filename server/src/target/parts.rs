//! Whether the targets of the parts add up to that of the whole: a warning, never a refusal (assumption).

use std::collections::BTreeSet;

use async_graphql::{Context, ID, SimpleObject};
use otop_schema::target::{AddsUp, Part, adds_up};
use otop_schema::{AreaLevel, Baht, FiscalYear, Round, Tally};

use super::row::TargetRow;
use crate::error::Result;
use crate::rollup::{ByUnit, Ledger, tally_within};

/// The targets one level down beside that of the place they lie in: each promises its base and so many percent more.
#[derive(Debug, Clone, SimpleObject)]
pub struct TargetParts {
    /// Whether together they promise no less than the place's own target; absent while a target or a base is missing.
    adds_up: Option<bool>,
    /// By how many baht they fall short.
    short_by: Option<Baht>,
    /// Codes of those without a target.
    unset: Vec<ID>,
    /// Codes of those without a base.
    without_base: Vec<ID>,
    /// What a person is told: Thai, then English. Absent where they add up.
    warning: Option<String>,
}

/// The parts of a target; none for a district.
///
/// # Errors
/// When the database fails or a sum leaves 64 bits.
pub async fn of(context: &Context<'_>, ledger: &Ledger, whole: &TargetRow) -> Result<Option<TargetParts>> {
    let digits = match whole.area.level() {
        AreaLevel::Nation => 2,
        AreaLevel::Province => 4,
        AreaLevel::District | AreaLevel::Subdistrict => return Ok(None),
    };
    let round = Round::new(FiscalYear::new(whole.fiscal_year)?, i32::from(whole.round))?;
    let Some(compared) = ledger.compared_round(context, round).await? else {
        return Ok(None);
    };
    let tallies = ledger.tallies(context, compared).await?;
    let targets = ledger.targets(context, round).await?;
    let parts = named_parts(&tallies, &targets, whole.area.prefix(), digits)?;
    Ok(Some(TargetParts::of(whole, &parts)))
}

/// Every part by its code.
fn named_parts(tallies: &ByUnit<Tally>, targets: &ByUnit<TargetRow>, prefix: &str, digits: usize) -> Result<Vec<(String, Part)>> {
    let codes: BTreeSet<String> = tallies
        .within(prefix)
        .map(|(code, _)| code.chars().take(digits).collect())
        .collect();
    let part = |code: String| {
        let tally = tally_within(tallies, &code)?;
        let part = Part {
            base: Some(tally.base).filter(|_| tally.based == tally.expected),
            percent: targets.get(&code).map(|target| target.percent),
        };
        Ok((code, part))
    };
    codes.into_iter().map(part).collect()
}

impl TargetParts {
    fn of(whole: &TargetRow, named: &[(String, Part)]) -> Self {
        let parts: Vec<Part> = named.iter().map(|(_, part)| *part).collect();
        let codes = |lacks: fn(&Part) -> bool| {
            let lacking = named.iter().filter(|(_, part)| lacks(part));
            lacking.map(|(code, _)| ID::from(code)).collect()
        };
        let verdict = adds_up(whole.percent, &parts);
        Self {
            adds_up: match verdict {
                AddsUp::Yes => Some(true),
                AddsUp::ShortBy(_) => Some(false),
                AddsUp::Unset(_) | AddsUp::NoBase(_) => None,
            },
            short_by: match verdict {
                AddsUp::ShortBy(missing) => Some(missing),
                AddsUp::Yes | AddsUp::Unset(_) | AddsUp::NoBase(_) => None,
            },
            unset: codes(|part| part.percent.is_none()),
            without_base: codes(|part| part.base.is_none()),
            warning: warning(verdict),
        }
    }
}

fn warning(verdict: AddsUp) -> Option<String> {
    match verdict {
        AddsUp::Yes => None,
        AddsUp::ShortBy(missing) => Some(format!(
            "ค่าเป้าหมายระดับล่างรวมกันต่ำกว่าเป้าหมาย {0} บาท / The targets below fall short of it by {0} baht.",
            missing.grouped()
        )),
        AddsUp::Unset(count) => Some(format!(
            "ยังไม่ได้กำหนดค่าเป้าหมาย {count} พื้นที่ / {count} places below have no target yet."
        )),
        AddsUp::NoBase(count) => Some(format!("ไม่มีข้อมูลฐาน {count} พื้นที่ / {count} places below have no base.")),
    }
}
