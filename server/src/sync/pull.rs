//! `syncPull`: what stood there first, the feed afterwards; one page of at most 500 rows with the cursor that follows it.

use std::collections::BTreeMap;

use async_graphql::{Context, ID, Object, SimpleObject};
use diesel_async::AsyncPgConnection;
use otop_schema::AreaCode;

use super::held::HeldAttempt;
use super::result::{SyncConflict, SyncRejection};
use super::snapshot::{Reader, open_reports};
use super::touched::Touched;
use crate::error::Result;
use crate::estimate::{Estimate, EstimateEntry};
use crate::feed::{self, Cursor, Event, Place, Position, SnapshotStage};
use crate::identity::Caller;
use crate::producer::Producer;
use crate::report::Report;
use crate::request;
use crate::sheet::{RevenueEntry, Sheet};

/// Rows of a page, by default and at most.
pub(super) const LARGEST_PAGE: i32 = 500;

/// What a laptop has not seen yet.
#[derive(SimpleObject)]
pub struct SyncPage {
    /// Figures, removed ones included.
    pub entries: Vec<RevenueEntry>,
    /// Sheets.
    pub sheets: Vec<Sheet>,
    /// Producers.
    pub producers: Vec<Producer>,
    /// Reports.
    pub reports: Vec<Report>,
    /// Estimates of fiscal years.
    pub estimates: Vec<Estimate>,
    /// Their figures, removed ones included.
    pub estimate_entries: Vec<EstimateEntry>,
    /// Conflicts raised or settled.
    pub conflicts: Vec<SyncConflict>,
    /// Refused edits, and those whose refusal was seen.
    pub rejections: Vec<SyncRejection>,
    /// Edits that began to wait for their month, and those that wait no longer (`endedAt`).
    pub held: Vec<HeldAttempt>,
    /// Areas that are no longer the caller's: their rows leave the laptop.
    pub removed_areas: Vec<ID>,
    /// Where to go on.
    pub cursor: otop_schema::Cursor,
    /// There is more: ask again at once.
    pub has_more: bool,
    /// The cursor handed in was not usable: forget what was pulled and begin anew with this page.
    pub reset: bool,
    /// The life of the database; when it changes, the device offers its acknowledged edits again.
    pub epoch: ID,
}

impl SyncPage {
    fn empty(cursor: &Cursor, removed_areas: Vec<ID>, reset: bool) -> Self {
        Self {
            entries: Vec::new(),
            sheets: Vec::new(),
            producers: Vec::new(),
            reports: Vec::new(),
            estimates: Vec::new(),
            estimate_entries: Vec::new(),
            conflicts: Vec::new(),
            rejections: Vec::new(),
            held: Vec::new(),
            removed_areas,
            cursor: otop_schema::Cursor(cursor.to_string()),
            has_more: false,
            reset,
            epoch: cursor.epoch.to_string().into(),
        }
    }

    /// The page that says where its reader stands.
    pub(super) fn hello(start: Start, reset: bool) -> Self {
        let removed = start.removed.iter().map(|area| area.to_string().into()).collect();
        Self::empty(&start.cursor, removed, reset)
    }

    fn rows(&self) -> usize {
        let attention = self.conflicts.len() + self.rejections.len() + self.held.len();
        let estimated = self.estimates.len() + self.estimate_entries.len();
        self.entries.len() + self.sheets.len() + self.producers.len() + self.reports.len() + estimated + attention
    }

    /// Whether there is nothing in it that a laptop does not know.
    pub(super) fn is_empty(&self) -> bool {
        self.rows() == 0 && self.removed_areas.is_empty() && !self.reset
    }
}

/// What laptops ask for.
#[derive(Default)]
pub struct SyncPullQuery;

#[Object]
impl SyncPullQuery {
    /// The rows of the caller's areas that changed after `after`; without it, all of them. Producers come before reports, sheets and
    /// figures, and those before estimates.
    async fn sync_pull(
        &self,
        context: &Context<'_>,
        after: Option<otop_schema::Cursor>,
        #[graphql(desc = "Rows of a page, 500 by default and at most")] limit: Option<i32>,
    ) -> Result<SyncPage> {
        let mut connection = request::read(context).await?;
        let caller = request::caller(context);
        let (start, reset) = resume(&mut connection, caller, after.as_ref()).await?;
        pull(
            &mut connection,
            caller,
            start,
            reset,
            limit.unwrap_or(LARGEST_PAGE).clamp(1, LARGEST_PAGE),
        )
        .await
    }
}

/// Where a caller goes on: known areas where they were, new areas from their beginning, areas that are no longer his named.
pub(crate) struct Start {
    pub cursor: Cursor,
    pub removed: Vec<AreaCode>,
}

