//! What is done with the calendar, as mutations.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::ask::{DeclineExceptionInput, EndorseExceptionInput, RequestExceptionInput, ask, decline, endorse};
use super::exception::{Exception, GrantExceptionInput, GrantExceptionsInput, grant, grant_all};
use super::holiday::{Holiday, SetHolidaysInput, set_holidays};
use super::month::{Calendar, OverrideCalendarInput, override_calendar};
use super::request::ExceptionRequest;
use super::year::{FiscalCalendar, SetFiscalCalendarInput, set_fiscal_calendar};
use crate::error::Result;
use crate::request::mutate;

/// The calendar and its exceptions.
#[derive(Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Opens the system for one district and month until an instant.
    async fn grant_exception(&self, context: &Context<'_>, input: GrantExceptionInput) -> Result<Exception> {
        mutate(context, input, |connection, caller, input| grant(connection, caller, input).boxed()).await
    }

    /// Opens the system for all districts of an area, as after a flood or an outage.
    async fn grant_exceptions(&self, context: &Context<'_>, input: GrantExceptionsInput) -> Result<Vec<Exception>> {
        mutate(context, input, |connection, caller, input| {
            grant_all(connection, caller, input).boxed()
        })
        .await
    }

    /// A district asks for an exception, also while the system is closed.
    async fn request_exception(&self, context: &Context<'_>, input: RequestExceptionInput) -> Result<ExceptionRequest> {
        mutate(context, input, |connection, caller, input| ask(connection, caller, input).boxed()).await
    }

    /// The province says what it thinks of a district's request.
    async fn endorse_exception(&self, context: &Context<'_>, input: EndorseExceptionInput) -> Result<ExceptionRequest> {
        mutate(context, input, |connection, caller, input| {
            endorse(connection, caller, input).boxed()
        })
        .await
    }

    /// The department declines a request; it grants one by `grantException`.
    async fn decline_exception(&self, context: &Context<'_>, input: DeclineExceptionInput) -> Result<ExceptionRequest> {
        mutate(context, input, |connection, caller, input| {
            decline(connection, caller, input).boxed()
        })
        .await
    }

    /// Moves the boundaries of one month.
    async fn override_calendar(&self, context: &Context<'_>, input: OverrideCalendarInput) -> Result<Calendar> {
        mutate(context, input, |connection, caller, input| {
            override_calendar(connection, caller, input).boxed()
        })
        .await
    }

    /// Sets the days on which the months of a fiscal year open, are due and close, before it begins; for the department.
    async fn set_fiscal_calendar(&self, context: &Context<'_>, input: SetFiscalCalendarInput) -> Result<FiscalCalendar> {
        mutate(context, input, |connection, caller, input| {
            set_fiscal_calendar(connection, caller, input).boxed()
        })
        .await
    }

    /// Sets the whole list of holidays of a fiscal year; for the department. No deadline moves for them: warnings come earlier.
    async fn set_holidays(&self, context: &Context<'_>, input: SetHolidaysInput) -> Result<Vec<Holiday>> {
        mutate(context, input, |connection, caller, input| {
            set_holidays(connection, caller, input).boxed()
        })
        .await
    }
}
