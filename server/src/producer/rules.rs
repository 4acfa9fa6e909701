//! What the values of a producer must be.

use async_graphql::ID;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, AreaLevel};

use crate::error::{Error, Result};
use crate::tables::area;
use crate::text::{self, LONGEST_NAME};

/// A text of a producer that must say something.
///
/// # Errors
/// `INVALID` when it is empty or longer than 200 characters.
pub fn required<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    Ok(text::required(field, text, LONGEST_NAME)?)
}

/// A text of a producer that may be left out.
///
/// # Errors
/// `INVALID` when it is longer than 200 characters.
pub fn optional<'a>(field: &str, text: Option<&'a str>) -> Result<Option<&'a str>> {
    Ok(text::optional(field, text, LONGEST_NAME)?)
}

/// Stars: 1 to 5, or none.
///
/// # Errors
/// `INVALID` for another number.
pub fn star(star: Option<i32>) -> Result<Option<i16>> {
    let message = "ระดับดาวต้องเป็น 1 ถึง 5 / Stars are 1 to 5";
    let valid = |star: i32| i16::try_from(star).ok().filter(|star| (1..=5).contains(star));
    star.map(|star| valid(star).ok_or_else(|| Error::invalid("products.star", "range", message)))
        .transpose()
}

/// A quadrant: A to D, or none.
///
/// # Errors
/// `INVALID` for another text.
pub fn quadrant(quadrant: Option<&str>) -> Result<Option<&str>> {
    match quadrant {
        None | Some("A" | "B" | "C" | "D") => Ok(quadrant),
        Some(_) => Err(Error::invalid(
            "products.quadrant",
            "range",
            "กลุ่มต้องเป็น A ถึง D / Quadrants are A to D",
        )),
    }
}

/// A subdistrict of the district.
///
/// # Errors
/// `INVALID` for any other code.
pub async fn subdistrict(connection: &mut AsyncPgConnection, district: &AreaCode, code: &ID) -> Result<AreaCode> {
    let message = "ไม่มีตำบลนี้ในอำเภอ / No such subdistrict in the district";
    let refused = || Error::invalid("subdistrict", "district", message);
    let code: AreaCode = code.parse().map_err(|_| refused())?;
    if code.level() != AreaLevel::Subdistrict || !district.contains(&code) {
        return Err(refused());
    }
    let known: bool = diesel::select(exists(area::table.find(&code))).get_result(connection).await?;
    known.then_some(code).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_quadrants_have_ends() {
        assert_eq!(star(Some(5)).unwrap(), Some(5));
        assert!(star(Some(0)).is_err() && star(Some(6)).is_err());
        assert!(quadrant(Some("D")).is_ok() && quadrant(Some("E")).is_err());
    }
}
