//! The rows a run of events speaks of, as they are now.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use otop_schema::{EntryKey, ReportKey, SheetKey};
use uuid::Uuid;

use super::held::held;
use super::result::{conflicts, rejections};
use super::snapshot::Reader;
use crate::error::Result;
use crate::feed::Event;
use crate::{producer, report, sheet};

/// What a run of events touched.
#[derive(Default)]
pub(super) struct Touched {
    entries: HashSet<EntryKey>,
    sheets: BTreeSet<(String, SheetKey)>,
    producers: BTreeSet<Uuid>,
    reports: BTreeSet<ReportKey>,
    conflicts: BTreeSet<Uuid>,
    refused: BTreeSet<Uuid>,
    held: BTreeSet<Uuid>,
}

impl Touched {
    pub(super) fn by(events: &[Arc<Event>]) -> Self {
        let mut touched = Self::default();
        for event in events {
            touched.add(event);
        }
        touched
    }

    fn add(&mut self, event: &Event) {
        self.conflicts.extend(&event.body.conflicts);
        self.refused.extend(&event.body.refused);
        self.held.extend(&event.body.held);
        let Some(month) = event.month else {
            self.producers.extend(event.body.operations.iter().filter_map(|line| line.producer));
            return;
        };
        self.reports.insert(ReportKey {
            district: event.area.clone(),
            month,
        });
        for line in &event.body.operations {
            let Some(producer) = line.producer else { continue };
            let sheet = SheetKey { producer, month };
            self.sheets.insert((event.area.to_string(), sheet));
            let category = line.category.as_deref().and_then(|category| category.parse().ok());
            if let (Some(category), Some(channel)) = (category, line.channel.clone()) {
                self.entries.insert(EntryKey {
                    producer,
                    month,
                    category,
                    channel,
                });
            }
        }
    }

    pub(super) async fn load(self, reader: &mut Reader<'_>) -> Result<()> {
        let Reader {
            connection, caller, page, ..
        } = reader;
        let sheets: Vec<(String, SheetKey)> = self.sheets.into_iter().collect();
        if !sheets.is_empty() {
            page.sheets.extend(sheet::sheets(connection, &sheets).await?);
        }
        if !self.entries.is_empty() {
            let cells = sheet::entries(connection, &sheets).await?;
            page.entries
                .extend(cells.into_iter().filter(|cell| self.entries.contains(&cell.key())));
        }
        if !self.producers.is_empty() {
            page.producers
                .extend(producer::by_id(connection, caller, &self.producers.into_iter().collect::<Vec<_>>()).await?);
        }
        if !self.reports.is_empty() {
            page.reports
                .extend(report::load(connection, &self.reports.into_iter().collect::<Vec<_>>()).await?);
        }
        page.conflicts
            .extend(conflicts(connection, self.conflicts.into_iter().collect()).await?);
        page.rejections
            .extend(rejections(connection, self.refused.into_iter().collect()).await?);
        page.held.extend(held(connection, self.held.into_iter().collect()).await?);
        Ok(())
    }
}
