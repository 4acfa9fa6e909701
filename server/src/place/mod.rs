//! Places: nation → provinces → districts → subdistricts, each with its sums.
//!
//! Codes and names are public; a place is answered to those who see it or something in it, its sums to those who see all of it.
//!
//! | file | idea |
//! |---|---|
//! | `area.rs` | the row |
//! | `tree.rs` | what one root place shares with everything below it |
//! | `rename.rs` | the department gives a place another name |

mod area;
mod rename;
mod tree;

use async_graphql::{Context, Error, ID, Object, Union};
use otop_schema::{AreaCode, AreaLevel, Basis, Month};

pub use area::AreaRow;
pub use rename::{PlaceMutation, RenameAreaInput};
pub use tree::{Place, Tree};

use crate::committee::{CommitteeMember, committee};
use crate::error::Result;
use crate::producer::{PageArguments, ProducerConnection};
use crate::report::Report;
use crate::request;
use crate::rollup::{PeriodInput, Rollup};

/// The whole country.
#[derive(Debug, Clone)]
pub struct Nation(Place);

/// A province (จังหวัด); 76 without Bangkok.
#[derive(Debug, Clone)]
pub struct Province(Place);

/// A district (อำเภอ): where figures are collected, certified, signed and confirmed.
#[derive(Debug, Clone)]
pub struct District(Place);

/// A subdistrict (ตำบล).
#[derive(Debug, Clone)]
pub struct Subdistrict(Place);

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

/// The whole country.
#[Object]
impl Nation {
    /// `TH`.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    /// `TH`.
    async fn code(&self) -> &AreaCode {
        self.0.code()
    }

    /// The Thai name.
    async fn name_th(&self) -> &str {
        &self.0.row.name_th
    }

    /// The English name.
    async fn name_en(&self) -> &str {
        &self.0.row.name_en
    }

    /// The provinces the caller sees, or sees something in, by code.
    async fn provinces(&self, context: &Context<'_>) -> Result<Vec<Province>> {
        let places = self.0.children(context, AreaLevel::Province).await?;
        Ok(places.into_iter().map(Province).collect())
    }

    /// The country's sums, for those assigned to it: `FORBIDDEN` to others.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }
}

/// A province (จังหวัด); 76 without Bangkok.
#[Object]
impl Province {
    /// The code.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    /// The official code: two digits.
    async fn code(&self) -> &AreaCode {
        self.0.code()
    }

    /// The Thai name.
    async fn name_th(&self) -> &str {
        &self.0.row.name_th
    }

    /// The English name. Names repeat, codes do not.
    async fn name_en(&self) -> &str {
        &self.0.row.name_en
    }

    /// `north`, `northeast`, `central`, `east`, `west` or `south`.
    async fn region(&self) -> &str {
        self.0.row.region.as_deref().unwrap_or_default()
    }

    /// The districts the caller sees, by code.
    async fn districts(&self, context: &Context<'_>) -> Result<Vec<District>> {
        let places = self.0.children(context, AreaLevel::District).await?;
        Ok(places.into_iter().map(District).collect())
    }

    /// The province's sums: those of its districts together. `FORBIDDEN` to those who see parts of it only.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }
}

/// A district (อำเภอ): where figures are collected, certified, signed and confirmed.
#[Object]
impl District {
    /// The code.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    /// The official code: four digits, the province's first.
    async fn code(&self) -> &AreaCode {
        self.0.code()
    }

    /// The Thai name.
    async fn name_th(&self) -> &str {
        &self.0.row.name_th
    }

    /// The English name. Names repeat, codes do not.
    async fn name_en(&self) -> &str {
        &self.0.row.name_en
    }

    /// The province it lies in.
    async fn province(&self, context: &Context<'_>) -> Result<Province> {
        self.0.parent(context).await.map(Province)
    }

    /// Its subdistricts, by code.
    async fn subdistricts(&self, context: &Context<'_>) -> Result<Vec<Subdistrict>> {
        let places = self.0.children(context, AreaLevel::Subdistrict).await?;
        Ok(places.into_iter().map(Subdistrict).collect())
    }

