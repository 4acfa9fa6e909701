//! Whatever the network, the power, the server or another laptop does: nothing is lost, nothing is there twice.
//!
//! A file is a subject. Each case runs small inside `make test` and full by `make faults` (`kit::size`), has a control that shows
//! its checker can fail, and reports a row (`kit::table`).
//!
//! | file | promise |
//! |---|---|
//! | `checker` | the laptop's half of the checker bites (the server's: `cases/verify.rs`) |
//! | `kill` | R2: laptop, server or PostgreSQL is killed while it replays |
//! | `lost_answer` | R3: the line breaks at any byte, also after COMMIT and before the answer |
//! | `duplicates` | R4: duplicates, reordering, two programs on one file |
//! | `power` | R1: the power fails while edits are recorded |
//! | `full_disk_laptop` | R12: the disk of a laptop is full |
//! | `resume` | R8: Redis gone, a node killed, sockets cut |
//! | `bad_network` | R9: wrong clock, captive portal, a slow and lossy line |
//! | `weather` | R9's core: a simulated network, with crashes and restored backups |
//! | `poison` | R10: the server breaks on one operation |
//! | `full_disk` | R12, the server's half: its disk is full |
//! | `restart` | R13: SIGTERM under load |

mod bad_network;
mod checker;
mod duplicates;
mod full_disk;
mod full_disk_laptop;
mod kill;
mod lost_answer;
mod poison;
mod power;
mod restart;
mod resume;
mod weather;
