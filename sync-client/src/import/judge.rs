//! Judging a file row by row: what can be saved becomes a wish, what cannot a finding with its address and reason.

use std::collections::HashSet;

use otop_schema::{Amount, Month, Refusal};

use super::{
    Finding,
    grid::{Grid, address},
    layout::Layout,
};
use crate::{
    enter::{CellEdit, SheetEdit},
    lookup::Lookup,
    read,
    store::overlay::{CellNow, Producer},
};

/// An edit the file asks for.
pub enum Wish {
    /// A figure.
    Cell {
        producer: Producer,
        channel: String,
        edit: CellEdit,
    },
    /// A sheet's state.
    Sheet { producer: Producer, edit: SheetEdit },
}

impl Wish {
    /// Whose it is.
    pub fn producer(&self) -> &Producer {
        match self {
            Wish::Cell { producer, .. } | Wish::Sheet { producer, .. } => producer,
        }
    }
}

/// One cell of the file, judged.
pub struct Judged {
    /// For the person.
    pub finding: Finding,
    /// To be saved.
    pub wish: Option<Wish>,
}

type Refusable<T> = Result<T, (Option<usize>, Refusal)>;

struct Judge<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    lookup: &'a Lookup,
    month: Month,
    seen: HashSet<String>,
    /// Producer and place (category, channel) of every positive figure, as it will be.
    sales: HashSet<(String, String)>,
}

/// Judges every row: figures first, then states, so that a state speaks about the figures beside it.
pub fn all(grid: &Grid, layout: &Layout, lookup: &Lookup, month: Month, recorded: &[CellNow]) -> Vec<Judged> {
    let mut judge = Judge {
        grid,
        layout,
        lookup,
        month,
        seen: HashSet::new(),
        sales: recorded.iter().filter(|cell| cell.amount != "0.00").map(CellNow::place).collect(),
    };
    let rows = layout.header + 1..grid.rows.len();
    let mut judged: Vec<Judged> = rows.clone().filter_map(|row| judge.figure(row)).collect();
    judged.extend(rows.filter_map(|row| judge.state(row)));
    judged
}

