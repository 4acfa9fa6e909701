//! A row a promise: what was tried, what came out, what the control said.

use std::fmt::Write;
use std::process::ExitCode;
use std::time::Instant;

use kit::process::target;

/// The outcome of one attack.
pub struct Row {
    /// Such as `S1`.
    pub promise: &'static str,
    /// What was tried.
    pub tried: String,
    /// What came out.
    pub found: String,
    /// What was promised.
    pub goal: &'static str,
    /// What the same attack does where the guard is missing or the request is honest; empty where the promise asks for none.
    pub control: String,
    /// Whether the promise is kept and the control shows that it could have been broken.
    pub holds: bool,
}

/// All rows so far.
pub struct Table {
    seed: u64,
    begun: Instant,
    rows: Vec<Row>,
}

impl Table {
    /// An empty table of a run.
    pub fn begin(seed: u64) -> Self {
        Self {
            seed,
            begun: Instant::now(),
            rows: Vec::new(),
        }
    }

    /// Adds rows and prints them.
    pub fn add(&mut self, rows: Vec<Row>) {
        for row in rows {
            println!("{}", line(&row));
            self.rows.push(row);
        }
    }

    /// Writes the table down; the code tells whether every promise is kept.
    pub fn finish(self) -> ExitCode {
        let mut text = String::from("| promise | tried | found | goal | control | kept |\n|---|---|---|---|---|---|\n");
        for row in &self.rows {
            writeln!(text, "{}", line(row)).expect("memory");
        }
        writeln!(text, "\nSeed {}, {} s in all.", self.seed, self.begun.elapsed().as_secs()).expect("memory");
        std::fs::write(target().join("attack.md"), &text).expect("target is ours");
        println!("\n{text}");
        if self.rows.iter().all(|row| row.holds) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn line(row: &Row) -> String {
    let kept = if row.holds { "yes" } else { "NO" };
    format!(
        "| {} | {} | {} | {} | {} | {kept} |",
        row.promise, row.tried, row.found, row.goal, row.control
    )
}
