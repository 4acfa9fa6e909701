//! Producers read together: what one of them is asked for is read for all of them at once.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Context;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use otop_schema::{AreaCode, Basis, Month};
use uuid::Uuid;

use super::contact::{Contact, contacts};
use super::object::{Producer, Product};
use super::row::ProducerRow;
use crate::error::Result;
use crate::identity::Caller;
use crate::memo::Memo;
use crate::request;
use crate::rollup::{Ledger, PeriodInput, RangeInput, Scope, Span};
use crate::sheet::{Sheet, together};
use crate::statement::sql;

type ByProducer<Row> = Arc<HashMap<Uuid, Vec<Row>>>;

/// The producers of one list of an answer.
#[derive(Debug)]
pub struct Batch {
    ids: Vec<Uuid>,
    ledger: Arc<Ledger>,
    contacts: Memo<(), Arc<HashMap<Uuid, Contact>>>,
    products: Memo<(), ByProducer<Product>>,
    sheets: Memo<Span, ByProducer<Sheet>>,
}

impl Batch {
    /// Producers over rows of districts the caller has been found to read.
    #[must_use]
    pub fn of(caller: &Caller, rows: Vec<ProducerRow>) -> Vec<Producer> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut districts: Vec<AreaCode> = rows.iter().map(|row| row.district.clone()).collect();
        districts.sort();
        districts.dedup();
        let scope = Scope::of_producers_in(caller, &districts, ids.clone());
        let batch = Arc::new(Self {
            ids,
            ledger: Arc::new(Ledger::new(scope)),
            contacts: Memo::default(),
            products: Memo::default(),
            sheets: Memo::default(),
        });
        let producer = |row| Producer {
            batch: batch.clone(),
            row: Arc::new(row),
        };
        rows.into_iter().map(producer).collect()
    }

    pub(super) fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// Whom to call; nothing of those whose district the caller does not call.
    pub(super) async fn contact(&self, context: &Context<'_>, producer: Uuid) -> Result<Contact> {
        let read = async { Ok(Arc::new(contacts(&mut *request::read(context).await?, &self.ids).await?)) };
        let all = self.contacts.get((), read).await?;
        Ok(all.get(&producer).cloned().unwrap_or_default())
    }

    pub(super) async fn products(&self, context: &Context<'_>, producer: Uuid) -> Result<Vec<Product>> {
        let read = async {
            let statement = sql(include_str!("product.sql")).bind::<Array<SqlUuid>, _>(&self.ids);
            let rows: Vec<Product> = statement.load(&mut *request::read(context).await?).await?;
            Ok(grouped(rows, |product| product.producer_id))
        };
        let all = self.products.get((), read).await?;
        Ok(all.get(&producer).cloned().unwrap_or_default())
    }

    pub(super) async fn sheets(&self, context: &Context<'_>, producer: Uuid, from: Month, to: Month) -> Result<Vec<Sheet>> {
        let span = Span::of(PeriodInput::Range(RangeInput { from, to }), Basis::All)?;
        let read = async {
            let text = concat!(include_str!("../sheet/select_sheet.sql"), include_str!("sheet.sql"));
            let statement = self.ledger.scope().of_producers(text, span);
            let rows: Vec<Sheet> = statement.load(&mut *request::read(context).await?).await?;
            Ok(grouped(together(rows), |sheet| sheet.key().producer))
        };
        let all = self.sheets.get(span, read).await?;
        Ok(all.get(&producer).cloned().unwrap_or_default())
    }
}

fn grouped<Row>(rows: Vec<Row>, producer: impl Fn(&Row) -> Uuid) -> ByProducer<Row> {
    let mut groups: HashMap<Uuid, Vec<Row>> = HashMap::new();
    for row in rows {
        groups.entry(producer(&row)).or_default().push(row);
    }
    Arc::new(groups)
}
