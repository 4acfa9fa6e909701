//! Revenue cut by kind of producer, category and channel.

use std::collections::BTreeMap;

use async_graphql::{ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, Category, ProducerKind};

use super::months::overflow;
use super::period::Span;
use super::scope::Scope;
use super::unit::{ByUnit, Grain, Unit};
use crate::error::Result;

/// Revenue of one product category.
#[derive(Debug, SimpleObject)]
pub struct CategoryRevenue {
    /// The category.
    pub category: Category,
    /// Its revenue in baht.
    pub revenue: Baht,
}

/// Revenue through one sales channel.
#[derive(Debug, SimpleObject)]
pub struct ChannelRevenue {
    /// The channel's code.
    pub channel: ID,
    /// Its revenue in baht.
    pub revenue: Baht,
}

/// Revenue of one kind of producer.
#[derive(Debug, SimpleObject)]
pub struct KindRevenue {
    /// The kind, as the roster of the month has it.
    pub kind: ProducerKind,
    /// Its revenue in baht.
    pub revenue: Baht,
}

/// Revenue of one category, kind of producer and channel: the finest cut.
#[derive(Debug, SimpleObject)]
pub struct RevenuePart {
    /// The category.
    pub category: Category,
    /// The kind, as the roster of the month has it.
    pub kind: ProducerKind,
    /// The channel's code.
    pub channel: ID,
    /// Its revenue in baht.
    pub revenue: Baht,
}

/// One sum of the finest cut.
#[derive(Debug, QueryableByName)]
pub struct Part {
    #[diesel(sql_type = Text)]
    unit: String,
    /// The kind of producer.
    #[diesel(sql_type = Text)]
    pub kind: ProducerKind,
    /// The product category.
    #[diesel(sql_type = Text)]
    pub category: Category,
    /// The code of the sales channel.
    #[diesel(sql_type = Text)]
    pub channel: String,
    /// The sum in satang.
    #[diesel(sql_type = BigInt)]
    pub satang: i64,
}

/// How many digits the codes of a unit's level have: breakdowns are summed there by the database.
#[must_use]
pub fn digits(unit: &Unit) -> i32 {
    match unit.grain {
        Grain::District => unit.prefix.len().try_into().unwrap_or_default(),
        Grain::Subdistrict | Grain::Producer => 0,
    }
}

/// The parts of all units of one level in the scope: one statement, whatever the width.
///
/// # Errors
/// When the database fails.
pub async fn read(connection: &mut AsyncPgConnection, scope: &Scope, grain: Grain, digits: i32, span: Span) -> Result<ByUnit<Part>> {
    let statement = match grain {
        Grain::District => scope
            .of_figures(include_str!("area_breakdown.sql"), span)
            .bind::<Integer, _>(digits),
        Grain::Subdistrict if span.confirmed() => scope.of_units(
            concat!(include_str!("subdistrict_confirmed.sql"), include_str!("unit_breakdown.sql")),
            span,
        ),
        Grain::Subdistrict => scope.of_units(
            concat!(include_str!("subdistrict_all.sql"), include_str!("unit_breakdown.sql")),
            span,
        ),
        Grain::Producer if span.confirmed() => scope.of_producers(
            concat!(include_str!("producer_confirmed.sql"), include_str!("unit_breakdown.sql")),
            span,
        ),
        Grain::Producer => scope.of_producers(concat!(include_str!("producer_all.sql"), include_str!("unit_breakdown.sql")), span),
    };
    let parts: Vec<Part> = statement.load(connection).await?;
    Ok(ByUnit::new(parts.into_iter().map(|part| (part.unit.clone(), part)).collect()))
}

/// By what revenue is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// By kind of producer.
    Kind,
    /// By product category.
    Category,
    /// By sales channel.
    Channel,
}

impl Side {
    fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "KIND",
            Self::Category => "CATEGORY",
            Self::Channel => "CHANNEL",
        }
    }

    fn of(self, part: &Part) -> &str {
        match self {
            Self::Kind => part.kind.as_str(),
            Self::Category => part.category.as_str(),
            Self::Channel => &part.channel,
        }
    }
}

/// One sum of one cut.
#[derive(Debug, QueryableByName)]
pub struct Shown {
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    satang: i64,
}

/// One cut of what a viewer is told of the districts of the scope, for places whose codes have so many `digits`.
///
/// # Errors
/// When the database fails.
pub async fn read_shown(connection: &mut AsyncPgConnection, scope: &Scope, digits: i32, span: Span, side: Side) -> Result<ByUnit<Shown>> {
    let statement = scope.of_figures(include_str!("area_withheld.sql"), span).bind::<Integer, _>(digits);
    let shown: Vec<Shown> = statement.bind::<Text, _>(side.as_str()).load(connection).await?;
    Ok(ByUnit::new(shown.into_iter().map(|shown| (shown.unit.clone(), shown)).collect()))
}

/// Revenue in baht by the name of a part: of a kind, category or channel.
pub type Revenues = BTreeMap<String, Baht>;

/// Adds up the parts of the same category, kind and channel, in that order.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn finest<'a>(parts: impl Iterator<Item = &'a (String, Part)>) -> Result<Vec<RevenuePart>> {
    let mut sums: BTreeMap<(Category, ProducerKind, &str), Baht> = BTreeMap::new();
    for (_, part) in parts {
        let sum = sums.entry((part.category, part.kind, &part.channel)).or_default();
        *sum = sum.checked_add(Baht::from_satang(part.satang)).ok_or_else(overflow)?;
    }
    let part = |((category, kind, channel), revenue): ((Category, ProducerKind, &str), Baht)| RevenuePart {
        category,
        kind,
        channel: channel.into(),
        revenue,
    };
    Ok(sums.into_iter().map(part).collect())
}

/// Adds up the parts by one of their sides.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn sum<'a>(parts: impl Iterator<Item = &'a (String, Part)>, side: Side) -> Result<Revenues> {
    added(parts.map(|(_, part)| (side.of(part), part.satang)))
}

/// Adds up what is shown.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn sum_shown<'a>(shown: impl Iterator<Item = &'a (String, Shown)>) -> Result<Revenues> {
    added(shown.map(|(_, shown)| (shown.name.as_str(), shown.satang)))
}

fn added<'a>(parts: impl Iterator<Item = (&'a str, i64)>) -> Result<Revenues> {
    let mut sums = Revenues::new();
    for (name, satang) in parts {
        let sum = sums.entry(name.to_owned()).or_insert(Baht::ZERO);
        *sum = sum.checked_add(Baht::from_satang(satang)).ok_or_else(overflow)?;
    }
    Ok(sums)
}
