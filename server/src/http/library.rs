//! `/d/{code}`: what the department hands out, to everybody who has the code, as behind the QR code of the founding letter. Nothing is asked
//! and nothing else is told.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use otop_schema::RefusalCode;
use otop_schema::form::qr_svg;

use super::{Edge, answer, forms};
use crate::error::{Error, Result};
use crate::library::{self, Handed};

/// `GET /d/{code}`: on to where it lies, or its text.
pub async fn handed_out(State(edge): State<Edge>, Path(code): Path<String>) -> Response<Body> {
    match found(&edge, &code).await {
        Ok(Some(handed)) => told(handed).unwrap_or_else(|error| answer::failure(&error)),
        Ok(None) => answer::plain(StatusCode::NOT_FOUND, RefusalCode::NotFound),
        Err(error) => answer::failure(&error),
    }
}

/// `GET /d/{code}/qr`: the way there as a QR code, for a letter or a wall.
pub async fn code(State(edge): State<Edge>, headers: HeaderMap, Path(code): Path<String>) -> Response<Body> {
    match found(&edge, &code).await {
        Ok(Some(_)) => drawn(&edge, &headers, &code).unwrap_or_else(|error| answer::failure(&error)),
        Ok(None) => answer::plain(StatusCode::NOT_FOUND, RefusalCode::NotFound),
        Err(error) => answer::failure(&error),
    }
}

fn drawn(edge: &Edge, headers: &HeaderMap, code: &str) -> Result<Response<Body>> {
    let here = edge
        .layouts()
        .public_url
        .clone()
        .or_else(|| forms::asked_at(headers))
        .unwrap_or_default();
    let picture = qr_svg(&format!("{here}/d/{code}")).ok_or_else(|| Error::internal("an address too long for a QR code"))?;
    // Within a page it needs no name space; as a file it does.
    let picture = picture.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    Ok(([(CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

async fn found(edge: &Edge, code: &str) -> Result<Option<Handed>> {
    // No code has such a letter, and PostgreSQL keeps none.
    if code.contains('\0') {
        return Ok(None);
    }
    library::handed_out(&mut *edge.app().connection().await?, code).await
}

fn told(handed: Handed) -> Result<Response<Body>> {
    let (status, name, value) = match &handed.link {
        Some(link) => (StatusCode::FOUND, LOCATION, HeaderValue::try_from(link).map_err(Error::internal)?),
        None => (StatusCode::OK, CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
    };
    let mut response = Response::new(Body::from(handed.body.unwrap_or_default()));
    *response.status_mut() = status;
    response.headers_mut().insert(name, value);
    Ok(response)
}
