//! `syncChanges`: the pages of `syncPull`, as they come.

use async_graphql::async_stream::try_stream;
use async_graphql::{Context, Subscription};
use futures_util::{Stream, StreamExt};

use super::pull::{LARGEST_PAGE, SyncPage, pull, resume};
use crate::app::App;
use crate::error::Result;
use crate::feed;
use crate::identity::Caller;
use crate::request;

/// What laptops follow.
#[derive(Default)]
pub struct SyncSubscription;

#[Subscription]
impl SyncSubscription {
    /// The rows of the caller's areas as they change. The first message comes at once: an empty page with the cursor, or
    /// `reset: true` when the one handed in is not usable.
    async fn sync_changes(
        &self,
        context: &Context<'_>,
        after: Option<otop_schema::Cursor>,
    ) -> Result<impl Stream<Item = Result<SyncPage>> + use<>> {
        let (app, caller) = (request::app(context).clone(), request::caller(context).clone());
        let first = first(&app, &caller, after).await?;
        Ok(changes(app, caller, first))
    }
}

/// The page that says where the follower stands.
async fn first(app: &App, caller: &Caller, after: Option<otop_schema::Cursor>) -> Result<SyncPage> {
    request::look(app, caller, async |connection| {
        let (mut start, reset) = resume(connection, caller, after.as_ref()).await?;
        if after.is_none() {
            let end = feed::end(connection).await?;
            start.cursor.places.values_mut().for_each(|place| *place = feed::Place::Feed(end));
        }
        Ok(SyncPage::hello(start, reset))
    })
    .await
}

fn changes(app: App, caller: std::sync::Arc<Caller>, first: SyncPage) -> impl Stream<Item = Result<SyncPage>> {
    try_stream! {
        let mut cursor = first.cursor.clone();
        yield first;
        let mut heard = Box::pin(heard(app.clone(), &caller).await?);
        loop {
            let page = next(&app, &caller, &cursor).await?;
            cursor = page.cursor.clone();
            let more = page.has_more;
            if !page.is_empty() { yield page; }
            if !more {
                let Some(event) = heard.next().await else { return };
                event?;
            }
        }
    }
}

/// Events of the caller's areas from now on: each is a reason to look.
async fn heard(app: App, caller: &Caller) -> Result<impl Stream<Item = Result<std::sync::Arc<feed::Event>>> + use<>> {
    let end = feed::end(&mut *app.connection().await?).await?;
    Ok(feed::follow(app, caller.working_areas(), end))
}

async fn next(app: &App, caller: &Caller, cursor: &otop_schema::Cursor) -> Result<SyncPage> {
    request::look(app, caller, async |connection| {
        let (start, reset) = resume(connection, caller, Some(cursor)).await?;
        pull(connection, caller, start, reset, LARGEST_PAGE).await
    })
    .await
}
