//! Real programs, built beside the tests, killed with the test that started them.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::Database;
use crate::client::{PASSWORD, http};
use crate::redis::Redis;
use crate::wait::until;

/// The path of one of our programs.
///
/// # Panics
/// When it was not built.
pub fn program(name: &str) -> PathBuf {
    let built = above_test(2).join(name);
    assert!(built.exists(), "{name} is not built: cargo build --workspace (make test does it)");
    built
}

/// Cargo's target folder, which git does not keep.
pub fn target() -> PathBuf {
    above_test(3)
}

/// The test itself lies in target/PROFILE/deps.
fn above_test(levels: usize) -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    test.ancestors().nth(levels).expect("target/PROFILE/deps").to_path_buf()
}

/// A port nobody listens on now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its number").port()
}

/// A command of ours that sees none of our environment but where programs lie.
pub fn bare(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// Runs a command to its end.
pub async fn finish(mut command: Command) -> Output {
    let finished = tokio::task::spawn_blocking(move || command.stdin(Stdio::null()).output());
    finished.await.expect("the thread lives").expect("the program starts")
}

/// A program that runs on.
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts it; what it prints is thrown away.
    pub fn start(mut command: Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self {
            child: command.spawn().expect("the program starts"),
        }
    }

    /// `kill -9`, and waits for the end.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    /// Asks it to end (`SIGTERM`) and tells the code it ended with.
    pub async fn stop(mut self) -> Option<i32> {
        Command::new("kill").arg(self.child.id().to_string()).status().expect("kill");
        self.end().await
    }

    /// Waits until it ends by itself and tells its code.
    pub async fn end(&mut self) -> Option<i32> {
        until("the program to end", async || self.child.try_wait().expect("our child"))
            .await
            .code()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("our child").is_some()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Waits until a server says that it is ready.
pub async fn ready(server: &str) {
    let client = http();
    until("the server to be ready", async || {
        let response = client
            .get(format!("{server}/readyz"))
            .timeout(Duration::from_secs(2))
            .send()
            .await
            .ok()?;
        response.status().is_success().then_some(())
    })
    .await;
}

/// A real `otop-server serve` over a test's database.
pub struct Server {
    /// Its address, such as `http://127.0.0.1:41234`; the same after a restart.
    pub address: String,
    database: String,
    redis: Option<String>,
    subcommand: Vec<&'static str>,
    running: Option<Running>,
}

impl Server {
    /// Starts one and waits until it is ready.
    pub async fn start(database: &Database, redis: Option<&Redis>) -> Self {
        Self::of(database, redis, vec!["serve"]).await
    }

    /// Lets the program fill an empty database with a demonstration, of `months` confirmed months, and serve it.
    pub async fn demonstration(database: &Database, months: &'static str) -> Self {
        Self::of(database, None, vec!["demo", "--months", months]).await
    }

    async fn of(database: &Database, redis: Option<&Redis>, subcommand: Vec<&'static str>) -> Self {
        let address = format!("http://127.0.0.1:{}", free_port());
        let mut server = Self {
            address,
            database: database.url(),
            redis: redis.map(Redis::url),
            subcommand,
            running: None,
        };
        server.start_again().await;
        server
    }

    /// Starts it at its old address.
    pub async fn start_again(&mut self) {
        let mut command = bare(program("otop-server"));
        command
            .args(&self.subcommand)
            .arg("--listen")
            .arg(self.address.trim_start_matches("http://"));
        command
            .env("DATABASE_URL", &self.database)
            .env("OTOP_DEMO_PASSWORD", PASSWORD)
            .env("RUST_LOG", "warn");
        if let Some(redis) = &self.redis {
            command.env("REDIS_URL", redis);
        }
        self.running = Some(Running::start(command));
        ready(&self.address).await;
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill();
        }
    }

    /// Ends it in order and tells the code.
    pub async fn stop(&mut self) -> Option<i32> {
        match self.running.take() {
            Some(running) => running.stop().await,
            None => None,
        }
    }
}

/// Runs a subcommand of `otop-server` over a test's database.
pub async fn server_command(database: &Database, arguments: &[&str]) -> Output {
    let mut command = bare(program("otop-server"));
    command.args(arguments).env("DATABASE_URL", database.url()).env("RUST_LOG", "warn");
    finish(command).await
}
