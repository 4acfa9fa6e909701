//! The score of a round: where the growth of revenue lies between five thresholds.

use std::fmt;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use rust_decimal::Decimal;

use crate::growth::rounded;
use crate::{Growth, Percent, Refusal};

/// 1.0000 to 5.0000, counted in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// One, two, three, four or five points.
    const POINT: i64 = 10_000;
    /// The least there is.
    pub const LOWEST: Score = Score(Score::POINT);
    /// The most there is.
    pub const HIGHEST: Score = Score(5 * Score::POINT);
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Decimal::new(self.0, 4).fmt(f)
    }
}

/// A score as text with four decimals, from `1.0000` to `5.0000`. Never a float.
#[Scalar(name = "Score")]
impl ScalarType for Score {
    fn parse(value: Value) -> InputValueResult<Self> {
        // It is told, never asked for.
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// The percentages at which 1, 2, 3, 4 and 5 points are reached (เกณฑ์การให้คะแนน); each larger than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Thresholds([Percent; 5]);

impl Thresholds {
    /// Five percentages.
    ///
    /// # Errors
    /// `INVALID` on field `thresholds` unless they are five, each larger than the one before, from -100 to 1,000 %.
    pub fn new(percents: &[Percent]) -> Result<Thresholds, Refusal> {
        let five: [Percent; 5] = percents.try_into().map_err(|_| {
            let message = "ต้องมีเกณฑ์ 5 ระดับ / There are five thresholds.";
            Refusal::invalid("thresholds", "five", message)
        })?;
        if five.windows(2).any(|pair| pair[1] <= pair[0]) {
            let message = "เกณฑ์ต้องเรียงจากน้อยไปมาก / Each threshold is larger than the one before.";
            return Err(Refusal::invalid("thresholds", "order", message));
        }
        five.iter().try_for_each(|percent| plausible("thresholds", *percent))?;
        Ok(Thresholds(five))
    }

    /// The percentages of 1 to 5 points.
    pub fn percents(&self) -> [Percent; 5] {
        self.0
    }

    /// Linear between two thresholds (assumption), rounded half up to four decimals; not less than 1, not more than 5. It is taken
    /// of the exact growth, not of the percentage as it is told.
    pub fn score(&self, growth: Growth) -> Score {
        let reached = |threshold: &Percent| above(growth, *threshold) >= 0;
        match self.0.iter().rposition(reached) {
            None => Score::LOWEST,
            Some(4) => Score::HIGHEST,
            Some(level) => self.between(level, growth),
        }
    }

    /// The growth has reached the threshold of this level (counted from 0), not that of the next.
    fn between(&self, level: usize, growth: Growth) -> Score {
        let [from, to] = [self.0[level], self.0[level + 1]];
        let step = i128::from(to.hundredths() - from.hundredths()) * growth.whole();
        let part = rounded(above(growth, from) * i128::from(Score::POINT), step);
        let points = i128::try_from(level + 1).unwrap_or(1) * i128::from(Score::POINT);
        Score(i64::try_from(points + part).unwrap_or(Score::POINT))
    }
}

/// How far the growth lies above a percentage; both times the base, so that nothing is rounded.
fn above(growth: Growth, percent: Percent) -> i128 {
    growth.times_base() - i128::from(percent.hundredths()) * growth.whole()
}

/// Whether a percentage can be a target: from -100 to 1,000 %.
///
/// # Errors
/// `INVALID` naming the field.
pub fn plausible(field: &str, percent: Percent) -> Result<(), Refusal> {
    if (-10_000..=100_000).contains(&percent.hundredths()) {
        return Ok(());
    }
    let message = "ร้อยละต้องอยู่ระหว่าง -100 ถึง 1,000 / A percentage lies between -100 and 1,000.";
    Err(Refusal::invalid(field, "range", message))
}
