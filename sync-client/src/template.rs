//! A locked workbook of a month, to be filled in where there is no laptop: producers stand there and cannot be changed, figures are typed
//! beside them, and `otop import` reads it. It knows its month: a file of another month is refused.

use std::{collections::BTreeSet, path::Path};

use otop_schema::{Category, Month};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    export,
    laptop::Laptop,
    store::{
        overlay::{CellNow, Channel, Producer},
        sheets::SheetNow,
    },
};

mod workbook;

/// The name of the hidden worksheet that holds the month, and the words in its first cell.
pub(crate) const KEY_SHEET: &str = "otop";
pub(crate) const KEY: &str = "otop-template 1";

/// What was written.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// The month.
    pub month: Month,
    /// The file.
    pub file: String,
    /// Producers in it.
    pub producers: usize,
    /// Lines to write on.
    pub lines: usize,
}

/// One line: a producer, and the place of a figure where it is known.
struct Line {
    registration: String,
    name: String,
    category: String,
    channel: String,
    amount: Option<String>,
    note: String,
    /// On a producer's first line.
    sheet: Option<SheetNow>,
}

impl Laptop {
    /// Writes the workbook of a month.
    ///
    /// # Errors
    /// Nobody is signed in; another ending than `.xlsx`; the file is there already or cannot be written.
    pub fn write_template(&mut self, month: Month, to: &Path) -> Result<Written> {
        export::ending(to, &["xlsx"])?;
        self.store.signed_in()?;
        let channels = self.store.channels()?;
        let mut producers = self.store.producers()?;
        producers.retain(|producer| producer.active_in(month));
        let lines = self.lines(month, &producers, &channels)?;
        let bytes = workbook::write(month, &lines, &channels).map_err(|cause| Error::Other(cause.to_string()))?;
        export::save(to, &bytes)?;
        Ok(Written {
            month,
            file: to.display().to_string(),
            producers: producers.len(),
            lines: lines.len(),
        })
    }

    /// Where a producer sold last month or this one is a line, with this month's figure; and one more to write on.
    fn lines(&mut self, month: Month, producers: &[Producer], channels: &[Channel]) -> Result<Vec<Line>> {
        let (now, before) = (self.store.cells(month)?, self.store.cells(month.previous())?);
        let mut sheets = self.sheets_by_producer(month)?;
        let mut lines = Vec::new();
        for producer in producers {
            let places: BTreeSet<(&str, &str)> = now
                .iter()
                .chain(&before)
                .filter(|cell| cell.producer_id == producer.id)
                .map(place)
                .collect();
            let places = places.into_iter().map(Some).chain([None]);
            let mut sheet = sheets.remove(&producer.id);
            for place in places {
                let cell = now
                    .iter()
                    .find(|cell| cell.producer_id == producer.id && Some(self::place(cell)) == place);
                lines.push(line(producer, place, cell, channels, sheet.take()));
            }
        }
        Ok(lines)
    }
}

fn place(cell: &CellNow) -> (&str, &str) {
    (&cell.category, &cell.channel)
}

fn line(producer: &Producer, place: Option<(&str, &str)>, cell: Option<&CellNow>, channels: &[Channel], sheet: Option<SheetNow>) -> Line {
    let (category, channel) = place.unwrap_or_default();
    let named = channels.iter().find(|row| row.code == channel);
    Line {
        registration: producer.registration_number.clone().unwrap_or_else(|| producer.id.clone()),
        name: producer.name.clone(),
        category: category
            .parse::<Category>()
            .map_or_else(|_| category.to_owned(), |known| known.thai().to_owned()),
        channel: named.map_or_else(|| channel.to_owned(), |row| row.name_th.clone()),
        amount: cell.map(|cell| cell.amount.clone()),
        note: cell.and_then(|cell| cell.note.clone()).unwrap_or_default(),
        sheet,
    }
}

#[cfg(test)]
mod tests;
