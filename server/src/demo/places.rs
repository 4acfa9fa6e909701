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
    let of_length = |length: usize| areas.iter().filter(move |(code, _)| code.len() == length).cloned();
    let first = Month::new(2021, 10)?;
    let districts = of_length(4).map(|(code, name)| {
        let inside = of_length(6)
            .map(|(code, _)| code)
            .filter(|subdistrict| subdistrict.starts_with(&code));
        District {
            subdistricts: inside.collect(),
            code: code.clone(),
            name,
            first,
        }
    });
    Ok((of_length(2).collect(), districts.collect()))
}
