//! Ids of what has no row number of its own: their shape tells the type.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::{AreaCode, AreaLevel, Category, FiscalYear, Month, Refusal};

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

/// A year's estimate: `2706:2566`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EstimateKey {
    /// The district.
    pub district: AreaCode,
    /// The fiscal year.
    pub fiscal_year: FiscalYear,
}

impl fmt::Display for EstimateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.district, self.fiscal_year)
    }
}

impl FromStr for EstimateKey {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<EstimateKey, Refusal> {
        let unreadable = || Refusal::unreadable("estimate", text).field("estimate");
        let (district, year) = text.split_once(':').ok_or_else(unreadable)?;
        let district = AreaCode::district(district).map_err(|_| unreadable())?;
        let fiscal_year = fiscal_year(year).ok_or_else(unreadable)?;
        Ok(EstimateKey { district, fiscal_year })
    }
}

/// A figure of an estimate: `producerId|2566|1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EstimateEntryKey {
    /// The producer.
    pub producer: Uuid,
    /// The fiscal year.
    pub fiscal_year: FiscalYear,
    /// The period of the year, from 1.
    pub period: i16,
}

impl fmt::Display for EstimateEntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}", self.producer, self.fiscal_year, self.period)
    }
}

impl FromStr for EstimateEntryKey {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<EstimateEntryKey, Refusal> {
        let unreadable = || Refusal::unreadable("estimate entry", text);
        let [producer, year, period] = text.split('|').collect::<Vec<_>>()[..] else {
            return Err(unreadable());
        };
        let producer = uuid(producer).ok_or_else(unreadable)?;
        let fiscal_year = fiscal_year(year).ok_or_else(unreadable)?;
        let number: i16 = period.parse().map_err(|_| unreadable())?;
        if number < 1 || number.to_string() != period {
            return Err(unreadable());
        }
        Ok(EstimateEntryKey {
            producer,
            fiscal_year,
            period: number,
        })
    }
}

text_value!(ReportKey);
graphql_id!(ReportKey);
text_value!(EstimateKey);
graphql_id!(EstimateKey);
text_value!(EstimateEntryKey);
graphql_id!(EstimateEntryKey);
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
    /// `2706:2566`.
    Estimate(EstimateKey),
    /// `producerId|2566|1`.
    EstimateEntry(EstimateEntryKey),
}

impl FromStr for NodeId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<NodeId, Refusal> {
        let area = || text.parse().map(NodeId::Area).ok();
        let producer = || uuid(text).map(NodeId::Producer);
        let report = || text.parse().map(NodeId::Report).ok();
        let sheet = || text.parse().map(NodeId::Sheet).ok();
        let entry = || text.parse().map(NodeId::Entry).ok();
        let estimate = || text.parse().map(NodeId::Estimate).ok();
        let estimated = || text.parse().map(NodeId::EstimateEntry).ok();
        area()
            .or_else(producer)
            .or_else(report)
            .or_else(sheet)
            .or_else(entry)
            .or_else(estimate)
            .or_else(estimated)
            .ok_or_else(Refusal::not_found)
    }
}

impl NodeId {
    /// The level, where it is a place.
    pub fn level(&self) -> Option<AreaLevel> {
        match self {
            NodeId::Area(area) => Some(area.level()),
            NodeId::Producer(_) | NodeId::Report(_) | NodeId::Sheet(_) | NodeId::Entry(_) => None,
            NodeId::Estimate(_) | NodeId::EstimateEntry(_) => None,
        }
    }
}

/// Only the plain hyphenated form, so that one thing has one id.
fn uuid(text: &str) -> Option<Uuid> {
    if text.len() == 36 { Uuid::try_parse(text).ok() } else { None }
}

/// Four digits and no other spelling.
fn fiscal_year(text: &str) -> Option<FiscalYear> {
    let year: FiscalYear = text.parse().ok()?;
    (year.to_string() == text).then_some(year)
}
