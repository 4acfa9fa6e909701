//! The sync core over networks that do not exist: a small server that goes by the schema's rules, ways to it through memory
//! and through `turmoil`'s simulated TCP, and a checker. The laptop is the real one, with its real file.
//!
//! What is proved here is the core's: thousands of seeds in minutes. That the real server keeps its half is proved by the cases
//! with real processes.
//!
//! | file | idea |
//! |---|---|
//! | `server` | what stands behind a letter: sign-in, desk, pull, push; backup and restore |
//! | `life` | what a backup holds: operations, cells, conflicts, the log; the decision on one operation |
//! | `rows` | rows as they stand on the wire |
//! | `memory` | letters through memory: lost, doubled, late, answered by a hotel |
//! | `net` | letters over simulated TCP |
//! | `desk` | a laptop before such a server, and what a person does at it |
//! | `judge` | I1, I2, I6: nothing lost, nothing doubled, everybody sees the same |

mod desk;
mod judge;
mod life;
mod memory;
mod net;
mod rows;
mod server;

pub use desk::{ADDRESS, Desk, MONTH, PRODUCERS, program};
pub use judge::{judge, settled};
pub use life::Effect;
pub use memory::{Memory, Sky, Weather};
pub use net::{Net, serve};
pub use server::{Model, Shared, shared};
