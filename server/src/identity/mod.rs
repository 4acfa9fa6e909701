//! Who asks, and what he or she may see.
//!
//! A person signs in on a device with name and password and gets two tokens: one that opens the door for ten minutes and says
//! only who it is, and one that fetches the next pair. What the person may do is looked up at every request, and so is whether the
//! sign-in still stands: who is locked, signed out or ends a device is out at once.
//!
//! | file | what it holds |
//! |---|---|
//! | `caller` | the person behind a request and the assignments that hold today |
//! | `who` | from account and device to the caller |
//! | `rights` | rights while something is followed |
//! | `door` | name and password, another password, the password once more |
//! | `standing` | a sign-in as it goes on: refresh, sign-out, who stands behind a token |
//! | `sign_in` | what a sign-in consists of |
//! | `token`, `keys`, `rotate` | access tokens and the keys they are signed with |
//! | `refresh` | refresh tokens: rotation, one-step grace, reuse |
//! | `devices` | where a person is signed in, and the end of that |
//! | `presence` | sockets that end with their sign-in |
//! | `password`, `change` | argon2id; what is acceptable as another password |
//! | `delay` | the slower and slower door, shared by all nodes |
//! | `outside/` | signing in by an outside identity provider |
//! | `forget` | tokens and doors that are long over |

mod caller;
pub mod change;
mod delay;
mod devices;
mod door;
mod forget;
mod keys;
mod outside;
pub mod password;
mod presence;
mod refresh;
mod rights;
mod rotate;
mod sign_in;
mod standing;
mod token;
mod who;

use chrono::TimeDelta;

pub use caller::Caller;
pub use devices::{DeviceMutation, SignedInDevice, devices_of};
pub use door::Identity;
pub use forget::forget_forever;
pub use outside::{Began, Outside, Return, link, unlink};
pub use presence::{Presence, Presences};
pub use refresh::revoke_all;
pub use rights::{Rights, Stamps, Standing};
pub use rotate::{Former, TokenKey, rotate, token_keys};
pub use sign_in::{PasswordChange, SignIn, SignInRefusal, Tokens, is_username};
pub use token::Claims;
pub use who::caller;

/// What an installation decides about sign-ins.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long after it was typed a password certifies and signs.
    pub typed_lately: TimeDelta,
    /// The outside identity provider; without one everybody signs in here.
    pub outside: Option<Outside>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            typed_lately: TimeDelta::minutes(15),
            outside: None,
        }
    }
}
