//! Growth and its base: published figures of Chiang Mai, and everything that cannot be computed.

use proptest::prelude::*;

use crate::{Baht, BasePolicy, FiscalYear, Growth, Month, NotComputable, Percent, Round, RoundTwoScope, Tally};

/// OTOP revenue of Chiang Mai in baht (public source): fiscal years 2554, 2555, 2556.
const CHIANG_MAI: [i64; 3] = [4_877_112_422, 5_432_857_881, 5_895_307_755];
/// The published target for fiscal year 2557.
const PUBLISHED_TARGET: i64 = 6_590_146_410;

fn baht(baht: i64) -> Baht {
    Baht::from_satang(baht * 100)
}

fn percent(base: Baht, revenue: Baht) -> Result<String, NotComputable> {
    Growth::of(base, revenue).map(|growth| growth.percent().to_string())
}

#[test]
fn chiang_mai_as_published() {
    let [first, second, third] = CHIANG_MAI.map(baht);
    let mean = BasePolicy::MeanOfThreeYears.base(&[Some(third), Some(second), Some(first)]);
    assert_eq!(mean.map(Baht::grouped).as_deref(), Some("5,401,759,352.67"));
    let mean = mean.unwrap_or_default();
    let target = baht(PUBLISHED_TARGET);
    for (base, revenue, expected) in [
        (first, second, "11.39"),
        (second, third, "8.51"),
        (mean, target, "22.00"),
        (third, target, "11.79"),
    ] {
        assert_eq!(percent(base, revenue).as_deref(), Ok(expected));
    }
    let increase = Growth::of(first, second).map(Growth::increase);
    assert_eq!(increase, Ok(baht(555_745_459)));
}

#[test]
fn percentages_are_rounded_once_and_away_from_zero() {
    let table = [
        (10_000, 10_000, "0.00"),
        (10_000, 0, "-100.00"),
        (10_000, 20_000, "100.00"),
        (20_000, 20_001, "0.01"),
        (20_000, 19_999, "-0.01"),
        (20_001, 20_002, "0.00"),
        (3, 4, "33.33"),
        (3, 5, "66.67"),
        (1, 320_000_000_000_000, "31999999999999900.00"),
    ];
    for (base, revenue, expected) in table {
        let (base, revenue) = (Baht::from_satang(base), Baht::from_satang(revenue));
        assert_eq!(percent(base, revenue).as_deref(), Ok(expected), "{revenue} against {base}");
    }
}

#[test]
fn what_has_no_percentage_says_why() {
    let table = [
        (0, 5, NotComputable::BaseZero),
        (0, 0, NotComputable::BaseZero),
        (-1, 5, NotComputable::BaseZero),
        (1, i64::MAX, NotComputable::OutOfRange),
    ];
    for (base, revenue, expected) in table {
        assert_eq!(percent(Baht::from_satang(base), Baht::from_satang(revenue)), Err(expected));
    }
}

#[test]
fn a_missing_year_leaves_no_base() {
    let known = |satang: i64| Some(Baht::from_satang(satang));
    let table = [
        (BasePolicy::PreviousYear, vec![known(7)], known(7)),
        (BasePolicy::PreviousYear, vec![None], None),
        (BasePolicy::PreviousYear, vec![], None),
        (BasePolicy::MeanOfThreeYears, vec![known(1), known(1), known(2)], known(1)),
        (BasePolicy::MeanOfThreeYears, vec![known(1), known(2), known(2)], known(2)),
        (BasePolicy::MeanOfThreeYears, vec![known(1), known(2), None], None),
        (BasePolicy::MeanOfThreeYears, vec![known(1), known(2)], None),
        (BasePolicy::MeanOfThreeYears, vec![known(i64::MAX); 3], known(i64::MAX)),
    ];
    for (policy, revenues, expected) in table {
        assert_eq!(policy.base(&revenues), expected, "{policy} of {revenues:?}");
    }
}

#[test]
fn the_years_before_come_latest_first() {
    let month: Month = "2023-02".parse().unwrap();
    let months = |policy: BasePolicy| policy.months(month).map(|month| month.to_string()).collect::<Vec<_>>();
    assert_eq!(months(BasePolicy::PreviousYear), ["2022-02"]);
    assert_eq!(months(BasePolicy::MeanOfThreeYears), ["2022-02", "2021-02", "2020-02"]);
}

