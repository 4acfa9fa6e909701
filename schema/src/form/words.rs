//! How a value reads, and in which digits.

use super::figures::Value;
use crate::{thai_date, thai_digits};

/// In which digits numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digits {
    /// `0123`
    #[default]
    Arabic,
    /// `๐๑๒๓`, as official letters write them.
    Thai,
}

impl Digits {
    /// The text in these digits.
    pub fn of(self, text: &str) -> String {
        match self {
            Digits::Arabic => text.to_owned(),
            Digits::Thai => thai_digits(text),
        }
    }
}

impl Value {
    /// As a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Value::Text(words) | Value::Score(words) => words.clone(),
            Value::Count(number) => number.to_string(),
            Value::Money(baht) => baht.grouped(),
            Value::Percent(percent) => percent.to_string(),
            Value::Day(day) => thai_date(*day),
        }
    }

    /// As a program reads it: no separators, days as `2023-02-28`.
    pub fn exact(&self) -> String {
        match self {
            Value::Money(baht) => baht.to_string(),
            Value::Day(day) => day.to_string(),
            Value::Text(_) | Value::Score(_) | Value::Count(_) | Value::Percent(_) => self.shown(),
        }
    }

    /// Whether it is a number, which stands at the right of its column.
    pub fn is_number(&self) -> bool {
        match self {
            Value::Count(_) | Value::Money(_) | Value::Percent(_) | Value::Score(_) => true,
            Value::Text(_) | Value::Day(_) => false,
        }
    }
}
