//! One laptop: its file, and the way to its server. The program `otop` is a thin hand on this; tests drive it directly.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::{
    clock,
    error::{Error, Result},
    progress::Progress,
    remote::Remote,
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
    /// The server's address for this run where it is not the one signed in at: it has moved.
    pub server: Option<String>,
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
            server: None,
            remote: None,
        })
    }

    /// The way to the server, with its open connections.
    ///
    /// # Errors
    /// Nobody is signed in; the address is none.
    pub fn remote(&mut self) -> Result<Remote> {
        let named = self.server.clone();
        let server = named.map_or_else(|| Ok(self.store.signed_in()?.server), Ok::<_, Error>)?;
        let known = self.remote.take().filter(|remote| remote.is_for(&server));
        let remote = known.map_or_else(|| Remote::new(&server), Ok)?;
        Ok(self.remote.insert(remote).clone())
    }

    /// The server's business time, as far as this laptop can tell.
    pub fn business_now(&mut self) -> Result<DateTime<Utc>> {
        Ok(clock::business_now(self.store.standing()?.clock_offset))
    }
}
