//! How far the month is, what waits, and who is missing: from the laptop alone.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use otop_schema::Month;
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    queue::instant,
    store::{
        adopt::Adopted,
        overlay::{Producer, ReportRow},
        session::Waiting,
        sheets::SheetNow,
    },
    waiting::{HeldMonth, held_months},
};

mod district;

pub use district::District;
use district::reported;

/// The laptop's state at one glance.
#[derive(Serialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Overview {
    pub username: String,
    pub position: String,
    pub server: String,
    /// Whether the sign-in still holds, as far as is known here.
    pub signed_in: bool,
    pub month: Month,
    pub districts: Vec<District>,
    pub pending: usize,
    pub held: usize,
    /// What is held, by month and reason.
    pub held_months: Vec<HeldMonth>,
    pub attention: usize,
    /// How much of the month is worth another look and has no reason yet (`otop check`).
    pub unexplained: usize,
    /// How many edits of colleagues wait for their month anywhere in the person's districts.
    pub held_elsewhere: usize,
    /// How many of the waiting ones are of areas that are no longer the person's.
    pub outside: usize,
    /// Whose edits wait here beside the signed-in person's: numbers only.
    pub others: Vec<Waiting>,
    /// What others took over of the person's edits.
    pub adopted: Vec<Adopted>,
    /// By how many milliseconds the laptop's clock is wrong (positive: ahead), where it is worth a word.
    pub clock_error_ms: Option<i64>,
    /// Laptop time.
    pub pulled_at: Option<DateTime<Utc>>,
    /// Laptop time.
    pub pushed_at: Option<DateTime<Utc>>,
}

/// A producer whose sheet is not reported.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Missing {
    pub producer_id: String,
    pub registration_number: Option<String>,
    pub producer: String,
    pub district: String,
    pub state: Option<String>,
    pub reason: Option<String>,
}

impl Laptop {
    /// The month in question unless one is named: the last that has opened, also after it closed; without any report, the
    /// one of the server's calendar day.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn current_month(&mut self) -> Result<Month> {
        let now = self.business_now()?;
        let opened = |report: &ReportRow| report.window().is_some_and(|window| window.opens_at <= now);
        let months = self
            .store
            .reports()?
            .into_iter()
            .filter(opened)
            .filter_map(|report| report.month.parse().ok());
        Ok(months.max().unwrap_or_else(|| Month::at(now)))
    }

    /// The laptop's state for a month.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn overview(&mut self, month: Month) -> Result<Overview> {
        let session = self.store.signed_in()?;
        let standing = self.store.standing()?;
        let waiting = self.waiting()?;
        Ok(Overview {
            signed_in: session.access_token.is_some(),
            month,
            districts: self.districts(month, &session.area_names())?,
            pending: waiting.iter().filter(|waits| !waits.held).count(),
            held: waiting.iter().filter(|waits| waits.held).count(),
            held_months: held_months(&waiting),
            attention: self.attention()?.len(),
            unexplained: self.unexplained(month)?,
            held_elsewhere: self.held_elsewhere()?.len(),
            outside: waiting.iter().filter(|waits| waits.outside).count(),
            others: self.store.others_waiting(&session.person)?,
            adopted: self.store.adopted_from(&session.person)?,
            clock_error_ms: standing.wrong_clock(),
            pulled_at: instant(standing.pulled_at.as_deref()),
            pushed_at: instant(standing.pushed_at.as_deref()),
            username: session.username,
            position: session.position,
            server: session.server,
        })
    }

    /// The producers of a month whose sheet is not reported, by district and name.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn missing(&mut self, month: Month) -> Result<Vec<Missing>> {
        self.store.signed_in()?;
        let sheets = self.sheets_by_producer(month)?;
        let roster = self.store.producers()?.into_iter().filter(|producer| producer.active_in(month));
        let open = roster.filter(|producer| !reported(sheets.get(&producer.id)));
        Ok(open.map(|producer| absent(sheets.get(&producer.id), producer)).collect())
    }

    pub(crate) fn sheets_by_producer(&mut self, month: Month) -> Result<HashMap<String, SheetNow>> {
        Ok(self
            .store
            .sheets(month)?
            .into_iter()
            .map(|sheet| (sheet.producer_id.clone(), sheet))
            .collect())
    }

    fn districts(&mut self, month: Month, names: &HashMap<String, String>) -> Result<Vec<District>> {
        let now = self.business_now()?;
        let sheets = self.sheets_by_producer(month)?;
        let cells = self.store.cells(month)?;
        let mut districts: BTreeMap<String, District> = BTreeMap::new();
        for producer in self.store.producers()? {
            let district = districts.entry(producer.district.clone()).or_default();
            district.count(&producer, month, &sheets, &cells);
        }
        for report in self.store.reports()?.iter().filter(|report| report.month == month.to_string()) {
            districts.entry(report.district.clone()).or_default().describe(report, now);
        }
        let named = districts.into_iter().map(|(code, district)| {
            let name = names.get(&code).cloned();
            District {
                name,
                missing: district.producers - district.reported,
                district: code,
                ..district
            }
        });
        Ok(named.collect())
    }
}

fn absent(sheet: Option<&SheetNow>, producer: Producer) -> Missing {
    Missing {
        producer_id: producer.id,
        registration_number: producer.registration_number,
        producer: producer.name,
        district: producer.district,
        state: sheet.map(|sheet| sheet.state.word()),
        reason: sheet.and_then(|sheet| sheet.reason.clone()),
    }
}
