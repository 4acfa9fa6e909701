//! Who may ask: accounts, the assignments their people hold, and who keeps both.
//!
//! The accounts of a district are kept by its province, those of provinces and the department by the department; the committee is
//! kept by its CD officer, in `committee/`. Nobody keeps his or her own. The first account of an installation, an officer of the
//! department, is made on the command line (`otop-server account create-administrator`), which uses the same functions.
//!
//! | file | idea |
//! |---|---|
//! | `row.rs` | an account: the row is the answer |
//! | `rights.rs` | who keeps which |
//! | `keep.rs` | making, locking, unlocking, handing out a password |
//! | `assign.rs` | giving a role for a place, and ending it |
//! | `book.rs` | each of it stands in the audit trail |
//! | `query.rs`, `mutation.rs` | the same as clients ask for it |

mod assign;
mod book;
mod keep;
mod mutation;
mod query;
mod rights;
mod row;

pub use assign::{assign, end};
pub use book::By;
pub use keep::{KeptPassword, NewAccount, create, link, lock, set_password, unlock};
pub use mutation::AccountMutation;
pub use query::AccountQuery;
pub use row::{Account, accounts_at, all_accounts, one};
