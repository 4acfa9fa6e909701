//! The person who asks, as he or she is known here.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use otop_schema::{AreaCode, Day, Role};

use crate::clock;
use crate::error::Result;
use crate::identity::{SignedInDevice, devices_of};
use crate::request;
use crate::tables::area;

/// The signed-in person.
#[derive(Debug)]
pub struct Me;

/// An appointment that holds today (Bangkok).
#[derive(Debug, SimpleObject)]
pub struct Assignment {
    /// What the person may do.
    role: Role,
    /// The code of the place where.
    area: AreaCode,
    /// The place's Thai name.
    area_name: String,
    /// The first day.
    valid_from: Day,
    /// The last day, included; null while it goes on.
    valid_until: Option<Day>,
    /// The appointment order.
    order_number: String,
    /// In which capacity, as the signature block shows it, such as รักษาราชการแทน.
    capacity: String,
}

/// The signed-in person.
#[Object]
impl Me {
    /// A UUID.
    async fn id(&self, context: &Context<'_>) -> ID {
        request::caller(context).person.into()
    }

    /// The name, as it stands in the audit trail.
    async fn name<'a>(&self, context: &Context<'a>) -> &'a str {
        &request::caller(context).name
    }

    /// The position, as it stands in the signature block.
    async fn position<'a>(&self, context: &Context<'a>) -> &'a str {
        &request::caller(context).position
    }

    /// The appointments that hold today.
    async fn assignments(&self, context: &Context<'_>) -> Result<Vec<Assignment>> {
        let held = &request::caller(context).assignments;
        let names: HashMap<AreaCode, String> = area::table
            .filter(area::code.eq_any(held.iter().map(|held| &held.area)))
            .select((area::code, area::name_th))
            .load::<(AreaCode, String)>(&mut *request::read(context).await?)
            .await?
            .into_iter()
            .collect();
        let assignment = |held: &otop_schema::Assignment| Assignment {
            role: held.role,
            area: held.area.clone(),
            area_name: names.get(&held.area).cloned().unwrap_or_default(),
            valid_from: Day(held.from),
            valid_until: held.until.map(Day),
            order_number: held.order_number.clone(),
            capacity: held.capacity.clone(),
        };
        Ok(held.iter().map(assignment).collect())
    }

    /// The laptops and browsers on which the person is signed in, the latest first.
    async fn devices(&self, context: &Context<'_>) -> Result<Vec<SignedInDevice>> {
        devices_of(&mut *request::app(context).connection().await?, request::caller(context).person).await
    }

    /// The business instant: what is open and what is late is judged by it.
    async fn business_time(&self, context: &Context<'_>) -> Result<DateTime<Utc>> {
        clock::business(&mut *request::read(context).await?).await
    }
}

/// Questions about oneself.
#[derive(Debug, Default)]
pub struct MeQuery;

#[Object]
impl MeQuery {
    /// The signed-in person.
    async fn me(&self) -> Me {
        Me
    }
}
