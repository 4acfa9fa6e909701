//! The edge: HTTP and sockets, and nothing of the domain.
//!
//! A request passes `origin`, then who asks (`identity`), then the query guard, then the contract, then execution; the answer is written
//! as the client accepts it. Everything on the way has a bound: [`Bounds`], `guard/limits`.
//!
//! | file | what it holds |
//! |---|---|
//! | `graphql` | `/graphql` over HTTP |
//! | `socket/` | the same over graphql-transport-ws |
//! | `parameters`, `documents`, `guard/`, `contract/`, `operation` | from bytes to an operation that is worth executing |
//! | `places`, `negotiate`, `answer` | from a response to bytes |
//! | `bounds`, `listen`, `patience`, `caught` | how much at once and how long; connections; deadlines; panics |
//! | `evidence`, `range` | files: sent piece by piece, handed out as attachments |
//! | `roadmap`, `library`, `help` | a year's dates as a calendar file; what the department hands out by short codes; one page of help |
//! | `auth`, `outside`, `address` | sign-in: here, by an outside provider; from which address |
//! | `forms` | forms as pages and files, and what a print's code leads to |
//! | `origin` | which web pages may ask |
//! | `health`, `readiness` | probes, and what they tell |
//! | `correlate` | the id of a request, in and out |
//! | `metrics` | numbers for the operator, on an address of their own |

mod address;
mod answer;
mod auth;
mod bounds;
mod caught;
mod contract;
mod correlate;
mod documents;
mod evidence;
mod forms;
mod graphql;
pub mod guard;
mod health;
mod help;
mod library;
mod listen;
mod metrics;
mod negotiate;
mod operation;
mod origin;
mod outside;
mod parameters;
mod patience;
mod places;
mod range;
mod readiness;
mod roadmap;
mod socket;

pub use bounds::Bounds;
pub use metrics::serve_metrics;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::routing::{get, post};
use ipnet::IpNet;
use otop_schema::RefusalCode;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;

use self::contract::Contract;
use crate::app::App;
use crate::config::Accepted;
use crate::error::{Error, Result};
use crate::file::Files;
use crate::form;
use crate::graphql::{self as roots, Schema};
use crate::identity::{self, Caller, Claims, Identity};
use documents::Documents;
use guard::Guard;
use readiness::Readiness;

/// How long requests may still take after the server was told to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// How an installation meets its network and its people.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Browser origins allowed beside our own.
    pub origins: Vec<String>,
    /// Proxies whose word about the address of a client is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// What it decides about sign-ins.
    pub identity: identity::Settings,
    /// Which documents are taken.
    pub documents: Accepted,
    /// Layouts of forms, and where prints are checked.
    pub forms: form::Settings,
    /// Where files are kept.
    pub files: Files,
    /// How much at once, and for how long.
    pub bounds: Bounds,
}

/// What every handler needs. Cloning shares it.
#[derive(Clone)]
pub struct Edge(Arc<Inner>);

struct Inner {
    app: App,
    schema: Schema,
    /// The same schema, slower, for answers whose errors have lost their places.
    witnessed: Schema,
    contract: Arc<Contract>,
    identity: Identity,
    guard: Guard,
    documents: Documents,
    files: Files,
    readiness: Readiness,
    layouts: form::Layouts,
    origins: Vec<String>,
    trusted_proxies: Vec<IpNet>,
    bounds: Bounds,
    shutdown: CancellationToken,
    /// Sockets outlive their HTTP connection, so they are waited for by themselves.
    sockets: TaskTracker,
}

impl Edge {
    /// The edge of a node.
    ///
    /// # Errors
    /// When the database does not answer, or the contract or a layout of a form cannot be read.
    pub async fn new(app: App, settings: Settings, shutdown: CancellationToken) -> Result<Self> {
        let identity = Identity::open(&app, settings.identity).await?;
        let schema = roots::over(app.clone());
        let witnessed = roots::over(app.clone()).extension(places::Witness);
        Ok(Self(Arc::new(Inner {
            app,
            schema: schema.finish(),
            witnessed: witnessed.finish(),
            contract: Arc::new(Contract::read(&roots::sdl())?),
            identity,
            guard: Guard::new()?,
            documents: Documents::new(settings.documents)?,
            files: settings.files,
            readiness: Readiness::default(),
            layouts: settings.forms.read().map_err(Error::internal)?,
            origins: settings.origins,
            trusted_proxies: settings.trusted_proxies,
            bounds: settings.bounds,
            shutdown,
            sockets: TaskTracker::new(),
        })))
    }

    fn app(&self) -> &App {
        &self.0.app
    }

    fn schema(&self) -> &Schema {
        &self.0.schema
    }

    fn witnessed(&self) -> &Schema {
        &self.0.witnessed
    }

    fn contract(&self) -> &Arc<Contract> {
        &self.0.contract
    }

