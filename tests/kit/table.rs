//! The table of the fault cases: every case reports a row, `make faults` joins and prints them.
//!
//! A row stands in a file of its own under `target/faults`, so that cases may run apart. One that lost, doubled or falsified
//! anything fails its test, and so does one whose control stayed green: a check that cannot fail proves nothing.

use std::ops::AddAssign;
use std::path::PathBuf;
use std::time::Instant;

use crate::process::target;

/// What the checker counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Edits shown as saved that are nowhere (I1).
    pub lost: usize,
    /// Edits with more than one effect (I2).
    pub doubled: usize,
    /// Anything else that is not as promised (I3 to I8).
    pub wrong: usize,
}

impl Tally {
    /// Whether everything is as promised.
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.lost += more.lost;
        self.doubled += more.doubled;
        self.wrong += more.wrong;
    }
}

/// One case's line of the table, filled while it runs.
pub struct Row {
    promise: &'static str,
    case: &'static str,
    seed: u64,
    begun: Instant,
    runs: usize,
    counted: Tally,
    control_is_red: Option<bool>,
}

impl Row {
    /// Begins a case of a promise, such as `R2`, by the seed of its dice (0 where nothing is random).
    #[allow(
        clippy::disallowed_methods,
        reason = "a duration of the wall's clock: the case's own may be paused"
    )]
    pub fn begin(promise: &'static str, case: &'static str, seed: u64) -> Self {
        Self {
            promise,
            case,
            seed,
            begun: Instant::now(),
            runs: 0,
            counted: Tally::default(),
            control_is_red: None,
        }
    }

    /// Runs so far.
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// Notes runs and what was found in them.
    pub fn add(&mut self, runs: usize, counted: Tally) {
        self.runs += runs;
        self.counted += counted;
    }

    /// Notes a run with the guard taken away: the same checker has to find something. With several controls all have to.
    pub fn control(&mut self, counted: Tally) {
        self.control_is_red = Some(self.control_is_red.unwrap_or(true) && !counted.is_clean());
    }

    /// Writes the row down.
    ///
    /// # Panics
    /// When anything was lost, doubled or wrong, when nothing ran, or when there was no control or it stayed green.
    pub fn report(self) {
        let line = self.line();
        println!("{HEAD}\n{line}");
        let file = rows().join(self.file_name());
        std::fs::create_dir_all(rows()).expect("target is ours");
        std::fs::write(file, line.clone() + "\n").expect("target is ours");
        assert!(self.is_proof(), "{line}");
    }

    fn is_proof(&self) -> bool {
        self.runs > 0 && self.counted.is_clean() && self.control_is_red == Some(true)
    }

    fn line(&self) -> String {
        let control = match self.control_is_red {
            Some(true) => "red",
            Some(false) => "GREEN",
            None => "NONE",
        };
        let Tally { lost, doubled, wrong } = self.counted;
        let seconds = self.begun.elapsed().as_secs();
        let seed = if self.seed == 0 { "none".to_owned() } else { self.seed.to_string() };
        format!(
            "| {} | {} | {} | {seed} | {lost} | {doubled} | {wrong} | {control} | {seconds} s |",
            self.promise, self.case, self.runs
        )
    }

    /// Sorted by the promise's number: `02-kill-9-of-the-laptop.row`.
    fn file_name(&self) -> String {
        let number: usize = self
            .promise
            .trim_start_matches(char::is_alphabetic)
            .parse()
            .expect("a promise such as R2");
        let words = self.case.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        format!("{number:02}-{}.row", words.join("-"))
    }
}

const HEAD: &str = "| promise | case | runs | seed | lost | doubled | wrong | control | duration |";

fn rows() -> PathBuf {
    target().join("faults")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOST: Tally = Tally {
        lost: 1,
        doubled: 0,
        wrong: 0,
    };

    fn row(runs: usize, counted: Tally, controls: &[Tally]) -> Row {
        let mut row = Row::begin("R2", "kill -9 of the laptop", 7);
        row.add(runs, counted);
        controls.iter().for_each(|control| row.control(*control));
        row
    }

    #[test]
    fn a_row_is_a_proof_when_it_ran_clean_and_every_control_turned_red() {
        let clean = Tally::default();
        assert!(row(5, clean, &[LOST]).is_proof());
        assert!(!row(0, clean, &[LOST]).is_proof());
        assert!(!row(5, LOST, &[LOST]).is_proof());
        assert!(!row(5, clean, &[]).is_proof());
        assert!(!row(5, clean, &[LOST, clean]).is_proof());
    }

    #[test]
    fn rows_sort_by_their_promise() {
        let row = row(5, Tally::default(), &[LOST]);
        assert_eq!(row.file_name(), "02-kill-9-of-the-laptop.row");
        assert_eq!(row.line(), "| R2 | kill -9 of the laptop | 5 | 7 | 0 | 0 | 0 | red | 0 s |");
    }
}
