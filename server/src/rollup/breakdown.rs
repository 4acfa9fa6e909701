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
        Grain::District => scope.of_areas(include_str!("area_breakdown.sql"), span).bind::<Integer, _>(digits),
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

/// Adds up the parts by one of their sides.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn sum<'a, Key: Ord>(parts: impl Iterator<Item = &'a (String, Part)>, side: impl Fn(&'a Part) -> Key) -> Result<BTreeMap<Key, Baht>> {
    let mut sums = BTreeMap::new();
    for (_, part) in parts {
        let sum = sums.entry(side(part)).or_insert(Baht::ZERO);
        *sum = sum.checked_add(Baht::from_satang(part.satang)).ok_or_else(overflow)?;
    }
    Ok(sums)
}