    fn identity(&self) -> &Identity {
        &self.0.identity
    }

    fn guard(&self) -> &Guard {
        &self.0.guard
    }

    fn documents(&self) -> &Documents {
        &self.0.documents
    }

    fn files(&self) -> &Files {
        &self.0.files
    }

    fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }

    fn layouts(&self) -> &form::Layouts {
        &self.0.layouts
    }

    fn bounds(&self) -> &Bounds {
        &self.0.bounds
    }

    fn origins(&self) -> &[String] {
        &self.0.origins
    }

    fn trusted_proxies(&self) -> &[IpNet] {
        &self.0.trusted_proxies
    }

    fn shutdown(&self) -> &CancellationToken {
        &self.0.shutdown
    }

    fn sockets(&self) -> &TaskTracker {
        &self.0.sockets
    }

    /// Who sent a request that is not GraphQL.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` without a token that opens something.
    async fn signed_in(&self, headers: &HeaderMap) -> Result<Caller> {
        let known = match graphql::bearer(headers) {
            Some(token) => self.caller_of(token).await?,
            None => None,
        };
        Ok(known.ok_or_else(answer::sign_in_first)?.0)
    }

    /// Who stands behind an access token, and what the token says; `None` when it opens nothing (any more).
    async fn caller_of(&self, token: &str) -> Result<Option<(Caller, Claims)>> {
        let Some(claims) = self.identity().claims(self.app(), token).await? else {
            return Ok(None);
        };
        Ok(self.identity().caller(self.app(), &claims).await?.map(|caller| (caller, claims)))
    }
}

/// Serves a node on a listener until `shutdown`: then no new connection is taken, sockets are closed with 1012, and requests
/// that run are let finish.
///
/// # Errors
/// When the node cannot open.
pub async fn serve(listener: TcpListener, app: App, settings: Settings, shutdown: CancellationToken) -> std::io::Result<()> {
    let edge = Edge::new(app.clone(), settings, shutdown.clone()).await;
    let edge = edge.map_err(|error| std::io::Error::other(format!("{error:?}")))?;
    let watch = edge.identity().presences().watch_forever(app.clone(), shutdown.clone());
    let watch = tokio::spawn(watch);
    let reader = tokio::spawn(crate::feed::read_forever(app, shutdown.clone()));
    tokio::select! {
        () = answer_all(listener, edge) => {}
        () = farewell(shutdown) => {}
    }
    reader.abort();
    watch.abort();
    Ok(())
}

/// Until every request is answered and every socket closed.
async fn answer_all(listener: TcpListener, edge: Edge) {
    listen::answer(listener, router(edge.clone()), edge.bounds(), edge.shutdown()).await;
    edge.sockets().close();
    edge.sockets().wait().await;
}

async fn farewell(shutdown: CancellationToken) {
    shutdown.cancelled().await;
    tokio::time::sleep(FAREWELL).await;
}

fn router(edge: Edge) -> Router {
    let sign_in = Router::new()
        .route("/auth/login", post(auth::login))
        .route("/auth/password", post(auth::password))
        .route("/auth/reauthenticate", post(auth::reauthenticate))
        .route("/auth/oidc/start", get(outside::start))
        .route("/auth/oidc/callback", get(outside::callback))
        .route("/auth/oidc/claim", post(outside::claim))
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/logout", post(auth::logout))
        .layer(DefaultBodyLimit::max(bounds::SIGN_IN));
    let asking = Router::new()
        .route("/graphql", post(graphql::post).get(socket::or_query))
        .layer(DefaultBodyLimit::max(bounds::BODY))
        .merge(sign_in)
        .route("/forms/{form}/{area}/{file}", get(forms::form))
        .route("/check/{digest}", get(forms::check))
        .route("/roadmap/{area}/{file}", get(roadmap::file))
        .route("/d/{code}", get(library::handed_out))
        .route("/d/{code}/qr", get(library::code))
        .route("/help/entry", get(help::entry))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    let probes = Router::new()
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/version", get(health::version));
    // Scans are compressed already, and counted as they come.
    let files = Router::new().route("/evidence/{sha256}", get(evidence::get).put(evidence::put));
    asking
        .merge(files)
        .merge(probes)
        .fallback(async || answer::plain(StatusCode::NOT_FOUND, RefusalCode::NotFound))
        .layer(from_fn_with_state(edge.clone(), patience::in_time))
        .layer(from_fn(patience::come_back))
        .layer(CatchPanicLayer::custom(caught::answered))
        .layer(from_fn_with_state(edge.clone(), origin::check))
        .layer(from_fn(secured))
        .layer(from_fn_with_state(edge.clone(), correlate::named))
        .with_state(edge)
}

/// Headers that keep a browser from guessing, framing, remembering and telling.
async fn secured(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(nothing);
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
