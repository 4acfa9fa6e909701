//! The fiscal year as the laptop knows it: dates, milestones, exceptions, what is handed out. Read at each meeting that a person asks for,
//! and shown without a network.

use std::collections::BTreeSet;

use cynic::{Id, QueryBuilder};
use otop_schema::{FiscalYear, Month, arabic_digits};

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    wire::{
        desk::Assignment,
        year::{Roadmap, Year, YearVariables},
    },
};

impl Laptop {
    /// Reads the Roadmaps of the person's areas. They decide nothing, so that one that does not come is no error: what was told before stays.
    pub async fn read_years(&mut self) {
        if let Err(error) = self.try_years().await {
            tracing::debug!(error = error.code(), "the calendar could not be read");
        }
    }

    async fn try_years(&mut self) -> Result<()> {
        for area in self.own_areas()? {
            for year in self.years_now()? {
                let variables = YearVariables {
                    fiscal_year: year.number(),
                    area: Id::new(&area),
                };
                let told: Year = self.ask(&Year::build(variables)).await?;
                self.store.keep_year(&area, year.number(), &serde_json::to_string(&told.roadmap)?)?;
            }
        }
        Ok(())
    }

    /// The Roadmaps of a fiscal year, one for each of the person's areas.
    ///
    /// # Errors
    /// Nobody is signed in; none was ever read.
    pub fn roadmaps(&mut self, year: FiscalYear) -> Result<Vec<Roadmap>> {
        self.store.signed_in()?;
        let told = self.store.years(year.number())?;
        if told.is_empty() {
            return Err(Error::usage(
                format!("เครื่องนี้ยังไม่มีปฏิทินของปีงบประมาณ {year} รับข้อมูลก่อนด้วยคำสั่ง: otop pull"),
                format!("This laptop knows no calendar of fiscal year {year} yet. Read it first: otop pull"),
            ));
        }
        told.iter().map(|told| Ok(serde_json::from_str(told)?)).collect()
    }

    /// The fiscal year that is named, or the one of the server's calendar day.
    ///
    /// # Errors
    /// `INVALID` for a year there is not.
    pub fn named_year(&mut self, named: Option<&str>) -> Result<FiscalYear> {
        match named {
            Some(text) => Ok(arabic_digits(text.trim()).parse()?),
            None => Ok(Month::at(self.business_now()?).fiscal_year()),
        }
    }

    fn own_areas(&mut self) -> Result<BTreeSet<String>> {
        let assignments: Vec<Assignment> = serde_json::from_str(&self.store.signed_in()?.assignments).unwrap_or_default();
        Ok(assignments.into_iter().map(|held| held.area.into_inner()).collect())
    }

    /// The fiscal year of this month and of the last, which may still be open.
    fn years_now(&mut self) -> Result<BTreeSet<FiscalYear>> {
        let this = Month::at(self.business_now()?);
        Ok(BTreeSet::from([this.previous().fiscal_year(), this.fiscal_year()]))
    }
}
