//! `otop-server serve`: the server, until it is told to stop.

use std::net::SocketAddr;

use otop_server::app::App;
use otop_server::calendar;
use otop_server::config::{Network, Problem, Storage};
use otop_server::consolidation;
use otop_server::database::{Database, connect, pool};
use otop_server::feed::{self, Bell};
use otop_server::file::{self, Files};
use otop_server::http::{self, Bounds, Settings};
use otop_server::identity;
use otop_server::sheet;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::{failed, outside};

/// Connections to the database: PostgreSQL works on a few statements at a time, more would only wait inside it.
const CONNECTIONS: usize = 32;
/// Open files that are not connections of clients: the database's, the log, the listener.
const OTHER_FILES: usize = 128;

/// Serves until a signal; `fill` brings into the database what is to be served. Until that is done the node lives but is not ready;
/// then the address is printed, and `welcome` after it.
pub async fn run(
    storage: &Storage,
    network: Network,
    fill: impl AsyncFnOnce(&str) -> Result<(), Problem>,
    welcome: &str,
) -> Result<(), Problem> {
    network.check()?;
    let shutdown = on_signal()?;
    let database = Database::serve(storage).await?;
    let served = serve(storage, &database, network, fill, welcome, shutdown).await;
    let closed = database.close().await;
    served.and(closed)
}

async fn serve(
    storage: &Storage,
    database: &Database,
    network: Network,
    fill: impl AsyncFnOnce(&str) -> Result<(), Problem>,
    welcome: &str,
    shutdown: CancellationToken,
) -> Result<(), Problem> {
    database.migrate().await?;
    feed::recognise(&mut connect(database.url()).await.map_err(outside)?)
        .await
        .map_err(failed)?;
    let files = Files::open(storage).await?;
    let app = App::new(pool(database.url(), CONNECTIONS)?, bell(&network).await?);
    let listener = listen(network.listen, "--listen").await?;
    watched(&app, &network, &shutdown).await?;
    let filling = async {
        tokio::select! {
            filled = fill(database.url()) => filled?,
            () = shutdown.cancelled() => return Ok(()),
        }
        app.mark_filled();
        keep_house(&app, &files, &shutdown);
        println!("พร้อมให้บริการที่ / serving at http://{}\n{welcome}", network.listen);
        Ok(())
    };
    let serving = async {
        let settings = Settings {
            bounds: bounds(),
            files: files.clone(),
            ..network.settings()
        };
        http::serve(listener, app.clone(), settings, shutdown.clone())
            .await
            .map_err(outside)
    };
    tokio::try_join!(serving, filling).map(|_| ())
}

/// As many connections as the system lets us keep open, up to the node's own bound: each is an open file, and so are the database's.
fn bounds() -> Bounds {
    let usual = Bounds::default();
    let wanted = usual.connections + OTHER_FILES;
    let files = rlimit::increase_nofile_limit(u64::try_from(wanted).unwrap_or(u64::MAX)).map(usize::try_from);
    let files = files.ok().and_then(Result::ok).unwrap_or(wanted);
    if files < wanted {
        tracing::warn!(
            files,
            wanted,
            "the system lets this process open fewer files than its connections may need"
        );
    }
    Bounds {
        connections: usual.connections.min(files.saturating_sub(OTHER_FILES)),
        ..usual
    }
}

/// What every node does beside answering, until it stops: months open and are drafted at their close by themselves, deadlines are called
/// to mind, what is over is forgotten.
fn keep_house(app: &App, files: &Files, shutdown: &CancellationToken) {
    let opening = calendar::open_forever(app.clone(), shutdown.clone());
    tokio::spawn(shutdown.clone().run_until_cancelled_owned(opening));
    let reminding = calendar::remind_forever(app.clone(), shutdown.clone());
    tokio::spawn(shutdown.clone().run_until_cancelled_owned(reminding));
    let drafting = consolidation::draft_forever(app.clone(), shutdown.clone());
    tokio::spawn(shutdown.clone().run_until_cancelled_owned(drafting));
    let forgetting = sheet::forget_forever(app.clone(), shutdown.clone());
    tokio::spawn(shutdown.clone().run_until_cancelled_owned(forgetting));
    tokio::spawn(identity::forget_forever(app.clone(), shutdown.clone()));
    tokio::spawn(file::sweep_forever(app.clone(), files.clone(), shutdown.clone()));
}

/// Tells the node's numbers where an address for them is set.
async fn watched(app: &App, network: &Network, shutdown: &CancellationToken) -> Result<(), Problem> {
    if let Some(address) = network.metrics_listen {
        let listener = listen(address, "--metrics-listen").await?;
        tokio::spawn(http::serve_metrics(listener, app.clone(), shutdown.clone()));
    }
    Ok(())
}

async fn listen(address: SocketAddr, setting: &str) -> Result<TcpListener, Problem> {
    TcpListener::bind(address).await.map_err(|error| {
        Problem::new(
            format!("เปิดรับการเชื่อมต่อที่ {address} ไม่ได้ ({error}) โปรดระบุ {setting} อื่น"),
            format!("Cannot listen on {address} ({error}); choose another {setting}."),
        )
    })
}

/// Redis where several nodes share one, else this process alone.
async fn bell(network: &Network) -> Result<Bell, Problem> {
    let Some(url) = &network.redis_url else { return Ok(Bell::local()) };
    Bell::redis(url).await.map_err(|error| {
        Problem::new(
            format!("ติดต่อ Redis ไม่ได้ ({error}) โปรดตรวจสอบ REDIS_URL หรือเว้นว่างเมื่อใช้เซิร์ฟเวอร์เดียว"),
            format!("Redis does not answer ({error}); correct REDIS_URL, or leave it out with a single node."),
        )
    })
}

/// Cancelled by SIGTERM or SIGINT. A second signal ends the process at once.
fn on_signal() -> Result<CancellationToken, Problem> {
    let shutdown = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate()).map_err(outside)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(outside)?;
    let told = shutdown.clone();
    tokio::spawn(async move {
        for _ in 0..2 {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if told.is_cancelled() {
                std::process::exit(130);
            }
            told.cancel();
        }
    });
    Ok(shutdown)
}
