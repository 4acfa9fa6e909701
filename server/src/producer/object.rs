//! A producer as clients see it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Nullable, SmallInt, Text, Uuid as SqlUuid};
use otop_schema::{AreaCode, Basis, Category, Month, ProducerKind, ReportKey};
use uuid::Uuid;

use super::batch::Batch;
use super::contact::Contact;
use super::row::ProducerRow;
use crate::audit::{self, AuditEntry};
use crate::error::{Error, Result};
use crate::report;
use crate::request;
use crate::rollup::{PeriodInput, Rollup};
use crate::sheet::Sheet;

/// A registered producer (ผู้ผลิต ผู้ประกอบการ OTOP) of a district.
#[derive(Debug, Clone)]
pub struct Producer {
    pub(super) batch: Arc<Batch>,
    pub(super) row: Arc<ProducerRow>,
}

impl Producer {
    /// Its id.
    #[must_use]
    pub fn key(&self) -> Uuid {
        self.row.id
    }

    /// Its sheets of some months, as far as the caller sees them.
    ///
    /// # Errors
    /// `INVALID` for a range that ends before it begins or is longer than 120 months.
    pub async fn sheets_of(&self, context: &Context<'_>, from: Month, to: Month) -> Result<Vec<Sheet>> {
        self.batch.sheets(context, self.row.id, from, to).await
    }

    /// The district it belongs to.
    pub(crate) fn place(&self) -> &AreaCode {
        &self.row.district
    }

    /// A part of the contact, for those who have to call; that it was read is written down before the answer leaves.
    async fn personal(&self, context: &Context<'_>, part: impl FnOnce(Contact) -> String) -> Result<Option<String>> {
        let district = &self.row.district;
        if !request::caller(context).calls(district) {
            return Ok(None);
        }
        let text = part(self.batch.contact(context, self.row.id).await?);
        if text.is_empty() {
            return Ok(None);
        }
        request::tells_contact(context, district, self.row.id);
        Ok(Some(text))
    }
}

/// A registered producer (ผู้ผลิต ผู้ประกอบการ OTOP) of a district.
#[Object]
impl Producer {
    /// A UUID.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// The code of its district; a producer never moves to another.
    async fn district(&self) -> &AreaCode {
        &self.row.district
    }

    /// Its number in the register, as written there; never read for a meaning.
    async fn registration_number(&self) -> Option<&str> {
        self.row.registration_number.as_deref()
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Its kind in a month (CE); without one, in the business month.
    async fn kind(&self, month: Option<Month>) -> Result<ProducerKind> {
        Ok(self.row.dated_in(month.unwrap_or(self.row.this_month()))?.0)
    }

    /// The code of its subdistrict in a month (CE); without one, in the business month.
    async fn subdistrict(&self, month: Option<Month>) -> Result<&AreaCode> {
        Ok(self.row.dated_in(month.unwrap_or(self.row.this_month()))?.1)
    }

    /// Whom to ask. Personal data: null to all but the district's officers and the province's; each reading is written down
    /// (`District.contactAccess`).
    async fn contact_person(&self, context: &Context<'_>) -> Option<Result<String>> {
        self.personal(context, |contact| contact.contact_person).await.transpose()
    }

    /// Personal data: null to all but the district's officers and the province's; each reading is written down
    /// (`District.contactAccess`).
    async fn telephone(&self, context: &Context<'_>) -> Option<Result<String>> {
        self.personal(context, |contact| contact.telephone).await.transpose()
    }

    /// The first month (CE) it is on the roster.
    async fn active_from(&self) -> Month {
        self.row.active_from
    }

    /// The last month (CE) it is on the roster; null while it goes on.
    async fn active_until(&self) -> Option<Month> {
        self.row.active_until
    }

    /// Counts its changes, from 1; a change names the version it was made on.
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Its products, by name.
    async fn products(&self, context: &Context<'_>) -> Result<Vec<Product>> {
        self.batch.products(context, self.row.id).await
    }

    /// Its sheets of the months `from` to `to` (CE, at most 120), oldest first; months without a sheet are left out. The
    /// committee sees a sheet from its report's submission on.
    async fn sheets(&self, context: &Context<'_>, from: Month, to: Month) -> Result<Vec<Sheet>> {
        self.sheets_of(context, from, to).await
    }

    /// What was done to its figures of a month (CE), oldest first: the links of its report's trail that concern it. At most `limit`
    /// (1 … 500) before index `before`; the latest without. For those who read the report.
    async fn history(
        &self,
        context: &Context<'_>,
        month: Month,
        before: Option<i32>,
        #[graphql(default_with = "Some(100)")] limit: Option<i32>,
    ) -> Result<Vec<AuditEntry>> {
        let district = self.row.district.clone();
        let key = ReportKey { district, month };
        let mut connection = request::read(context).await?;
        let report = report::find(&mut connection, &key).await?;
        if !report.is_some_and(|report| report.readable_by(request::caller(context))) {
            return Err(Error::forbidden("report"));
        }
        let (before, limit) = (before.unwrap_or(audit::LATEST), limit.unwrap_or(100));
        audit::trail(&mut connection, &key.into(), Some(self.row.id), before, limit).await
    }

    /// Its sums.
    async fn rollup(&self, period: PeriodInput, #[graphql(default_with = "Some(Basis::All)")] basis: Option<Basis>) -> Result<Rollup> {
        Rollup::of_producer(self.batch.ledger(), self.row.id, &self.row.district, period, basis)
    }
}

/// Something a producer makes.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Product {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(super) producer_id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    /// Its name.
    #[diesel(sql_type = Text)]
    name: String,
    /// Its category.
    #[diesel(sql_type = Text)]
    category: Category,
    /// Its stars, 1 to 5; null without a rating.
    #[diesel(sql_type = Nullable<SmallInt>)]
    star: Option<i16>,
    /// Its quadrant, A to D; null without one.
    #[diesel(sql_type = Nullable<Text>)]
    quadrant: Option<String>,
}

#[ComplexObject]
impl Product {
    /// A UUID.
    async fn id(&self) -> ID {
        self.id.into()
    }
}
