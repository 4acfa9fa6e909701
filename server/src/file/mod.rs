//! Files: scans of evidence, minutes and signed papers. Their bytes lie in a folder or a bucket under their SHA-256, what they are and
//! who sent them in the database.
//!
//! A file is on the disk before its row is written, and is taken away only behind its row's end: whatever stops a node in between, no row
//! is without its file. What is left over is swept away.
//!
//! | file | idea |
//! |---|---|
//! | `open.rs`, `store.rs` | where bytes lie: a folder, or a bucket that speaks S3 |
//! | `incoming.rs` | what has arrived of a file, piece by piece |
//! | `keep.rs` | from bytes to a row |
//! | `reading.rs` | who may read a file |
//! | `attach.rs` | a file about to be attached; one that is, as clients see it |
//! | `sweep.rs` | what nobody refers to |
//! | `check.rs` | every row has its file: asked by `otop-server verify --scans` |

mod attach;
mod check;
mod incoming;
mod keep;
mod open;
mod reading;
mod store;
mod sweep;

pub(crate) use attach::FileColumns;
pub use attach::{KeptFile, attachable};
pub use check::without_file;
pub use incoming::Incoming;
pub use keep::{Progress, is_kept_for, keep};
pub use reading::{Readable, readable};
pub use store::Files;
pub use sweep::{Ages, sweep, sweep_forever};
