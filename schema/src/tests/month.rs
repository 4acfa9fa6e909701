//! Months, fiscal years, rounds and ranges.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{at, month};
use crate::{FiscalYear, Month, MonthRange, Round, thai_date, thai_date_long, thai_digits, thai_time};

#[test]
fn written_and_read() {
    for text in ["2023-02", "1900-01", "2156-12"] {
        assert_eq!(month(text).to_string(), text);
    }
    for text in [
        "",
        "2023",
        "2023-2",
        "2023-13",
        "2023-00",
        "2566-02",
        "1899-12",
        "2023-02-01",
        "+023-02",
        "๒๐๒๓-๐๒",
        "2023/02",
    ] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&month("2023-02")).unwrap(), "\"2023-02\"");
    assert!(serde_json::from_str::<Month>("\"2566-02\"").is_err());
}

#[test]
fn first_and_last_days() {
    let table = [
        ("2023-02", 28),
        ("2024-02", 29),
        ("2100-02", 28),
        ("2000-02", 29),
        ("2023-04", 30),
        ("2023-12", 31),
    ];
    for (text, last) in table {
        let month = month(text);
        assert_eq!(month.first_day().to_string(), format!("{text}-01"));
        assert_eq!(month.last_day().to_string(), format!("{text}-{last}"));
    }
}

#[test]
fn the_month_of_an_instant_is_bangkoks() {
    assert_eq!(Month::at(at("2023-02-28T23:59:59.999+07:00")), month("2023-02"));
    assert_eq!(Month::at(at("2023-02-28T17:00:00Z")), month("2023-03"));
}

#[test]
fn neighbours_and_distances() {
    assert_eq!(month("2023-12").next(), month("2024-01"));
    assert_eq!(month("2024-01").previous(), month("2023-12"));
    assert_eq!(month("2023-02").plus(-14), month("2021-12"));
    assert_eq!(month("2023-02").months_since(month("2021-12")), 14);
}

#[test]
fn fiscal_year_2566_is_october_2022_to_september_2023() {
    let year = FiscalYear::new(2566).unwrap();
    assert_eq!((year.first(), year.last()), (month("2022-10"), month("2023-09")));
    assert_eq!(year.months().map(Month::fiscal_year), [year; 12]);
    assert_eq!(month("2022-09").fiscal_year().number(), 2565);
    assert_eq!(month("2023-10").fiscal_year().number(), 2567);
    assert_eq!("2566".parse::<FiscalYear>().unwrap(), year);
    for wrong in ["2023", "", "x", "2700"] {
        assert!(wrong.parse::<FiscalYear>().is_err(), "{wrong}");
    }
}

#[test]
fn two_rounds_make_a_year() {
    let year = FiscalYear::new(2566).unwrap();
    let months: Vec<_> = [1, 2]
        .iter()
        .flat_map(|number| Round::new(year, *number).unwrap().months())
        .collect();
    assert_eq!(months, year.months());
    assert_eq!(
        Round::new(year, 2).unwrap().range(),
        MonthRange::new(month("2023-04"), month("2023-09")).unwrap()
    );
    assert!(Round::new(year, 0).is_err() && Round::new(year, 3).is_err());
}

#[test]
fn ranges_include_both_ends() {
    let range = MonthRange::new(month("2022-11"), month("2023-02")).unwrap();
    assert_eq!(range.len(), 4);
    assert_eq!(range.iter().last(), Some(month("2023-02")));
    assert!(range.contains(month("2022-11")) && !range.contains(month("2023-03")));
    assert_eq!(MonthRange::single(month("2023-02")).iter().collect::<Vec<_>>(), [month("2023-02")]);
    assert!(MonthRange::new(month("2023-02"), month("2023-01")).is_err());
}

#[test]
fn as_thai_readers_see_it() {
    let day = NaiveDate::from_ymd_opt(2023, 3, 3).unwrap();
    assert_eq!(month("2023-02").thai(), "ก.พ. 2566");
    assert_eq!(month("2023-02").thai_long(), "กุมภาพันธ์ 2566");
    assert_eq!(thai_date(day), "3 มี.ค. 2566");
    assert_eq!(thai_digits(&thai_date_long(day)), "๓ มีนาคม ๒๕๖๖");
    assert_eq!(thai_time(at("2022-12-31T17:00:00Z")), "1 ม.ค. 2566 00:00 น.");
    assert_eq!(crate::arabic_digits("๒๕๖๖ ก 7"), "2566 ก 7");
}

proptest! {
    #[test]
    fn every_month_reads_back(year in 1900..=2156, number in 1u32..=12) {
        let month = Month::new(year, number).unwrap();
        prop_assert_eq!(month.to_string().parse::<Month>().unwrap(), month);
        prop_assert_eq!(month.next().previous(), month);
        prop_assert_eq!(month.last_day().succ_opt().unwrap(), month.next().first_day());
        prop_assert!(month.fiscal_year().range().contains(month));
    }
}
