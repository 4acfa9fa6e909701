//! The calendar over three years of months, at the last millisecond before and the first of each boundary.

use chrono::{DateTime, TimeDelta, Utc};

use super::{at, month};
use crate::{
    FiscalYear, Month, Override, RefusalCode, Timeliness, Window, YearRule, bangkok, submittable, timeliness, writable, writable_span,
};

fn rule(fiscal_year: i32) -> YearRule {
    YearRule {
        fiscal_year,
        opens_day: 10,
        opens_hour: 0,
        submit_days_before_end: 0,
        due_day: 3,
        closes_day: 6,
        closes_hour: 0,
    }
}

fn window(month: Month) -> Window {
    Window::of(month, &rule(month.fiscal_year().number()), None)
}

fn last_millisecond_before(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant - TimeDelta::milliseconds(1)
}

/// Fiscal years 2566 to 2568: leap February 2567 (2024) among them.
fn three_years() -> impl Iterator<Item = Month> {
    [2566, 2567, 2568]
        .into_iter()
        .flat_map(|year| FiscalYear::new(year).unwrap().months())
}

fn local(instant: DateTime<Utc>) -> String {
    bangkok(instant).format("%Y-%m-%d %H:%M:%S%.3f").to_string()
}

/// The answers to write, submit, confirm at one instant.
fn answers(window: &Window, now: DateTime<Utc>) -> String {
    let word = |answer: Result<(), crate::Refusal>| answer.map_or_else(|refusal| refusal.code.as_str(), |()| "yes");
    let write = word(writable(Some(window), None, now));
    let submit = word(submittable(Some(window), None, now));
    format!("{write:<14} {submit:<14} {}", timeliness(Some(window), None, now))
}

#[test]
fn thirty_six_months_at_every_boundary() {
    let mut table = String::from("month   instant in Bangkok       write          submit         confirm\n");
    for month in three_years() {
        let Window {
            opens_at,
            submit_from,
            due_at,
            closes_at,
        } = window(month);
        for boundary in [opens_at, submit_from, due_at, closes_at] {
            for now in [last_millisecond_before(boundary), boundary] {
                let answers = answers(&window(month), now);
                table += &format!("{month} {} {answers}\n", local(now));
            }
        }
    }
    insta::assert_snapshot!("calendar", table);
}

#[test]
fn leap_february_is_submitted_on_its_last_day() {
    let leap = window(month("2024-02"));
    assert_eq!(leap.submit_from, at("2024-02-29T00:00:00+07:00"));
    assert!(submittable(Some(&leap), None, at("2024-02-28T23:59:59.999+07:00")).is_err());
    assert!(submittable(Some(&leap), None, at("2024-02-29T00:00:00+07:00")).is_ok());
    assert!(submittable(Some(&leap), None, at("2024-02-29T23:59:59.999+07:00")).is_ok());
    assert!(submittable(Some(&leap), None, at("2024-03-01T00:00:00+07:00")).is_ok());
}

#[test]
fn the_letters_month() {
    let february = window(month("2023-02"));
    let judged = |now| timeliness(Some(&february), None, at(now));
    assert_eq!(judged("2023-03-03T23:59:59.999+07:00"), Timeliness::OnTime);
    assert_eq!(judged("2023-03-04T00:00:00+07:00"), Timeliness::Late);
    assert_eq!(judged("2023-03-05T23:59:59.999+07:00"), Timeliness::Late);
    assert_eq!(judged("2023-03-06T00:00:00+07:00"), Timeliness::NotConfirmed);
}

#[test]
fn between_the_close_and_the_opening_no_month_is_writable() {
    for month in three_years() {
        let closed = window(month).closes_at;
        assert_eq!(closed + TimeDelta::days(4), window(month.next()).opens_at);
        assert!(writable(Some(&window(month)), None, closed).is_err());
        assert!(writable(Some(&window(month.next())), None, closed).is_err());
    }
}

