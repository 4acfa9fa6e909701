//! The canonical bytes of a report and their digest: what a vote, a signature and a confirmation name.
//!
//! UTF-8 lines ending in LF: `otop-report 1`, district, month; then per producer by id
//! `P⇥id⇥KIND⇥subdistrict⇥STATE⇥reason`, followed by its cells in byte order of category and channel
//! `C⇥id⇥CATEGORY⇥CHANNEL⇥0.00`. Removed cells are left out, cells of 0.00 are not.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Amount, AreaCode, Category, Month, ProducerKind, SheetState};

/// A producer of the roster, or one with cells, as the digest sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalProducer {
    /// Its id.
    pub id: Uuid,
    /// Its kind in that month.
    pub kind: ProducerKind,
    /// Its subdistrict in that month.
    pub subdistrict: AreaCode,
    /// The state of its sheet; none where there is no sheet.
    pub state: Option<SheetState>,
    /// Why figures were not obtained.
    pub reason: Option<String>,
    /// Category, channel and amount of each cell that is not removed.
    pub cells: Vec<(Category, String, Amount)>,
}

/// The canonical bytes; sorts the producers and their cells in place.
pub fn canonical_bytes(district: &AreaCode, month: Month, producers: &mut [CanonicalProducer]) -> Vec<u8> {
    producers.sort_by_key(|producer| producer.id);
    let mut text = format!("otop-report 1\n{district}\n{month}\n");
    for producer in producers {
        write_producer(&mut text, producer);
    }
    text.into_bytes()
}

fn write_producer(text: &mut String, producer: &mut CanonicalProducer) {
    let state = producer.state.map_or("NONE", SheetState::as_str);
    let reason = one_line(producer.reason.as_deref().unwrap_or_default());
    let CanonicalProducer {
        id,
        kind,
        subdistrict,
        cells,
        ..
    } = producer;
    // Writing to a String cannot fail.
    let _ = writeln!(text, "P\t{id}\t{kind}\t{subdistrict}\t{state}\t{reason}");
    cells.sort_by(|a, b| (a.0.as_str(), &a.1).cmp(&(b.0.as_str(), &b.1)));
    for (category, channel, amount) in cells {
        let _ = writeln!(text, "C\t{id}\t{category}\t{channel}\t{amount}");
    }
}

/// A reason's tabs and line ends become spaces, so that a line stays a line.
fn one_line(reason: &str) -> String {
    reason.replace(['\t', '\n', '\r'], " ")
}

/// SHA-256 in lower-case hex.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
