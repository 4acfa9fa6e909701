//! One private PostgreSQL for the whole test run, started by the first test that asks.
//!
//! Durability is switched off: a test run that loses power is started again. A guard, a small shell that waits for our end of
//! a pipe to close, stops the cluster and removes its files when the run ends, even if it is killed.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use otop_server::config::Storage;
use otop_server::database;

/// The running cluster.
pub struct Cluster {
    server: database::Cluster,
    _guard: Child,
}

const FAST: [(&str, &str); 5] = [
    ("fsync", "off"),
    ("synchronous_commit", "off"),
    ("full_page_writes", "off"),
    ("autovacuum", "off"),
    ("max_connections", "400"),
];

const GUARD: &str = r#"cat > /dev/null
note="$1/postgres/postmaster.pid"
if [ -f "$note" ]; then
    socket=$(sed -n 5p "$note")
    kill -QUIT "$(head -1 "$note")"
    while [ -f "$note" ] && kill -0 "$(head -1 "$note" 2>/dev/null)" 2>/dev/null; do sleep 0.1; done
    rm -rf "$socket"
fi
rm -rf "$1""#;

/// The cluster of this run.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| std::thread::spawn(start).join().expect("the cluster starts"))
}

impl Cluster {
    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        self.server.url_of(database)
    }
}

fn start() -> Cluster {
    let folder = tempfile::Builder::new()
        .prefix("otop-test-")
        .tempdir()
        .expect("a folder for the cluster")
        .keep();
    // PostgreSQL may run as another account, which has to pass through this folder.
    std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("the folder is ours");
    let guard = guard(&folder);
    let storage = Storage {
        database_url: None,
        data_dir: Some(folder.clone()),
        pg_bin: None,
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = runtime.block_on(database::Cluster::start(&storage, &folder, &FAST));
    let server = server.unwrap_or_else(|problem| panic!("{}", problem.english));
    Cluster { server, _guard: guard }
}

fn guard(folder: &Path) -> Child {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new("sh");
    command.args(["-c", GUARD, "guard"]).arg(folder);
    // Its own group: Ctrl-C ends the run, and the guard must outlive it.
    command
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("sh")
}
