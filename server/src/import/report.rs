//! Which rows were taken, which were refused and why.

use otop_schema::Refusal;
use serde::Serialize;

use super::file::Document;

/// What was read or decided, or why not.
pub(super) type Judgement<T> = std::result::Result<T, Refusal>;

/// How an import goes about it.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Write what is accepted; otherwise nothing is written.
    pub commit: bool,
    /// Write nothing if a single row is refused.
    pub all_or_nothing: bool,
}

/// One row of the file and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Judged {
    /// The line in the file; the header is line 1.
    pub line: u64,
    /// What the row is about, for people.
    pub what: String,
    /// Why it was refused; none when it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// What was read of the lines of a file.
pub(super) type Parsed<Row> = Vec<(u64, Judgement<Row>)>;

/// Judges what was read, line by line: what it is about, and whether it `fits`.
pub(super) fn judged<'p, Row>(
    parsed: &'p Parsed<Row>,
    what: impl Fn(&Row) -> String,
    mut fits: impl FnMut(&'p Row) -> Judgement<()>,
) -> Vec<Judged> {
    let judged = parsed.iter().map(|(line, row)| Judged {
        line: *line,
        what: row.as_ref().map(&what).unwrap_or_default(),
        refusal: row.as_ref().map_err(Clone::clone).and_then(&mut fits).err(),
    });
    judged.collect()
}

/// The rows that were not refused.
pub(super) fn accepted<'p, Row>(parsed: &'p Parsed<Row>, rows: &[Judged]) -> Vec<&'p Row> {
    let taken = parsed.iter().zip(rows).filter(|(_, row)| row.refusal.is_none());
    taken.filter_map(|((_, row), _)| row.as_ref().ok()).collect()
}

/// What became of a file.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The file's name.
    pub source: String,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Whether anything was written.
    pub written: bool,
    /// Every row, in the order of the file.
    pub rows: Vec<Judged>,
}

impl Report {
    /// What became of a document's rows; nothing is written yet.
    pub(super) fn of(document: &Document, rows: Vec<Judged>) -> Self {
        Self {
            source: document.name.clone(),
            sha256: document.sha256(),
            written: false,
            rows,
        }
    }

    /// How many rows were refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.rows.iter().filter(|row| row.refusal.is_some()).count()
    }

    /// Whether the accepted rows are to be written.
    pub(super) fn writes(&self, options: &Options) -> bool {
        let accepted = self.rows.len() - self.refused();
        options.commit && accepted > 0 && (self.refused() == 0 || !options.all_or_nothing)
    }
}