    /// Its producers, in the order of their registration. Not for viewers: `FORBIDDEN`.
    async fn producers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Producers on the page: 0 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "The cursor the page begins after")] after: Option<String>,
        #[graphql(desc = "Only those on the roster of this month (CE)")] active_in: Option<Month>,
    ) -> Result<ProducerConnection> {
        let asked = PageArguments::new(first, after.as_deref(), active_in)?;
        self.0.producers(context, asked).await
    }

    /// Its report of a month (CE); null while the caller may not know of it (the committee does from its submission on). With the
    /// report of a month nobody touched yet comes an untouched draft.
    async fn report(&self, context: &Context<'_>, month: Month) -> Option<Result<Report>> {
        self.0.report(context, month).await.transpose()
    }

    /// Its OTOP committee (นตผ. อำเภอ): who sits now first, then past terms. Not for viewers: `FORBIDDEN`.
    async fn committee(&self, context: &Context<'_>) -> Result<Vec<CommitteeMember>> {
        self.0.read_by("committee.role")?;
        committee(&mut *request::read(context).await?, self.0.code()).await
    }

    /// The district's sums.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }
}

/// A subdistrict (ตำบล).
#[Object]
impl Subdistrict {
    /// The code.
    pub(crate) async fn id(&self) -> ID {
        self.0.code().to_string().into()
    }

    /// The official code: six digits, the district's first.
    async fn code(&self) -> &AreaCode {
        self.0.code()
    }

    /// The Thai name.
    async fn name_th(&self) -> &str {
        &self.0.row.name_th
    }

    /// The English name. Names repeat, codes do not.
    async fn name_en(&self) -> &str {
        &self.0.row.name_en
    }

    /// The producers in it: in the month asked for, else in the business month. Not for viewers: `FORBIDDEN`.
    async fn producers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Producers on the page: 0 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "The cursor the page begins after")] after: Option<String>,
        #[graphql(desc = "Only those on the roster of this month (CE)")] active_in: Option<Month>,
    ) -> Result<ProducerConnection> {
        let asked = PageArguments::new(first, after.as_deref(), active_in)?;
        self.0.producers(context, asked).await
    }

    /// The sums of the producers that stood in it in each month.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        self.0.rollup(period, basis)
    }
}

impl From<Place> for Nation {
    fn from(place: Place) -> Self {
        Self(place)
    }
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

/// Questions that begin at a place.
#[derive(Debug, Default)]
pub struct PlaceQuery;

/// A place by the text of its code; another text, another level, an unknown code and a foreign one answer alike.
async fn place(context: &Context<'_>, code: &str, level: AreaLevel) -> Option<async_graphql::Result<Place>> {
    let code: AreaCode = code.parse().ok()?;
    if code.level() != level {
        return None;
    }
    Tree::find(context, &code).await.map_err(Error::from).transpose()
}

#[Object]
impl PlaceQuery {
    /// The whole country. Everybody sees its name; its provinces are those the caller sees something in.
    async fn nation(&self, context: &Context<'_>) -> Result<Nation> {
        let nation = Tree::find(context, &AreaCode::nation()).await?;
        nation.map(Nation).ok_or_else(|| crate::error::Error::not_found("nation"))
    }

    /// A province by its code; null where there is none or the caller sees nothing in it.
    async fn province(&self, context: &Context<'_>, code: ID) -> Option<async_graphql::Result<Province>> {
        Some(place(context, &code, AreaLevel::Province).await?.map(Province))
    }

    /// A district by its code; null where there is none or the caller does not see it.
    async fn district(&self, context: &Context<'_>, code: ID) -> Option<async_graphql::Result<District>> {
        Some(place(context, &code, AreaLevel::District).await?.map(District))
    }

    /// A subdistrict by its code; null where there is none or the caller does not see it.
    async fn subdistrict(&self, context: &Context<'_>, code: ID) -> Option<async_graphql::Result<Subdistrict>> {
        Some(place(context, &code, AreaLevel::Subdistrict).await?.map(Subdistrict))
    }
}
