//! Whether the targets of the parts add up to that of the whole.

use crate::{Baht, Percent};

/// The target of one part and the base it stands on, as far as there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The base of the round in baht; none where a month is without one.
    pub base: Option<Baht>,
    /// The target.
    pub percent: Option<Percent>,
}

/// How the targets of the parts stand to that of the whole. They never block: it is a warning (assumption).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddsUp {
    /// The parts together reach it.
    Yes,
    /// They fall short of it by so many baht, rounded half up.
    ShortBy(Baht),
    /// So many parts have no target yet.
    Unset(usize),
    /// So many parts have no base: what their percentage means in baht is not known.
    NoBase(usize),
}

/// Each part promises its base and its percentage more; together that should be no less than the whole's percentage promises.
pub fn adds_up(whole: Percent, parts: &[Part]) -> AddsUp {
    let unset = parts.iter().filter(|part| part.percent.is_none()).count();
    let without_base = parts.iter().filter(|part| part.base.is_none()).count();
    match (unset, without_base) {
        (0, 0) => compared(whole, parts),
        (0, count) => AddsUp::NoBase(count),
        (count, _) => AddsUp::Unset(count),
    }
}

fn compared(whole: Percent, parts: &[Part]) -> AddsUp {
    let known = parts.iter().filter_map(|part| part.base.zip(part.percent));
    let missing: i128 = known
        .map(|(base, percent)| i128::from(base.satang()) * i128::from(whole.hundredths() - percent.hundredths()))
        .sum();
    if missing <= 0 {
        return AddsUp::Yes;
    }
    let satang = crate::growth::rounded(missing, 10_000);
    AddsUp::ShortBy(Baht::from_satang(i64::try_from(satang).unwrap_or(i64::MAX)))
}
