//! The places a demonstration is set in, as they stand in the database.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Month;

use super::DemoSize;
use crate::error::Result;
use crate::tables::area;

/// A district with what its producers are drawn from.
#[derive(Debug, Clone)]
pub struct District {
    /// Four digits.
    pub code: String,
    /// Thai name without the word อำเภอ.
    pub name: String,
    /// Codes of its subdistricts, never empty.
    pub subdistricts: Vec<String>,
    /// The month from which on its producers were registered.
    pub first: Month,
}

impl District {
    /// The code as a number, for the dice.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.code.parse().unwrap_or_default()
    }
}

/// A province: code and Thai name.
pub type Province = (String, String);

/// Provinces and districts of the size wanted: Sa Kaeo, or all.
///
/// # Errors
/// When the database fails or the seeded areas are missing.
pub async fn of(connection: &mut AsyncPgConnection, size: &DemoSize) -> Result<(Vec<Province>, Vec<District>)> {
    let areas: Vec<(String, String)> = area::table
        .filter(area::code.like(if size.nation { "%" } else { "27%" }).and(area::code.ne("TH")))
        .order(area::code)
        .select((area::code, area::name_th))
        .load(connection)
        .await?;
    let first = Month::new(2021, 10)?;
    let mut provinces = Vec::new();
    let mut districts: Vec<District> = Vec::new();
    // In the order of codes a district comes right before its subdistricts.
    for (code, name) in areas {
        match (code.len(), districts.last_mut()) {
            (2, _) => provinces.push((code, name)),
            (4, _) => districts.push(District {
                code,
                name,
                subdistricts: Vec::new(),
                first,
            }),
            (_, Some(district)) => district.subdistricts.push(code),
            (_, None) => {}
        }
    }
    Ok((provinces, districts))
}
