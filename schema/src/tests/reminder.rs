//! When a deadline is called to mind: over weekends, holidays and moved deadlines.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{Month, Override, Window, YearRule, last_day, last_working_day};

const RULE: YearRule = YearRule {
    fiscal_year: 2566,
    opens_day: 10,
    opens_hour: 0,
    submit_days_before_end: 0,
    due_day: 3,
    closes_day: 6,
    closes_hour: 0,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A Bangkok instant.
fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00+07:00").parse().unwrap()
}

fn window(month: &str, moved: Option<&Override>) -> Window {
    Window::of(month.parse::<Month>().unwrap(), &RULE, moved)
}

/// What is called to mind at each instant.
fn told(window: &Window, holidays: &[&str], instants: &[&str]) -> Vec<&'static str> {
    let holidays: BTreeSet<NaiveDate> = holidays.iter().map(|text| day(text)).collect();
    let told = instants.iter().map(|text| window.reminder(&holidays, at(text)));
    told.map(|kind| kind.map_or("-", |kind| kind.as_str())).collect()
}

#[test]
fn a_deadline_on_a_working_day() {
    // 3 March 2566 is a Friday.
    let instants = [
        "2023-02-27T23:59",
        "2023-02-28T00:00",
        "2023-03-02T23:59",
        "2023-03-03T00:00",
        "2023-03-03T23:59",
        "2023-03-04T00:00",
        "2023-03-05T23:59",
        "2023-03-06T00:00",
    ];
    let expected = ["-", "DUE_SOON", "DUE_SOON", "DUE_TODAY", "DUE_TODAY", "OVERDUE", "OVERDUE", "-"];
    assert_eq!(told(&window("2023-02", None), &[], &instants), expected);
}

#[test]
fn a_deadline_on_a_weekend_is_called_to_mind_on_the_friday_before() {
    // 3 June 2566 is a Saturday; with the Friday off, Thursday is the last working day.
    let june = window("2023-05", None);
    let instants = ["2023-05-31T09:00", "2023-06-01T09:00", "2023-06-02T09:00", "2023-06-03T09:00"];
    assert_eq!(
        told(&june, &[], &instants),
        ["DUE_SOON", "DUE_SOON", "LAST_WORKING_DAY", "DUE_TODAY"]
    );
    assert_eq!(
        told(&june, &["2023-06-02"], &instants),
        ["DUE_SOON", "LAST_WORKING_DAY", "LAST_WORKING_DAY", "DUE_TODAY"]
    );
}

#[test]
fn before_a_long_break_the_last_working_day_comes_first() {
    let deadline = Override {
        due_at: Some(at("2023-04-18T00:00")),
        closes_at: Some(at("2023-04-20T00:00")),
        ..Override::default()
    };
    let songkran = ["2023-04-13", "2023-04-14", "2023-04-17"];
    let instants = ["2023-04-11T09:00", "2023-04-12T09:00", "2023-04-14T09:00", "2023-04-17T09:00"];
    assert_eq!(
        told(&window("2023-03", Some(&deadline)), &songkran, &instants),
        ["-", "LAST_WORKING_DAY", "DUE_SOON", "DUE_TODAY"]
    );
}

#[test]
fn days_off_are_weekends_and_holidays() {
    let holidays = BTreeSet::from([day("2023-03-06")]);
    for (from, expected) in [
        ("2023-03-03", "2023-03-03"),
        ("2023-03-05", "2023-03-03"),
        ("2023-03-06", "2023-03-03"),
        ("2023-03-07", "2023-03-07"),
    ] {
        assert_eq!(last_working_day(day(from), &holidays), day(expected), "{from}");
    }
    assert_eq!(last_day(at("2023-03-04T00:00")), day("2023-03-03"));
    assert_eq!(last_day(at("2023-03-03T12:00")), day("2023-03-03"));
}
