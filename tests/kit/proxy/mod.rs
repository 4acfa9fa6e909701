//! A TCP proxy that does to connections what networks do, by dice whose seed is known.
//!
//! | file | idea |
//! |---|---|
//! | `weather` | what the line is like: slow, lossy, silent, cut after so many bytes |
//! | `line` | the bytes of one direction on their way, under the weather of the moment |
//! | `target` | what stands behind: a port, a Unix socket, the sign-in page of a hotel's network |

mod line;
mod target;
mod weather;

use std::sync::{Arc, Mutex};

use rand::rngs::StdRng;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::Database;
use crate::chance::dice_of;
use line::{Line, carry};
pub use target::Target;
use target::{Stream, hotel};
pub use weather::{Direction, Weather};

/// A proxy at a port of its own, gone with its test.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    _stop: DropGuard,
}

/// What every connection of a proxy shares.
struct Shared {
    target: Mutex<Target>,
    weather: Mutex<Weather>,
    /// Ends every connection there is; a new one for those that come after.
    scissors: Mutex<CancellationToken>,
    lines: [Line; 2],
    dice: Mutex<StdRng>,
}

impl Proxy {
    /// Stands before a target, in fine weather.
    pub async fn before(target: Target, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let shared = Arc::new(Shared::new(target, seed));
        let stop = CancellationToken::new();
        let serving = accept(listener, shared.clone());
        tokio::spawn(stop.clone().run_until_cancelled_owned(serving));
        let _stop = stop.drop_guard();
        Self { port, shared, _stop }
    }

    /// Stands before a server such as `http://127.0.0.1:41234`.
    pub async fn before_server(address: &str, seed: u64) -> Self {
        let address = address.trim_start_matches("http://").to_owned();
        Self::before(Target::Port(address), seed).await
    }

    /// Stands before PostgreSQL.
    pub async fn before_database(database: &Database, seed: u64) -> Self {
        Self::before(Target::Socket(database.socket()), seed).await
    }

    /// Its address for HTTP.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address of a database behind it.
    pub fn database_url(&self, database: &Database) -> String {
        format!("postgres://otop@127.0.0.1:{}/{}", self.port, database.name())
    }

    /// From now on new connections go elsewhere.
    pub fn aim(&self, target: Target) {
        *held(&self.shared.target) = target;
    }

    /// The weather from now on; bytes are counted anew.
    pub fn weather(&self, weather: Weather) {
        self.shared.lines.iter().for_each(Line::count_anew);
        *held(&self.shared.weather) = weather;
    }

    /// Cuts every connection there is.
    pub fn cut(&self) {
        self.shared.cut();
    }

    /// Bytes that passed in a direction since the weather was set.
    pub fn passed(&self, direction: Direction) -> u64 {
        self.shared.lines[direction as usize].passed()
    }
}

impl Shared {
    fn new(target: Target, seed: u64) -> Self {
        Self {
            target: Mutex::new(target),
            weather: Mutex::default(),
            scissors: Mutex::default(),
            lines: Default::default(),
            dice: Mutex::new(dice_of(seed)),
        }
    }

    fn cut(&self) {
        let mut weather = held(&self.weather);
        (weather.cut, weather.cut_behind) = (None, None);
        drop(weather);
        std::mem::take(&mut *held(&self.scissors)).cancel();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        // A client that has gone before it was seen is nobody's fault.
        let Ok((client, _)) = listener.accept().await else { continue };
        let cut = held(&shared.scissors).clone();
        tokio::spawn(cut.run_until_cancelled_owned(connect(client, shared.clone())));
    }
}

/// One connection, until either side ends it or it is cut.
async fn connect(client: TcpStream, shared: Arc<Shared>) {
    client.set_nodelay(true).ok();
    let target = held(&shared.target).clone();
    let server: Box<dyn Stream> = match target {
        Target::Nothing => return,
        Target::Hotel => return hotel(client).await,
        Target::Port(address) => match TcpStream::connect(address).await {
            Ok(server) => Box::new(server),
            Err(_) => return,
        },
        Target::Socket(file) => match tokio::net::UnixStream::connect(file).await {
            Ok(server) => Box::new(server),
            Err(_) => return,
        },
    };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = tokio::io::split(server);
    tokio::select! {
        () = carry(&shared, Direction::Up, from_client, to_server) => {}
        () = carry(&shared, Direction::Down, from_server, to_client) => {}
    }
}

fn held<Value>(mutex: &Mutex<Value>) -> std::sync::MutexGuard<'_, Value> {
    mutex.lock().expect("nobody panics while holding it")
}
