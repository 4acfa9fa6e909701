//! Signing in by an outside identity provider (OpenID Connect, code flow with PKCE), off unless an installation names one.
//!
//! A browser begins here, proves itself there, and comes back with a code that this server, not the browser, exchanges for an ID
//! token. The token's subject must have been linked to an account; nobody gets an account by signing in. What the client is handed
//! are our own tokens, once, against a second code that is worthless without the cookie of the browser that began.
//!
//! | file | idea |
//! |---|---|
//! | `provider.rs` | what the provider says of itself, the exchange of codes, its ID tokens |
//! | `attempt.rs` | a sign-in on its way: one row, for minutes |
//! | `link.rs` | which account a subject is |
//! | `flow.rs` | begin, come back, take the tokens |

mod attempt;
mod flow;
mod link;
mod provider;

pub(super) use attempt::forget;
pub use flow::{Began, Return};
pub use link::{link, unlink};

use std::time::Duration;

/// An outside identity provider, as an installation names it.
#[derive(Debug, Clone)]
pub struct Outside {
    /// Its name, an `https` address; `/.well-known/openid-configuration` below it says the rest.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What it knows us by; without one we are a public client, and PKCE alone protects the code.
    pub client_secret: Option<String>,
    /// Where it sends browsers back to: our `/auth/oidc/callback`, as the world sees it.
    pub redirect: String,
}

/// How long a person may take at the provider.
const WAY: Duration = Duration::from_secs(10 * 60);
/// How long the tokens wait to be taken.
const HANDOVER: Duration = Duration::from_secs(60);
