//! Places: nation → provinces → districts → subdistricts, each with its sums.
//!
//! Codes and names are public; a place is answered to those who see it or something in it, its sums to those who see all of it.
//!
//! | file | idea |
//! |---|---|
//! | `nation.rs`, `province.rs`, `district.rs`, `subdistrict.rs` | the four levels as clients see them |
//! | `place.rs` | what the levels have in common |
//! | `tree.rs` | what one root place shares with everything below it |
//! | `area.rs` | the row |
//! | `query.rs` | where questions begin |
//! | `rename.rs` | the department gives a place another name |

mod area;
mod district;
mod nation;
#[allow(clippy::module_inception, reason = "a place is what the room is about")]
mod place;
mod province;
mod query;
mod rename;
mod subdistrict;
mod tree;

use async_graphql::Union;
use otop_schema::AreaLevel;

pub use area::AreaRow;
pub use district::District;
pub use nation::Nation;
pub use place::Place;
pub use province::Province;
pub use query::PlaceQuery;
pub use rename::{PlaceMutation, RenameAreaInput};
pub use subdistrict::Subdistrict;
pub use tree::Tree;

/// A place that can be renamed.
#[derive(Debug, Union)]
pub enum Area {
    /// A province.
    Province(Province),
    /// A district.
    District(District),
    /// A subdistrict.
    Subdistrict(Subdistrict),
}

impl From<Place> for Option<Area> {
    fn from(place: Place) -> Self {
        match place.code().level() {
            AreaLevel::Nation => None,
            AreaLevel::Province => Some(Area::Province(Province(place))),
            AreaLevel::District => Some(Area::District(District(place))),
            AreaLevel::Subdistrict => Some(Area::Subdistrict(Subdistrict(place))),
        }
    }
}
