//! Lists of producers, page by page.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use otop_schema::{AreaCode, Month};
use uuid::Uuid;

use super::batch::Batch;
use super::object::Producer;
use super::row;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::memo::Memo;
use crate::request;

/// Producers on a page without `first`.
const USUAL: i32 = 50;
/// Producers on a page at most.
const MOST: i32 = 100;

/// Which page of producers is asked for, of every place alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageArguments {
    first: i32,
    after: Option<Uuid>,
    active_in: Option<Month>,
}

impl PageArguments {
    /// The usual page where nothing is said.
    ///
    /// # Errors
    /// `INVALID` beyond 0 … 100 producers, or for a cursor that is none of ours.
    pub fn new(first: Option<i32>, after: Option<&str>, active_in: Option<Month>) -> Result<Self> {
        let first = first.unwrap_or(USUAL);
        if !(0..=MOST).contains(&first) {
            let message = "ขอได้ครั้งละไม่เกิน 100 ราย / At most 100 producers a page";
            return Err(Error::invalid("first", "range", message));
        }
        let unreadable = |_| Error::invalid("after", "format", "ตำแหน่งไม่ถูกต้อง / Not a cursor of this list");
        let after = after.map(|text| text.parse().map_err(unreadable)).transpose()?;
        Ok(Self { first, after, active_in })
    }
}

type Counts = Arc<HashMap<String, i32>>;

/// The pages of all places of one level, each read once.
#[derive(Debug)]
pub struct Pages {
    places: Vec<String>,
    pages: Memo<PageArguments, Arc<HashMap<String, Vec<Producer>>>>,
    counts: Memo<Option<Month>, Counts>,
}

impl Pages {
    /// Of the places among these whose producers the caller reads.
    #[must_use]
    pub fn new<'a>(caller: &Caller, places: impl Iterator<Item = &'a AreaCode>) -> Self {
        Self {
            places: places.filter(|place| caller.reads(place)).map(AreaCode::to_string).collect(),
            pages: Memo::default(),
            counts: Memo::default(),
        }
    }

    /// The page of one of the places.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(self: &Arc<Self>, context: &Context<'_>, place: &AreaCode, asked: PageArguments) -> Result<ProducerConnection> {
        let all = self.pages.get(asked, self.read(context, asked)).await?;
        let mut nodes = all.get(place.as_str()).cloned().unwrap_or_default();
        let more = nodes.len() > usize::try_from(asked.first).unwrap_or_default();
        if more {
            nodes.pop();
        }
        Ok(ProducerConnection {
            pages: self.clone(),
            place: place.to_string(),
            asked,
            nodes,
            more,
        })
    }

    async fn read(&self, context: &Context<'_>, asked: PageArguments) -> Result<Arc<HashMap<String, Vec<Producer>>>> {
        let after = asked.after.unwrap_or_default();
        let mut connection = request::read(context).await?;
        // One more than asked for tells whether there is a next page.
        let rows = row::pages(&mut connection, &self.places, asked.active_in, after, asked.first + 1).await?;
        let mut pages: HashMap<String, Vec<Producer>> = HashMap::new();
        for producer in Batch::of(request::caller(context), rows) {
            pages.entry(producer.row.place.clone()).or_default().push(producer);
        }
        Ok(Arc::new(pages))
    }

    async fn count(&self, context: &Context<'_>, place: &str, active_in: Option<Month>) -> Result<i32> {
        let read = async {
            let mut connection = request::read(context).await?;
            let counts = row::count(&mut connection, &self.places, active_in).await?;
            Ok(Arc::new(counts.into_iter().map(|count| (count.place, count.count)).collect()))
        };
        let counts: Counts = self.counts.get(active_in, read).await?;
        Ok(counts.get(place).copied().unwrap_or_default())
    }
}

/// A page of producers, in the order of their registration.
#[derive(Debug)]
pub struct ProducerConnection {
    pages: Arc<Pages>,
    place: String,
    asked: PageArguments,
    nodes: Vec<Producer>,
    more: bool,
}

/// A producer and its place in the list.
#[derive(Debug, SimpleObject)]
pub struct ProducerEdge {
    /// The place in the list, for `after`.
    cursor: String,
    /// The producer.
    node: Producer,
}

/// Where a page lies in its list.
#[derive(Debug, SimpleObject)]
pub struct PageInfo {
    /// There is more after `endCursor`.
    has_next_page: bool,
    /// The page begins after a cursor.
    has_previous_page: bool,
    /// The cursor of the first on the page; null on an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last on the page; null on an empty page.
    end_cursor: Option<String>,
}

/// A page of producers, in the order of their registration.
#[Object]
impl ProducerConnection {
    /// The producers of the page.
    async fn nodes(&self) -> &[Producer] {
        &self.nodes
    }

    /// The producers of the page with their cursors.
    async fn edges(&self) -> Vec<ProducerEdge> {
        let edge = |producer: &Producer| ProducerEdge {
            cursor: cursor(producer),
            node: producer.clone(),
        };
        self.nodes.iter().map(edge).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.more,
            has_previous_page: self.asked.after.is_some(),
            start_cursor: self.nodes.first().map(cursor),
            end_cursor: self.nodes.last().map(cursor),
        }
    }

    /// How many producers the whole list has.
    async fn total_count(&self, context: &Context<'_>) -> Result<i32> {
        self.pages.count(context, &self.place, self.asked.active_in).await
    }
}

fn cursor(producer: &Producer) -> String {
    producer.key().to_string()
}
