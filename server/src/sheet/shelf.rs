//! Sheets read together share their cells: whoever asks first reads them for all, so a page of producers with a year of
//! sheets costs one statement for its figures.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Context;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::row::NamedRow;
use otop_schema::SheetKey;
use tokio::sync::OnceCell;

use super::object::{RevenueEntry, Sheet, entries};
use crate::error::Result;
use crate::request;

/// Where a sheet's cells stand. A sheet that was not put on a shelf with others reads its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    keys: Vec<(String, SheetKey)>,
    cells: OnceCell<HashMap<SheetKey, Vec<RevenueEntry>>>,
}

/// No column: a row comes without a shelf.
impl QueryableByName<Pg> for Shelf {
    fn build<'a>(_: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        Ok(Self::default())
    }
}

/// Puts sheets on one shelf.
pub(crate) fn together(mut sheets: Vec<Sheet>) -> Vec<Sheet> {
    let keys = sheets.iter().map(|sheet| (sheet.district.clone(), sheet.key())).collect();
    let shelf = Shelf(Arc::new(Shared {
        keys,
        cells: OnceCell::new(),
    }));
    for sheet in &mut sheets {
        sheet.shelf = shelf.clone();
    }
    sheets
}

impl Shelf {
    /// The figures of one sheet, by category and channel; removed ones are left out.
    pub(super) async fn cells(&self, context: &Context<'_>, sheet: &Sheet) -> Result<Vec<RevenueEntry>> {
        if self.0.keys.is_empty() {
            return read(context, &[(sheet.district.clone(), sheet.key())]).await;
        }
        let all = self.0.cells.get_or_try_init(|| self.read_all(context)).await?;
        Ok(all.get(&sheet.key()).cloned().unwrap_or_default())
    }

    async fn read_all(&self, context: &Context<'_>) -> Result<HashMap<SheetKey, Vec<RevenueEntry>>> {
        let mut all: HashMap<SheetKey, Vec<RevenueEntry>> = HashMap::new();
        for cell in read(context, &self.0.keys).await? {
            all.entry(cell.key().sheet()).or_default().push(cell);
        }
        Ok(all)
    }
}

async fn read(context: &Context<'_>, keys: &[(String, SheetKey)]) -> Result<Vec<RevenueEntry>> {
    let mut cells = entries(&*request::read(context).await?, keys).await?;
    cells.retain(|cell| !cell.deleted);
    Ok(cells)
}
