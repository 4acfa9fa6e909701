//! A server of its own, durable, with a fresh demonstration in it.

use std::os::unix::fs::PermissionsExt;

use diesel_async::AsyncPgConnection;
use otop_server::config::Storage;
use otop_server::database::{Database, connect};
use tempfile::TempDir;

use crate::client::PASSWORD;
use crate::process::{Running, bare, free_port, program, ready};

/// A running server. Everything of it is gone when it is dropped.
pub struct World {
    /// Its address.
    pub server: String,
    storage: Storage,
    running: Running,
    _folder: TempDir,
}

impl World {
    /// Starts the program with its private database and lets it fill a demonstration.
    ///
    /// # Panics
    /// When it ends instead.
    pub async fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("otop-world-").tempdir().expect("a folder");
        // PostgreSQL does not run as root: its user has to reach the data.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
        let data = folder.path().join("data");
        let address = format!("127.0.0.1:{}", free_port());
        let mut command = bare(program("otop-server"));
        command.arg("--data-dir").arg(&data).args(["demo", "--listen", &address]);
        command.env("OTOP_DEMO_PASSWORD", PASSWORD).env("RUST_LOG", "warn");
        let mut running = Running::start(command);
        let server = format!("http://{address}");
        ready(&server, &mut running).await;
        Self {
            server,
            storage: Storage {
                database_url: None,
                data_dir: Some(data),
                pg_bin: None,
                files: None,
            },
            running,
            _folder: folder,
        }
    }

    /// The server's process.
    pub fn process(&self) -> u32 {
        self.running.id()
    }

    /// A connection to its database.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn database(&self) -> AsyncPgConnection {
        let database = Database::visit(&self.storage).await;
        let database = database.unwrap_or_else(|problem| panic!("{}", problem.english));
        connect(database.url()).await.expect("the database answers")
    }
}
