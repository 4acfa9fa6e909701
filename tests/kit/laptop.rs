//! A real `otop` in a folder of its own. What it shows as saved is remembered, for the checker.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use serde_json::Value;
use tempfile::TempDir;

use crate::client::PASSWORD;
use crate::process::{Running, bare, finish, program};

/// One laptop.
pub struct Laptop {
    home: TempDir,
    server: String,
    username: String,
    /// How far its clock is wrong, as `faketime` says it: `+5y`.
    clock: Option<&'static str>,
    saved: Mutex<Saved>,
}

/// What a person was ever shown as saved on a laptop.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// The ids of the edits.
    pub operations: BTreeSet<String>,
    /// The cells, by `producer|month|category|channel`.
    pub cells: BTreeMap<String, Written>,
    last: i64,
}

/// What was recorded of one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The latest amount; `removed` for none.
    pub amount: String,
    /// How many edits made it.
    pub edits: u64,
}

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const RECORDED: &str = "SELECT json_object('id', operation_id, 'seq', device_seq, 'kind', kind, 'target', target,
                               'amount', coalesce(amount, 'removed')) AS line
                        FROM outbox WHERE device_seq > $last ORDER BY device_seq";

/// What a command said.
#[derive(Debug)]
pub struct Told {
    /// The exit code: 0 ok, 1 error, 2 usage, 3 offline, 4 needs attention, 5 closed.
    pub code: i32,
    /// The answer for programs.
    pub json: Value,
}

impl Laptop {
    /// Signs a person in and reads what the server knows.
    pub async fn sign_in(server: &str, username: &str) -> Self {
        let laptop = Self::signed_in(server, username).await;
        laptop.done(&["pull"]).await;
        laptop
    }

    /// Signs a person in on a laptop that was just unpacked.
    pub async fn signed_in(server: &str, username: &str) -> Self {
        Self::with_clock(server, username, None).await
    }

    /// The same on a laptop whose clock is wrong, by as much as `faketime` is told: `+5y`.
    pub async fn with_clock(server: &str, username: &str, clock: Option<&'static str>) -> Self {
        let home = tempfile::Builder::new().prefix("otop-laptop-").tempdir().expect("a folder");
        let laptop = Self {
            home,
            server: server.to_owned(),
            username: username.to_owned(),
            clock,
            saved: Mutex::default(),
        };
        laptop.done(&["login", username]).await;
        laptop
    }

    /// A command to be run on this laptop.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match self.clock {
            Some(clock) => {
                let mut command = bare("faketime");
                command.args(["-f", clock]).arg(program("otop"));
                command
            }
            None => bare(program("otop")),
        };
        command.args(arguments).arg("--json");
        command
            .env("OTOP_HOME", self.home.path())
            .env("OTOP_SERVER", &self.server)
            .env("OTOP_PASSWORD", PASSWORD);
        command
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Told {
        let told = self.tell(self.command(arguments)).await;
        self.remember(&told.json);
        told
    }

    /// Runs a command that dies at a fail point, such as `after-answer=return`; whether it got there.
    pub async fn run_to(&self, fail_point: &str, arguments: &[&str]) -> bool {
        let mut command = self.command(arguments);
        command.env("FAILPOINTS", fail_point);
        finish(command).await.status.code().is_none()
    }

    /// What a command logs at a level.
    pub async fn talk(&self, log: &str, arguments: &[&str]) -> String {
        let mut command = self.command(arguments);
        command.env("RUST_LOG", log);
        String::from_utf8_lossy(&finish(command).await.stderr).into_owned()
    }

    async fn tell(&self, command: Command) -> Told {
        let output = finish(command).await;
        let text = String::from_utf8_lossy(&output.stdout);
        let json = serde_json::from_str(text.trim());
        let errors = String::from_utf8_lossy(&output.stderr);
        Told {
            code: output.status.code().unwrap_or(-1),
            json: json.unwrap_or_else(|_| panic!("otop said: {text}{errors}")),
        }
    }

    /// Runs a command that has to succeed.
    pub async fn done(&self, arguments: &[&str]) -> Value {
        let told = self.run(arguments).await;
        assert_eq!(told.code, 0, "otop {arguments:?}: {:#}", told.json);
        told.json
    }

    /// Records one figure of February.
    pub async fn enter(&self, producer: &str, category: &str, channel: &str, amount: &str) -> Value {
        self.done(&["enter", "cell", producer, "2566-02", category, channel, amount]).await
    }

    /// What it ever showed as saved.
    pub fn saved(&self) -> Saved {
        self.saved.lock().expect("nobody panics while holding it").clone()
    }

    /// Notes what an answer shows as saved.
    fn remember(&self, answer: &Value) {
        let promised = answer["queued"].as_u64();
        let promised = promised.unwrap_or_else(|| u64::from(answer["operationId"].is_string()));
        if promised > 0 {
            self.note_saved(promised);
        }
    }

    /// Notes so many edits shown as saved. What was promised and is not in the file gets a name that nobody knows.
    pub fn note_saved(&self, promised: u64) {
        let mut saved = self.saved.lock().expect("nobody panics while holding it");
        let found = self.lines(&RECORDED.replace("$last", &saved.last.to_string()));
        found.iter().for_each(|line| saved.note(line));
        for missing in found.len() as u64..promised {
            saved.operations.insert(format!("promised, not found: {missing}"));
        }
    }

    /// The lines a query of its file answers, in the column `line`.
    pub fn lines(&self, query: &str) -> Vec<String> {
        let lines: Vec<Line> = diesel::sql_query(query)
            .load(&mut self.open())
            .unwrap_or_else(|error| panic!("{error}\n{query}"));
        lines.into_iter().map(|line| line.line).collect()
    }

    /// Changes its file behind its back: a control takes a guard away.
    pub fn doctor(&self, sql: &str) {
        self.open().batch_execute(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }

    fn open(&self) -> SqliteConnection {
        let file = self.home().join("otop.sqlite");
        let mut connection = SqliteConnection::establish(&file.to_string_lossy()).expect("its file");
        connection.batch_execute("PRAGMA busy_timeout = 10000").expect("SQLite knows it");
        connection
    }

    /// The district its person works in, such as `2706` of `entry.2706`.
    pub fn district(&self) -> &str {
        self.username.rsplit('.').next().unwrap_or_default()
    }

    /// Leaves `otop watch` running.
    pub fn watch(&self) -> Running {
        Running::start(self.command(&["watch"]))
    }

    /// The folder with its database.
    pub fn home(&self) -> &Path {
        self.home.path()
    }
}

impl Saved {
    /// Notes one recorded edit.
    fn note(&mut self, line: &str) {
        let edit: Value = serde_json::from_str(line).expect("SQLite writes JSON");
        self.last = edit["seq"].as_i64().expect("a number");
        self.operations.insert(edit["id"].as_str().expect("an id").to_owned());
        if edit["kind"] == "cell" {
            let cell = self.cells.entry(edit["target"].as_str().expect("a key").to_owned()).or_default();
            cell.amount = edit["amount"].as_str().expect("text").to_owned();
            cell.edits += 1;
        }
    }
}
