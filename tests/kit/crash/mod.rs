//! Power loss, from what a real program did: its system calls are recorded, cut at some point, and what had not been made sure of
//! by then is lost, kept or torn, as a disk may do it.
//!
//! | file | idea |
//! |---|---|
//! | `record` | runs a program under `strace` |
//! | `trace` | its lines as steps: written, settled, renamed … and what was shown to a person |
//! | `disk` | the files as the steps leave them, and as a power cut may |
//!
//! What the model promises a program is what POSIX does: bytes are safe once their file was synced, names once their folder was. What was
//! not synced may be there or not, in any order, torn at 512 or at 4096 bytes. Mapped memory is left out: SQLite maps only
//! the index of its log, which is made anew after a crash.

mod disk;
mod record;
mod trace;

pub use disk::Disk;
pub use record::{Recording, record};
pub use trace::Step;
