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
        let pool = database::pool(database_url, 10).unwrap_or_else(|problem| panic!("{}", problem.english));
        let app = App::new(pool, bell);
        app.mark_filled();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = format!("http://{}", listener.local_addr().expect("its number"));
        let shutdown = CancellationToken::new();
        tokio::spawn(http::serve(listener, app, Vec::new(), shutdown.clone()));
        Self {
            server,
            _stop: shutdown.drop_guard(),
        }
    }

    /// Signs a person in.
    pub async fn as_(&self, username: &str) -> Person {
        Person::sign_in(&self.server, username).await
    }
}
