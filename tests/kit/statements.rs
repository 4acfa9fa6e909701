//! The SQL a piece of work costs: every connection of this process notes what it sends, by the database it is connected to.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

use crate::Database;

/// Statements by database address.
static NOTED: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// One connection's pen.
struct Pen {
    address: String,
}

impl Instrumentation for Pen {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => self.address = url.to_owned(),
            InstrumentationEvent::StartQuery { query, .. } => self.note(&query.to_string()),
            _ => {}
        }
    }
}

impl Pen {
    fn note(&self, query: &str) {
        let mut noted = NOTED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(statements) = noted.as_mut().and_then(|noted| noted.get_mut(&self.address)) {
            let statement = query.split(" -- binds:").next().unwrap_or(query);
            statements.push(statement.trim().to_owned());
        }
    }
}

/// From now on connections take a pen along. To be called before the database's first connection.
pub fn watch(database: &Database) {
    static PENS: OnceLock<()> = OnceLock::new();
    PENS.get_or_init(|| {
        set_default_instrumentation(|| Some(Box::new(Pen { address: String::new() }))).expect("nobody holds the lock");
    });
    let mut noted = NOTED.lock().expect("no pen broke");
    noted.get_or_insert_default().insert(database.url(), Vec::new());
}

/// The statements sent to a database since [`watch`] or the last call.
pub fn taken(database: &Database) -> Vec<String> {
    let mut noted = NOTED.lock().expect("no pen broke");
    noted
        .as_mut()
        .and_then(|noted| noted.get_mut(&database.url()))
        .map(std::mem::take)
        .unwrap_or_default()
}
