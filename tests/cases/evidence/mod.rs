//! Evidence: what shows that figures are right, its files, and the province's look at it.
//!
//! | file | what is shown |
//! |---|---|
//! | `world` | a district with its officers, its committee, its province, and strangers |
//! | `record` | evidence recorded, withdrawn, counted at every level; spot checks |
//! | `papers` | scans of minutes and of received papers |
//! | `sending` | files sent whole, piece by piece, over a line that breaks |
//! | `zoo` | S11: what pretends to be a scan, and whose scans are whose |
//! | `keeping` | what is kept, what is swept away, what the checker says of it |
//! | `laptop` | `otop attach`: recorded without a network, sent with the next meeting |

mod keeping;
mod laptop;
mod papers;
mod record;
mod sending;
mod world;
mod zoo;
