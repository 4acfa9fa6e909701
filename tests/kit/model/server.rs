//! What stands behind a letter: sign-in, desk, pull, push; and a backup that may be restored as another life.

use std::{
    collections::HashMap,
    io::Read,
    sync::{Arc, Mutex},
};

use flate2::read::GzDecoder;
use otop_sync::carrier::{Letter, Reply};
use serde_json::{Value, json};

use super::{
    desk::{MONTH, PRODUCERS},
    life::{Life, Told},
    rows,
};

/// Rows of a page: few, so that a pull takes several.
const PAGE: usize = 5;

/// The model server.
#[derive(Debug, Default)]
pub struct Model {
    /// What a backup holds.
    pub life: Life,
    /// Whether the month can be written.
    pub open: bool,
    /// The guard taken away: operations sent again are decided again.
    pub forgets: bool,
    epoch: u32,
    backup: Option<Life>,
    keys: HashMap<String, u32>,
}

/// A model that several may ask.
pub type Shared = Arc<Mutex<Model>>;

/// A server with an open month and a few producers.
pub fn shared() -> Shared {
    let mut log: Vec<Told> = PRODUCERS.iter().map(|id| Told::Producer((*id).to_owned())).collect();
    log.push(Told::Report);
    let life = Life { log, ..Life::default() };
    Arc::new(Mutex::new(Model {
        life,
        open: true,
        ..Model::default()
    }))
}

impl Model {
    /// Opens or closes the month, and tells it.
    pub fn set_open(&mut self, open: bool) {
        self.open = open;
        self.life.log.push(Told::Report);
    }

    /// Keeps a backup.
    pub fn back_up(&mut self) {
        self.backup = Some(self.life.clone());
    }

    /// Comes back from the last backup, if there is one, as another life.
    pub fn restore(&mut self) {
        if let Some(backup) = self.backup.clone() {
            self.life = backup;
            self.life.log.push(Told::Report);
            self.epoch += 1;
        }
    }

    /// Ends a person's access token; it can be renewed.
    pub fn expire(&mut self, person: &str) {
        *self.keys.entry(person.to_owned()).or_default() += 1;
    }

    /// Answers a letter.
    pub fn answer(&mut self, letter: &Letter) -> Reply {
        let body = read(letter);
        match letter.path.as_str() {
            "/auth/login" => self.tokens(body["username"].as_str().expect("a name")),
            "/auth/refresh" => self.tokens(body["refreshToken"].as_str().expect("a token")),
            _ => self.graphql(letter.token.as_deref().unwrap_or_default(), &body),
        }
    }

    fn tokens(&mut self, person: &str) -> Reply {
        let key = self.keys.entry(person.to_owned()).or_default();
        reply(
            200,
            json!({ "accessToken": format!("{person} {key}"), "refreshToken": person, "expiresAt": rows::NOW }),
        )
    }

    fn graphql(&mut self, token: &str, body: &Value) -> Reply {
        let (person, key) = token.split_once(' ').unwrap_or_default();
        if self.keys.get(person).map(u32::to_string).as_deref() != Some(key) {
            let error = json!({ "message": "-", "extensions": { "code": "UNAUTHENTICATED" } });
            return reply(401, json!({ "errors": [error] }));
        }
        let (query, variables) = (body["query"].as_str().unwrap_or_default(), &body["variables"]);
        let data = if query.contains("syncPush") {
            self.push(person, &variables["input"]["operations"])
        } else if query.contains("syncPull") {
            self.pull(variables["after"].as_str())
        } else {
            desk(person)
        };
        reply(200, json!({ "data": data }))
    }

    fn push(&mut self, person: &str, operations: &Value) -> Value {
        let (open, forgets) = (self.open, self.forgets);
        let operations = operations.as_array().expect("a list");
        let results: Vec<Value> = operations
            .iter()
            .map(|operation| self.life.decide(person, operation, open, forgets))
            .collect();
        json!({ "syncPush": { "epoch": self.epoch.to_string(), "serverTime": rows::NOW, "results": results, "retryAfterMs": null } })
    }

    fn pull(&self, after: Option<&str>) -> Value {
        let read = after.and_then(|cursor| cursor.split_once(':'));
        let here = read.filter(|(epoch, _)| *epoch == self.epoch.to_string());
        let from: usize = here.map_or(0, |(_, place)| place.parse().expect("our cursor"));
        let until = self.life.log.len().min(from + PAGE);
        let mut page = json!({ "entries": [], "sheets": [], "producers": [], "reports": [], "conflicts": [], "rejections": [],
            "estimates": [], "estimateEntries": [], "held": [], "removedAreas": [], "cursor": format!("{}:{until}", self.epoch), "hasMore": until < self.life.log.len(),
            "reset": after.is_some() && here.is_none(), "epoch": self.epoch.to_string() });
        for told in &self.life.log[from..until] {
            let (kind, row) = self.row(told);
            let rows = page[kind].as_array_mut().expect("a list");
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        json!({ "syncPull": page })
    }

    fn row(&self, told: &Told) -> (&'static str, Value) {
        match told {
            Told::Producer(id) => ("producers", rows::producer(id)),
            Told::Report => ("reports", rows::report(MONTH.parse().expect("a month"), self.open)),
            Told::Cell(id) => ("entries", rows::entry(id, &self.life.cells[id])),
            Told::Conflict(id) => ("conflicts", rows::conflict(id, &self.life.conflicts[id])),
        }
    }
}

fn desk(person: &str) -> Value {
    json!({
        "me": { "id": person, "name": person, "position": "พัฒนากร", "assignments": [], "businessTime": rows::NOW },
        "channels": [{ "code": "SHOP", "nameTh": "หน้าร้าน", "nameEn": "Shop" }],
    })
}

fn reply(status: u16, body: Value) -> Reply {
    Reply {
        status,
        retry_after: None,
        date: None,
        body: body.to_string().into_bytes(),
    }
}

fn read(letter: &Letter) -> Value {
    let mut plain = Vec::new();
    if letter.gzip {
        GzDecoder::new(letter.body.as_slice()).read_to_end(&mut plain).expect("gzip");
    } else {
        plain.clone_from(&letter.body);
    }
    serde_json::from_slice(&plain).expect("JSON")
}
