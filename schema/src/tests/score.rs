//! The score between the thresholds, by hand; and targets of parts against that of the whole.

use proptest::prelude::*;

use crate::target::{AddsUp, Part, adds_up};
use crate::{Baht, Growth, Percent, Score, Thresholds, plausible};

fn percents(percents: &[&str]) -> Vec<Percent> {
    percents.iter().map(|percent| percent.parse().unwrap()).collect()
}

fn thresholds(five: [&str; 5]) -> Thresholds {
    Thresholds::new(&percents(&five)).unwrap()
}

/// The score of revenue against a base of a million baht.
fn score(thresholds: Thresholds, revenue: i64) -> String {
    let growth = Growth::of(Baht::from_satang(100_000_000), Baht::from_satang(revenue)).unwrap();
    thresholds.score(growth).to_string()
}

#[test]
fn linear_between_thresholds_and_never_beyond() {
    let even = thresholds(["2", "4", "6", "8", "10"]);
    let table = [
        (0, "1.0000"),
        (100_000_000, "1.0000"),
        (101_999_999, "1.0000"),
        (102_000_000, "1.0000"),
        (103_000_000, "1.5000"),
        (103_999_999, "2.0000"),
        (104_000_000, "2.0000"),
        (106_500_000, "3.2500"),
        (109_999_900, "5.0000"),
        (109_999_800, "4.9999"),
        (110_000_000, "5.0000"),
        (900_000_000, "5.0000"),
    ];
    for (revenue, expected) in table {
        assert_eq!(score(even, revenue), expected, "{revenue} satang");
    }
}

#[test]
fn thresholds_may_be_uneven_and_negative() {
    let uneven = thresholds(["-5", "0", "1", "11.39", "22"]);
    for (revenue, expected) in [
        (94_000_000, "1.0000"),
        (97_500_000, "1.5000"),
        (100_500_000, "2.5000"),
        (111_390_000, "4.0000"),
        (116_695_000, "4.5000"),
    ] {
        assert_eq!(score(uneven, revenue), expected, "{revenue} satang");
    }
}

#[test]
fn the_score_is_taken_of_the_exact_growth() {
    // 4.005 % is told as 4.01 % and is worth 2.0025 points, not 2.0050.
    let growth = Growth::of(Baht::from_satang(100_000), Baht::from_satang(104_005)).unwrap();
    assert_eq!(growth.percent().to_string(), "4.01");
    let even = thresholds(["2", "4", "6", "8", "10"]);
    assert_eq!(even.score(growth).to_string(), "2.0025");
}

#[test]
fn thresholds_that_are_refused() {
    let table: [(&[&str], &str); 5] = [
        (&["1", "2", "3", "4"], "five"),
        (&["1", "2", "3", "4", "5", "6"], "five"),
        (&["1", "2", "2", "4", "5"], "order"),
        (&["5", "4", "3", "2", "1"], "order"),
        (&["-100.01", "2", "3", "4", "5"], "range"),
    ];
    for (given, rule) in table {
        let refused = Thresholds::new(&percents(given)).unwrap_err();
        assert_eq!(
            (refused.field.as_deref(), refused.rule.as_deref()),
            (Some("thresholds"), Some(rule)),
            "{given:?}"
        );
    }
    assert!(plausible("percent", Percent::from_hundredths(100_001)).is_err());
    assert!(plausible("percent", Percent::from_hundredths(100_000)).is_ok());
}

/// Parts as base in baht and percent; `-` is absent.
fn parts(parts: &[(&str, &str)]) -> Vec<Part> {
    let part = |(base, percent): &(&str, &str)| Part {
        base: base.parse().ok(),
        percent: percent.parse().ok(),
    };
    parts.iter().map(part).collect()
}

#[test]
fn parts_add_up_by_the_weight_of_their_bases() {
    let whole = Percent::from_hundredths(500);
    let table: [(&[(&str, &str)], AddsUp); 8] = [
        (&[("100", "5"), ("300", "5")], AddsUp::Yes),
        (&[("100", "2"), ("300", "6")], AddsUp::Yes),
        (&[("100", "6"), ("300", "2")], AddsUp::ShortBy(Baht::from_satang(800))),
        (&[("100", "4.99"), ("0", "9")], AddsUp::ShortBy(Baht::from_satang(1))),
        (&[("100", "5"), ("300", "-")], AddsUp::Unset(1)),
        (&[("-", "5"), ("300", "5")], AddsUp::NoBase(1)),
        (&[("-", "-"), ("300", "5")], AddsUp::Unset(1)),
        (&[], AddsUp::Yes),
    ];
    for (given, expected) in table {
        assert_eq!(adds_up(whole, &parts(given)), expected, "{given:?}");
    }
}

proptest! {
    #[test]
    fn more_revenue_never_scores_less(base in 1i64..1_000_000_000, revenue in 0i64..2_000_000_000, more in 0i64..1_000_000, steps in proptest::collection::vec(1i64..1000, 5)) {
        let five: Vec<Percent> = steps.iter().scan(0, |sum, step| { *sum += step; Some(Percent::from_hundredths(*sum)) }).collect();
        let thresholds = Thresholds::new(&five).unwrap();
        let score = |revenue| thresholds.score(Growth::of(Baht::from_satang(base), Baht::from_satang(revenue)).unwrap());
        prop_assert!(score(revenue) <= score(revenue + more));
        prop_assert!((Score::LOWEST..=Score::HIGHEST).contains(&score(revenue)));
    }
}
