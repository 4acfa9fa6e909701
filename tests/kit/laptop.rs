//! A real `otop` in a folder of its own.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::client::PASSWORD;
use crate::process::{Running, bare, finish, program};

/// One laptop.
pub struct Laptop {
    home: TempDir,
    server: String,
}

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
        let home = tempfile::Builder::new().prefix("otop-laptop-").tempdir().expect("a folder");
        let laptop = Self {
            home,
            server: server.to_owned(),
        };
        laptop.done(&["login", username]).await;
        laptop
    }

    /// A command to be run on this laptop.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(program("otop"));
        command.args(arguments).arg("--json");
        command
            .env("OTOP_HOME", self.home.path())
            .env("OTOP_SERVER", &self.server)
            .env("OTOP_PASSWORD", PASSWORD);
        command
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Told {
        let output = finish(self.command(arguments)).await;
        let text = String::from_utf8_lossy(&output.stdout);
        let json = serde_json::from_str(text.trim());
        let errors = String::from_utf8_lossy(&output.stderr);
        Told {
            code: output.status.code().unwrap_or(-1),
            json: json.unwrap_or_else(|_| panic!("otop {arguments:?} said: {text}{errors}")),
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

    /// Leaves `otop watch` running.
    pub fn watch(&self) -> Running {
        Running::start(self.command(&["watch"]))
    }

    /// The folder with its database.
    pub fn home(&self) -> &Path {
        self.home.path()
    }
}
