//! Judging a file row by row: what can be saved becomes a wish, what cannot a finding with its address and reason.

use std::collections::{HashMap, HashSet};

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
    store::{
        overlay::{CellNow, Producer},
        sheets::SheetNow,
    },
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
    /// Its row.
    pub row: usize,
    /// For the person.
    pub finding: Finding,
    /// To be saved.
    pub wish: Option<Wish>,
}

type Refusable<T> = Result<T, (Option<usize>, Refusal)>;

/// What is recorded of the month so far: by producer and place (category, channel), the place of a state is empty.
pub struct Recorded(HashMap<(String, String), String>);

impl Recorded {
    /// From what the person sees.
    pub fn new(cells: &[CellNow], sheets: &[SheetNow]) -> Recorded {
        let states = sheets
            .iter()
            .map(|sheet| ((sheet.producer_id.clone(), String::new()), sheet.state.word()));
        let figures = cells.iter().map(|cell| (cell.place(), cell.amount.clone()));
        Recorded(figures.chain(states).collect())
    }

    /// Where there are sales.
    fn sales(&self) -> HashSet<(String, String)> {
        let figures = self.0.iter().filter(|((_, place), amount)| !place.is_empty() && *amount != "0.00");
        figures.map(|(place, _)| place.clone()).collect()
    }
}

struct Judge<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    lookup: &'a Lookup,
    month: Month,
    recorded: &'a Recorded,
    seen: HashSet<String>,
    /// Producer and place of every positive figure, as it will be.
    sales: HashSet<(String, String)>,
    /// Producers with a refused figure.
    refused: HashSet<String>,
}

/// Judges every row: figures first, then states, so that a state speaks about the figures beside it.
pub fn all(grid: &Grid, layout: &Layout, lookup: &Lookup, month: Month, recorded: &Recorded) -> Vec<Judged> {
    let mut judge = Judge {
        grid,
        layout,
        lookup,
        month,
        recorded,
        seen: HashSet::new(),
        sales: recorded.sales(),
        refused: HashSet::new(),
    };
    let rows = layout.header + 1..grid.rows.len();
    let (sound, faulty): (Vec<usize>, Vec<usize>) = rows.partition(|row| judge.fault(*row).is_none());
    let mut judged: Vec<Judged> = faulty.into_iter().filter_map(|row| judge.faulty(row)).collect();
    judged.extend(sound.iter().filter_map(|row| judge.figure(*row)));
    judged.extend(sound.iter().filter_map(|row| judge.state(*row)));
    judged
}

impl Judge<'_> {
    /// A cell of the row that is read and cannot be trusted.
    fn fault(&self, row: usize) -> Option<(usize, &Refusal)> {
        let cells = self
            .grid
            .faults
            .range((row, 0)..(row + 1, 0))
            .map(|((_, column), refusal)| (*column, refusal));
        let mut cells = cells.filter(|(column, _)| self.grid.separated || self.layout.reads(*column));
        cells.next()
    }

    /// A row with such a cell is refused whole.
    fn faulty(&mut self, row: usize) -> Option<Judged> {
        let (column, refusal) = self.fault(row)?;
        let refused = Err((Some(column), refusal.clone()));
        self.remember_refused(row);
        Some(self.judged(row, column, refused))
    }

    /// A row without a producer is taken for one of the producer above it: merged cells look so.
    fn remember_refused(&mut self, row: usize) {
        let columns = [self.layout.producer, self.layout.name];
        let named = |row: &usize| columns.iter().any(|column| self.optional(*row, *column).is_some());
        let owner = (self.layout.header + 1..=row).rev().find(named);
        let producer = owner.and_then(|row| self.producer(row).ok()).map(|producer| producer.id.clone());
        self.refused.extend(producer);
    }

    /// The figure of a row, if it has one: empty is not zero.
    fn figure(&mut self, row: usize) -> Option<Judged> {
        let column = self.layout.amount?;
        let text = self.grid.text(row, column);
        if text.is_empty() {
            return None;
        }
        let wish = self.cell(row, column);
        if wish.is_err() {
            self.remember_refused(row);
        }
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
        if state.reported() && self.refused.contains(&producer.id) {
            return Err((Some(column), figure_refused()));
        }
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
            copied: false,
        })
    }

    fn producer(&self, row: usize) -> Refusable<&Producer> {
        let number = self.optional(row, self.layout.producer);
        let (column, text) = match number {
            Some(number) => (self.layout.producer, number),
            None => (self.layout.name, self.optional(row, self.layout.name).unwrap_or_default()),
        };
        if text.is_empty() {
            let column = self.layout.producer.or(self.layout.name);
            return Err((column, producer_missing(row, column.unwrap_or_default())));
        }
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
        let (before, after) = wish.as_ref().map(|wish| self.change(wish)).unzip();
        Judged {
            row,
            finding: Finding {
                address: address(row, at),
                text: self.grid.text(row, at).to_owned(),
                meaning: meaning.join(" · "),
                before: before.flatten(),
                after,
                refusal,
            },
            wish,
        }
    }

    /// The value that is recorded, and the one that will be.
    fn change(&self, wish: &Wish) -> (Option<String>, String) {
        let producer = wish.producer().id.clone();
        let (place, after) = match wish {
            Wish::Cell { edit, .. } => (
                format!("{}|{}", edit.category, edit.channel),
                edit.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            ),
            Wish::Sheet { edit, .. } => (String::new(), edit.state.to_string()),
        };
        (self.recorded.0.get(&(producer, place)).cloned(), after)
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

fn figure_refused() -> Refusal {
    let message = "มียอดของผู้ผลิตรายนี้ที่ไม่รับ จึงไม่รับสถานะ / A figure of this producer was refused, so its state is too.";
    Refusal::invalid("state", "figure-refused", message)
}

fn producer_missing(row: usize, column: usize) -> Refusal {
    let cell = address(row, column);
    let message = format!(
        "เซลล์ {cell} ไม่มีเลขทะเบียนหรือชื่อผู้ผลิต (เซลล์ว่างหรือเซลล์ผสาน) ต้องมีทุกแถว / \
         Cell {cell} names no producer (blank or merged): every row needs one."
    );
    Refusal::invalid("producerId", "producer-missing", message)
}

fn twice() -> Refusal {
    let message = "มีข้อมูลนี้ซ้ำในแฟ้ม / This stands in the file twice.";
    Refusal::invalid("row", "twice", message)
}
