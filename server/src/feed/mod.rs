//! One book, one bell.
//!
//! Feed and audit trail are one table, `event`. [`append`] is its only writer; readers page through it by
//! [`Position`] and only as far as the oldest running transaction, because a sequence is not commit order. The [`Bell`]
//! only says that there is something new: a lost ring is noticed at the next slow poll.
//!
//! | file | idea |
//! |---|---|
//! | `append.rs` | the one writer, and the chain of hashes |
//! | `first.rs` | the first event of a chain as a row, for a load of many reports |
//! | `body.rs` | what an event says, as the text whose bytes are hashed |
//! | `page.rs` | events after a position, below the horizon |
//! | `cursor.rs` | a client's place in the book, as opaque text |
//! | `life.rs` | which life of the database this is: epoch and generation |
//! | `bell.rs` | in-process or Redis |
//! | `history.rs` | where the horizon was a while ago |
//! | `live.rs` | the node's one reader, and what it keeps for those who follow live |

mod append;
mod bell;
mod body;
mod cursor;
mod first;
mod history;
mod life;
mod live;
mod page;

pub use append::{NewEvent, append, append_all, noting_the_transaction};
pub use bell::{Bell, Reach};
pub use body::{Body, OperationLine};
pub use cursor::{Cursor, Place, SnapshotStage};
pub use first::First;
pub use history::horizon_before;
pub use life::{Deployment, deployment, recognise, remember};
pub use live::{Live, follow, read_forever};
pub use page::{Event, Position, end, page};
