//! The yearly estimate: periods, window, digest, share.

use crate::{
    AreaCode, Baht, EstimateEntryKey, EstimateKey, EstimatePeriod, EstimateRule, FiscalYear, MonthRange, NodeId, NotComputable, Percent,
    Subject, canonical_estimate, share,
};

fn year() -> FiscalYear {
    FiscalYear::new(2566).unwrap()
}

fn months(from: &str, to: &str) -> MonthRange {
    MonthRange::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

#[test]
fn the_periods_of_a_year_are_its_months() {
    for period in EstimatePeriod::ALL {
        let ranges = (1..=period.count()).map(|number| period.range(year(), number).unwrap());
        let all: Vec<_> = ranges.flat_map(|range| range.iter()).collect();
        assert_eq!(all, year().months(), "{period}");
        assert_eq!(period.range(year(), 0), None);
        assert_eq!(period.range(year(), period.count() + 1), None);
    }
}

#[test]
fn only_whole_periods_cover_months() {
    let quarters = EstimatePeriod::Quarter;
    assert_eq!(quarters.covering(months("2022-10", "2022-12")), Some(1..=1));
    assert_eq!(quarters.covering(months("2023-04", "2023-09")), Some(3..=4), "round 2");
    assert_eq!(quarters.covering(year().range()), Some(1..=4));
    assert_eq!(quarters.covering(months("2022-10", "2023-02")), None, "a quarter is not cut");
    assert_eq!(quarters.covering(months("2022-07", "2022-12")), None, "two fiscal years");
    assert_eq!(EstimatePeriod::Month.covering(months("2023-02", "2023-02")), Some(5..=5));
    assert_eq!(EstimatePeriod::Year.covering(year().range()), Some(1..=1));
    assert_eq!(EstimatePeriod::Year.covering(months("2022-10", "2023-03")), None);
}

#[test]
fn it_is_due_on_the_letters_day_and_closes_with_its_year() {
    let day = |text: &str| text.parse().unwrap();
    let rule = EstimateRule {
        fiscal_year: year(),
        period: EstimatePeriod::Quarter,
        opens_on: day("2022-10-01"),
        due_on: day("2023-02-23"),
    };
    let window = rule.window();
    assert_eq!(window.opens_at.to_rfc3339(), "2022-09-30T17:00:00+00:00");
    assert_eq!(window.due_at.to_rfc3339(), "2023-02-23T17:00:00+00:00", "the 23rd is on time");
    assert_eq!(window.closes_at.to_rfc3339(), "2023-09-30T17:00:00+00:00");
    assert!(window.ordered().is_ok());
}

#[test]
fn a_share_is_rounded_once_and_never_infinite() {
    let baht = Baht::from_satang;
    assert_eq!(share(baht(300), baht(200)), Ok(Percent::from_hundredths(6_667)));
    assert_eq!(share(baht(i64::MAX), baht(i64::MAX)), Ok(Percent::from_hundredths(10_000)));
    assert_eq!(share(baht(0), baht(1)), Err(NotComputable::EstimateZero));
    assert_eq!(share(baht(1), baht(i64::MAX)), Err(NotComputable::OutOfRange));
}

#[test]
fn a_subject_is_told_by_its_district_and_term() {
    let district: AreaCode = "2706".parse().unwrap();
    for text in ["2706:2566", "2706:2023-02"] {
        let subject = match text.parse() {
            Ok(NodeId::Report(key)) => Subject::from(key),
            Ok(NodeId::Estimate(key)) => Subject::from(key),
            other => panic!("{other:?}"),
        };
        assert_eq!(subject.to_string(), text);
        assert_eq!(Subject::of(district.clone(), subject.term()), subject);
        assert_eq!(subject.fiscal_year(), year());
    }
}

#[test]
fn a_thing_has_one_spelling() {
    for text in ["2706:02566", "2706:+2566", "27:2566", "2706:2443", "2706:"] {
        assert!(text.parse::<EstimateKey>().is_err(), "{text}");
    }
    let producer = uuid::Uuid::nil();
    for (text, fits) in [
        ("2566|1", true),
        ("2566|01", false),
        ("2566|0", false),
        ("2566|", false),
        ("2566|1|", false),
    ] {
        assert_eq!(format!("{producer}|{text}").parse::<EstimateEntryKey>().is_ok(), fits, "{text}");
    }
}

#[test]
fn the_digest_stands_on_the_documented_bytes() {
    let (one, two) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
    let amount = |text: &str| text.parse().unwrap();
    let mut figures = [(two, 2, amount("0")), (two, 1, amount("1234.5")), (one, 10, amount("7"))];
    let bytes = canonical_estimate(&"2706:2566".parse().unwrap(), EstimatePeriod::Quarter, &mut figures);
    let expected = format!("otop-estimate 1\n2706\n2566\nQUARTER\nE\t{one}\t10\t7.00\nE\t{two}\t1\t1234.50\nE\t{two}\t2\t0.00\n");
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}
