//! Each test owns its world: a database cloned from a template, dropped with the test.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use otop_server::database::migrate;
use otop_server::demo::{self, DemoSize};
use otop_server::identity::password;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::client::PASSWORD;
use crate::cluster::{Cluster, Setting, cluster};
use crate::wait::until;

/// A database of one test.
pub struct Database {
    name: String,
    home: Home,
}

/// Where a database lies.
enum Home {
    /// In the run's cluster.
    Run,
    /// In a cluster of its own.
    Own(Box<Cluster>),
    /// Somewhere else, at an address.
    Elsewhere(String),
}

/// One clone at a time: a template cannot be cloned while somebody else is connected to it or cloning it.
static CLONING: Mutex<()> = Mutex::const_new(());

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Database {
    /// A database without a table.
    pub async fn empty() -> Self {
        Self::clone_of("template0").await
    }

    /// A database with every migration and nothing else.
    pub async fn migrated() -> Self {
        Self::migrated_template();
        Self::clone_of("template_migrated").await
    }

    fn migrated_template() {
        static TEMPLATE: OnceLock<()> = OnceLock::new();
        TEMPLATE.get_or_init(|| apart(migrated_template()));
    }

    /// A small demonstration: nine districts of six producers, fiscal year 2566, February in the making.
    pub async fn demonstration() -> Self {
        static TEMPLATE: OnceLock<()> = OnceLock::new();
        Self::migrated_template();
        TEMPLATE.get_or_init(|| apart(filled_template()));
        Self::clone_of("template_demonstration").await
    }

    async fn clone_of(template: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let _alone = CLONING.lock().await;
        administer(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { name, home: Home::Run }
    }

    /// A small demonstration in a cluster of its own, which a test may kill; with settings of PostgreSQL's own.
    pub async fn apart(settings: &[Setting]) -> Self {
        Self::on(Cluster::start(settings)).await
    }

    /// A small demonstration in a given cluster.
    pub async fn on(cluster: Cluster) -> Self {
        let name = "otop".to_owned();
        let url = cluster.url(&name);
        apart(async move { fill(&url).await });
        let home = Home::Own(Box::new(cluster));
        Self { name, home }
    }

    /// The database that a server made for itself.
    pub fn elsewhere(url: String) -> Self {
        Self {
            name: "otop".to_owned(),
            home: Home::Elsewhere(url),
        }
    }

    /// The cluster of tests that it lies in.
    ///
    /// # Panics
    /// When it lies elsewhere.
    pub fn cluster(&self) -> &Cluster {
        match &self.home {
            Home::Run => cluster(),
            Home::Own(cluster) => cluster,
            Home::Elsewhere(url) => panic!("{url} is not ours"),
        }
    }

    /// Its name in the cluster.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The socket of its cluster.
    pub fn socket(&self) -> PathBuf {
        self.cluster().socket()
    }

    /// The address, for programs.
    pub fn url(&self) -> String {
        match &self.home {
            Home::Elsewhere(url) => url.clone(),
            Home::Run | Home::Own(_) => self.cluster().url(&self.name),
        }
    }

    /// The address for another user of its cluster.
    pub fn url_as(&self, user: &str) -> String {
        self.url().replacen("otop@", &format!("{user}@"), 1)
    }

    /// A connection of its own.
    pub async fn connect(&self) -> AsyncPgConnection {
        connect(&self.url()).await
    }

    /// Runs statements; fails the test when one fails.
    pub async fn run(&self, sql: &str) {
        self.attempt(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }

    /// Runs statements that may be refused; the error is PostgreSQL's own sentence.
    ///
    /// # Errors
    /// What the database says.
    pub async fn attempt(&self, sql: &str) -> Result<(), String> {
        let mut connection = self.connect().await;
        connection.batch_execute(sql).await.map_err(|error| error.to_string())
    }

    /// The rows a query answers, each as an object of its columns.
    pub async fn rows(&self, query: &str) -> Vec<Value> {
        let mut connection = self.connect().await;
        let sql = format!("SELECT row_to_json(answer)::text AS line FROM ({query}) AS answer");
        let lines: Result<Vec<Line>, _> = diesel::sql_query(&sql).load(&mut connection).await;
        let lines = lines.unwrap_or_else(|error| panic!("{error}\n{query}"));
        lines
            .iter()
            .map(|row| serde_json::from_str(&row.line).expect("PostgreSQL writes JSON"))
            .collect()
    }

    /// The first column of the rows, as text.
    pub async fn column(&self, query: &str) -> Vec<String> {
        let rows = self.rows(query).await;
        rows.iter()
            .map(|row| text(row.as_object().and_then(|row| row.values().next())))
            .collect()
    }

    /// The one value of a query that answers one.
    pub async fn value(&self, query: &str) -> String {
        let mut values = self.column(query).await;
        assert_eq!(values.len(), 1, "one row was expected of {query}");
        values.remove(0)
    }

    /// The producers on a district's roster of February 2566, by id.
    pub async fn producers(&self, district: &str) -> Vec<String> {
        let active = format!("SELECT producer_id FROM active_producer('{district}', '2023-02-01') ORDER BY producer_id");
        self.column(&active).await
    }

    /// Waits until a server has opened a month, by its first day, for the whole nation.
    pub async fn is_open(&self, month: &str) {
        let unopened = format!(
            "SELECT count(*) FROM area WHERE length(code) = 4 AND valid_until IS NULL
             AND NOT EXISTS (SELECT FROM report WHERE district = code AND month = '{month}')"
        );
        until("the month to be open", async || (self.value(&unopened).await == "0").then_some(())).await;
    }

    /// A producer of 2701 whose sheet of February is complete: another figure leaves it so.
    pub async fn complete_producer(&self) -> String {
        let complete = "SELECT producer_id FROM sheet WHERE district = '2701' AND month = '2023-02-01' AND state = 'COMPLETE' LIMIT 1";
        self.value(complete).await
    }

    /// The business clock stands still at a Bangkok instant, such as `2023-02-28T09:00`.
    pub async fn at(&self, bangkok: &str) {
        self.run(&format!("UPDATE clock SET movable = true, shift = '0', fixed = '{bangkok}+07:00'"))
            .await;
    }

    /// The business clock runs on from a Bangkok instant.
    pub async fn from(&self, bangkok: &str) {
        let sql = format!("UPDATE clock SET movable = true, shift = '{bangkok}+07:00' - clock_timestamp(), fixed = NULL");
        self.run(&sql).await;
    }
}

impl Drop for Database {
    /// The database goes with its test; should the test have failed before it began, the cluster goes with the run. One of its own
    /// goes as a whole.
    fn drop(&mut self) {
        if !matches!(self.home, Home::Run) {
            return;
        }
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        apart(async move { administer(&sql).await });
    }
}

async fn migrated_template() {
    administer("CREATE DATABASE template_migrated TEMPLATE template0").await;
    migrate(&cluster().url("template_migrated")).await;
}

async fn filled_template() {
    administer("CREATE DATABASE template_demonstration TEMPLATE template_migrated").await;
    fill(&cluster().url("template_demonstration")).await;
}

async fn migrate(url: &str) {
    let ran = migrate::run(connect(url).await).await;
    ran.unwrap_or_else(|problem| panic!("{}", problem.english));
}

/// Migrates where that was not done, and fills.
async fn fill(url: &str) {
    migrate(url).await;
    let hash = password::hash(PASSWORD).unwrap_or_else(|error| panic!("{error:?}"));
    let filled = demo::fill(url, &DemoSize::SMALL, &hash, &|_, _| {}).await;
    filled.unwrap_or_else(|error| panic!("{error:?}"));
}

/// Runs work on a thread and runtime of its own: migrations want several threads, and a dropped value cannot wait otherwise.
/// Work that fails says so in the test's output; the test that needs its result fails by itself.
fn apart(work: impl Future<Output = ()> + Send) {
    std::thread::scope(|scope| {
        let done = scope
            .spawn(|| tokio::runtime::Runtime::new().expect("a runtime").block_on(work))
            .join();
        done.ok();
    });
}

async fn connect(url: &str) -> AsyncPgConnection {
    AsyncPgConnection::establish(url).await.expect("the cluster answers")
}

async fn administer(sql: &str) {
    let mut connection = connect(&cluster().url("postgres")).await;
    connection.batch_execute(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
