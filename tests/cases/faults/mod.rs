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
//! | `feed_order` | R5: two writers commit out of order while a reader pages |
//! | `certify_race` | R6: an edit on another node at the instant of a submission and of the deciding vote |
//! | `window_edge` | R7: a millisecond before, at and after the edges of a month's window; consolidation among writers |
//! | `resume` | R8: Redis gone, a node killed, sockets cut |
//! | `bad_network` | R9: wrong clock, captive portal, a slow and lossy line |
//! | `weather` | R9's core: a simulated network, with crashes and restored backups |
//! | `poison` | R10: the server breaks on one operation |
//! | `full_disk` | R12, the server's half: its disk is full |
//! | `restored_backup` | R11: a restored backup has forgotten work, and the laptops offer it again |
//! | `restart` | R13: SIGTERM under load |
//! | `evidence` | S11: the server is killed between a file and its row |

mod bad_network;
mod certify_race;
mod checker;
mod duplicates;
mod evidence;
mod feed_order;
mod full_disk;
mod full_disk_laptop;
mod kill;
mod lost_answer;
mod poison;
mod power;
mod restart;
mod restored_backup;
mod resume;
mod weather;
mod window_edge;
