//! Who asks, and what he or she may see.
//!
//! A person signs in on a device with name and password and gets two tokens: one that opens the door for ten minutes and says
//! only who it is, and one that fetches the next pair. What the person may do is looked up at every request.
//!
//! | file | what it holds |
//! |---|---|
//! | `caller` | the person behind a request and the assignments that hold today |
//! | `who` | from account and device to the caller |
//! | `rights` | rights while something is followed |
//! | `door` | name and password, refresh, sign-out, who stands behind a token |
//! | `sign_in` | what a sign-in consists of |
//! | `token`, `keys` | access tokens and the keys they are signed with |
//! | `refresh` | refresh tokens: rotation, one-step grace, reuse |
//! | `password`, `delay` | argon2id, and the slower and slower door |

mod caller;
mod delay;
mod door;
mod keys;
pub mod password;
mod refresh;
mod rights;
mod sign_in;
mod token;
mod who;

pub use caller::Caller;
pub use door::Identity;
pub use rights::{Rights, Stamps, Standing};
pub use sign_in::{SignIn, SignInRefusal, Tokens};
pub use token::Claims;
pub use who::caller;
