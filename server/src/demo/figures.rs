//! The revenue of one producer in one month: size × kind × season × growth × mood, split over categories and channels.

use std::collections::BTreeSet;

use otop_schema::{Amount, Category, Month, ProducerKind, SheetState};

use super::chance::Dice;
use super::words;
use crate::import::Producer;

/// Mean revenue of a producer and month in fiscal year 2565, in satang: 100,000 producers make the 2.6 × 10^11 baht that
/// lie between the known national totals of 2019 and 2025.
const MEAN: i64 = 22_000_000;

/// Per mille of the mean month, January first. Assumption: New Year and Songkran sell.
const SEASON: [i64; 12] = [1060, 950, 960, 1080, 880, 850, 900, 960, 920, 1000, 1120, 1320];

/// Per mille of fiscal year 2565 in the years after.
const GROWTH: i64 = 1085;

/// Sales channels with how often a producer uses them beside the first and how much goes through them. Assumption, but
/// for `ONLINE`: 17.7 of 315 billion baht.
const CHANNELS: [(&str, i64, i64); 7] = [
    ("SHOP", 900, 50),
    ("FAIR", 350, 25),
    ("TRADER", 350, 30),
    ("ONLINE", 250, 15),
    ("EXPORT", 20, 40),
    ("OTHER", 60, 8),
    ("UNSPECIFIED", 30, 5),
];

/// Sheets of past months in a thousand: reported with sales, without, not obtained.
const STATES: [(SheetState, i64); 3] = [
    (SheetState::Complete, 900),
    (SheetState::NoSales, 65),
    (SheetState::NotObtained, 35),
];

/// How far one number is rounded: people report tens of baht, some baht, few quarters of a baht. In satang.
const ROUNDING: [(i64, i64); 3] = [(1000, 70), (100, 25), (25, 5)];

/// One producer's sheet with its cells.
#[derive(Debug, Clone)]
pub struct Filled {
    /// How far it is.
    pub state: SheetState,
    /// Why figures could not be obtained.
    pub reason: Option<&'static str>,
    /// Category, channel and amount.
    pub cells: Vec<(Category, &'static str, Amount)>,
}

/// The sheet of `producer` for `month`.
#[must_use]
pub fn of(producer: &Producer, kind: ProducerKind, month: Month) -> Filled {
    let mut dice = monthly(producer, month);
    let state = dice.weighed(&STATES);
    let total = total(&mut dice, producer, kind, month);
    let cells = if state == SheetState::Complete {
        split(&mut dice, producer, total)
    } else {
        Vec::new()
    };
    Filled {
        state,
        reason: (state == SheetState::NotObtained).then(|| dice.pick(&words::REASONS)),
        cells,
    }
}

/// The dice of a producer and month; the producer's id stands for its district and number.
fn monthly(producer: &Producer, month: Month) -> Dice {
    Dice::of(&[
        producer.id.as_u64_pair().1,
        month.year().unsigned_abs().into(),
        month.number().into(),
    ])
}

/// In satang.
fn total(dice: &mut Dice, producer: &Producer, kind: ProducerKind, month: Month) -> i64 {
    usual(producer, kind, month) * dice.mood() / 1000
}

/// What a producer sells in a usual month, in satang.
fn usual(producer: &Producer, kind: ProducerKind, month: Month) -> i64 {
    let size = Dice::of(&[producer.id.as_u64_pair().1]).size();
    let season = SEASON[month.number() as usize - 1];
    let growth = if month.fiscal_year().number() > 2565 { GROWTH } else { 1000 };
    [size, weight(kind), season, growth]
        .iter()
        .fold(MEAN, |satang, permille| satang * permille / 1000)
}

/// What a producer may be expected to sell in a month, in satang: a usual month, as often as there are sales at all.
#[must_use]
pub fn expected(producer: &Producer, kind: ProducerKind, month: Month) -> i64 {
    let [(_, with_sales), ..] = STATES;
    usual(producer, kind, month) * with_sales / 1000
}

/// Per mille of the mean producer; the shares of the kinds keep the mean at 1,000.
fn weight(kind: ProducerKind) -> i64 {
    match kind {
        ProducerKind::CommunityGroup => 800,
        ProducerKind::SingleOwner => 900,
        ProducerKind::Sme => 10_000,
    }
}

fn split(dice: &mut Dice, producer: &Producer, satang: i64) -> Vec<(Category, &'static str, Amount)> {
    let categories: BTreeSet<Category> = producer.products.iter().map(|product| product.category).collect();
    let channels = channels(producer);
    let whole: i64 = channels.iter().map(|(_, share)| share).sum::<i64>() * categories.len() as i64;
    let mut cells = Vec::with_capacity(categories.len() * channels.len());
    for category in categories {
        for (channel, share) in &channels {
            let exact = satang * share / whole * dice.between(900, 1100) / 1000;
            let step = dice.weighed(&ROUNDING);
            // A month so small that nothing is left of a channel has no cell there.
            if let Some(amount) = Amount::from_satang(exact / step * step).ok().filter(|amount| amount.satang() > 0) {
                cells.push((category, *channel, amount));
            }
        }
    }
    cells
}

/// The channels a producer sells through, the same every month, with their shares.
fn channels(producer: &Producer) -> Vec<(&'static str, i64)> {
    let mut dice = Dice::of(&[producer.id.as_u64_pair().1, 1]);
    let mut used: Vec<(&str, i64)> = CHANNELS
        .iter()
        .filter(|(_, permille, _)| dice.happens(*permille))
        .map(|(channel, _, share)| (*channel, *share))
        .collect();
    if used.is_empty() {
        used.push(("SHOP", 1));
    }
    used
}
