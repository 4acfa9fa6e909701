//! Accounts as their keepers ask for them.

use async_graphql::{Context, Object};
use otop_schema::AreaCode;

use super::rights;
use super::row::{Account, accounts_at};
use crate::error::Result;
use crate::request;

/// Questions about accounts.
#[derive(Debug, Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// The accounts of a unit, by name, with what their people hold there and elsewhere; for those who keep accounts of it: the
    /// department, a district's province, and the district's CD officer, who appoints the committee.
    async fn accounts(&self, context: &Context<'_>, area: AreaCode) -> Result<Vec<Account>> {
        rights::must_keep_at(request::caller(context), &area, "area")?;
        // Names and passwords lie behind the door: the node itself reads them.
        accounts_at(&mut *request::app(context).connection().await?, &area).await
    }
}
