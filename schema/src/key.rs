//! Ids of what has no row number of its own: their shape tells the type.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::{AreaCode, AreaLevel, Category, Month, Refusal};

/// A report: `2706:2023-02`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportKey {
    /// The district.
    pub district: AreaCode,
    /// The month.
    pub month: Month,
}

impl fmt::Display for ReportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.district, self.month)
    }
}

impl FromStr for ReportKey {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<ReportKey, Refusal> {
        let unreadable = || Refusal::unreadable("report", text).field("report");
        let (district, month) = text.split_once(':').ok_or_else(unreadable)?;
        let district = AreaCode::district(district).map_err(|_| unreadable())?;
        let month = month.parse().map_err(|_| unreadable())?;
        Ok(ReportKey { district, month })
    }
}

/// A sheet: `producerId|2023-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetKey {
    /// The producer.
    pub producer: Uuid,
    /// The month.
    pub month: Month,
}

impl fmt::Display for SheetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}", self.producer, self.month)
    }
}

impl FromStr for SheetKey {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<SheetKey, Refusal> {
        let unreadable = || Refusal::unreadable("sheet", text);
        let (producer, month) = text.split_once('|').ok_or_else(unreadable)?;
        let producer = uuid(producer).ok_or_else(unreadable)?;
        let month = month.parse().map_err(|_| unreadable())?;
        Ok(SheetKey { producer, month })
    }
}

/// A cell: `producerId|2023-02|FOOD|SHOP`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey {
    /// The producer.
    pub producer: Uuid,
    /// The month.
    pub month: Month,
    /// The product category.
    pub category: Category,
    /// The code of the sales channel.
    pub channel: String,
}

impl EntryKey {
    /// The sheet the cell stands on.
    pub fn sheet(&self) -> SheetKey {
        SheetKey {
            producer: self.producer,
            month: self.month,
        }
    }
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}|{}", self.producer, self.month, self.category, self.channel)
    }
}

impl FromStr for EntryKey {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<EntryKey, Refusal> {
        let unreadable = || Refusal::unreadable("entry", text);
        let [producer, month, category, channel] = text.split('|').collect::<Vec<_>>()[..] else {
            return Err(unreadable());
        };
        let producer = uuid(producer).ok_or_else(unreadable)?;
        let month = month.parse().map_err(|_| unreadable())?;
        let category = category.parse().map_err(|_| unreadable())?;
        if channel.is_empty() {
            return Err(unreadable());
        }
        Ok(EntryKey {
            producer,
            month,
            category,
            channel: channel.to_owned(),
        })
    }
}

text_value!(ReportKey);
graphql_id!(ReportKey);
text_value!(SheetKey);
graphql_id!(SheetKey);
text_value!(EntryKey);
graphql_id!(EntryKey);

/// What an id of the contract names, told by its shape.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NodeId {
    /// `TH`, `27`, `2706`, `270601`.
    Area(AreaCode),
    /// A UUID.
    Producer(Uuid),
    /// `2706:2023-02`.
    Report(ReportKey),
    /// `producerId|month`.
    Sheet(SheetKey),
    /// `producerId|month|category|channel`.
    Entry(EntryKey),
}

impl FromStr for NodeId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<NodeId, Refusal> {
        let area = || text.parse().map(NodeId::Area).ok();
        let producer = || uuid(text).map(NodeId::Producer);
        let report = || text.parse().map(NodeId::Report).ok();
        let sheet = || text.parse().map(NodeId::Sheet).ok();
        let entry = || text.parse().map(NodeId::Entry).ok();
        area()
            .or_else(producer)
            .or_else(report)
            .or_else(sheet)
            .or_else(entry)
            .ok_or_else(Refusal::not_found)
    }
}

impl NodeId {
    /// The level, where it is a place.
    pub fn level(&self) -> Option<AreaLevel> {
        match self {
            NodeId::Area(area) => Some(area.level()),
            NodeId::Producer(_) | NodeId::Report(_) | NodeId::Sheet(_) | NodeId::Entry(_) => None,
        }
    }
}

/// Only the plain hyphenated form, so that one thing has one id.
fn uuid(text: &str) -> Option<Uuid> {
    if text.len() == 36 { Uuid::try_parse(text).ok() } else { None }
}
