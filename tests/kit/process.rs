//! Real programs, built beside the tests, killed with the test that started them.

use std::fs::File;
use std::io::{Read, Seek};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

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

/// Where a server keeps the scans of a test that sends none.
pub fn no_scans() -> PathBuf {
    target().join("no-scans")
}

/// The test itself lies in target/PROFILE/deps.
fn above_test(levels: usize) -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    test.ancestors().nth(levels).expect("target/PROFILE/deps").to_path_buf()
}

/// A port nobody listens on now, below those that the system gives to outgoing connections: a server that was killed must
/// find its own free when it comes back.
pub fn free_port() -> u16 {
    let mut tries = std::iter::repeat_with(|| rand::random_range(10_000..32_000));
    let free = tries.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.expect("the tries never end")
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
    complaints: File,
}

impl Running {
    /// Starts it; what it answers is thrown away, what it complains of is kept.
    pub fn start(mut command: Command) -> Self {
        let complaints = tempfile::tempfile().expect("a file");
        let pen = complaints.try_clone().expect("the same file");
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(pen);
        let child = command.spawn().expect("the program starts");
        Self { child, complaints }
    }

    /// What it has said on standard error.
    pub fn complaints(&mut self) -> String {
        let mut said = String::new();
        self.complaints.rewind().expect("a file");
        self.complaints.read_to_string(&mut said).expect("text");
        said
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
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
///
/// # Panics
/// When it ends instead.
pub async fn ready(server: &str, running: &mut Running) {
    let client = http();
    until("the server to be ready", async || {
        assert!(!running.has_ended(), "the server ended: {}", running.complaints());
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
    log: &'static str,
    fail_point: Option<String>,
    files: TempDir,
    running: Option<Running>,
}

impl Server {
    /// Starts one and waits until it is ready.
    pub async fn start(database: &Database, redis: Option<&Redis>) -> Self {
        Self::of(database.url(), redis, vec!["serve"]).await
    }

    /// Starts one that reaches its database by another address, such as a proxy's.
    pub async fn over(database_url: String) -> Self {
        Self::of(database_url, None, vec!["serve"]).await
    }

    /// Lets the program fill an empty database with a demonstration, of `months` confirmed months, and serve it.
    pub async fn demonstration(database: &Database, months: &'static str) -> Self {
        Self::of(database.url(), None, vec!["demo", "--months", months]).await
    }

    async fn of(database: String, redis: Option<&Redis>, subcommand: Vec<&'static str>) -> Self {
        let address = format!("http://127.0.0.1:{}", free_port());
        let mut server = Self {
            address,
            database,
            redis: redis.map(Redis::url),
            subcommand,
            log: "warn",
            fail_point: None,
            files: tempfile::Builder::new().prefix("otop-files-").tempdir().expect("a folder"),
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
            .env("OTOP_FILES", self.files.path())
            .env("OTOP_LOG", self.log);
        if let Some(redis) = &self.redis {
            command.env("REDIS_URL", redis);
        }
        if let Some(fail_point) = self.fail_point.take() {
            command.env("FAILPOINTS", fail_point);
        }
        let mut running = Running::start(command);
        ready(&self.address, &mut running).await;
        self.running = Some(running);
    }

    /// Starts it anew so that it dies at a fail point, such as `before-commit=1*off->return`: the second time it gets there.
    pub async fn start_to_die(&mut self, fail_point: &str) {
        self.start_with(fail_point).await;
    }

    /// Starts it anew with a fail point.
    pub async fn start_with(&mut self, fail_point: &str) {
        self.kill();
        self.fail_point = Some(fail_point.to_owned());
        self.start_again().await;
    }

    /// The folder of its files.
    pub fn files(&self) -> &Path {
        self.files.path()
    }

    /// The number of its process; 0 when it does not run.
    pub fn id(&self) -> u32 {
        self.running.as_ref().map_or(0, Running::id)
    }

    /// Starts it anew with another level of its log, and a fail point.
    pub async fn talk(&mut self, log: &'static str, fail_point: &str) {
        self.log = log;
        self.start_with(fail_point).await;
    }

    /// What it has logged since its start.
    pub fn complaints(&mut self) -> String {
        self.running.as_mut().map(Running::complaints).unwrap_or_default()
    }

    /// Whether it died by itself.
    pub fn has_died(&mut self) -> bool {
        self.running.as_mut().is_none_or(Running::has_ended)
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
    command.args(arguments).env("DATABASE_URL", database.url()).env("OTOP_LOG", "warn");
    finish(command).await
}
