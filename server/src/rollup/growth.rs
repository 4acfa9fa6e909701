//! Growth and score as clients see them.

use async_graphql::SimpleObject;
use otop_schema::{Baht, Month, MonthRange, NotComputable, Percent, Score, Tally};

use crate::error::Result;
use crate::target::Target;

/// Confirmed revenue against the base of the year. Whatever the basis asked for: what is not confirmed never counts here. A round
/// is compared over the months it is scored on. Subdistricts and producers are compared with the confirmed figures of the years
/// before as they stand (`baseRevision` is absent): frozen is the base of a district and month.
#[derive(Debug, Clone, SimpleObject)]
pub struct Growth {
    /// The first month compared (CE).
    from: Month,
    /// The last month compared (CE).
    to: Month,
    /// What the score is taken of: all that is confirmed against the full base.
    official: Comparison,
    /// How it stands so far: the district-months that are confirmed, against their own base.
    provisional: Comparison,
    /// Of how many district-months they are.
    coverage: Coverage,
    /// The frozen base: 0 is the first, each revision one more.
    base_revision: Option<i32>,
    /// Whether imported figures of past years stand in the base.
    base_imported: bool,
}

/// Revenue against a base.
#[derive(Debug, Clone, SimpleObject)]
pub struct Comparison {
    /// The base in baht; absent where it is missing or withheld.
    base: Option<Baht>,
    /// The revenue in baht; absent where it is withheld.
    revenue: Option<Baht>,
    /// The difference in baht; absent where nothing can be computed.
    increase: Option<Baht>,
    /// (revenue − base) / base × 100; absent where nothing can be computed.
    percent: Option<Percent>,
    /// Why nothing can be computed.
    not_computable: Option<NotComputable>,
}

/// District-months of a comparison: a district and a month each.
#[derive(Debug, Clone, SimpleObject)]
pub struct Coverage {
    /// In the period.
    expected: i32,
    /// Of them with a base.
    based: i32,
    /// Of them confirmed.
    confirmed: i32,
    /// Of them with both: what `provisional` compares.
    compared: i32,
}

/// The score of a round (คะแนน), of confirmed figures against the full base.
#[derive(Debug, Clone, SimpleObject)]
pub struct RoundScore {
    /// 1.0000 to 5.0000; absent where it cannot be computed.
    value: Option<Score>,
    /// Why there is none.
    not_computable: Option<NotComputable>,
    /// The target and the thresholds it is scored by.
    target: Option<Target>,
}

impl Comparison {
    fn of((base, revenue): (Option<Baht>, Baht), growth: std::result::Result<otop_schema::Growth, NotComputable>) -> Self {
        let told = growth != Err(NotComputable::Withheld);
        Self {
            base: base.filter(|_| told),
            revenue: Some(revenue).filter(|_| told),
            increase: growth.ok().map(otop_schema::Growth::increase),
            percent: growth.ok().map(otop_schema::Growth::percent),
            not_computable: growth.err(),
        }
    }

    fn nothing(why: NotComputable) -> Self {
        Self {
            base: None,
            revenue: None,
            increase: None,
            percent: None,
            not_computable: Some(why),
        }
    }
}

impl Growth {
    /// Of a tally over `months`; `frozen` is the revision of its base.
    pub(super) fn of(tally: &Tally, months: MonthRange, frozen: Option<i32>) -> Self {
        let full = Some(tally.base).filter(|_| tally.based == tally.expected);
        let compared = Some(tally.compared_base).filter(|_| tally.compared > 0);
        Self {
            from: months.from(),
            to: months.to(),
            official: Comparison::of((full, tally.revenue), tally.official()),
            provisional: Comparison::of((compared, tally.compared_revenue), tally.provisional()),
            coverage: Coverage::of(tally),
            base_revision: frozen,
            base_imported: tally.imported > 0,
        }
    }

    /// Of a period that has no one base.
    pub(super) fn nothing(months: MonthRange, why: NotComputable) -> Self {
        Self {
            official: Comparison::nothing(why),
            provisional: Comparison::nothing(why),
            ..Self::of(&Tally::default(), months, None)
        }
    }
}

impl Coverage {
    fn of(tally: &Tally) -> Self {
        Self {
            expected: tally.expected,
            based: tally.based,
            confirmed: tally.confirmed,
            compared: tally.compared,
        }
    }
}

impl RoundScore {
    /// Of a round's tally by its target.
    ///
    /// # Errors
    /// When the target's thresholds are none.
    pub(super) fn of(tally: &Tally, target: Option<Target>) -> Result<Self> {
        let thresholds = target.as_ref().map(Target::thresholds).transpose()?;
        let score = tally
            .official()
            .and_then(|growth| Ok(thresholds.ok_or(NotComputable::NoTarget)?.score(growth)));
        Ok(Self {
            value: score.ok(),
            not_computable: score.err(),
            target,
        })
    }
}
