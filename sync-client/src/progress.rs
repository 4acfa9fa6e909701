//! What long work tells whoever watches it.

use std::time::Duration;

/// One step of long work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A page arrived: rows so far.
    Pulled(usize),
    /// Operations decided so far, of so many.
    Pushed(usize, usize),
    /// Bytes of a scan that the server has, of so many.
    Attached(u64, usize),
    /// The server did not answer as hoped: the next try is after this time.
    Waiting(Duration),
}
