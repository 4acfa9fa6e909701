//! One row of past figures.

use otop_schema::{Amount, Category, Month, Refusal, SheetState, sheet_may_be};

use super::file::Row;
use super::report::Judgement;

/// The columns every file of figures has; `category`, `channel`, `amount`, `state` and `reason` as the row needs them.
pub(super) const COLUMNS: [&str; 2] = ["registration_number", "month"];

/// Registration number and month: the sheet a row belongs to, also where the rest of it cannot be read.
pub(super) type Key = (String, Month);

/// A cell, or a sheet without sales or without figures.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub cell: Option<(Category, String, Amount)>,
    pub state: SheetState,
    pub reason: Option<String>,
}

/// A line of the file.
pub(super) struct Line {
    /// Its number; the header is line 1.
    pub number: u64,
    pub key: Option<Key>,
    pub figure: Judgement<Figure>,
}

impl Line {
    /// The key and the figure apart: a row that cannot be read spoils its report nevertheless.
    pub(super) fn read(number: u64, row: Judgement<Row<'_>>) -> Self {
        let key = row.as_ref().ok().and_then(|row| key(row).ok());
        let figure = row.and_then(|row| key_then_figure(&row));
        Self { number, key, figure }
    }

    /// What the row is about, for people.
    pub(super) fn described(&self) -> String {
        let what = match &self.figure {
            Ok(Figure {
                cell: Some((category, channel, amount)),
                ..
            }) => format!(" {} {channel} {}", category.as_str(), amount.grouped()),
            Ok(figure) => format!(" {}", figure.state.as_str()),
            Err(_) => String::new(),
        };
        self.key
            .as_ref()
            .map_or_else(String::new, |(number, month)| format!("{number} {month}{what}"))
    }
}

fn key(row: &Row) -> Judgement<Key> {
    Ok((row.required("registration_number")?.to_owned(), row.value("month")?))
}

fn key_then_figure(row: &Row) -> Judgement<Figure> {
    key(row)?;
    let amount = row.text("amount").map(Amount::parse).transpose()?;
    let state = row.optional("state")?.unwrap_or(SheetState::Complete);
    let reason = row.text("reason").map(str::to_owned);
    sheet_may_be(state, reason.as_deref(), amount.is_some_and(|amount| amount > Amount::ZERO))?;
    let cell = match (amount, state) {
        (Some(amount), SheetState::Complete) => Some((row.value("category")?, row.required("channel")?.to_owned(), amount)),
        (None, SheetState::NoSales | SheetState::NotObtained) => None,
        (Some(_) | None, _) => return Err(amount_or_state()),
    };
    Ok(Figure { cell, state, reason })
}

fn amount_or_state() -> Refusal {
    let message = "ระบุ amount หรือ state อย่างใดอย่างหนึ่ง (NO_SALES, NOT_OBTAINED) / Give an amount, or NO_SALES or NOT_OBTAINED as the state";
    Refusal::invalid("amount", "required", message)
}
