//! `streamRevenueEntry`: the figures of the caller's areas, as they change.
//!
//! The client pulls first and follows then, and what changes between the two it would never hear of: so a stream begins a little
//! before now. It has no way back from a stream that completed, nor from a result without data: so this one ends only with its
//! socket, and waits out a database that does not answer.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::async_stream::stream;
use async_graphql::{Context, Subscription};
use diesel_async::AsyncPgConnection;
use futures_util::{Stream, StreamExt};

use super::document::{RevenueEntryInputHeaders, RevenueEntryPullBulk};
use super::page::page;
use super::token::Token;
use crate::app::App;
use crate::error::{Error, Result};
use crate::feed::{self, Event, Place};
use crate::identity::Caller;
use crate::request;

/// How far before now a stream begins.
pub const OVERLAP: Duration = Duration::from_secs(60);
/// Documents of a message at most.
const LARGEST_PAGE: usize = 500;
/// How long to wait for a database that did not answer.
const AGAIN: Duration = Duration::from_secs(1);

/// What stock RxDB follows.
#[derive(Default)]
pub struct RxdbSubscription;

#[Subscription]
impl RxdbSubscription {
    /// For stock RxDB: the figures of the caller's areas as they change, beginning with those of the last 60 seconds. The first
    /// message comes at once, with or without documents. Who asks is told when the socket opens; `headers` are not looked at.
    async fn stream_revenue_entry(
        &self,
        context: &Context<'_>,
        headers: Option<RevenueEntryInputHeaders>,
    ) -> impl Stream<Item = RevenueEntryPullBulk> + use<> {
        drop(headers);
        changes(Follower {
            app: request::app(context).clone(),
            caller: request::caller(context).clone(),
            token: None,
            heard: None,
        })
    }
}

fn changes(mut follower: Follower) -> impl Stream<Item = RevenueEntryPullBulk> {
    stream! {
        loop {
            match follower.next().await {
                Ok(bulk) => yield bulk,
                Err(cause) => {
                    tracing::warn!(?cause, "a stream waits for the database");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }
}

type Heard = Pin<Box<dyn Stream<Item = Result<Arc<Event>>> + Send>>;

/// One stream.
struct Follower {
    app: App,
    caller: Arc<Caller>,
    /// How far it has read; none at its beginning.
    token: Option<Token>,
    /// Events of its areas: each is a reason to look.
    heard: Option<Heard>,
}

impl Follower {
    /// The next message.
    async fn next(&mut self) -> Result<RevenueEntryPullBulk> {
        loop {
            self.listen().await?;
            let first = self.token.is_none();
            let bulk = self.look().await?;
            if first || !bulk.documents.is_empty() {
                return Ok(bulk);
            }
            self.wait().await?;
        }
    }

    /// Listens before it looks, so that nothing falls between the two.
    async fn listen(&mut self) -> Result<()> {
        if self.heard.is_none() {
            let end = feed::end(&mut *self.app.connection().await?).await?;
            self.heard = Some(Box::pin(feed::follow(self.app.clone(), self.caller.working_areas(), end)));
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<RevenueEntryPullBulk> {
        let token = match &self.token {
            Some(token) => token.clone(),
            None => begin(&self.app, &self.caller).await?,
        };
        let read = async |connection: &mut AsyncPgConnection| page(connection, token, LARGEST_PAGE).await;
        let page = request::look(&self.app, &self.caller, read).await?;
        self.token = Some(page.token.clone());
        Ok(page.into())
    }

    async fn wait(&mut self) -> Result<()> {
        let heard = match &mut self.heard {
            Some(heard) => heard.next().await,
            None => None,
        };
        match heard {
            Some(Ok(_)) => Ok(()),
            Some(Err(cause)) => {
                self.heard = None;
                Err(cause)
            }
            None => {
                self.heard = None;
                Err(Error::internal("the feed ended"))
            }
        }
    }
}

/// A little before now, in all areas: where that was, the node knows from the whole book.
async fn begin(app: &App, caller: &Caller) -> Result<Token> {
    let since = Place::Feed(feed::horizon_before(app, &mut *app.connection().await?, OVERLAP).await?);
    let read = async |connection: &mut AsyncPgConnection| Token::from(connection, caller, &since).await;
    request::look(app, caller, read).await
}
