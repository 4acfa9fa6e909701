//! `reportChanged`: the steps of reports as they happen, for the committee, the officers and the dashboards.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::async_stream::try_stream;
use async_graphql::{Context, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt};
use otop_schema::{AreaCode, AreaLevel, EstimateKey, Month, ReportEventKind, ReportKey};

use super::object::Report;
use super::read;
use crate::app::App;
use crate::clock;
use crate::error::{Error, Result};
use crate::estimate::{self, Estimate};
use crate::feed::{self, Cursor, Event, Place, Position};
use crate::identity::Caller;
use crate::request;

/// Something that happened to a report or an estimate.
#[derive(SimpleObject)]
pub struct ReportEvent {
    /// Hand it back as `after` to go on from here.
    cursor: otop_schema::Cursor,
    /// What happened; `HELLO` is the greeting.
    kind: ReportEventKind,
    /// The report as it is now.
    report: Option<Report>,
    /// The estimate as it is now, where that is what happened to.
    estimate: Option<Estimate>,
    /// The business instant.
    at: DateTime<Utc>,
    /// Who did it; null for viewers.
    by: Option<String>,
    /// The reason given; null for viewers.
    reason: Option<String>,
    /// The cursor handed in was not usable: read the reports anew.
    reset: bool,
}

/// What can be followed of reports.
#[derive(Default)]
pub struct ReportSubscription;

#[Subscription]
impl ReportSubscription {
    /// What happens to the reports and estimates of an area and everything inside it. Without `after` the first message comes at once
    /// (`HELLO`, with the cursor); with it come all events since, then each new one. An unusable cursor gives `HELLO` with
    /// `reset: true`.
    async fn report_changed(
        &self,
        context: &Context<'_>,
        area: AreaCode,
        after: Option<otop_schema::Cursor>,
    ) -> Result<impl Stream<Item = Result<ReportEvent>> + use<>> {
        let (app, caller) = (request::app(context).clone(), request::caller(context).clone());
        if !caller.sees_totals(&area) {
            return Err(Error::not_found("area"));
        }
        let start = Start::find(&app, &area, after).await?;
        Ok(events(app, caller, area, start))
    }
}

/// Where a follower begins, and whether it is greeted.
struct Start {
    epoch: uuid::Uuid,
    position: Position,
    /// The instant of the greeting and whether the cursor was unusable.
    hello: Option<(DateTime<Utc>, bool)>,
}

impl Start {
    async fn find(app: &App, area: &AreaCode, after: Option<otop_schema::Cursor>) -> Result<Self> {
        let mut connection = app.connection().await?;
        let epoch = feed::deployment(&mut connection).await?.epoch;
        let given = after.as_ref().map(|cursor| cursor.0.parse::<Cursor>().ok());
        let usable = given.as_ref().and_then(Option::as_ref).filter(|cursor| cursor.epoch == epoch);
        if let Some(Place::Feed(position)) = usable.and_then(|cursor| cursor.places.get(area)) {
            return Ok(Self {
                epoch,
                position: *position,
                hello: None,
            });
        }
        let position = feed::end(&mut connection).await?;
        Ok(Self {
            epoch,
            position,
            hello: Some((clock::business(&mut connection).await?, after.is_some())),
        })
    }
}

fn events(app: App, caller: Arc<Caller>, area: AreaCode, start: Start) -> impl Stream<Item = Result<ReportEvent>> {
    let cursor = move |area: &AreaCode, position| {
        let places = BTreeMap::from([(area.clone(), Place::Feed(position))]);
        otop_schema::Cursor(
            Cursor {
                epoch: start.epoch,
                places,
            }
            .to_string(),
        )
    };
    try_stream! {
        let mut happening = Box::pin(feed::follow(app.clone(), vec![area.clone()], start.position));
        if let Some((at, reset)) = start.hello {
            let cursor = cursor(&area, start.position);
            yield ReportEvent { cursor, kind: ReportEventKind::Hello, report: None, estimate: None, at, by: None, reason: None, reset };
        }
        while let Some(event) = happening.next().await {
            let event = event?;
            if let Some(told) = Told::of(&app, &caller, &event).await? {
                let cursor = cursor(&area, event.position);
                let [by, reason] = [&event.body.by_name, &event.body.reason].map(|text| text.clone().filter(|_| told.readable));
                let Told { kind, report, estimate, .. } = told;
                yield ReportEvent { cursor, kind, report, estimate, at: event.at, by, reason, reset: false };
            }
        }
    }
}

/// The report or estimate an event speaks of.
struct Told {
    kind: ReportEventKind,
    report: Option<Report>,
    estimate: Option<Estimate>,
    /// Whether the caller reads what it holds.
    readable: bool,
}

impl Told {
    /// Nothing where the event speaks of none, or of one that the caller may not see now.
    async fn of(app: &App, caller: &Caller, event: &Event) -> Result<Option<Self>> {
        let (AreaLevel::District, Ok(kind)) = (event.area.level(), event.kind.parse()) else {
            return Ok(None);
        };
        match (event.month, event.body.estimate()) {
            (Some(month), _) => Self::of_report(app, caller, kind, event.area.clone(), month).await,
            (None, Some(key)) => Self::of_estimate(app, caller, kind, key).await,
            (None, None) => Ok(None),
        }
    }

    async fn of_report(app: &App, caller: &Caller, kind: ReportEventKind, district: AreaCode, month: Month) -> Result<Option<Self>> {
        let key = ReportKey { district, month };
        let report = request::look(app, caller, async |connection| read::find(connection, &key).await).await?;
        Ok(report.filter(|report| report.visible_to(caller)).map(|report| Self {
            kind,
            readable: report.readable_by(caller),
            report: Some(report),
            estimate: None,
        }))
    }

    async fn of_estimate(app: &App, caller: &Caller, kind: ReportEventKind, key: EstimateKey) -> Result<Option<Self>> {
        let estimate = request::look(app, caller, async |connection| estimate::present(connection, &key).await).await?;
        Ok(estimate.visible_to(caller).then(|| Self {
            kind,
            readable: estimate.readable_by(caller),
            report: None,
            estimate: Some(estimate),
        }))
    }
}