#[test]
fn a_refusal_says_when_it_opens() {
    let march = window(month("2023-03"));
    let refusal = writable(Some(&march), None, at("2023-03-06T00:00:00+07:00")).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::MonthNotOpen);
    assert_eq!(refusal.opens_at, Some(at("2023-03-10T00:00:00+07:00")));
    assert!(refusal.message.contains("10 มี.ค. 2566 00:00 น."));
    let early = submittable(Some(&march), None, at("2023-03-30T12:00:00+07:00")).unwrap_err();
    assert_eq!(early.opens_at, Some(at("2023-03-31T00:00:00+07:00")));
    assert_eq!(early.rule.as_deref(), Some("submit-from"));
}

#[test]
fn a_missing_calendar_is_never_called_closed() {
    let refusal = writable(None, None, at("2023-03-06T00:00:00+07:00")).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::CalendarMissing);
    assert_eq!(timeliness(None, None, at("2023-03-01T00:00:00+07:00")), Timeliness::NotConfirmed);
}

#[test]
fn an_exception_opens_the_whole_cycle_until_its_end() {
    let february = window(month("2023-02"));
    let until = Some(at("2023-03-08T17:00:00+07:00"));
    let last = at("2023-03-08T16:59:59.999+07:00");
    let end = at("2023-03-08T17:00:00+07:00");
    for window in [Some(&february), None] {
        assert!(writable(window, until, last).is_ok());
        assert!(submittable(window, until, last).is_ok());
        assert_eq!(timeliness(window, until, last), Timeliness::ByException);
        assert!(writable(window, until, end).is_err());
        assert_eq!(timeliness(window, until, end), Timeliness::NotConfirmed);
    }
    // Inside the window the calendar judges: an exception makes nobody late.
    let third = at("2023-03-03T12:00:00+07:00");
    assert_eq!(timeliness(Some(&february), until, third), Timeliness::OnTime);
}

#[test]
fn an_override_moves_only_what_it_names() {
    let moved = Override {
        closes_at: Some(at("2023-03-08T00:00:00+07:00")),
        ..Override::default()
    };
    let february = Window::of(month("2023-02"), &rule(2566), Some(&moved));
    assert_eq!(
        february,
        Window {
            closes_at: at("2023-03-08T00:00:00+07:00"),
            ..window(month("2023-02"))
        }
    );
    assert!(february.ordered().is_ok());
    let wrong = Window {
        due_at: at("2023-03-09T00:00:00+07:00"),
        ..february
    };
    assert_eq!(wrong.ordered().unwrap_err().field.as_deref(), Some("closesAt"));
}

#[test]
fn another_years_rule_moves_days_and_hours() {
    let moved = YearRule {
        opens_day: 1,
        opens_hour: 8,
        submit_days_before_end: 3,
        due_day: 5,
        closes_day: 7,
        closes_hour: 18,
        ..rule(2567)
    };
    let february = Window::of(month("2024-02"), &moved, None);
    assert_eq!(february.opens_at, at("2024-02-01T08:00:00+07:00"));
    assert_eq!(february.submit_from, at("2024-02-26T00:00:00+07:00"));
    assert_eq!(february.due_at, at("2024-03-06T00:00:00+07:00"));
    assert_eq!(february.closes_at, at("2024-03-07T18:00:00+07:00"));
}

#[test]
fn the_span_a_laptop_waits_for() {
    let february = window(month("2023-02"));
    let opening = (february.opens_at, february.closes_at);
    let until = at("2023-03-08T17:00:00+07:00");
    let exception = Some(until);
    let before = at("2023-02-01T00:00:00+07:00");
    let after = at("2023-03-07T00:00:00+07:00");
    assert_eq!(writable_span(Some(&february), None, before), Some(opening));
    assert_eq!(writable_span(Some(&february), None, february.opens_at), Some(opening));
    assert_eq!(writable_span(Some(&february), None, february.closes_at), None);
    assert_eq!(writable_span(Some(&february), exception, after), Some((february.opens_at, until)));
    assert_eq!(writable_span(Some(&february), exception, before), Some((before, until)));
    assert_eq!(writable_span(None, exception, after), Some((after, until)));
    assert_eq!(writable_span(None, exception, until), None);
}
