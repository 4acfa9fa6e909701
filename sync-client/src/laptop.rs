//! One laptop: its file, and the way to its server. The program `otop` is a thin hand on this; tests drive it directly.

use std::{collections::HashSet, path::Path};

use chrono::{DateTime, Utc};

use crate::{
    clock,
    error::Result,
    progress::Progress,
    remote::{self, Remote},
    store::Store,
};

/// The file's name inside the data folder.
pub const FILE: &str = "otop.sqlite";

/// An opened laptop.
pub struct Laptop {
    /// The file.
    pub store: Store,
    /// Told about long work; does nothing unless somebody listens.
    pub progress: Box<dyn Fn(Progress) + Send>,
    /// Failures in a row after which a run gives up and reports "offline".
    pub patience: u32,
    /// Dice for the waits between two tries: a seeded source makes a run repeatable.
    pub draw: Box<dyn FnMut() -> u64 + Send>,
    /// The server's address for this run where it is not the one signed in at: it has moved.
    pub server: Option<String>,
    /// Evidence that this run has offered to the server: what still waits then waits for its month.
    pub(crate) offered: HashSet<String>,
    remote: Option<Remote>,
}

impl Laptop {
    /// Opens, or makes, the laptop whose data lie in `home`.
    ///
    /// # Errors
    /// The file cannot be kept safely, or a newer program wrote it.
    pub fn open(home: &Path) -> Result<Laptop> {
        let store = Store::open(&home.join(FILE))?;
        Ok(Laptop {
            store,
            progress: Box::new(|_| ()),
            patience: 2,
            draw: Box::new(rand::random),
            server: None,
            offered: HashSet::new(),
            remote: None,
        })
    }

    /// The way to the server, with its open connections.
    ///
    /// # Errors
    /// Nobody is signed in; the address is none, or another one than what waits is meant for.
    pub fn remote(&mut self) -> Result<Remote> {
        let server = match self.server.clone() {
            Some(named) => {
                self.store.may_sign_in_at(&remote::address(&named)?)?;
                named
            }
            None => self.store.signed_in()?.server,
        };
        self.remote_to(&server)
    }

    /// The way to a server.
    ///
    /// # Errors
    /// The address is none.
    pub fn remote_to(&mut self, server: &str) -> Result<Remote> {
        let known = self.remote.take().filter(|remote| remote.is_for(server));
        let remote = known.map_or_else(|| Remote::new(server), Ok)?;
        Ok(self.remote.insert(remote).clone())
    }

    /// Goes this way instead of by HTTP, as long as its server is meant.
    pub fn reach(&mut self, remote: Remote) {
        self.remote = Some(remote);
    }

    /// The server's business time, as far as this laptop can tell.
    pub fn business_now(&mut self) -> Result<DateTime<Utc>> {
        Ok(clock::business_now(self.store.standing()?.clock_offset))
    }
}
