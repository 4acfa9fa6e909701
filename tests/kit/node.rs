//! A server in this process, at a port of its own, stopped with its test.

use otop_server::app::App;
use otop_server::feed::Bell;
use otop_server::{database, http};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{Database, Person};

/// A running node.
pub struct Node {
    /// Its address, such as `http://127.0.0.1:41234`.
    pub server: String,
    app: App,
    _stop: DropGuard,
}

impl Node {
    /// Serves a database, with a bell of its own.
    pub async fn start(database: &Database) -> Self {
        Self::with(database, Bell::local()).await
    }

    /// Serves a database with a given bell.
    pub async fn with(database: &Database, bell: Bell) -> Self {
        Self::over(&database.url(), bell).await
    }

    /// Serves a database that is reached by another address, such as a proxy's.
    pub async fn over(database_url: &str, bell: Bell) -> Self {
        Self::set(database_url, bell, http::Settings::default()).await
    }

    /// Serves a database by settings of the test's own.
    pub async fn set(database_url: &str, bell: Bell, settings: http::Settings) -> Self {
        let pool = database::pool(database_url, 10).unwrap_or_else(|problem| panic!("{}", problem.english));
        Self::of(App::new(pool, bell), settings).await
    }

    /// Serves what a test has made.
    pub async fn of(app: App, settings: http::Settings) -> Self {
        app.mark_filled();
        Self::listening(app, settings).await
    }

    /// Serves a node whose data are not all there yet.
    pub async fn unfilled(app: App) -> Self {
        Self::listening(app, http::Settings::default()).await
    }

    async fn listening(app: App, settings: http::Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = format!("http://{}", listener.local_addr().expect("its number"));
        let shutdown = CancellationToken::new();
        tokio::spawn(http::serve(listener, app.clone(), settings, shutdown.clone()));
        Self {
            server,
            app,
            _stop: shutdown.drop_guard(),
        }
    }

    /// One of its numbers, as Prometheus reads them; 0 for one that it does not tell.
    pub fn number(&self, name: &str) -> u64 {
        let told = self.app.metrics().text(self.app.connections()).expect("a text");
        let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map_or(0, |number| number.parse().expect("a number"))
    }

    /// Signs a person in.
    pub async fn as_(&self, username: &str) -> Person {
        Person::sign_in(&self.server, username).await
    }
}
