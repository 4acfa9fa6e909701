//! `/evidence/{sha256}`: a file sent, whole or piece by piece, and handed out to who reads what it is attached to.
//!
//! Every byte that arrived counts: after a break the sender asks how far the file is and goes on from there. Each person sends all of it,
//! also where the store has it already, because to know a name is not to have the file.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use futures_util::StreamExt;
use otop_schema::scan::{LARGEST_FILE, fits};
use otop_schema::{FileHash, Refusal, RefusalCode};

use super::range::Part;
use super::{Edge, answer};
use crate::error::{Error, Result};
use crate::file::{self, Incoming, Progress, Readable};
use crate::identity::Caller;
use crate::request::look;

/// What a line that broke brought is kept from so many bytes on: a file is not a thousand crumbs.
const SMALLEST_PIECE: u64 = 4 * 1024;

/// `PUT /evidence/{sha256}`: 201 when the file is kept, 202 while more of it is wanted.
pub async fn put(State(edge): State<Edge>, Path(name): Path<String>, headers: HeaderMap, body: Body) -> Response<Body> {
    match sent(&edge, &name, &headers, body).await {
        Ok(progress) => told(&progress),
        Err(error) => refused(error),
    }
}

/// `GET /evidence/{sha256}`: always as an attachment.
pub async fn get(State(edge): State<Edge>, Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    match handed_out(&edge, &name, &headers).await {
        Ok(response) => response,
        Err(error) => refused(error),
    }
}

async fn sent(edge: &Edge, name: &str, headers: &HeaderMap, body: Body) -> Result<Progress> {
    let caller = sender(edge, headers).await?;
    let hash: FileHash = name.parse()?;
    let part = Part::of(headers).ok_or_else(no_range)?;
    fits(usize::try_from(part.total).unwrap_or(usize::MAX))?;
    let _room = edge.files().room().ok_or_else(|| Error::unavailable("too many files at once"))?;
    let incoming = Incoming::of(edge.files(), caller.person, &hash);
    if part.length == 0 && is_kept(edge, &caller, &hash).await? {
        return Ok(there(part.total));
    }
    match arrived(&incoming, part, body).await? {
        Arrived::Whole(bytes) => kept(edge, &caller, &hash, &incoming, bytes).await,
        Arrived::Part(received) => Ok(wanted(received)),
    }
}

/// Whoever reads more than totals somewhere may send: what is sent is nothing before it is attached.
async fn sender(edge: &Edge, headers: &HeaderMap) -> Result<Arc<Caller>> {
    let caller = edge.signed_in(headers).await?;
    if caller.reading_areas().is_empty() {
        return Err(Error::forbidden("role"));
    }
    Ok(Arc::new(caller))
}

async fn is_kept(edge: &Edge, caller: &Caller, hash: &FileHash) -> Result<bool> {
    look(edge.app(), caller, async |connection| {
        file::is_kept_for(connection, caller, hash).await
    })
    .await
}

/// Nothing more is wanted of it.
fn there(received: u64) -> Progress {
    Progress {
        kept: true,
        ..wanted(received)
    }
}

fn wanted(received: u64) -> Progress {
    Progress {
        received,
        kept: false,
        media_type: None,
    }
}

/// What a request brought.
enum Arrived {
    /// The file is complete.
    Whole(Bytes),
    /// So many bytes of it are there.
    Part(u64),
}

/// Takes the part in, if it is the one that follows. A file that comes whole takes no way through pieces; one whose last piece is there
/// already is whole too: a node may have died over it.
async fn arrived(incoming: &Incoming<'_>, part: Part, body: Body) -> Result<Arrived> {
    let is_next = part.start == 0 || part.start == incoming.received().await?;
    if part.length > 0 && is_next {
        let bytes = read(body, part.length).await?;
        let length = u64::try_from(bytes.len()).map_err(Error::internal)?;
        if part.is_whole() && length == part.total {
            return Ok(Arrived::Whole(bytes));
        }
        if length >= SMALLEST_PIECE || part.start + length == part.total {
            incoming.add(part.start, bytes).await?;
        }
    }
    match incoming.received().await? {
        received if received >= part.total => Ok(Arrived::Whole(incoming.whole().await?)),
        received => Ok(Arrived::Part(received)),
    }
}

/// What came of a body, also where the line broke.
///
/// # Errors
/// `INVALID` when more came than was said.
async fn read(body: Body, length: u64) -> Result<Bytes> {
    let most = usize::try_from(length).unwrap_or(LARGEST_FILE);
    let mut bytes = Vec::new();
    let mut pieces = body.into_data_stream();
    while let Some(Ok(piece)) = pieces.next().await {
        if bytes.len() + piece.len() > most {
            return Err(no_range().into());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}

/// Whatever comes of it, its pieces have done their work: who sent something else begins anew.
async fn kept(edge: &Edge, caller: &Arc<Caller>, hash: &FileHash, incoming: &Incoming<'_>, bytes: Bytes) -> Result<Progress> {
    let kept = file::keep(edge.app(), edge.files(), caller, hash, bytes).await;
    match &kept {
        Err(Error::Internal(_) | Error::Contended) => {}
        Err(Error::Refused(refusal)) if refusal.code == RefusalCode::Unavailable => {}
        Ok(_) | Err(Error::Refused(_)) => incoming.forget().await?,
    }
    kept
}

async fn handed_out(edge: &Edge, name: &str, headers: &HeaderMap) -> Result<Response<Body>> {
    let caller = edge.signed_in(headers).await?;
    let nothing = || Error::not_found("sha256");
    // What is no name at all is answered as one that nobody knows.
    let hash: FileHash = name.parse().map_err(|_| nothing())?;
    let found = look(edge.app(), &caller, async |connection| {
        file::readable(connection, &caller, &hash).await
    })
    .await?;
    let readable = found.ok_or_else(nothing)?;
    let bytes = edge.files().read(&hash).await?;
    Ok(attachment(&hash, readable, Body::from_stream(bytes)))
}

/// Never shown where it is opened: the name is ours, the type is what its content was found to be.
fn attachment(hash: &FileHash, readable: Readable, body: Body) -> Response<Body> {
    let Readable { media_type, size } = readable;
    let short: String = hash.as_str().chars().take(16).collect();
    let name = format!("attachment; filename=\"{short}.{}\"", media_type.extension());
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type.content_type()));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    response
}

fn told(progress: &Progress) -> Response<Body> {
    let status = if progress.kept { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    (status, Json(progress)).into_response()
}

fn refused(error: Error) -> Response<Body> {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::Contended => return answer::plain(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable),
        Error::Internal(cause) => {
            tracing::error!(cause, "a file could not be taken or handed out");
            return answer::plain(StatusCode::INTERNAL_SERVER_ERROR, RefusalCode::Internal);
        }
    };
    (status(&refusal), Json(refusal)).into_response()
}

fn status(refusal: &Refusal) -> StatusCode {
    match (refusal.code, refusal.rule.as_deref()) {
        (RefusalCode::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        (RefusalCode::Forbidden, _) => StatusCode::FORBIDDEN,
        (RefusalCode::NotFound, _) => StatusCode::NOT_FOUND,
        (RefusalCode::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (RefusalCode::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
        (_, Some("size")) => StatusCode::PAYLOAD_TOO_LARGE,
        (_, Some("type" | "truncated" | "trailing" | "polyglot" | "hash")) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn no_range() -> Refusal {
    let message = "โปรดระบุ Content-Range หรือ Content-Length ให้ตรงกับข้อมูลที่ส่ง / Say by Content-Range or Content-Length what is sent";
    Refusal::invalid("content-range", "range", message)
}
