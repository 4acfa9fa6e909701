//! What the department does with the calendar, as mutations.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::exception::{Exception, GrantExceptionInput, grant};
use super::month::{Calendar, OverrideCalendarInput, override_calendar};
use crate::error::Result;
use crate::request::mutate;

/// The department's calendar.
#[derive(Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Opens the system for one district and month until an instant.
    async fn grant_exception(&self, context: &Context<'_>, input: GrantExceptionInput) -> Result<Exception> {
        mutate(context, input, |connection, caller, input| grant(connection, caller, input).boxed()).await
    }

    /// Moves the boundaries of one month.
    async fn override_calendar(&self, context: &Context<'_>, input: OverrideCalendarInput) -> Result<Calendar> {
        mutate(context, input, |connection, caller, input| {
            override_calendar(connection, caller, input).boxed()
        })
        .await
    }
}