impl Judge<'_> {
    /// The figure of a row, if it has one: empty is not zero.
    fn figure(&mut self, row: usize) -> Option<Judged> {
        let column = self.layout.amount?;
        let text = self.grid.text(row, column);
        if text.is_empty() {
            return None;
        }
        let wish = self.cell(row, column);
        Some(self.judged(row, column, wish))
    }

    /// The state of a row, if it has one.
    fn state(&mut self, row: usize) -> Option<Judged> {
        let column = self.layout.state?;
        let text = self.grid.text(row, column);
        if text.is_empty() {
            return None;
        }
        match self.sheet(row, column) {
            // A producer's second row may say the same state again: that is one sheet, not two.
            Ok(None) => None,
            Ok(Some(wish)) => Some(self.judged(row, column, Ok(wish))),
            Err(refused) => Some(self.judged(row, column, Err(refused))),
        }
    }

    fn cell(&mut self, row: usize, column: usize) -> Refusable<Wish> {
        let amount = Amount::parse(self.grid.text(row, column)).map_err(|refusal| (Some(column), refusal))?;
        let producer = self.producer(row)?.clone();
        let category = self.read(row, self.layout.category, "category", read::category)?;
        let channel = self
            .read(row, self.layout.channel, "channel", |text| self.lookup.channel(text))?
            .code
            .clone();
        let key = format!("{}|{category}|{channel}", producer.id);
        if !self.seen.insert(key) {
            return Err((Some(column), twice()));
        }
        let place = (producer.id.clone(), format!("{category}|{channel}"));
        if amount > Amount::ZERO {
            self.sales.insert(place)
        } else {
            self.sales.remove(&place)
        };
        let edit = CellEdit {
            producer: producer.id.clone(),
            month: self.month,
            category,
            channel: channel.clone(),
            amount: Some(amount),
            note: self.optional(row, self.layout.note),
        };
        Ok(Wish::Cell { producer, channel, edit })
    }

    fn sheet(&mut self, row: usize, column: usize) -> Refusable<Option<Wish>> {
        let state = read::state(self.grid.text(row, column)).map_err(|refusal| (Some(column), refusal))?;
        let producer = self.producer(row)?.clone();
        if self.seen.contains(&format!("{}|{state}", producer.id)) {
            return Ok(None);
        }
        if !self.seen.insert(format!("{}|state", producer.id)) {
            return Err((Some(column), twice()));
        }
        self.seen.insert(format!("{}|{state}", producer.id));
        let edit = self.sheet_edit(row, &producer, state)?;
        let sales = self.has_sales(&producer.id);
        otop_schema::sheet_may_be(state, edit.reason.as_deref(), sales).map_err(|refusal| (Some(column), refusal))?;
        Ok(Some(Wish::Sheet { producer, edit }))
    }

    fn sheet_edit(&self, row: usize, producer: &Producer, state: otop_schema::SheetState) -> Refusable<SheetEdit> {
        let day = self.optional(row, self.layout.given_on);
        let given_on = day
            .map(|text| read::day(&text))
            .transpose()
            .map_err(|refusal| (self.layout.given_on, refusal))?;
        Ok(SheetEdit {
            producer: producer.id.clone(),
            month: self.month,
            state,
            reason: self.optional(row, self.layout.reason),
            given_by: self.optional(row, self.layout.given_by),
            given_on,
            note: None,
        })
    }

    fn producer(&self, row: usize) -> Refusable<&Producer> {
        let number = self.optional(row, self.layout.producer);
        let (column, text) = match number {
            Some(number) => (self.layout.producer, number),
            None => (self.layout.name, self.optional(row, self.layout.name).unwrap_or_default()),
        };
        let found = self.lookup.producer(&text).map_err(|refusal| (column, refusal))?;
        found.must_be_active(self.month).map_err(|refusal| (column, refusal))?;
        Ok(found)
    }

    fn read<T>(&self, row: usize, column: Option<usize>, field: &str, read: impl Fn(&str) -> Result<T, Refusal>) -> Refusable<T> {
        let text = column.map_or("", |column| self.grid.text(row, column));
        if text.is_empty() {
            let message = "ต้องระบุประเภทและช่องทาง / Category and channel must stand beside an amount.";
            return Err((column, Refusal::invalid(field, "required", message)));
        }
        read(text).map_err(|refusal| (column, refusal))
    }

    fn optional(&self, row: usize, column: Option<usize>) -> Option<String> {
        Some(self.grid.text(row, column?))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// The finding stands at the cell that is wrong, which need not be the figure itself.
    fn judged(&self, row: usize, column: usize, wish: Refusable<Wish>) -> Judged {
        let at = match &wish {
            Err((Some(wrong), _)) => *wrong,
            Ok(_) | Err((None, _)) => column,
        };
        let meaning = [self.layout.producer, self.layout.name, self.layout.category, self.layout.channel];
        let meaning: Vec<String> = meaning.into_iter().filter_map(|column| self.optional(row, column)).collect();
        let (wish, refusal) = match wish {
            Ok(wish) => (Some(wish), None),
            Err((_, refusal)) => (None, Some(refusal)),
        };
        let text = self.grid.text(row, at).to_owned();
        Judged {
            finding: Finding {
                address: address(row, at),
                text,
                meaning: meaning.join(" · "),
                refusal,
            },
            wish,
        }
    }

    fn has_sales(&self, producer: &str) -> bool {
        self.sales.iter().any(|(owner, _)| owner == producer)
    }
}

impl CellNow {
    fn place(&self) -> (String, String) {
        (self.producer_id.clone(), format!("{}|{}", self.category, self.channel))
    }
}

fn twice() -> Refusal {
    let message = "มีข้อมูลนี้ซ้ำในแฟ้ม / This stands in the file twice.";
    Refusal::invalid("row", "twice", message)
}