#[test]
fn only_round_two_may_be_cumulative() {
    let round = |number| Round::new(FiscalYear::new(2566).unwrap(), number).unwrap();
    let table = [
        (RoundTwoScope::SixMonths, 1, "2022-10", "2023-03"),
        (RoundTwoScope::SixMonths, 2, "2023-04", "2023-09"),
        (RoundTwoScope::Cumulative, 1, "2022-10", "2023-03"),
        (RoundTwoScope::Cumulative, 2, "2022-10", "2023-09"),
    ];
    for (scope, number, from, to) in table {
        let months = scope.months(round(number));
        assert_eq!(
            (months.from().to_string(), months.to().to_string()),
            (from.to_owned(), to.to_owned())
        );
    }
}

/// Months of a place as base and revenue in satang.
fn tally(months: &[(Option<i64>, Option<i64>)]) -> Tally {
    let tallies = months
        .iter()
        .map(|(base, revenue)| Tally::of_month(base.map(Baht::from_satang), revenue.map(Baht::from_satang)));
    tallies.fold(Tally::default(), |sum, month| sum.checked_add(month).unwrap())
}

#[test]
fn the_official_figure_has_the_full_base_and_the_provisional_one_what_can_be_compared() {
    use NotComputable::{BaseZero, NoBase, NothingConfirmed};
    // Base and revenue of two months; official and provisional percent; how many district-months are compared.
    let table = [
        ([(Some(100), Some(110)), (Some(100), Some(130))], Ok("20.00"), Ok("20.00"), 2),
        ([(Some(100), Some(110)), (Some(100), None)], Ok("-45.00"), Ok("10.00"), 1),
        ([(Some(100), Some(110)), (None, Some(900))], Err(NoBase), Ok("10.00"), 1),
        ([(Some(100), None), (Some(100), None)], Ok("-100.00"), Err(NothingConfirmed), 0),
        ([(None, Some(1)), (None, Some(1))], Err(NoBase), Err(NoBase), 0),
        ([(Some(0), Some(1)), (Some(0), Some(1))], Err(BaseZero), Err(BaseZero), 2),
        ([(Some(0), Some(1)), (Some(50), None)], Ok("-98.00"), Err(BaseZero), 1),
    ];
    let told = |growth: Result<Growth, NotComputable>| growth.map(|growth| growth.percent().to_string());
    for (months, official, provisional, compared) in table {
        let tally = tally(&months);
        assert_eq!(told(tally.official()), official.map(str::to_owned), "official of {months:?}");
        assert_eq!(
            told(tally.provisional()),
            provisional.map(str::to_owned),
            "provisional of {months:?}"
        );
        assert_eq!((tally.expected, tally.compared), (2, compared));
    }
    assert_eq!(Tally::default().official(), Err(NoBase), "no district is no figure");
}

#[test]
fn what_is_withheld_is_withheld_whole() {
    let whole = tally(&[(Some(100), Some(110))]);
    assert!(whole.official().is_ok() && whole.provisional().is_ok());
    let withheld = Tally { withheld: 1, ..whole };
    assert_eq!(withheld.official(), Err(NotComputable::Withheld));
    assert_eq!(withheld.provisional(), Err(NotComputable::Withheld));
}

#[test]
fn a_sum_too_large_is_no_sum() {
    let large = Tally::of_month(Some(Baht::from_satang(i64::MAX)), None);
    assert_eq!(large.checked_add(large), None);
}

#[test]
fn percentages_as_people_write_them() {
    let table = [
        ("5", Some(500)),
        ("5.2", Some(520)),
        (" 5.25 ", Some(525)),
        ("5.25 %", Some(525)),
        ("๕.๒๕", Some(525)),
        ("-0.5", Some(-50)),
        ("5.250", Some(525)),
        ("5.255", None),
        ("", None),
        ("%", None),
        ("1e3", None),
        ("ห้า", None),
        ("92233720368547758.08", None),
    ];
    for (text, hundredths) in table {
        assert_eq!(text.parse::<Percent>().ok().map(Percent::hundredths), hundredths, "{text}");
    }
}

proptest! {
    #[test]
    fn in_any_order_and_any_grouping_the_same(months in proptest::collection::vec((proptest::option::of(0i64..1_000_000), proptest::option::of(0i64..1_000_000)), 0..12), cut in 0usize..12) {
        let (left, right) = months.split_at(cut.min(months.len()));
        let mut turned = months.clone();
        turned.reverse();
        prop_assert_eq!(tally(left).checked_add(tally(right)), Some(tally(&months)));
        prop_assert_eq!(tally(&turned), tally(&months));
    }
}
