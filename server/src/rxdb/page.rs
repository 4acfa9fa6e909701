//! The documents after a checkpoint. Whatever else stands in the feed is left out before they are counted: a page that is shorter
//! than its limit tells the client that there is no more.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use otop_schema::{AreaCode, EntryKey};

use super::document::{RevenueEntryCheckpoint, RevenueEntryPullBulk};
use super::token::Token;
use crate::error::Result;
use crate::feed::{self, Event, Place, Position, SnapshotStage};
use crate::sheet::{self, RevenueEntry};
use crate::sync;

/// How many events are looked at in one go.
const EVENTS: i64 = 100;

/// Documents and the checkpoint behind them.
pub(super) struct Page {
    pub documents: Vec<RevenueEntry>,
    pub token: Token,
}

impl From<Page> for RevenueEntryPullBulk {
    fn from(page: Page) -> Self {
        Self {
            documents: page.documents,
            checkpoint: RevenueEntryCheckpoint {
                token: page.token.to_string(),
            },
        }
    }
}

/// The next `limit` documents after a checkpoint; fewer only if there are no more.
pub(super) async fn page(connection: &mut AsyncPgConnection, mut token: Token, limit: usize) -> Result<Page> {
    let mut documents = Vec::new();
    let mut places = std::mem::take(&mut token.cursor.places);
    for (area, place) in &mut places {
        while documents.len() < limit {
            let mut reader = Reader {
                connection,
                area,
                told: token.told.take_if(|(within, _)| within == area).map_or(0, |(_, count)| count),
                room: limit - documents.len(),
            };
            let Some(step) = reader.step(place.clone()).await? else { break };
            documents.extend(step.documents);
            *place = step.place;
            token.told = (step.told > 0).then(|| (area.clone(), step.told)).or(token.told);
        }
    }
    token.cursor.places = places;
    Ok(Page { documents, token })
}

/// One area being read into a page.
struct Reader<'a> {
    connection: &'a mut AsyncPgConnection,
    area: &'a AreaCode,
    /// Figures of the next event that were handed out before.
    told: usize,
    /// Documents the page still takes; at least one.
    room: usize,
}

/// Some documents of an area, and where to go on.
struct Step {
    documents: Vec<RevenueEntry>,
    place: Place,
    told: usize,
}

impl Step {
    fn to(place: Place) -> Self {
        Self {
            documents: Vec::new(),
            place,
            told: 0,
        }
    }
}

impl Reader<'_> {
    /// Reads on; none when there is nothing more now.
    async fn step(&mut self, place: Place) -> Result<Option<Step>> {
        match place {
            Place::Snapshot { from, stage, key } => self.stand(from, stage, &key).await.map(Some),
            // A place in the middle of an event is of the other door: the event is read anew.
            Place::Feed(position) | Place::Part { after: position, .. } => self.follow(position).await,
        }
    }

    /// What stood there first: of the stages of a first pull, only the figures.
    async fn stand(&mut self, from: Position, stage: SnapshotStage, key: &str) -> Result<Step> {
        let key = match stage {
            SnapshotStage::Producers | SnapshotStage::Reports | SnapshotStage::Sheets => "",
            SnapshotStage::Entries => key,
            SnapshotStage::Estimates | SnapshotStage::EstimateEntries | SnapshotStage::Attention => {
                return Ok(Step::to(Place::Feed(from)));
            }
        };
        let (documents, last) = sync::entries_after(self.connection, self.area, key, i64::try_from(self.room).unwrap_or(i64::MAX)).await?;
        let place = last.map_or(Place::Feed(from), |key| Place::Snapshot {
            from,
            stage: SnapshotStage::Entries,
            key,
        });
        let told = 0;
        Ok(Step { documents, place, told })
    }

    /// The figures the next events speak of, as they are now.
    async fn follow(&mut self, position: Position) -> Result<Option<Step>> {
        let events = feed::page(self.connection, std::slice::from_ref(self.area), position, EVENTS).await?;
        if events.is_empty() {
            return Ok(None);
        }
        if let Some(load) = events.iter().rev().find(|event| is_load(event)) {
            return Ok(Some(Step::to(beginning(load.position))));
        }
        let named = Named::of(&events, position, self.told, self.room);
        Ok(Some(Step {
            documents: load(self.connection, &named).await?,
            place: Place::Feed(named.position),
            told: named.told,
        }))
    }
}

/// A loaded document names no figures but changes many: the area is read anew, and with it what was told before.
fn is_load(event: &Event) -> bool {
    event.kind == "IMPORTED"
}

fn beginning(from: Position) -> Place {
    Place::Snapshot {
        from,
        stage: SnapshotStage::Entries,
        key: String::new(),
    }
}

/// The figures that a run of events names.
struct Named {
    keys: HashSet<EntryKey>,
    districts: BTreeSet<(String, otop_schema::SheetKey)>,
    /// The last event that was told to its end.
    position: Position,
    /// Figures of the one after it that are among them.
    told: usize,
}

impl Named {
    /// As many as there is room for.
    fn of(events: &[Arc<Event>], position: Position, told: usize, room: usize) -> Self {
        let mut named = Self {
            keys: HashSet::new(),
            districts: BTreeSet::new(),
            position,
            told,
        };
        for event in events {
            if !named.take(event, room) {
                break;
            }
        }
        named
    }

    /// Takes what fits of an event; tells whether that was all of it.
    fn take(&mut self, event: &Event, room: usize) -> bool {
        for key in figures(event).into_iter().skip(self.told) {
            if self.keys.len() >= room {
                return false;
            }
            self.districts.insert((event.area.to_string(), key.sheet()));
            self.keys.insert(key);
            self.told += 1;
        }
        (self.position, self.told) = (event.position, 0);
        true
    }
}

/// The figures an event lists, each once, in the order in which it lists them.
fn figures(event: &Event) -> Vec<EntryKey> {
    let mut seen = HashSet::new();
    let keys = event.body.operations.iter().filter_map(|line| {
        Some(EntryKey {
            producer: line.producer?,
            month: event.month?,
            category: line.category.as_deref()?.parse().ok()?,
            channel: line.channel.clone()?,
        })
    });
    keys.filter(|key| seen.insert(key.clone())).collect()
}

async fn load(connection: &mut AsyncPgConnection, named: &Named) -> Result<Vec<RevenueEntry>> {
    if named.keys.is_empty() {
        return Ok(Vec::new());
    }
    let sheets: Vec<_> = named.districts.iter().cloned().collect();
    let mut entries = sheet::entries(connection, &sheets).await?;
    entries.retain(|entry| named.keys.contains(&entry.key()));
    Ok(entries)
}
