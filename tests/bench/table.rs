//! The table that is printed.

use std::time::Duration;

use crate::meter::Cost;

/// One measurement.
pub struct Line {
    /// What was done.
    pub what: String,
    /// How many operations or rows.
    pub count: usize,
    /// What it cost.
    pub cost: Cost,
    /// What travelled, where it was counted.
    pub bytes: Option<Bytes>,
}

/// Bytes of bodies on the wire, headers not counted.
#[derive(Clone, Copy, Default)]
pub struct Bytes {
    /// Requests as text.
    pub asked: usize,
    /// Requests as sent.
    pub asked_packed: usize,
    /// Answers as text.
    pub answered: usize,
    /// Answers as received.
    pub answered_packed: usize,
}

/// The columns.
pub fn head() {
    println!(
        "| what | count | seconds | per second | processor µs each: server / PostgreSQL | request bytes each: plain / gzip | answer bytes each: plain / gzip |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
}

impl Line {
    /// Prints it.
    pub fn print(&self) {
        let milliseconds = usize::try_from(self.cost.took.as_millis()).unwrap_or(usize::MAX).max(1);
        let rate = self.count * 1000 / milliseconds;
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
        let (asked, answered) = self.bytes.map_or_else(Default::default, |bytes| self.each(bytes));
        let processor = format!("{} / {}", self.micros(self.cost.server), self.micros(self.cost.database));
        println!(
            "| {} | {} | {seconds}.{rest:03} | {rate} | {processor} | {asked} | {answered} |",
            self.what, self.count
        );
    }

    fn micros(&self, spent: Duration) -> u128 {
        spent.as_micros() / u128::try_from(self.count).unwrap_or(u128::MAX).max(1)
    }

    fn each(&self, bytes: Bytes) -> (String, String) {
        let pair = |plain: usize, packed: usize| format!("{} / {}", plain / self.count, packed / self.count);
        (pair(bytes.asked, bytes.asked_packed), pair(bytes.answered, bytes.answered_packed))
    }
}