/// Reads a cursor; one that is not ours, of another life of the database, or of a time to come begins anew (`true`).
pub(crate) async fn resume(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    after: Option<&otop_schema::Cursor>,
) -> Result<(Start, bool)> {
    let deployment = feed::deployment(connection).await?;
    let end = feed::end(connection).await?;
    let given = after.map(|cursor| cursor.0.parse::<Cursor>());
    let usable = given
        .as_ref()
        .and_then(|cursor| cursor.as_ref().ok())
        .filter(|cursor| cursor.epoch == deployment.epoch && cursor.places.values().all(|place| place.position() <= end));
    let reset = given.is_some() && usable.is_none();
    let areas = caller.working_areas();
    let old = usable.map(|cursor| cursor.places.clone()).unwrap_or_default();
    let removed = old.keys().filter(|area| !areas.contains(area)).cloned().collect();
    let places: BTreeMap<AreaCode, Place> = areas
        .into_iter()
        .map(|area| {
            let place = old.get(&area).cloned().unwrap_or_else(|| beginning(end));
            (area, place)
        })
        .collect();
    Ok((
        Start {
            cursor: Cursor {
                epoch: deployment.epoch,
                places,
            },
            removed,
        },
        reset,
    ))
}

fn beginning(end: Position) -> Place {
    Place::Snapshot {
        from: end,
        stage: SnapshotStage::Producers,
        key: String::new(),
    }
}

/// One page, area by area.
pub(super) async fn pull(connection: &mut AsyncPgConnection, caller: &Caller, start: Start, reset: bool, limit: i32) -> Result<SyncPage> {
    let Start { mut cursor, removed } = start;
    let removed = removed.into_iter().map(|area| area.to_string().into()).collect();
    let mut page = SyncPage::empty(&cursor, removed, reset);
    let limit = limit.unsigned_abs() as usize;
    for (area, place) in &mut cursor.places {
        while page.rows() < limit {
            let room = limit - page.rows();
            let mut reader = Reader {
                connection,
                caller,
                area,
                page: &mut page,
            };
            match step(&mut reader, place.clone(), room).await? {
                Some(next) => *place = next,
                None => break,
            }
        }
        page.has_more |= page.rows() >= limit;
    }
    page.cursor = otop_schema::Cursor(cursor.to_string());
    Ok(page)
}

/// Reads on in one area; none when there is nothing more now.
async fn step(reader: &mut Reader<'_>, place: Place, room: usize) -> Result<Option<Place>> {
    match place {
        Place::Snapshot { from, stage, key } => {
            let last = reader.read(stage, &key, i64::try_from(room).unwrap_or(i64::MAX)).await?;
            Ok(Some(match (last, stage.next()) {
                (Some(key), _) => Place::Snapshot { from, stage, key },
                (None, Some(stage)) => Place::Snapshot {
                    from,
                    stage,
                    key: String::new(),
                },
                (None, None) => Place::Feed(from),
            }))
        }
        Place::Feed(position) => follow(reader, position, 0, room).await,
        Place::Part { after, told } => follow(reader, after, told, room).await,
    }
}

/// The rows the next events speak of, as they are now; of the first event those after the `told` that were told before.
async fn follow(reader: &mut Reader<'_>, position: Position, told: usize, room: usize) -> Result<Option<Place>> {
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    let events = feed::page(reader.connection, std::slice::from_ref(reader.area), position, limit).await?;
    let Some((first, more)) = events.split_first() else {
        return Ok(None);
    };
    if let Some(again) = read_again(first) {
        return Ok(Some(again));
    }
    let rosters = open_reports(reader.connection, &events).await?;
    let touched = Touched::by(first, &rosters);
    if first.of_figures() && touched.len() > told + room {
        touched.part(told, room).load(reader).await?;
        let told = told + room;
        return Ok(Some(Place::Part { after: position, told }));
    }
    let mut rows = touched.part(told, usize::MAX);
    let mut last = first.position;
    // What happened before an area is read anew is told first: a reading does not say what no longer waits.
    for event in more.iter().take_while(|event| read_again(event).is_none()) {
        let further = Touched::by(event, &rosters);
        if rows.len() + further.len() > room {
            break;
        }
        rows.extend(further);
        last = event.position;
    }
    rows.load(reader).await?;
    Ok(Some(Place::Feed(last)))
}

/// An event that names no rows but changes many: a loaded document, a moved calendar. The area is read anew from the stage it
/// touches, and the feed followed from there.
fn read_again(event: &Event) -> Option<Place> {
    let stage = match event.kind.as_str() {
        "IMPORTED" => SnapshotStage::Producers,
        "CALENDAR_OVERRIDDEN" => SnapshotStage::Reports,
        "ESTIMATE_RULE_SET" => SnapshotStage::Estimates,
        _ => return None,
    };
    Some(Place::Snapshot {
        from: event.position,
        stage,
        key: String::new(),
    })
}
