//! Which column holds what, by the words of its header in either language.

use super::grid::Grid;
use crate::read::same;

/// The columns, each by its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The row of the headers.
    pub header: usize,
    /// Registration number or id.
    pub producer: Option<usize>,
    /// Name.
    pub name: Option<usize>,
    /// Category.
    pub category: Option<usize>,
    /// Channel.
    pub channel: Option<usize>,
    /// Amount.
    pub amount: Option<usize>,
    /// The sheet's state.
    pub state: Option<usize>,
    /// Why figures were not obtained.
    pub reason: Option<usize>,
    /// Who gave the figures.
    pub given_by: Option<usize>,
    /// When.
    pub given_on: Option<usize>,
    /// A remark.
    pub note: Option<usize>,
}

impl Layout {
    /// Whether something is read from this column.
    pub fn reads(&self, column: usize) -> bool {
        let rest = [self.producer, self.name, self.category, self.channel, self.amount];
        rest.contains(&Some(column)) || self.says_more(column)
    }

    /// Whether this column says more about a figure or a sheet: nothing that is written as an amount.
    pub fn says_more(&self, column: usize) -> bool {
        [self.state, self.reason, self.given_by, self.given_on, self.note].contains(&Some(column))
    }
}

/// Two columns with one heading, of which one is read: which of them is meant cannot be known.
pub fn repeated(grid: &Grid, layout: &Layout) -> Option<(usize, usize)> {
    let heading = |column: usize| grid.text(layout.header, column);
    let width = grid.width(layout.header);
    let mut pairs = (0..width).flat_map(|first| (first + 1..width).map(move |second| (first, second)));
    pairs.find(|(first, second)| layout.reads(*first) && same(heading(*first), &[heading(*second)]))
}

/// Forms have titles above their table: the header is looked for so far down.
const DEEPEST_HEADER: usize = 30;

/// The header: the first row with a producer column and something to record.
pub fn find(grid: &Grid) -> Option<Layout> {
    (0..grid.rows.len().min(DEEPEST_HEADER))
        .map(|row| of_row(grid, row))
        .find(|layout| {
            let names = layout.producer.is_some() || layout.name.is_some();
            names && (layout.amount.is_some() || layout.state.is_some())
        })
}

fn of_row(grid: &Grid, row: usize) -> Layout {
    let count = grid.rows.get(row).map_or(0, Vec::len);
    let column = |words: &[&str]| (0..count).find(|column| same(grid.text(row, *column), words));
    Layout {
        header: row,
        producer: column(&[
            "ทะเบียน",
            "เลขทะเบียน",
            "เลขที่ทะเบียน",
            "รหัสผู้ผลิต",
            "producer",
            "registration number",
            "producerId",
            "id",
        ]),
        name: column(&["ชื่อ", "ชื่อผู้ผลิต", "ผู้ผลิต", "ผู้ประกอบการ", "name"]),
        category: column(&["ประเภท", "ประเภทผลิตภัณฑ์", "category"]),
        channel: column(&["ช่องทาง", "ช่องทางการจำหน่าย", "channel"]),
        amount: column(&["จำนวนเงิน", "รายได้", "ยอดจำหน่าย", "จำนวนเงิน (บาท)", "amount", "revenue"]),
        state: column(&["สถานะ", "state"]),
        reason: column(&["เหตุผล", "reason"]),
        given_by: column(&["ผู้ให้ข้อมูล", "given by", "givenBy"]),
        given_on: column(&["วันที่ให้ข้อมูล", "given on", "givenOn"]),
        note: column(&["หมายเหตุ", "note"]),
    }
}
