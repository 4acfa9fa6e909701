//! The Roadmap of a place and fiscal year, as clients see it.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use otop_schema::{AreaCode, AreaLevel, FiscalYear};

use super::milestone::{self, Milestone};
use super::month::{self, RoadmapMonth};
use crate::calendar::{self, Exception, ExceptionRequest, FiscalCalendar, Holiday};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::library::{self, LibraryDocument};
use crate::request;

/// What a fiscal year asks of a place by when, and what of it is done.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct Roadmap {
    /// The place: the nation, a province or a district.
    area: AreaCode,
    #[graphql(skip)]
    year: FiscalYear,
}

impl Roadmap {
    /// The Roadmap of a place, for those who see its totals.
    ///
    /// # Errors
    /// `NOT_FOUND` for any other place, and for a subdistrict; `INVALID` for a year there is not.
    pub(crate) fn of(caller: &Caller, area: &AreaCode, fiscal_year: i32) -> Result<Self> {
        if area.level() == AreaLevel::Subdistrict || !caller.sees_totals(area) {
            return Err(Error::not_found("area"));
        }
        Ok(Self {
            area: area.clone(),
            year: FiscalYear::new(fiscal_year)?,
        })
    }
}

#[ComplexObject]
impl Roadmap {
    /// The fiscal year (BE).
    async fn fiscal_year(&self) -> i32 {
        self.year.number()
    }

    /// The rule its months follow; nothing where the year has no calendar.
    async fn calendar(&self, context: &Context<'_>) -> Option<Result<FiscalCalendar>> {
        let found = async { calendar::fiscal_calendar(&mut *request::read(context).await?, self.year).await };
        found.await.transpose()
    }

    /// The dates of its months, overrides included, from October on; none where the year has no calendar.
    async fn months(&self, context: &Context<'_>) -> Result<Vec<RoadmapMonth>> {
        month::months(&mut *request::read(context).await?, &self.area, self.year).await
    }

    /// What is asked beside them, of this place, of those inside it and of those it lies in, by the day it is due.
    async fn milestones(&self, context: &Context<'_>) -> Result<Vec<Milestone>> {
        milestone::of_place(&mut *request::read(context).await?, &self.area, self.year).await
    }

    /// Days off beside Saturdays and Sundays. No deadline moves for them: warnings come earlier.
    async fn holidays(&self, context: &Context<'_>) -> Result<Vec<Holiday>> {
        calendar::holidays(&mut *request::read(context).await?, self.year).await
    }

    /// The latest 200 exceptions of its months within the place, newest first; none for viewers.
    async fn exceptions(&self, context: &Context<'_>) -> Result<Vec<Exception>> {
        if !request::caller(context).reads(&self.area) {
            return Ok(Vec::new());
        }
        calendar::exceptions_of_year(&mut *request::read(context).await?, &self.area, self.year).await
    }

    /// The latest 200 requests for exceptions within the place, newest first; for those who work there.
    async fn requests(&self, context: &Context<'_>) -> Result<Vec<ExceptionRequest>> {
        if !request::caller(context).works_in(&self.area) {
            return Ok(Vec::new());
        }
        calendar::requests_of_year(&mut *request::read(context).await?, &self.area, self.year).await
    }

    /// What the department hands out for the year.
    async fn documents(&self, context: &Context<'_>) -> Result<Vec<LibraryDocument>> {
        library::of_year(&mut *request::read(context).await?, self.year).await
    }
}

/// Questions about Roadmaps.
#[derive(Default)]
pub struct RoadmapQuery;

#[Object]
impl RoadmapQuery {
    /// What a fiscal year (BE) asks of a place and what of it is done; for those who see the place's totals.
    async fn roadmap(&self, context: &Context<'_>, fiscal_year: i32, area: AreaCode) -> Result<Roadmap> {
        Roadmap::of(request::caller(context), &area, fiscal_year)
    }
}
