//! Forms รต.๑ to รต.๔, the estimate and the consolidation, as papers. What they ask and how they are drawn is `otop_schema::form`'s;
//! here they are asked for, under the rights of who wants them.
//!
//! | file | idea |
//! |---|---|
//! | `ask.rs` | a form's question, put to the node's own contract |
//! | `layout.rs` | the templates of this installation |
//! | `check.rs` | what is known of a digest on a print, told to anybody |

mod ask;
mod check;
mod layout;

pub use ask::figures;
pub use check::{Checked, Standing, check};
pub use layout::{Layouts, Settings};
