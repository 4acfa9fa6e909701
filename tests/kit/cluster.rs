//! Private PostgreSQL clusters: one for the whole test run, started by the first test that asks, and more for tests that kill theirs.
//!
//! Durability against power loss is switched off: a test run that loses power is started again. A guard, a small shell that waits
//! for our end of a pipe to close, stops a cluster and removes its files when the run ends, even if it is killed.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use otop_server::config::Storage;
use otop_server::database;

use crate::wait::until;

/// One of PostgreSQL's own settings.
pub type Setting = (&'static str, &'static str);

/// A running cluster.
pub struct Cluster {
    server: Mutex<database::Cluster>,
    folder: PathBuf,
    settings: Vec<Setting>,
    _guard: Child,
}

/// What a killed PostgreSQL needs no better: the system keeps what it was given.
const FAST: [Setting; 4] = [
    ("fsync", "off"),
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
    CLUSTER.get_or_init(|| Cluster::start(&[("synchronous_commit", "off")]))
}

impl Cluster {
    /// Starts one in a folder of its own, with settings beside the usual ones.
    pub fn start(settings: &[Setting]) -> Self {
        let folder = folder();
        Self::start_in(&folder, settings)
    }

    /// Starts one in a given folder, which goes with it.
    pub fn start_in(folder: &Path, settings: &[Setting]) -> Self {
        // PostgreSQL may run as another account, which has to pass through this folder.
        std::fs::set_permissions(folder, Permissions::from_mode(0o755)).expect("the folder is ours");
        let settings: Vec<Setting> = FAST.iter().chain(settings).copied().collect();
        let (folder, _guard) = (folder.to_path_buf(), guard(folder));
        let server = Mutex::new(launch(&folder, &settings));
        Self {
            server,
            folder,
            settings,
            _guard,
        }
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        self.server.lock().expect("no start broke").url_of(database)
    }

    /// The socket it listens on.
    pub fn socket(&self) -> PathBuf {
        let note = self.note().expect("it runs");
        Path::new(note.lines().nth(4).expect("the socket's folder")).join(".s.PGSQL.5432")
    }

    /// What PostgreSQL has logged since its start.
    pub fn log(&self) -> String {
        let text = std::fs::read(self.folder.join("postgres.log")).expect("it logs");
        String::from_utf8_lossy(&text).into_owned()
    }

    /// `kill -9` of PostgreSQL and all its processes.
    pub async fn kill(&self) {
        let note = self.note().expect("it runs");
        let postmaster = note.lines().next().expect("its number").to_owned();
        let family = [vec![postmaster.clone()], children(&postmaster)].concat();
        signal("-KILL", &family);
        until("PostgreSQL to be gone", async || {
            family.iter().all(|process| has_ended(process)).then_some(())
        })
        .await;
    }

    /// Starts it again after a kill: it recovers what was committed.
    pub fn start_again(&self) {
        *self.server.lock().expect("no start broke") = launch(&self.folder, &self.settings);
    }

    /// What the cluster says of itself.
    fn note(&self) -> Option<String> {
        std::fs::read_to_string(self.folder.join("postgres/postmaster.pid")).ok()
    }
}

fn folder() -> PathBuf {
    let folder = tempfile::Builder::new().prefix("otop-test-").tempdir();
    folder.expect("a folder for the cluster").keep()
}

fn launch(folder: &Path, settings: &[Setting]) -> database::Cluster {
    let storage = Storage {
        database_url: None,
        data_dir: Some(folder.to_path_buf()),
        pg_bin: None,
        files: None,
    };
    let start = async { database::Cluster::start(&storage, folder, settings).await };
    let started = std::thread::scope(|scope| {
        let runtime = || tokio::runtime::Runtime::new().expect("a runtime").block_on(start);
        scope.spawn(runtime).join().expect("the thread lives")
    });
    started.unwrap_or_else(|problem| panic!("{}", problem.english))
}

fn children(process: &str) -> Vec<String> {
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    children.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn signal(signal: &str, processes: &[String]) {
    let mut command = Command::new("kill");
    command.arg(signal).args(processes).stderr(Stdio::null());
    command.status().expect("kill");
}

/// Gone, or dead and not yet buried by its parent.
fn has_ended(process: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state
        .rsplit(") ")
        .next()
        .is_none_or(|rest| rest.is_empty() || rest.starts_with(['Z', 'X']))
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
