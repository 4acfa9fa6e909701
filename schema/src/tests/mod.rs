//! Tables: every rule beside what it answers.

mod baht_words;
mod calendar;
mod check;
mod committee;
mod digest;
mod estimate;
mod form;
mod growth;
mod kinds;
mod meeting;
mod money;
mod month;
mod operation;
mod paper;
mod place;
mod reminder;
mod score;
mod status;

use chrono::{DateTime, Utc};

/// An instant written with its offset.
fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A month.
fn month(text: &str) -> crate::Month {
    text.parse().unwrap()
}
