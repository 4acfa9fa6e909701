//! Questions that begin at a place.

use async_graphql::{Context, Error, ID, Object};
use otop_schema::{AreaCode, AreaLevel};

use super::{District, Nation, Place, Province, Subdistrict, Tree};
use crate::error::Result;

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
