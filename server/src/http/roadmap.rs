//! `/roadmap`: the dates of a fiscal year as a calendar file, for whatever calendar an officer keeps.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Response};
use otop_schema::{AreaCode, FiscalYear};

use super::{Edge, answer};
use crate::clock;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::request;
use crate::roadmap;

/// `GET /roadmap/{area}/{fiscal year}.ics`: under the caller's rights, as `roadmap` of the contract is.
pub async fn file(State(edge): State<Edge>, headers: HeaderMap, Path((area, file)): Path<(String, String)>) -> Response<Body> {
    let found = async {
        let caller = edge.signed_in(&headers).await?;
        written(&edge, &caller, &area, &file).await
    };
    found.await.unwrap_or_else(|error| answer::failure(&error))
}

async fn written(edge: &Edge, caller: &Caller, area: &str, file: &str) -> Result<Response<Body>> {
    let nowhere = || Error::not_found("area");
    let area: AreaCode = area.parse().map_err(|_| nowhere())?;
    let year: FiscalYear = file.strip_suffix(".ics").and_then(|year| year.parse().ok()).ok_or_else(nowhere)?;
    roadmap::Roadmap::of(caller, &area, year.number())?;
    let text = request::look(edge.app(), caller, async |connection| {
        let now = clock::business(connection).await?;
        roadmap::ics(connection, &area, year, now).await
    });
    let mut response = Response::new(Body::from(text.await?));
    let name = format!("attachment; filename=\"roadmap-{area}-{year}.ics\"");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::try_from(name).map_err(Error::internal)?);
    Ok(response)
}
