//! Anything by its id: the id's shape tells what it is.
#![allow(missing_docs, reason = "the derived accessor of `id` carries none")]

use async_graphql::{Context, ID, Interface, Object};
use otop_schema::{AreaCode, EstimateEntryKey, EstimateKey, NodeId, SheetKey};

use crate::error::Result;
use crate::estimate::{self, Estimate, EstimateEntry};
use crate::place::{Area, District, Nation, Province, Subdistrict, Tree};
use crate::producer::{self, Producer};
use crate::report::{self, Report};
use crate::request;
use crate::sheet::{RevenueEntry, Sheet, entries};

/// Something with an id of its own.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id; the shape tells the type."))]
pub enum Node {
    /// The whole country: `TH`.
    Nation(Nation),
    /// A province: `27`.
    Province(Province),
    /// A district: `2706`.
    District(District),
    /// A subdistrict: `270601`.
    Subdistrict(Subdistrict),
    /// A producer: a UUID.
    Producer(Producer),
    /// A report: `2706:2023-02`.
    Report(Report),
    /// A sheet: `producerId|2023-02`.
    Sheet(Sheet),
    /// A figure: `producerId|2023-02|FOOD|SHOP`.
    RevenueEntry(RevenueEntry),
    /// An estimate: `2706:2566`.
    Estimate(Estimate),
    /// A figure of an estimate: `producerId|2566|1`.
    EstimateEntry(EstimateEntry),
}

/// Questions by id.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id; null where there is none or the caller does not see it.
    async fn node(&self, context: &Context<'_>, id: ID) -> Option<Result<Node>> {
        let id: NodeId = id.parse().ok()?;
        find(context, id).await.transpose()
    }
}

async fn find(context: &Context<'_>, id: NodeId) -> Result<Option<Node>> {
    match id {
        NodeId::Area(code) => place(context, &code).await,
        NodeId::Producer(id) => Ok(producer::one(context, id).await?.map(Node::Producer)),
        NodeId::Report(key) => Ok(report::visible(context, key).await?.map(Node::Report)),
        NodeId::Estimate(key) => Ok(estimate::visible(context, key).await?.map(Node::Estimate)),
        NodeId::EstimateEntry(key) => Ok(estimated(context, key).await?.map(Node::EstimateEntry)),
        NodeId::Sheet(key) => Ok(sheet(context, key).await?.map(Node::Sheet)),
        NodeId::Entry(key) => {
            let Some(sheet) = sheet(context, key.sheet()).await? else {
                return Ok(None);
            };
            let entries = entries(&*request::read(context).await?, &[(sheet.district.clone(), sheet.key())]).await?;
            Ok(entries.into_iter().find(|entry| entry.key() == key).map(Node::RevenueEntry))
        }
    }
}

async fn place(context: &Context<'_>, code: &AreaCode) -> Result<Option<Node>> {
    let place = Tree::find(context, code).await?;
    Ok(place.map(|place| match Option::<Area>::from(place.clone()) {
        Some(Area::Province(province)) => Node::Province(province),
        Some(Area::District(district)) => Node::District(district),
        Some(Area::Subdistrict(subdistrict)) => Node::Subdistrict(subdistrict),
        None => Node::Nation(Nation::from(place)),
    }))
}

/// A figure of an estimate, to those who read its district, to the committee from the submission on.
async fn estimated(context: &Context<'_>, key: EstimateEntryKey) -> Result<Option<EstimateEntry>> {
    let Some(producer) = producer::one(context, key.producer).await? else {
        return Ok(None);
    };
    let estimate = EstimateKey {
        district: producer.place().clone(),
        fiscal_year: key.fiscal_year,
    };
    let shown = estimate::visible(context, estimate.clone()).await?;
    if !shown.is_some_and(|shown| shown.readable_by(request::caller(context))) {
        return Ok(None);
    }
    let found = estimate::entries(&*request::read(context).await?, &[estimate], Some(vec![key.producer])).await?;
    Ok(found.into_iter().find(|figure| figure.key() == key))
}

/// A sheet as its producer shows it: to those who read the district, to the committee from the submission on.
async fn sheet(context: &Context<'_>, key: SheetKey) -> Result<Option<Sheet>> {
    let Some(producer) = producer::one(context, key.producer).await? else {
        return Ok(None);
    };
    Ok(producer.sheets_of(context, key.month, key.month).await?.pop())
}
